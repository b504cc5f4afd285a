using System.Globalization;
using System.Text.Json.Nodes;
using ChargePoint.Firmware.Tests;
using ChargePoint.Simulator.CentralSystem.Schemas;

namespace ChargePoint.Simulator.Tests.Fuzz;

/// <summary>Makes valid messages of every operation from the definitions of OCPP 1.6, with values that mean something to a charge point.</summary>
internal sealed class FrameGrammar(Random random)
{
    private static readonly OcppOperation[] Operations = [.. DefinitionReader.ReadOcpp16().Values.OrderBy(operation => operation.Name, StringComparer.Ordinal)];
    private static readonly OcppOperation[] Calls = [.. Operations.Where(operation => operation.Sender.HasFlag(Sender.CentralSystem))];

    private static readonly string[] Keys =
    [
        "HeartbeatInterval", "MeterValueSampleInterval", "ClockAlignedDataInterval", "ConnectionTimeOut", "MeterValuesSampledData", "StopTxnSampledData", "AuthorizeRemoteTxRequests",
        "LocalAuthListEnabled", "AuthorizationCacheEnabled", "WebSocketPingInterval", "NumberOfConnectors", "AuthorizationKey", "SecurityProfile", "TransactionMessageAttempts", "CpoName",
        "ConnectorPhaseRotation", "DefaultPrice", "MinimumStatusDuration", "AdditionalRootCertificateCheck", "StopTransactionOnInvalidId", "Unknown", "heartbeatinterval", "MaxEnergyOnInvalidId",
        "CustomDisplayCostAndPrice", "Language",
    ];

    private static readonly string[] ConfigurationValues =
        ["60", "0", "-1", "10", "true", "false", "2", "3", "Energy.Active.Import.Register", "Voltage,Current.Import.L1", "1.RST", "0123456789abcdef", "ExampleOperator", "2147483648", "", "{\"priceText\":\"1 EUR\"}"];

    /// <summary>Certificates in PEM, for the messages that carry one.</summary>
    public IReadOnlyList<string> Certificates { get; init; } = [];

    /// <summary>transactionId of the transaction that runs.</summary>
    public int TransactionId { get; set; } = 101;

    /// <summary>Number of operations that the Central System may call.</summary>
    public static int CallCount => Calls.Length;

    /// <summary>A valid call.</summary>
    public string Call(string id, out string action)
    {
        OcppOperation operation = Calls[random.Next(Calls.Length)];
        action = operation.Name;
        return $"[2,\"{id}\",\"{action}\",{Object(operation.Request).ToJsonString()}]";
    }

    /// <summary>A valid payload of an answer to a call of the charge point.</summary>
    public string Reply(string action) => Object(Operations.First(operation => operation.Name == action).Reply).ToJsonString();

    private JsonObject Object(ObjectType type)
    {
        JsonObject message = [];
        bool all = random.Next(3) == 0;
        foreach (Field field in type.Fields)
        {
            if (field.Required || all || random.Next(2) == 0) message[field.Name] = Value(field.Name, field.Type);
        }

        return message;
    }

    private JsonNode Value(string name, FieldType type) => type switch
    {
        StringType { Format: "date-time" } => Time(),
        StringType { Format: "uri" } => Address(),
        StringType text => Text(name, text.MaxLength ?? 300),
        EnumType choice => choice.Values[random.Next(choice.Values.Count)],
        IntegerType => Integer(name),
        DecimalType => random.Next(320) / 10m,
        BooleanType => random.Next(2) == 0,
        ListType list => new JsonArray([.. Enumerable.Range(0, Math.Max(list.MinItems ?? 0, random.Next(4))).Select(_ => Value(name, list.Item))]),
        ObjectType fields => Object(fields),
        _ => throw new InvalidOperationException(type.ToString()),
    };

    private string Time() => new[] { "2026-01-01T00:00:00Z", "2026-01-01T01:00:00.123Z", "2027-06-30T23:59:59+02:00", "2025-12-31T23:59:59Z", "2099-01-01T00:00:00-05:30" }[random.Next(5)];

    private string Address() => new[] { "http://files.example/a", "ftp://me:pw@files.example/in", "https://files.example:8443/a?b=c", "sftp://files.example/", "http://[fd00::1]:80/x" }[random.Next(5)];

    private int Integer(string name) => name switch
    {
        "connectorId" or "evseId" => random.Next(3),
        "transactionId" => random.Next(4) == 0 ? random.Next(200) : TransactionId,
        "listVersion" => random.Next(5),
        "stackLevel" => random.Next(3),
        "chargingProfileId" or "reservationId" or "requestId" or "id" => random.Next(1, 5),
        "interval" => random.Next(60, 400),
        "numberPhases" => random.Next(1, 4),
        "retries" => random.Next(2),
        _ => random.Next(3) == 0 ? random.Next(100_000) : random.Next(100),
    };

    private string Text(string name, int longest)
    {
        string text = name switch
        {
            "idTag" or "parentIdTag" => new[] { "CARD1", "CARD2", "FLEET", "card1", "12345678901234567890" }[random.Next(5)],
            "key" => Keys[random.Next(Keys.Length)],
            "value" => ConfigurationValues[random.Next(ConfigurationValues.Length)],
            "certificate" or "certificateChain" or "signingCertificate" => Certificates.Count == 0 ? "x" : Certificates[random.Next(Certificates.Count)],
            "location" or "remoteLocation" => Address(),
            "vendorId" => new[] { "org.openchargealliance.costmsg", "org.example" }[random.Next(2)],
            "messageId" => new[] { "SetUserPrice", "RunningCost", "FinalCost", "x" }[random.Next(4)],
            "data" => new[] { "{\"transactionId\":101,\"cost\":1.25}", "{\"idToken\":\"CARD1\",\"priceText\":\"0.30 EUR\"}", "plain" }[random.Next(3)],
            "signature" => Convert.ToBase64String(new byte[70]),
            "issuerNameHash" or "issuerKeyHash" => new string('a', 64),
            "serialNumber" => random.Next(100_000).ToString("x", CultureInfo.InvariantCulture),
            _ => new string('x', random.Next(1, 30)),
        };
        return text.Length > longest ? text[..longest] : text;
    }

    /// <summary>Present time of the Central System that answers, in its own words.</summary>
    public static string Now(long monotonicMs) => ChargePoint.Runtime.Iso8601.ToText(FakeCentralSystem.BootTimeUnixMs + monotonicMs);
}
