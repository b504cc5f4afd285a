using System.Runtime.CompilerServices;
using MSTest = Microsoft.VisualStudio.TestTools.UnitTesting;

namespace nanoFramework.TestFramework;

/// <summary>Marks a class that holds tests.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TestClassAttribute : MSTest.TestClassAttribute;

/// <summary>Marks a test: a public instance method without result.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TestMethodAttribute([CallerFilePath] string file = "", [CallerLineNumber] int line = 0) : MSTest.TestMethodAttribute(file, line);

/// <summary>Runs a test once more, with these arguments.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class DataRowAttribute(params object[] methodParameters) : MSTest.DataRowAttribute(methodParameters);

/// <summary>Writes into the output of the running test.</summary>
public static class OutputHelper
{
    /// <summary>Writes a line.</summary>
    public static void WriteLine(string message) => Console.WriteLine(message);

    /// <summary>Writes a text.</summary>
    public static void Write(string message) => Console.Write(message);
}
