using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ChargePoint.Analyzers;

/// <summary>
/// What C# must not be written for .NET nanoFramework 1.17. Some of it the device's compiler or metadata processor refuses;
/// the worst of it compiles and then fails on the device, when the assembly is loaded or when the line runs.
/// Each message says what to write instead.
/// </summary>
public static class Rules
{
    /// <summary>A generic type is declared: the runtime cannot load the assembly, even when the type is not used.</summary>
    public static readonly DiagnosticDescriptor GenericTypeDeclared = Rule("NF0001", "Generic type declared",
        "'{0}' is a generic type: the device cannot load an assembly that has one. Write a class for the one type that is needed.");

    /// <summary>A generic type is used: Action&lt;T&gt; and Func&lt;&gt; crash at load, others do not exist there.</summary>
    public static readonly DiagnosticDescriptor GenericTypeUsed = Rule("NF0002", "Generic type used",
        "'{0}' is a generic type, which the device cannot load. Use an array, ArrayList, Hashtable, the non-generic interface or a delegate of your own.");

    /// <summary>A generic method is declared: programs with one end silently.</summary>
    public static readonly DiagnosticDescriptor GenericMethodDeclared = Rule("NF0003", "Generic method declared",
        "'{0}' is a generic method: on the device the program silently does nothing. Write an overload for each type that is needed.");

    /// <summary>A generic method is called.</summary>
    public static readonly DiagnosticDescriptor GenericMethodCalled = Rule("NF0004", "Generic method called",
        "'{0}' is a generic method, which the device cannot run. Write the loop, or call a method that is not generic.");

    /// <summary>A member of an interface has a body or is static.</summary>
    public static readonly DiagnosticDescriptor InterfaceMemberWithBody = Rule("NF0005", "Interface member with a body",
        "'{0}' is a default or static interface member, which fails at run time on the device. Put it into a class, or make it an extension method.");

    /// <summary>checked raises nothing on the device.</summary>
    public static readonly DiagnosticDescriptor Checked = Rule("NF0006", "checked",
        "'checked' raises nothing on the device: compare with the limit before calculating");

    /// <summary>stackalloc fails at run time.</summary>
    public static readonly DiagnosticDescriptor StackAlloc = Rule("NF0007", "stackalloc",
        "'stackalloc' fails at run time on the device: use a byte[] that is made once and reused");

    /// <summary>The metadata processor refuses multi-dimensional arrays.</summary>
    public static readonly DiagnosticDescriptor MultiDimensionalArray = Rule("NF0008", "Multi-dimensional array",
        "The metadata processor refuses multi-dimensional arrays. Use a jagged array ('int[][]'), or one array and an index that is calculated.");

    /// <summary>The metadata processor refuses unsafe code.</summary>
    public static readonly DiagnosticDescriptor Unsafe = Rule("NF0009", "Unsafe code",
        "The metadata processor refuses unsafe code. Use arrays with an offset, and BitConverter.");

    /// <summary>Iterators need generic interfaces.</summary>
    public static readonly DiagnosticDescriptor Iterator = Rule("NF0010", "Iterator",
        "The device has no iterators. Fill an array or an ArrayList, or write a class with a Next method.");

    /// <summary>volatile needs a modifier type that the device does not have.</summary>
    public static readonly DiagnosticDescriptor Volatile = Rule("NF0011", "volatile",
        "The device has no 'volatile'. Hand the value to the event loop by a signal or a mailbox.");

    /// <summary>There are no tasks on the device.</summary>
    public static readonly DiagnosticDescriptor Async = Rule("NF0012", "async",
        "The device has no tasks and no 'async'. Use a timer or a signal of the event loop and a state.");

    /// <summary>Records need types that the device does not have.</summary>
    public static readonly DiagnosticDescriptor Record = Rule("NF0013", "Record",
        "The device has no records. Write a sealed class or a readonly struct.");

    /// <summary>Tuples are generic types; even a swap by tuple is refused.</summary>
    public static readonly DiagnosticDescriptor Tuple = Rule("NF0014", "Tuple",
        "The device has no tuples, not even to swap or to switch on two values. Use a local variable, an out parameter or a readonly struct.");

    /// <summary>There is no Span on the device.</summary>
    public static readonly DiagnosticDescriptor Span = Rule("NF0015", "Span",
        "'{0}': the device has no Span and no Memory. Pass the array with an offset and a count.");

    /// <summary>UTF-8 literals are spans.</summary>
    public static readonly DiagnosticDescriptor Utf8Literal = Rule("NF0016", "UTF-8 literal",
        "A UTF-8 literal is a Span, which the device does not have. Use a static readonly byte[] made by Encoding.UTF8.GetBytes.");

    /// <summary>Index, range, slice and spread need types that the device does not have.</summary>
    public static readonly DiagnosticDescriptor IndexOrRange = Rule("NF0017", "Index, range, slice or spread",
        "The device has no '^', no '..' and no list patterns. Calculate the index from Length, or use Substring or Array.Copy.");

    /// <summary>decimal and dynamic do not exist.</summary>
    public static readonly DiagnosticDescriptor DecimalOrDynamic = Rule("NF0018", "decimal or dynamic",
        "The device has no '{0}'. Use an integer in the smallest unit (energyWh, currentMilliamps), or the real type.");

    /// <summary>Nullable of a value type is a generic type.</summary>
    public static readonly DiagnosticDescriptor NullableValue = Rule("NF0019", "Nullable value type",
        "'{0}' is a nullable value type, which the device does not have. Use a value that means none, or a bool beside it, or test for null first.");

    /// <summary>Anonymous types are generic types.</summary>
    public static readonly DiagnosticDescriptor AnonymousType = Rule("NF0020", "Anonymous type",
        "The device has no anonymous types. Write a class.");

    /// <summary>required needs attributes that the device does not have.</summary>
    public static readonly DiagnosticDescriptor Required = Rule("NF0021", "required member",
        "The device has no 'required'. Make it a parameter of the constructor.");

    /// <summary>The text of an enum value is its number on the device.</summary>
    public static readonly DiagnosticDescriptor EnumAsText = Rule("NF0022", "enum as text",
        "The text of '{0}' is a number on the device, a name on the PC. Write a method with a switch that returns the name, or cast to int.");

    /// <summary>The device formats numbers by F, N, D, X and G only.</summary>
    public static readonly DiagnosticDescriptor NumberFormat = Rule("NF0023", "Number format",
        "The device does not know the number format '{0}'. It knows F, N, D, X and G with a count of digits, such as 'F1' or 'X2'.");

    /// <summary>DateTime.MinValue is the year 1601 on the device.</summary>
    public static readonly DiagnosticDescriptor DateTimeMinValue = Rule("NF0024", "DateTime.MinValue",
        "DateTime.MinValue is the year 1601 on the device, the year 1 on the PC. Keep a bool, or a DateTime that you name.");

    /// <summary>DateTime.Parse reads a fraction as ticks and ignores an offset.</summary>
    public static readonly DiagnosticDescriptor DateTimeParse = Rule("NF0025", "DateTime.Parse",
        "DateTime.{0} reads a fraction as ticks and ignores an offset such as +02:00 on the device. Parse ISO 8601 with the firmware's own parser.");

    /// <summary>An exception is swallowed.</summary>
    public static readonly DiagnosticDescriptor EmptyCatch = Rule("NF0026", "Empty catch",
        "An empty catch hides why something failed. Handle the exception, or log it with its cause.");

    /// <summary>A value that does not get into the device's form of an attribute.</summary>
    public static readonly DiagnosticDescriptor DataRowValue = Rule("NF0027", "Value of a DataRow",
        "'{0}' cannot be handed to a test on the device: null, enum, array, Type and characters beyond ASCII get lost in an attribute. Hand over a number or a string, and convert it in the test.");

    /// <summary>Elements of a new string[] are no real null until they are assigned: comparing one crashes the runtime.</summary>
    public static readonly DiagnosticDescriptor UnsetStrings = Rule("NF0028", "Array of unset strings",
        "An element of a new string[] that was never assigned crashes the device when it is compared. Make it by StringArray.OfNull, or with an initializer.");

    /// <summary>nanoFramework's own launcher runs tests without an object.</summary>
    public static readonly DiagnosticDescriptor TestClassField = Rule("NF0029", "Field of a test class",
        "nanoFramework's launcher calls tests without an object, so that '{0}' throws NullReferenceException there. Make it a local variable of the test.");

    /// <summary>Every rule, in the order of its id.</summary>
    public static readonly ImmutableArray<DiagnosticDescriptor> All =
    [
        GenericTypeDeclared, GenericTypeUsed, GenericMethodDeclared, GenericMethodCalled, InterfaceMemberWithBody, Checked, StackAlloc,
        MultiDimensionalArray, Unsafe, Iterator, Volatile, Async, Record, Tuple, Span, Utf8Literal, IndexOrRange, DecimalOrDynamic,
        NullableValue, AnonymousType, Required, EnumAsText, NumberFormat, DateTimeMinValue, DateTimeParse, EmptyCatch, DataRowValue, UnsetStrings,
        TestClassField,
    ];

    private static DiagnosticDescriptor Rule(string id, string title, string message) =>
        new(id, title, message, "Device", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
