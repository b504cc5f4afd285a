using System.Collections;
using System.Runtime.CompilerServices;
using MSTestAssert = Microsoft.VisualStudio.TestTools.UnitTesting.Assert;

namespace nanoFramework.TestFramework;

/// <summary>The assertions of nanoFramework.TestFramework that the unit tests use, carried out by MSTest.</summary>
public static class Assert
{
    /// <summary>Both values are equal.</summary>
    public static void AreEqual(bool expected, bool actual, [CallerArgumentExpression(nameof(actual))] string message = "") => MSTestAssert.AreEqual<bool>(expected, actual, message);

    /// <summary>Both values are equal.</summary>
    public static void AreEqual(byte expected, byte actual, [CallerArgumentExpression(nameof(actual))] string message = "") => MSTestAssert.AreEqual<byte>(expected, actual, message);

    /// <summary>Both values are equal.</summary>
    public static void AreEqual(char expected, char actual, [CallerArgumentExpression(nameof(actual))] string message = "") => MSTestAssert.AreEqual<char>(expected, actual, message);

    /// <summary>Both values are equal.</summary>
    public static void AreEqual(System.DateTime expected, System.DateTime actual, [CallerArgumentExpression(nameof(actual))] string message = "") => MSTestAssert.AreEqual<System.DateTime>(expected, actual, message);

    /// <summary>Both values are equal.</summary>
    public static void AreEqual(double expected, double actual, [CallerArgumentExpression(nameof(actual))] string message = "") => MSTestAssert.AreEqual<double>(expected, actual, message);

    /// <summary>Both values are equal.</summary>
    public static void AreEqual(short expected, short actual, [CallerArgumentExpression(nameof(actual))] string message = "") => MSTestAssert.AreEqual<short>(expected, actual, message);

    /// <summary>Both values are equal.</summary>
    public static void AreEqual(int expected, int actual, [CallerArgumentExpression(nameof(actual))] string message = "") => MSTestAssert.AreEqual<int>(expected, actual, message);

    /// <summary>Both values are equal.</summary>
    public static void AreEqual(long expected, long actual, [CallerArgumentExpression(nameof(actual))] string message = "") => MSTestAssert.AreEqual<long>(expected, actual, message);

    /// <summary>Both values are equal.</summary>
    public static void AreEqual(object? expected, object? actual, [CallerArgumentExpression(nameof(actual))] string message = "") => MSTestAssert.AreEqual<object?>(expected, actual, message);

    /// <summary>Both values are equal.</summary>
    public static void AreEqual(sbyte expected, sbyte actual, [CallerArgumentExpression(nameof(actual))] string message = "") => MSTestAssert.AreEqual<sbyte>(expected, actual, message);

    /// <summary>Both values are equal.</summary>
    public static void AreEqual(float expected, float actual, [CallerArgumentExpression(nameof(actual))] string message = "") => MSTestAssert.AreEqual<float>(expected, actual, message);

    /// <summary>Both values are equal.</summary>
    public static void AreEqual(string? expected, string? actual, [CallerArgumentExpression(nameof(actual))] string message = "") => MSTestAssert.AreEqual<string?>(expected, actual, message);

    /// <summary>Both values are equal.</summary>
    public static void AreEqual(ushort expected, ushort actual, [CallerArgumentExpression(nameof(actual))] string message = "") => MSTestAssert.AreEqual<ushort>(expected, actual, message);

    /// <summary>Both values are equal.</summary>
    public static void AreEqual(uint expected, uint actual, [CallerArgumentExpression(nameof(actual))] string message = "") => MSTestAssert.AreEqual<uint>(expected, actual, message);

    /// <summary>Both values are equal.</summary>
    public static void AreEqual(ulong expected, ulong actual, [CallerArgumentExpression(nameof(actual))] string message = "") => MSTestAssert.AreEqual<ulong>(expected, actual, message);

    /// <summary>The values differ.</summary>
    public static void AreNotEqual(int notExpected, int actual, [CallerArgumentExpression(nameof(actual))] string message = "") => MSTestAssert.AreNotEqual<int>(notExpected, actual, message);

    /// <summary>The values differ.</summary>
    public static void AreNotEqual(long notExpected, long actual, [CallerArgumentExpression(nameof(actual))] string message = "") => MSTestAssert.AreNotEqual<long>(notExpected, actual, message);

    /// <summary>The values differ.</summary>
    public static void AreNotEqual(object? notExpected, object? actual, [CallerArgumentExpression(nameof(actual))] string message = "") => MSTestAssert.AreNotEqual<object?>(notExpected, actual, message);

    /// <summary>The values differ.</summary>
    public static void AreNotEqual(string? notExpected, string? actual, [CallerArgumentExpression(nameof(actual))] string message = "") => MSTestAssert.AreNotEqual<string?>(notExpected, actual, message);

    /// <summary>The values differ.</summary>
    public static void AreNotEqual(bool notExpected, bool actual, [CallerArgumentExpression(nameof(actual))] string message = "") => MSTestAssert.AreNotEqual<bool>(notExpected, actual, message);

    /// <summary>Both are the same object.</summary>
    public static void AreSame(object? expected, object? actual, [CallerArgumentExpression(nameof(actual))] string message = "") => MSTestAssert.IsTrue(ReferenceEquals(expected, actual), message);

    /// <summary>They are different objects.</summary>
    public static void AreNotSame(object? notExpected, object? actual, [CallerArgumentExpression(nameof(actual))] string message = "") => MSTestAssert.IsFalse(ReferenceEquals(notExpected, actual), message);

    /// <summary>The condition holds.</summary>
    public static void IsTrue(bool condition, [CallerArgumentExpression(nameof(condition))] string message = "") => MSTestAssert.IsTrue(condition, message);

    /// <summary>The condition does not hold.</summary>
    public static void IsFalse(bool condition, [CallerArgumentExpression(nameof(condition))] string message = "") => MSTestAssert.IsFalse(condition, message);

    /// <summary>The value is null.</summary>
    public static void IsNull(object? value, [CallerArgumentExpression(nameof(value))] string message = "") => MSTestAssert.IsNull(value, message);

    /// <summary>The value is not null.</summary>
    public static void IsNotNull([System.Diagnostics.CodeAnalysis.NotNull] object? value, [CallerArgumentExpression(nameof(value))] string message = "") => MSTestAssert.IsNotNull(value, message);

    /// <summary>The text contains the other.</summary>
    public static void Contains(string expected, string value, [CallerArgumentExpression(nameof(value))] string message = "") => MSTestAssert.IsTrue(value.Contains(expected, StringComparison.Ordinal), $"{message}: '{value}' does not contain '{expected}'");

    /// <summary>The text does not contain the other. (The name is nanoFramework's.)</summary>
    public static void DoesNotContains(string notExpected, string value, [CallerArgumentExpression(nameof(value))] string message = "") => MSTestAssert.IsFalse(value.Contains(notExpected, StringComparison.Ordinal), $"{message}: '{value}' contains '{notExpected}'");

    /// <summary>The text starts with the other.</summary>
    public static void StartsWith(string expected, string value, [CallerArgumentExpression(nameof(value))] string message = "") => MSTestAssert.IsTrue(value.StartsWith(expected, StringComparison.Ordinal), $"{message}: '{value}' does not start with '{expected}'");

    /// <summary>The action throws exactly this exception.</summary>
    public static void ThrowsException(Type exception, Action action, [CallerArgumentExpression(nameof(action))] string message = "")
    {
        try
        {
            action();
        }
        catch (Exception e)
        {
            MSTestAssert.AreEqual(exception, e.GetType(), message);
            return;
        }

        MSTestAssert.Fail($"{message}: {exception.Name} was expected, nothing was thrown");
    }

    /// <summary>Ends the test as not run.</summary>
    public static void SkipTest(string? message = null) => MSTestAssert.Inconclusive(message ?? "");
}

/// <summary>Assertions about collections.</summary>
public static class CollectionAssert
{
    /// <summary>Both hold equal elements in the same order.</summary>
    public static void AreEqual(ICollection? expected, ICollection? actual, string message = "") => Microsoft.VisualStudio.TestTools.UnitTesting.CollectionAssert.AreEqual(expected, actual, message);

    /// <summary>They differ in an element, the order or the length.</summary>
    public static void AreNotEqual(ICollection? expected, ICollection? actual, string message = "") => Microsoft.VisualStudio.TestTools.UnitTesting.CollectionAssert.AreNotEqual(expected, actual, message);
}
