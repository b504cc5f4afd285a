using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using NJsonSchema.Validation;
using NJsonSchema.Validation.FormatValidators;

namespace ChargePoint.Simulator.CentralSystem.Schemas;

/// <summary>
/// Checks <c>date-time</c> as RFC 3339 §5.6 writes it, with a time zone, and as a day that exists. The validator of
/// NJsonSchema takes whatever .NET can parse.
/// </summary>
public sealed partial class Rfc3339Validator : IFormatValidator
{
    /// <inheritdoc/>
    public ValidationErrorKind ValidationErrorKind => ValidationErrorKind.DateTimeExpected;

    /// <inheritdoc/>
    public string Format => "date-time";

    /// <inheritdoc/>
    public bool IsValid(string value, JTokenType tokenType)
    {
        var match = Pattern().Match(value);
        if (!match.Success)
            return false;
        int Part(string name) => match.Groups[name].Success ? int.Parse(match.Groups[name].ValueSpan) : 0;
        var year = Part("year");
        var month = Part("month");
        return year > 0 && month is >= 1 and <= 12
            && Part("day") >= 1 && Part("day") <= DateTime.DaysInMonth(year, month)
            && Part("hour") <= 23 && Part("minute") <= 59 && Part("second") <= 60
            && Part("zoneHour") <= 23 && Part("zoneMinute") <= 59;
    }

    [GeneratedRegex(@"^(?<year>[0-9]{4})-(?<month>[0-9]{2})-(?<day>[0-9]{2})T(?<hour>[0-9]{2}):(?<minute>[0-9]{2}):(?<second>[0-9]{2})(\.[0-9]+)?(Z|[+-](?<zoneHour>[0-9]{2}):(?<zoneMinute>[0-9]{2}))\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}

/// <summary>Checks <c>uri</c> as an absolute URI, RFC 3986 §4.3.</summary>
public sealed class AbsoluteUriValidator : IFormatValidator
{
    /// <inheritdoc/>
    public ValidationErrorKind ValidationErrorKind => ValidationErrorKind.UriExpected;

    /// <inheritdoc/>
    public string Format => "uri";

    /// <inheritdoc/>
    public bool IsValid(string value, JTokenType tokenType) =>
        value.Contains(':', StringComparison.Ordinal) && Uri.TryCreate(value, UriKind.Absolute, out _);
}
