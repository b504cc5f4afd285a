using System.Text;
using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.SmartCharging.Tests;

/// <summary>Profiles for tests, and a store to put them into.</summary>
internal sealed class Profiles
{
    /// <summary>2026-01-05T00:00:00Z, a Monday.</summary>
    public const long Monday = 1_767_571_200;

    public const int Day = 86_400;

    public Profiles(IFlashStore? flash = null, int[]? transactions = null)
    {
        Flash = flash ?? new MemoryFlash();
        Log = new Log(new ManualClock(), 4096);
        Store = new ProfileStore(Flash, new byte[2068], transactions ?? new int[0], Log);
        Calculator = new LimitCalculator(Store);
    }

    public IFlashStore Flash { get; }

    public Log Log { get; }

    public ProfileStore Store { get; }

    public LimitCalculator Calculator { get; }

    public ChargingLimit Limit { get; } = new();

    public string Problem { get; private set; } = "";

    /// <summary>A profile in JSON.</summary>
    public static string Json(int id, int level, string purpose, string kind, string schedule, string more = "") =>
        $"{{\"chargingProfileId\":{id},\"stackLevel\":{level},\"chargingProfilePurpose\":\"{purpose}\",\"chargingProfileKind\":\"{kind}\",{more}\"chargingSchedule\":{{{schedule}}}}}";

    /// <summary>Periods given as start, limit, start, limit...</summary>
    public static string Periods(string unit, int[] startsAndLimits, int phases = 0)
    {
        string text = $"\"chargingRateUnit\":\"{unit}\",\"chargingSchedulePeriod\":[";
        for (int i = 0; i < startsAndLimits.Length; i += 2)
        {
            if (i > 0) text += ",";
            text += $"{{\"startPeriod\":{startsAndLimits[i]},\"limit\":{startsAndLimits[i + 1]}";
            if (phases > 0) text += $",\"numberPhases\":{phases}";
            text += "}";
        }

        return text + "]";
    }

    public static string At(long seconds) => "\"" + Iso8601.ToText(seconds * 1000) + "\"";

    /// <summary>Reads a profile; null with a problem or an error.</summary>
    public static byte[]? Read(string json, out string problem, int connectorId = 0, long installed = Monday, int localId = 0)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        Fields fields = new(new JsonReader());
        fields.Reset(bytes, 0, bytes.Length);
        ProfileReader reader = new(new byte[ProfileStore.LongestImage]);
        byte[]? image = reader.Read(fields, installed);
        problem = fields.Error != null ? "!" + fields.Error.Code : reader.Problem;
        if (image != null) new ChargingProfile(image).BindTo(connectorId, localId);
        return image;
    }

    public static byte[] Image(string json, int connectorId = 0, int localId = 0)
    {
        byte[]? image = Read(json, out string problem, connectorId, Monday, localId);
        if (image == null) throw new System.InvalidOperationException(problem);
        return image;
    }

    public static byte[] Simple(int id, int level, string purpose, int limit, int connectorId = 0, int localId = 0) =>
        Image(Json(id, level, purpose, "Absolute", "\"startSchedule\":" + At(Monday) + "," + Periods("A", new int[] { 0, limit })), connectorId, localId);

    public static byte[] Full(int id, int level, int connectorId = 0)
    {
        int[] periods = new int[ProfileStore.MostPeriods * 2];
        for (int i = 0; i < ProfileStore.MostPeriods; i++)
        {
            periods[2 * i] = i * 3600;
            periods[2 * i + 1] = 6 + i;
        }

        return Image(Json(id, level, "TxDefaultProfile", "Recurring", "\"startSchedule\":" + At(Monday) + "," + Periods("A", periods), "\"recurrencyKind\":\"Daily\","), connectorId);
    }

    public bool Set(byte[] image)
    {
        bool done = Store.Set(image, out string problem);
        Problem = problem;
        return done;
    }

    /// <summary>Limit of connector 1 with 32 A and three phases, in milliamperes.</summary>
    public int At(long seconds, int localId = 0, long since = Monday, bool clock = true, int phases = 3, int connectorId = 1)
    {
        Calculator.At(seconds, clock);
        Calculator.Transaction(connectorId, localId, since, 32_000, phases, Limit);
        return Limit.Milliamps;
    }

    /// <summary>Ids of the profiles in their order, separated by blanks.</summary>
    public string Ids()
    {
        string ids = "";
        for (int i = 0; i < Store.Count; i++) ids += (i > 0 ? " " : "") + Store[i].Id.ToString();
        return ids;
    }
}
