using System.Text;

namespace ChargePoint.Ocpp.Tests;

/// <summary>JSON texts for tests, as bytes.</summary>
internal static class JsonTexts
{
    /// <summary>Bytes of a text.</summary>
    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>A text with so many arrays inside each other.</summary>
    public static string Nested(int depth) => new string('[', depth) + new string(']', depth);
}
