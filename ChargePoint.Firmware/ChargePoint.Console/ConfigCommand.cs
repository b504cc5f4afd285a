using ChargePoint.Features;

namespace ChargePoint.Console;

/// <summary>config: shows and changes configuration values, also those that are not visible over OCPP.</summary>
public sealed class ConfigCommand : IConsoleCommand, IWordSource, ILongAnswer
{
    private readonly ConfigurationStore _configuration;
    private readonly ConsoleShell _shell;
    private Report? _report;
    private int _next;

    /// <summary>Makes the command.</summary>
    /// <param name="configuration">Configuration values.</param>
    /// <param name="shell">Writes the long list.</param>
    public ConfigCommand(ConfigurationStore configuration, ConsoleShell shell)
    {
        _configuration = configuration;
        _shell = shell;
    }

    /// <inheritdoc/>
    public string Forms =>
        "config [--json] -- all configuration values\n" +
        "config get KEY [--json] -- one value\n" +
        "*config set KEY [VALUE...] -- changes a value";

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        _report = new Report(line, reply, true);
        if (form == 0)
        {
            _next = 0;
            _shell.AnswerAtLength(this);
            return;
        }

        int key = KeyTable.Find(line.Word(2));
        if (key < 0) reply.Fail($"unknown key {line.Word(2)}");
        else if (form == 2) Set(key, line.From(3), reply);
        else
        {
            Show(key, reply);
            reply.Done();
        }
    }

    /// <inheritdoc/>
    public bool WriteNext(IConsoleReply reply)
    {
        Show(_next++, reply);
        return _next < Key.Count;
    }

    /// <inheritdoc/>
    public string? WordFor(string placeholder, int index) => placeholder == "KEY" && index < Key.Count ? KeyTable.NameOf(index) : null;

    private void Set(int key, string value, IConsoleReply reply)
    {
        if (KeyTable.Of(key).Access == KeyAccess.ReadOnly)
        {
            reply.Fail($"{KeyTable.NameOf(key)} is read-only");
            return;
        }

        ChangeOutcome outcome = _configuration.Set(key, value, out string problem);
        if (outcome == ChangeOutcome.Rejected)
        {
            reply.Fail($"{KeyTable.NameOf(key)} {problem}");
            return;
        }

        if (outcome == ChangeOutcome.RebootRequired) reply.Line("in force after the next restart");
        reply.Done();
    }

    private void Show(int key, IConsoleReply reply)
    {
        string name = KeyTable.NameOf(key);
        string value = _configuration.Shown(key);
        if (!_report!.IsJson)
        {
            reply.Line(name + " = " + value);
            return;
        }

        _report.Text("key", name);
        _report.Text("value", value);
        _report.End();
    }
}
