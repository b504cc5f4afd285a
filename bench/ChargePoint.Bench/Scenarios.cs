namespace ChargePoint.Bench;

/// <summary>All that is measured.</summary>
public static class Scenarios
{
    /// <summary>Makes the scenarios, in the order of the table.</summary>
    public static Scenario[] All() => new Scenario[]
    {
        new ScanJson(),
        new WriteJson(),
        new Call("GetConfiguration, all keys", Frames.GetAllConfiguration),
        new Call("GetConfiguration, one key", Frames.GetOneConfiguration),
        new RemoteStart(),
        new Call("SendLocalList, full, 20 entries", Frames.SendLocalList()),
        new Call("SetChargingProfile, 24 periods", Frames.SetChargingProfile()),
        new Call("GetCompositeSchedule of a day, no profile", Frames.GetCompositeSchedule),
        new ChargingSecond(),
        new Start(),
        new Session(),
        new WholeSession(),
    };
}
