using ChargePoint.Features;
using ChargePoint.Runtime;
using ChargePoint.SmartCharging;

namespace ChargePoint.Console;

/// <summary>profiles: which charging profiles are installed, what limits each connector now and why, and when that changes next.</summary>
public sealed class ProfilesCommand : IConsoleCommand, ILongAnswer
{
    private readonly ChargingLimits _limits;
    private readonly RemoteStartProfiles _remoteStarts;
    private readonly ConsoleShell _shell;
    private int _next;

    /// <summary>Makes the command.</summary>
    /// <param name="limits">Holds and applies the profiles.</param>
    /// <param name="remoteStarts">Profiles that wait for their transaction.</param>
    /// <param name="shell">Writes the long list.</param>
    public ProfilesCommand(ChargingLimits limits, RemoteStartProfiles remoteStarts, ConsoleShell shell)
    {
        _limits = limits;
        _remoteStarts = remoteStarts;
        _shell = shell;
    }

    /// <inheritdoc/>
    public string Forms => "profiles -- charging profiles, what limits each connector and why";

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        _limits.Refresh();
        _next = 0;
        reply.Line($"{_limits.Store.Count} of {ProfileStore.MostProfiles} profiles installed, {_remoteStarts.Count} waiting for a remote start");
        _shell.AnswerAtLength(this);
    }

    /// <summary>Writes the profiles one by one, then all that is said of charge point and connectors.</summary>
    /// <inheritdoc/>
    public bool WriteNext(IConsoleReply reply)
    {
        if (_next < _limits.Store.Count)
        {
            reply.Line("  " + Describe(_limits.Store[_next++]));
            return true;
        }

        reply.Line(_limits.HasChargePointLimit ? $"charge point: {Amperes(_limits.ChargePointLimit.Milliamps)} by {Source(_limits.ChargePointLimit)}" : "charge point: no limit");
        if (_limits.IsContested) reply.Line("  not enough for all: connectors take turns");
        for (int id = 1; id <= _limits.Count; id++) reply.Line(Describe(id));
        reply.Line(NextChange());
        return false;
    }

    private static string Describe(ChargingProfile profile)
    {
        string place = profile.ConnectorId == 0 ? "charge point" : $"connector {profile.ConnectorId}";
        if (!profile.IsUnderstood) return $"id {profile.Id}: {place}, of a newer version, kept and not applied";
        string recurrence = profile.Kind != ProfileKind.Recurring ? "" : profile.RecurrenceSeconds == 86_400 ? " Daily" : " Weekly";
        string text = $"id {profile.Id}: {ProfileReader.PurposeNames[(int)profile.Purpose]}, {place}, stackLevel {profile.StackLevel}, {ProfileReader.KindNames[(int)profile.Kind]}{recurrence}, {profile.PeriodCount} period(s)";
        if (profile.HasStart) text += $", start {Time(profile.StartSeconds)}";
        if (profile.ValidFromSeconds > 0) text += $", from {Time(profile.ValidFromSeconds)}";
        if (profile.ValidToSeconds < long.MaxValue) text += $", to {Time(profile.ValidToSeconds)}";
        return text;
    }

    private string Describe(int id)
    {
        ChargingLimit own = _limits.Own(id);
        string now = _limits.IsWanted(id) ? $"{Amperes(_limits.Granted(id))} granted" : "does not charge";
        string shared = _limits.IsWanted(id) && _limits.Granted(id) < own.Milliamps ? ", held down by the limit of the charge point" : "";
        return $"connector {id}: {now}, at most {Amperes(own.Milliamps)} by {Source(own)}{shared}";
    }

    private string NextChange()
    {
        if (_limits.NextChangeSeconds == long.MaxValue) return "next change: none";
        string time = _limits.ClockIsKnown ? $" at {Time(_limits.NextChangeSeconds)}" : "";
        return $"next change: in {_limits.NextChangeSeconds - _limits.NowSeconds} s{time}";
    }

    internal static string Source(ChargingLimit limit)
    {
        if (!limit.HasProfile) return "the hardware";
        string why = limit.IsCautious ? ", its lowest period: the time of day is not known" : "";
        return $"{ProfileReader.PurposeNames[(int)limit.Profile.Purpose]} {limit.Profile.Id} ({FixedPoint.ToText(limit.Tenths, 1)} {(limit.IsPower ? "W" : "A")}{why})";
    }

    internal static string Amperes(int milliamps) => FixedPoint.ToText(milliamps, 3) + " A";

    private static string Time(long seconds) => Iso8601.ToText(seconds * 1000);
}
