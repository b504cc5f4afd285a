using System.Text;
using ChargePoint.Console;

namespace ChargePoint.Simulator.Terminals;

/// <summary>Standard error where it is the screen of a terminal in use: its lines are shown as notices, which do not tear what is being typed.</summary>
public sealed class NoticeWriter(TextWriter error) : TextWriter
{
    private readonly StringBuilder _line = new();
    private Action<string>? _show;

    /// <inheritdoc/>
    public override Encoding Encoding => error.Encoding;

    /// <summary>From now on, lines go to a terminal.</summary>
    public void Attach(FirmwareHost host, Terminal terminal) => _show = line => host.RunAsync(_ =>
    {
        terminal.Notice(line);
        return true;
    });

    /// <summary>From now on, lines go to standard error again.</summary>
    public void Detach() => _show = null;

    /// <inheritdoc/>
    public override void Write(char value)
    {
        lock (_line)
        {
            if (value == '\r') return;
            if (value != '\n')
            {
                _line.Append(value);
                return;
            }

            string line = _line.ToString();
            _line.Clear();
            if (_show is { } show) show(line);
            else error.WriteLine(line);
        }
    }

    /// <inheritdoc/>
    public override void Write(string? value)
    {
        lock (_line) base.Write(value);
    }

    /// <inheritdoc/>
    public override void WriteLine(string? value)
    {
        lock (_line) base.WriteLine(value);
    }
}
