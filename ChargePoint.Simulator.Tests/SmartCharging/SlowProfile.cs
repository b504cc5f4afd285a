using System.Globalization;
using System.Text;
using ChargePoint.SmartCharging;

namespace ChargePoint.Simulator.Tests.SmartCharging;

internal sealed record SlowPeriod(int Start, decimal Limit, int? Phases);

/// <summary>A charging profile in plain words, and the slow and obvious answer to what it says at a second.</summary>
internal sealed record SlowProfile
{
    public required int Id { get; init; }

    public required int ConnectorId { get; init; }

    public required ProfilePurpose Purpose { get; init; }

    public required ProfileKind Kind { get; init; }

    public required bool Weekly { get; init; }

    public required int Level { get; init; }

    public required string Unit { get; init; }

    public required int LocalId { get; init; }

    public required IReadOnlyList<SlowPeriod> Periods { get; init; }

    public DateTimeOffset? ValidFrom { get; init; }

    public DateTimeOffset? ValidTo { get; init; }

    public DateTimeOffset? StartSchedule { get; init; }

    public int? Duration { get; init; }

    /// <summary>Period that limits at a moment, or null in a gap.</summary>
    public SlowPeriod? At(DateTimeOffset moment, DateTimeOffset chargingSince, DateTimeOffset installed)
    {
        if (moment < ValidFrom || moment >= ValidTo) return null;
        DateTimeOffset begin = Kind != ProfileKind.Relative && StartSchedule is { } start ? start
            : Purpose == ProfilePurpose.ChargePointMax ? installed : chargingSince;
        if (moment < begin) return null;
        TimeSpan elapsed = moment - begin;
        if (Kind == ProfileKind.Recurring)
        {
            TimeSpan recurrence = TimeSpan.FromDays(Weekly ? 7 : 1);
            while (elapsed >= recurrence) elapsed -= recurrence;
        }

        if (Duration is { } duration && elapsed >= TimeSpan.FromSeconds(duration)) return null;
        return Periods.Last(period => TimeSpan.FromSeconds(period.Start) <= elapsed);
    }

    public string ToJson()
    {
        StringBuilder json = new();
        json.Append(CultureInfo.InvariantCulture, $"{{\"chargingProfileId\":{Id},\"stackLevel\":{Level},\"chargingProfilePurpose\":\"{PurposeName}\",\"chargingProfileKind\":\"{Kind}\"");
        if (Kind == ProfileKind.Recurring) json.Append($",\"recurrencyKind\":\"{(Weekly ? "Weekly" : "Daily")}\"");
        if (ValidFrom is { } from) json.Append($",\"validFrom\":\"{from:O}\"");
        if (ValidTo is { } to) json.Append($",\"validTo\":\"{to:O}\"");
        json.Append($",\"chargingSchedule\":{{\"chargingRateUnit\":\"{Unit}\"");
        if (StartSchedule is { } start) json.Append($",\"startSchedule\":\"{start:O}\"");
        if (Duration is { } duration) json.Append(CultureInfo.InvariantCulture, $",\"duration\":{duration}");
        json.Append(",\"chargingSchedulePeriod\":[");
        json.AppendJoin(',', Periods.Select(period => string.Create(CultureInfo.InvariantCulture,
            $"{{\"startPeriod\":{period.Start},\"limit\":{period.Limit}{(period.Phases is { } phases ? $",\"numberPhases\":{phases}" : "")}}}")));
        return json.Append("]}}").ToString();
    }

    private string PurposeName => Purpose switch
    {
        ProfilePurpose.ChargePointMax => "ChargePointMaxProfile",
        ProfilePurpose.TxDefault => "TxDefaultProfile",
        _ => "TxProfile",
    };
}
