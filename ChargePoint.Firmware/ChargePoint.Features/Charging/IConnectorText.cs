namespace ChargePoint.Features;

/// <summary>What is shown as text at the connectors, such as price and cost.</summary>
public interface IConnectorText
{
    /// <summary>The text at a connector; "" if there is none.</summary>
    /// <param name="connectorId">Connector, 1 or more.</param>
    string TextOf(int connectorId);
}
