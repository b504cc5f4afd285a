namespace ChargePoint.Build.Tests;

/// <summary>What works on the device is no error, although on the PC the compiler builds it from generic types.</summary>
[TestClass]
public sealed class AcceptedCodeTests
{
    [TestMethod]
    [DataRow("int i = 1; string s = $\"{i,5:D3} {i:X2} {1.5:F1} {\"text\"}\";")]
    [DataRow("string s = \"\"\"\n a \"raw\" text\n \"\"\";")]
    [DataRow("int i = 1; string s = i switch { 1 => \"one\", > 5 and < 9 => \"some\", _ => \"many\" };")]
    [DataRow("object o = 1; bool b = o is string { Length: > 3 } text && text != null;")]
    [DataRow("int Add(int a, int b) => a + b; int c = Add(1, 2);")]
    [DataRow("int i = 1; Action a = () => i++; a();")]
    [DataRow("Done d = x => { }; d += Console.WriteLine; d(1);")]
    [DataRow("foreach (int x in new int[] { 1, 2 }) { } foreach (object o in new ArrayList { 1 }) { } foreach (char c in \"text\") { }")]
    [DataRow("foreach (var x in new int[] { 1, 2 }) { } foreach (DictionaryEntry e in new Hashtable()) { }")]
    [DataRow("void Log(params object[] values) { } Log(1, \"a\", DayOfWeek.Monday);")]
    [DataRow("void Log(string text, int level = 0) { } Log(level: 1, text: \"a\");")]
    [DataRow("void Try(ref int a, out int b, in int c) { b = a + c; } int x = 1; Try(ref x, out int y, in x);")]
    [DataRow("string? s = null; s = s ?? \"a\"; s ??= \"b\"; string? t = s?.Trim(); s?.Trim();")]
    [DataRow("Done? d = null; d?.Invoke(1);")]
    [DataRow("using var s = new System.IO.MemoryStream();")]
    [DataRow("try { } catch (Exception e) when (e.Message.Length > 3) { throw; } finally { }")]
    [DataRow("object gate = new(); lock (gate) { }")]
    [DataRow("int[] a = [1, 2]; ArrayList l = [1, 2]; byte[] none = [];")]
    [DataRow("int[][] jagged = [[1], [2, 3]]; int x = jagged[1][0];")]
    [DataRow("Type t = typeof(int); string n = t.Name; object? m = t.GetMethod(\"ToString\");")]
    [DataRow("string[] parts = \"a,b\".Split(',', ';'); string s = string.Concat(\"a\", \"b\", \"c\", \"d\", \"e\");")]
    [DataRow("string s = string.Format(\"{0:X4} {1} {2:yyyy-MM-dd}\", 1, \"a\", DateTime.UtcNow);")]
    [DataRow("string s = DateTime.UtcNow.ToString(\"yyyy-MM-ddTHH:mm:ss\"); string t = $\"{DateTime.UtcNow:HH:mm}\";")]
    [DataRow("DayOfWeek d = default; string s = $\"{(int)d}\" + (int)d + ((int)d).ToString(\"D2\"); bool b = d == DayOfWeek.Monday;")]
    [DataRow("DayOfWeek d = default; string s = d switch { DayOfWeek.Monday => nameof(DayOfWeek.Monday), _ => \"other\" };")]
    [DataRow("var l = new ArrayList(); var a = new int[3]; var text = \"a\"; var done = new Done(x => { });")]
    [DataRow("int i = Array.IndexOf(new[] { 1, 2 }, 2); Array.Clear(new[] { 1 }, 0, 1); Array.Copy(new[] { 1 }, new int[1], 1);")]
    [DataRow("int i = unchecked((int)0xFFFFFFFF); unchecked { i++; }")]
    [DataRow("try { } catch (Exception e) { Console.WriteLine(e.Message); }")]
    [DataRow("string s = new StringBuilder().Append(1).Append(\"a\").Append('c').ToString(); object o = 1; s = o.ToString()!;")]
    [DataRow("object boxed = DayOfWeek.Monday; var days = new Hashtable { [DayOfWeek.Monday] = 1 };")]
    [DataRow("Buffer8 b = default; int n = b.Length; int i = \"abc\".Length;")]
    public async Task What_works_inside_a_method_is_accepted(string line)
    {
        string[] found = await DeviceRules.CheckAsync($$"""
            using System; using System.Collections; using System.Text;
            class Sample { void Run() {
            {{line}}
            } }
            delegate void Done(int result);
            ref struct Buffer8 { public int Length; }
            """);

        Assert.IsEmpty(found, string.Join(", ", found));
    }

    [TestMethod]
    public async Task Declarations_that_work_are_accepted()
    {
        string[] found = await DeviceRules.CheckAsync("""
            using System;
            using System.Collections;
            using System.Diagnostics;
            namespace Firmware;
            /// <summary>Speaks of <see cref="System.Collections.Generic.List{T}"/> and of checked code, but uses neither.</summary>
            [AttributeUsage(AttributeTargets.Class)]
            public sealed class MarkAttribute(string name) : Attribute { public string Name { get; } = name; }
            public interface IMeter { const int Phases = 3; long EnergyWh { get; } event EventHandler? Changed; int this[int phase] { get; set; } void Reset(); }
            public readonly struct Amount(int wattHours) { public int WattHours { get; } = wattHours; public static Amount operator +(Amount a, Amount b) => new(a.WattHours + b.WattHours); }
            public abstract class Driver : IDisposable
            {
                public string? Name { get; init; }
                public event EventHandler? Changed { add { } remove { } }
                protected abstract void Close();
                public void Dispose() => Close();
                ~Driver() => Debug.WriteLine("gone");
            }
            [AttributeUsage(AttributeTargets.All, AllowMultiple = true)] class DataRowAttribute(params object?[] values) : Attribute { public object?[] Values => values; }
            class Tests { [DataRow(1, -1L, (byte)2, 1.5, true, 'x', "für", "", (int)DayOfWeek.Monday)] [DataRow] void M() { } }
            [Mark("a")]
            public static class Extensions { public static int Twice(this int value) => value * 2; public static int Four() => 2.Twice(); }
            public class Meters : IEnumerable
            {
                private static readonly byte[] Table = { 1, 2 };
                private readonly ArrayList _all = new();
                private readonly string[] _names = { "a" }, _none = new string[0];
                private readonly int[] _numbers = new int[8];
                public string[] Names(int n) { string[] names = new string[n]; for (int i = 0; i < n; i++) names[i] = _names[0]; return names; }
                public int Count => _none.Length + _numbers.Length;
                public IEnumerator GetEnumerator() => _all.GetEnumerator();
                public int First => Table[0];
            }
            """);

        Assert.IsEmpty(found, string.Join(", ", found));
    }

    [TestMethod]
    public async Task Generated_code_is_left_alone()
    {
        string[] found = await DeviceRules.CheckAsync("// <auto-generated/>\nclass Sample { System.Collections.Generic.List<int>? _list; }".Replace("?", "", StringComparison.Ordinal));

        Assert.IsEmpty(found, string.Join(", ", found));
    }
}
