using ChargePoint.Features;

namespace ChargePoint.Console;

/// <summary>config: shows and changes configuration values, also those that are not visible over OCPP.</summary>
public sealed class ConfigCommand : IConsoleCommand
{
    private readonly ConfigurationStore _configuration;

    /// <summary>Makes the command.</summary>
    /// <param name="configuration">Configuration values.</param>
    public ConfigCommand(ConfigurationStore configuration) => _configuration = configuration;

    /// <inheritdoc/>
    public string Name => "config";

    /// <inheritdoc/>
    public string Usage => "config [get KEY | set KEY VALUE]";

    /// <inheritdoc/>
    public string Summary => "shows all values, shows one, or changes one";

    /// <inheritdoc/>
    public void Execute(CommandLine line, IConsoleReply reply)
    {
        if (line.Count == 1) List(reply);
        else if (line.Count == 3 && line.Word(1) == "get") Get(line.Word(2), reply);
        else if (line.Count >= 3 && line.Word(1) == "set") Set(line.Word(2), line.From(3), reply);
        else reply.Fail("usage: " + Usage);
    }

    private void List(IConsoleReply reply)
    {
        for (int key = 0; key < Key.Count; key++) reply.Line(Show(key));
        reply.Done();
    }

    private void Get(string name, IConsoleReply reply)
    {
        int key = KeyTable.Find(name);
        if (key < 0)
        {
            reply.Fail($"unknown key {name}");
            return;
        }

        reply.Line(Show(key));
        reply.Done();
    }

    private void Set(string name, string value, IConsoleReply reply)
    {
        int key = KeyTable.Find(name);
        if (key < 0)
        {
            reply.Fail($"unknown key {name}");
        }
        else if (KeyTable.Of(key).Access == KeyAccess.ReadOnly)
        {
            reply.Fail($"{KeyTable.NameOf(key)} is read-only");
        }
        else
        {
            ChangeOutcome outcome = _configuration.Set(key, value, out string problem);
            if (outcome == ChangeOutcome.Rejected)
            {
                reply.Fail($"{KeyTable.NameOf(key)} {problem}");
                return;
            }

            if (outcome == ChangeOutcome.RebootRequired) reply.Line("in force after the next restart");
            reply.Done();
        }
    }

    private string Show(int key)
    {
        return KeyTable.NameOf(key) + " = " + _configuration.Shown(key);
    }
}
