using ChargePoint.Console;

namespace ChargePoint.Firmware.Tests;

/// <summary>Takes the answer of the console as text: lines and the end, separated by line feeds.</summary>
internal sealed class ConsoleText : IConsoleReply
{
    private string _text = "";

    public static string Type(ConsoleShell console, string line)
    {
        ConsoleText reply = new();
        console.Execute(line, reply);
        while (console.Pump())
        {
        }

        return reply._text;
    }

    public void Line(string text) => _text += text + "\n";

    public void Done() => _text += "ok";

    public void Fail(string reason) => _text += "error: " + reason;
}
