using System;
using System.Reflection;
using nanoFramework.TestFramework;

namespace ChargePoint.TestLauncher;

/// <summary>
/// Runs the tests of the assembly NFUnitTest and prints a line for each, in the form of nanoFramework.UnitTestLauncher.
/// That one calls every test without an object, so that a field of a test class throws NullReferenceException;
/// this one makes a new object for each test and each DataRow, as MSTest does on the PC.
/// </summary>
public static class Program
{
    public static void Main()
    {
        foreach (Type type in Assembly.Load("NFUnitTest").GetTypes())
        {
            if (type.IsClass && Has(type.GetCustomAttributes(true), typeof(TestClassAttribute))) RunClass(type);
        }
    }

    private static void RunClass(Type type)
    {
        foreach (MethodInfo method in type.GetMethods())
        {
            object[] attributes = method.GetCustomAttributes(true);
            int row = 0;
            foreach (object attribute in attributes)
            {
                if (attribute is DataRowAttribute data) Run(type, method, row++, data.MethodParameters);
            }

            if (row == 0 && Has(attributes, typeof(TestMethodAttribute))) Run(type, method, 0, null);
        }
    }

    private static void Run(Type type, MethodInfo method, int row, object[]? arguments)
    {
        string name = $"{type.FullName}.{method.Name}.{row}";
        // when the runtime itself dies, this line says in which test
        Console.WriteLine($"Test started,{name}");
        long started = DateTime.UtcNow.Ticks;
        try
        {
            ConstructorInfo? constructor = type.GetConstructor(new Type[0]);
            object? instance = constructor?.Invoke(new object[0]);
            method.Invoke(instance, arguments);
            Console.WriteLine($"Test passed,{name},{DateTime.UtcNow.Ticks - started}");
        }
        catch (SkipTestException e)
        {
            Console.WriteLine($"Test skipped,{name},{e.Message}");
        }
        catch (Exception e)
        {
            Console.WriteLine($"Test failed,{name},{e.GetType().Name}: {e.Message}");
        }
    }

    private static bool Has(object[] attributes, Type type)
    {
        foreach (object attribute in attributes)
        {
            if (attribute.GetType() == type) return true;
        }

        return false;
    }
}
