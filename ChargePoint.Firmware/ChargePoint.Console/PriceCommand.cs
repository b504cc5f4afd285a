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
    public string Name => "price";

    /// <inheritdoc/>
    public string Usage => "price";

    /// <inheritdoc/>
    public string Summary => "what the connectors show about price and cost";

    /// <inheritdoc/>
    public void Execute(CommandLine line, IConsoleReply reply)
    {
        if (line.Count > 1)
        {
            reply.Fail("usage: " + Usage);
            return;
        }

        for (int id = 1; id <= _connectorCount; id++)
        {
            string text = _texts.TextOf(id);
            reply.Line($"connector {id}: {(text.Length > 0 ? text : "(nothing)")}");
        }

        reply.Done();
    }
}
