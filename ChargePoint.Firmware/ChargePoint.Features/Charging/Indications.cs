using ChargePoint.Hal;

namespace ChargePoint.Features;

/// <summary>What the indicator shows for each status.</summary>
internal static class Indications
{
    public static Indication Of(ConnectorStatus status) => status switch
    {
        ConnectorStatus.Available => Indication.Available,
        ConnectorStatus.Preparing => Indication.Preparing,
        ConnectorStatus.Charging => Indication.Charging,
        ConnectorStatus.SuspendedEV or ConnectorStatus.SuspendedEVSE => Indication.Suspended,
        ConnectorStatus.Finishing => Indication.Finishing,
        ConnectorStatus.Reserved => Indication.Reserved,
        ConnectorStatus.Unavailable => Indication.Unavailable,
        _ => Indication.Faulted,
    };
}
