using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ChargePoint.Simulator.CentralSystem;

/// <summary>Says in a few words what is essential in a message.</summary>
public static partial class Wording
{
    private const int MaxValueLength = 60;
    private const int MaxFields = 8;

    private static readonly Dictionary<string, Func<JsonElement, IEnumerable<string>>> Requests = new(StringComparer.Ordinal)
    {
        ["BootNotification"] = p => [$"{Value(p, "chargePointVendor")} {Value(p, "chargePointModel")}", Named("firmware", p, "firmwareVersion"), Named("serial", p, "chargePointSerialNumber")],
        ["StatusNotification"] = p => [Connector(p), Value(p, "status"), p.Text("errorCode") == "NoError" ? "" : Value(p, "errorCode"), Value(p, "vendorErrorCode"), Value(p, "info")],
        ["Authorize"] = p => [Named("card", p, "idTag")],
        ["StartTransaction"] = p => [Connector(p), Named("card", p, "idTag"), Energy("meter", p, "meterStart"), Named("reservation", p, "reservationId")],
        ["StopTransaction"] = p => [Named("transaction", p, "transactionId"), Energy("meter", p, "meterStop"), Value(p, "reason"), Named("card", p, "idTag")],
        ["MeterValues"] = p => [Connector(p), Named("transaction", p, "transactionId"), .. Samples(p)],
        ["DataTransfer"] = p => [Value(p, "vendorId"), Value(p, "messageId"), Value(p, "data")],
        ["RemoteStartTransaction"] = p => [Connector(p), Named("card", p, "idTag"), p.Member("chargingProfile").ValueKind == JsonValueKind.Object ? "with a profile" : ""],
        ["RemoteStopTransaction"] = p => [Named("transaction", p, "transactionId")],
        ["TriggerMessage"] = p => [Value(p, "requestedMessage"), Connector(p)],
        ["ExtendedTriggerMessage"] = p => [Value(p, "requestedMessage"), Connector(p)],
        ["ChangeConfiguration"] = p => [$"{Value(p, "key")} = {(p.Text("key").Equals("AuthorizationKey", StringComparison.OrdinalIgnoreCase) ? "(hidden)" : Value(p, "value"))}"],
        ["GetConfiguration"] = p => [Keys(p.Items("key").Select(Scalar), "every key")],
        ["Reset"] = p => [Value(p, "type").ToLowerInvariant()],
    };

    private static readonly Dictionary<string, Func<JsonElement, IEnumerable<string>>> Replies = new(StringComparer.Ordinal)
    {
        ["BootNotification"] = p => [Status(p), p.Text("status") == "Accepted" ? Seconds("heartbeat every", p) : Seconds("again in", p)],
        ["Heartbeat"] = p => [Value(p, "currentTime")],
        ["Authorize"] = p => [CardStatus(p)],
        ["StartTransaction"] = p => [CardStatus(p), Named("transaction", p, "transactionId")],
        ["StopTransaction"] = p => [CardStatus(p)],
        ["GetConfiguration"] = p => [Count(p.Items("configurationKey").Count(), "key"), Keys(p.Items("unknownKey").Select(Scalar), "", "unknown: ")],
        ["GetLocalListVersion"] = p => [Named("version", p, "listVersion")],
    };

    /// <summary>The request in words, two blanks between its parts; empty when there is nothing to say.</summary>
    public static string Request(string action, JsonElement payload) =>
        Join(Requests.TryGetValue(action, out var words) ? words(payload) : AllFields(payload));

    /// <summary>The answer in words.</summary>
    public static string Reply(string action, JsonElement payload) =>
        Join(Replies.TryGetValue(action, out var words) ? words(payload) : AllFields(payload), ", ");

    /// <summary>Text of others, made safe for a terminal: control characters are written as escapes.</summary>
    public static string Safe(string text, int maxLength = int.MaxValue)
    {
        var safe = new StringBuilder();
        foreach (var character in text)
        {
            if (safe.Length >= maxLength)
                return safe.Append('…').ToString();
            var isHarmful = char.IsControl(character) || char.GetUnicodeCategory(character) is UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
            _ = isHarmful ? safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}") : safe.Append(character);
        }

        return safe.ToString();
    }

    /// <summary>Energy in kWh with three decimals, from Wh.</summary>
    public static string KilowattHours(long energyWh) =>
        string.Create(CultureInfo.InvariantCulture, $"{(energyWh < 0 ? "-" : "")}{Math.Abs(energyWh / 1000)}.{Math.Abs(energyWh % 1000):000} kWh");

    private static string Join(IEnumerable<string> parts, string separator = "  ") =>
        string.Join(separator, parts.Where(part => part.Length > 0));

    private static string Value(JsonElement payload, string name) => Safe(payload.Text(name), MaxValueLength);

    private static string Named(string label, JsonElement payload, string name) =>
        Value(payload, name) is { Length: > 0 } value ? $"{label} {value}" : "";

    private static string Connector(JsonElement payload) =>
        payload.Whole("connectorId") == 0 ? "charge point" : Named("connector", payload, "connectorId");

    private static string Energy(string label, JsonElement payload, string name) =>
        Value(payload, name) is { Length: > 0 } value ? $"{label} {value} Wh" : "";

    private static string Seconds(string label, JsonElement payload) =>
        Value(payload, "interval") is { Length: > 0 } value ? $"{label} {value} s" : "";

    private static string Status(JsonElement payload) => InWords(payload.Text("status"));

    private static string CardStatus(JsonElement payload) => InWords(payload.Member("idTagInfo").Text("status"));

    // A status in words: RebootRequired becomes "reboot required".
    private static string InWords(string status)
    {
        var words = new StringBuilder();
        foreach (var character in Safe(status, MaxValueLength))
        {
            if (char.IsUpper(character) && words.Length > 0)
                words.Append(' ');
            words.Append(char.ToLowerInvariant(character));
        }

        return words.ToString();
    }

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    private static string Keys(IEnumerable<string> keys, string none, string label = "")
    {
        var all = keys.ToArray();
        return all.Length == 0 ? none : label + string.Join(", ", all);
    }

    private static IEnumerable<string> Samples(JsonElement payload)
    {
        var newest = payload.Items("meterValue").LastOrDefault();
        foreach (var sample in newest.Items("sampledValue").Take(MaxFields))
        {
            var measurand = sample.Text("measurand");
            var label = measurand switch
            {
                "" or "Energy.Active.Import.Register" => "energy",
                "Power.Active.Import" => "power",
                "Power.Offered" => "offered",
                "Current.Import" => "current",
                "Current.Offered" => "offered",
                "SoC" => "state of charge",
                _ => InWords(measurand).Replace(". ", " ", StringComparison.Ordinal),
            };
            var unit = sample.Text("unit");
            var isEnergy = label == "energy" && unit.Length == 0;
            yield return Join([label, Value(sample, "phase"), Value(sample, "value"), isEnergy ? "Wh" : Unit(unit)], " ");
        }

        var more = payload.Items("meterValue").Count() - 1;
        if (more > 0)
            yield return $"and {Count(more, "earlier reading")}";
    }

    private static string Unit(string unit) => unit switch
    {
        "Percent" => "%",
        "Celsius" or "Celcius" => "°C",
        "Fahrenheit" => "°F",
        _ => Safe(unit, MaxValueLength),
    };

    private static IEnumerable<string> AllFields(JsonElement payload)
    {
        if (payload.ValueKind != JsonValueKind.Object)
            return [Scalar(payload)];
        return payload.EnumerateObject().Take(MaxFields).Select(
            field => field.NameEquals("status") ? InWords(Scalar(field.Value)) : $"{Safe(field.Name, MaxValueLength)} {Scalar(field.Value)}");
    }

    // Of a URL neither user name and password nor query: operators put secrets and signatures there.
    private static string WithoutSecrets(string text) => QueryOfUrl().Replace(UserOfUrl().Replace(text, ""), "?...");

    [GeneratedRegex("""(?<=://)[^/\s"@]*@""", RegexOptions.CultureInvariant)]
    private static partial Regex UserOfUrl();

    [GeneratedRegex("""(?<=://[^\s"?]*)\?[^\s"]*""", RegexOptions.CultureInvariant)]
    private static partial Regex QueryOfUrl();

    private static string Scalar(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Undefined)
            return "";
        if (value.ValueKind != JsonValueKind.String)
            return Safe(WithoutSecrets(value.GetRawText()), MaxValueLength);
        try
        {
            return Safe(WithoutSecrets(value.GetString()!), MaxValueLength);
        }
        catch (InvalidOperationException)
        {
            // half a surrogate pair
            return Safe(WithoutSecrets(value.GetRawText()), MaxValueLength);
        }
    }
}
