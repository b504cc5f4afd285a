using System.Collections.Concurrent;
using System.Numerics;
using System.Text.Json;
using ChargePoint.Simulator.CentralSystem.Schemas;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using NJsonSchema;
using NJsonSchema.Validation;

namespace ChargePoint.Simulator.CentralSystem;

/// <summary>Holds every message against its JSON schema and keeps what was found.</summary>
public sealed class MessageValidator
{
    private const int MaxFindingsInReason = 4;

    private readonly ConcurrentDictionary<string, Lazy<JsonSchema>> _schemas = new(StringComparer.Ordinal);
    private readonly JsonSchemaValidator _validator = new(new Rfc3339Validator(), new AbsoluteUriValidator());

    /// <summary>The operations that are known, by name.</summary>
    public IReadOnlyDictionary<string, OcppOperation> Operations { get; } = DefinitionReader.ReadOcpp16();

    /// <summary>The violations of both sides, oldest first.</summary>
    public WaitableLog<Violation> Violations { get; } = new(capacity: 1000);

    /// <summary>The violations of one side; only those of the charge point are its fault.</summary>
    public IReadOnlyList<Violation> ViolationsOf(Sender origin) =>
        [.. Violations.Snapshot().Where(violation => origin.HasFlag(violation.Origin))];

    /// <summary>Checks the payload of a CALL; null when it is right.</summary>
    public Finding? CheckRequest(string action, JsonElement payload, Sender sender)
    {
        if (!Operations.TryGetValue(action, out var operation))
            return new Finding(ErrorCodes.NotImplemented, $"{action} is no action of OCPP 1.6");
        if (!operation.Sender.HasFlag(sender))
        {
            var side = sender == Sender.ChargePoint ? "a charge point" : "a Central System";
            return new Finding(ErrorCodes.NotSupported, $"{action} is not sent by {side}");
        }

        return Check(operation.Request, payload);
    }

    /// <summary>Checks the payload of a CALLRESULT; null when it is right or the action is not one of OCPP 1.6.</summary>
    public Finding? CheckReply(string action, JsonElement payload) =>
        Operations.TryGetValue(action, out var operation) ? Check(operation.Reply, payload) : null;

    private Finding? Check(ObjectType message, JsonElement payload)
    {
        var schema = _schemas.GetOrAdd(message.Name, _ => new Lazy<JsonSchema>(() => Compile(message))).Value;
        JToken token;
        try
        {
            token = Parse(payload);
        }
        catch (JsonReaderException)
        {
            return new Finding(ErrorCodes.PropertyConstraintViolation, "payload has a number out of every range");
        }

        // NJsonSchema does not survive a number that is no long.
        if (token.SelectTokens("$..*").Append(token).FirstOrDefault(value => value is JValue { Value: BigInteger }) is { } huge)
            return new Finding(ErrorCodes.PropertyConstraintViolation, $"{(huge.Path.Length == 0 ? "payload" : huge.Path)} is out of range");

        var errors = new List<Finding>();
        foreach (var error in _validator.Validate(token, schema))
            Collect(error, errors);
        if (errors.Count == 0)
            return null;
        var reasons = string.Join("; ", errors.Take(MaxFindingsInReason).Select(found => found.Reason));
        if (errors.Count > MaxFindingsInReason)
            reasons += $"; and {errors.Count - MaxFindingsInReason} more";
        return new Finding(errors[0].ErrorCode, reasons);
    }

    private static JsonSchema Compile(ObjectType message) =>
        JsonSchema.FromJsonAsync(SchemaWriter.Expand(message).ToString(Formatting.None)).GetAwaiter().GetResult();

    // Dates stay text and numbers exact: 0.1 has no binary fraction, so a multiple of it can only be checked in decimal.
    private static JToken Parse(JsonElement payload)
    {
        using var reader = new JsonTextReader(new StringReader(payload.GetRawText()))
        {
            DateParseHandling = DateParseHandling.None,
            FloatParseHandling = FloatParseHandling.Decimal,
        };
        return JToken.ReadFrom(reader);
    }

    private static void Collect(ValidationError error, List<Finding> findings)
    {
        if (error is ChildSchemaValidationError parent)
        {
            foreach (var child in parent.Errors.SelectMany(schema => schema.Value))
                Collect(child, findings);
            return;
        }

        var path = error.Path is null ? "payload" : error.Path.Replace("#/", "", StringComparison.Ordinal);
        if (path.Length is 0 || path == "#")
            path = "payload";
        findings.Add(Describe(error.Kind, path, error.Schema));
    }

    private static Finding Describe(ValidationErrorKind kind, string path, JsonSchema schema) => kind switch
    {
        ValidationErrorKind.PropertyRequired => new(ErrorCodes.OccurrenceConstraintViolation, $"{path} is missing"),
        ValidationErrorKind.TooFewItems => new(ErrorCodes.OccurrenceConstraintViolation, $"{path} is an empty list"),
        ValidationErrorKind.NoAdditionalPropertiesAllowed => new(ErrorCodes.FormationViolation, $"{path} is no field of this message"),
        ValidationErrorKind.StringTooLong => new(ErrorCodes.PropertyConstraintViolation, $"{path} is longer than {schema.MaxLength} characters"),
        ValidationErrorKind.NotInEnumeration => new(ErrorCodes.PropertyConstraintViolation, $"{path} has a value that is not in its list"),
        ValidationErrorKind.NumberNotMultipleOf or ValidationErrorKind.IntegerNotMultipleOf =>
            new(ErrorCodes.PropertyConstraintViolation, $"{path} has more than one decimal"),
        ValidationErrorKind.DateTimeExpected => new(ErrorCodes.PropertyConstraintViolation, $"{path} is no RFC 3339 date and time"),
        ValidationErrorKind.UriExpected => new(ErrorCodes.PropertyConstraintViolation, $"{path} is no URI"),
        ValidationErrorKind.StringExpected => new(ErrorCodes.TypeConstraintViolation, $"{path} is not text"),
        ValidationErrorKind.IntegerExpected => new(ErrorCodes.TypeConstraintViolation, $"{path} is not a whole number"),
        ValidationErrorKind.NumberExpected => new(ErrorCodes.TypeConstraintViolation, $"{path} is not a number"),
        ValidationErrorKind.BooleanExpected => new(ErrorCodes.TypeConstraintViolation, $"{path} is not true or false"),
        ValidationErrorKind.ArrayExpected => new(ErrorCodes.TypeConstraintViolation, $"{path} is not a list"),
        ValidationErrorKind.ObjectExpected => new(ErrorCodes.TypeConstraintViolation, $"{path} is not an object"),
        _ => new(ErrorCodes.PropertyConstraintViolation, $"{path}: {kind}"),
    };
}
