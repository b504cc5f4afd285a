using ChargePoint.Features;

namespace ChargePoint.Console;

/// <summary>price: what is shown at the connectors about prices and cost.</summary>
public sealed class PriceCommand : IConsoleCommand
{
    private readonly IConnectorText _texts;
    private readonly int _connectorCount;

    /// <summary>Makes the command.</summary>
    /// <param name="texts">What is shown.</param>
    /// <param name="connectorCount">Number of connectors.</param>
    public PriceCommand(IConnectorText texts, int connectorCount)
    {
        _texts = texts;
        _connectorCount = connectorCount;
    }

    /// <inheritdoc/>
    public string Forms => "price [--json] -- what the connectors show about price and cost";

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        Report report = new(line, reply, true);
        for (int id = 1; id <= _connectorCount; id++)
        {
            string text = _texts.TextOf(id);
            if (!line.IsJson)
            {
                reply.Line($"connector {id}: {(text.Length > 0 ? text : "(nothing)")}");
                continue;
            }

            report.Key("connector", id);
            report.Text("shows", text.Length > 0 ? text : null);
            report.End();
        }

        reply.Done();
    }
}
