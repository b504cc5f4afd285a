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
        "*config set KEY [VALUE...] -- changes a value\n" +
        "config reset KEY|all -- back to the factory's; all but identity and trust";

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

        if (form == 3 && line.Word(2) == "all")
        {
            ResetAll(reply);
            return;
        }

        int key = KeyTable.Find(line.Word(2));
        if (key < 0) reply.Fail($"unknown key {line.Word(2)}");
        else if (form >= 2) Set(key, form == 2 ? line.From(3) : null, reply);
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
    public string? WordFor(string placeholder, int index) => placeholder.StartsWith("KEY") && index < Key.Count ? KeyTable.NameOf(index) : null;

    // A value of null stands for that of the factory.
    private void Set(int key, string? value, IConsoleReply reply)
    {
        if (KeyTable.Of(key).Access == KeyAccess.ReadOnly)
        {
            reply.Fail($"{KeyTable.NameOf(key)} is read-only");
            return;
        }

        string problem;
        ChangeOutcome outcome = value == null ? _configuration.Reset(key, out problem) : _configuration.Set(key, value, out problem);
        if (outcome == ChangeOutcome.Rejected)
        {
            reply.Fail($"{KeyTable.NameOf(key)} {problem}");
            return;
        }

        if (outcome == ChangeOutcome.RebootRequired) reply.Line("in force after the next restart");
        reply.Done();
    }

    private void ResetAll(IConsoleReply reply)
    {
        int changed = 0;
        for (int key = 0; key < Key.Count; key++)
        {
            KeyTable definition = KeyTable.Of(key);
            if (definition.Access == KeyAccess.ReadOnly || Protection.IsKept(key) || _configuration.Text(key) == definition.Default) continue;
            if (_configuration.Reset(key, out string problem) == ChangeOutcome.Rejected)
            {
                reply.Fail($"{KeyTable.NameOf(key)} {problem}; {changed} were reset before it");
                return;
            }

            changed++;
        }

        reply.Line($"{changed} values are those of the factory again");
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
