using ChargePoint.Analyzers;
using Microsoft.CodeAnalysis;

namespace ChargePoint.Build.Tests;

/// <summary>What the device cannot do is an error on the line that does it.</summary>
[TestClass]
public sealed class DeviceRuleTests
{
    private const string Usings = "using System; using System.Collections; using System.Collections.Generic; using System.Linq; using System.Text; ";

    /// <summary>The offending line, the id of its rule. It stands in line 3, within a class or (with "member:", "type:") beside.</summary>
    [TestMethod]
    [DataRow("NF0001", "type:class Queue<T> { }")]
    [DataRow("NF0001", "type:interface IStore<T> { }")]
    [DataRow("NF0001", "type:struct Pair<T> { }")]
    [DataRow("NF0001", "type:delegate void Handler<T>(int value);")]
    [DataRow("NF0002", "member:List<int> _list = null!;")]
    [DataRow("NF0002", "member:Func<int>? _f;")]
    [DataRow("NF0002", "member:Action<string>? _f;")]
    [DataRow("NF0002", "member:void M(IEnumerable<string> texts) { }")]
    [DataRow("NF0002", "object o = new Dictionary<string, object>();")]
    [DataRow("NF0002", "Type t = typeof(List<>);")]
    [DataRow("NF0002", "var f = (int x) => x + 1;")]
    [DataRow("NF0003", "member:T Same<T>(T value) => value;")]
    [DataRow("NF0003", "T Same<T>(T value) => value;")]
    [DataRow("NF0004", "object o = Array.Empty<int>();")]
    [DataRow("NF0004", "int[] a = []; Array.Resize(ref a, 4);")]
    [DataRow("NF0004", "int[] a = []; bool b = a.Any();")]
    [DataRow("NF0004", "object o = Enum.Parse<DayOfWeek>(\"Monday\");")]
    [DataRow("NF0005", "type:interface I { void M() { } }")]
    [DataRow("NF0005", "type:interface I { int P => 1; }")]
    [DataRow("NF0005", "type:interface I { int P { get { return 1; } } }")]
    [DataRow("NF0005", "type:interface I { static int M() => 1; }")]
    [DataRow("NF0005", "type:interface I { static int _count; }")]
    [DataRow("NF0006", "int i = 1; i = checked(i + 1);")]
    [DataRow("NF0006", "int i = 1; checked { i++; }")]
    [DataRow("NF0009", "unsafe { int* p = null; }")]
    [DataRow("NF0009", "member:unsafe void M(byte* p) { }")]
    [DataRow("NF0008", "int[,] a = null!;")]
    [DataRow("NF0008", "object o = new int[2, 2];")]
    [DataRow("NF0008", "object o = new[,] { { 1 }, { 2 } };")]
    [DataRow("NF0010", "member:IEnumerable M() { yield return 1; }")]
    [DataRow("NF0011", "member:volatile bool _stop;")]
    [DataRow("NF0012", "member:async void M() { await System.Threading.Tasks.Task.Delay(1); }")]
    [DataRow("NF0012", "member:System.Threading.Tasks.Task<int> M() => null!;")]
    [DataRow("NF0013", "type:record Card(string IdTag);")]
    [DataRow("NF0013", "type:readonly record struct Point(int X, int Y);")]
    [DataRow("NF0014", "member:(int, int) _pair;")]
    [DataRow("NF0014", "int a = 1, b = 2; (a, b) = (b, a);")]
    [DataRow("NF0014", "int a = 1, b = 2; bool c = (a, b) is (1, 2);")]
    [DataRow("NF0014", "var (a, b) = new KeyValuePair_();")]
    [DataRow("NF0015", "Span<byte> s = default;")]
    [DataRow("NF0015", "var s = \"text\".AsSpan();")]
    [DataRow("NF0015", "member:void M(ReadOnlyMemory<byte> m) { }")]
    [DataRow("NF0017", "int[] a = [1]; int i = a[^1];")]
    [DataRow("NF0017", "string s = \"text\"; s = s[1..];")]
    [DataRow("NF0017", "int[] a = [1]; bool b = a is [1, 2];")]
    [DataRow("NF0017", "int[] a = [1]; bool b = a is [1, ..];")]
    [DataRow("NF0017", "int[] a = [1]; int[] b = [0, .. a];")]
    [DataRow("NF0018", "decimal d = 1;")]
    [DataRow("NF0018", "object o = 1.5m;")]
    [DataRow("NF0018", "Decimal d = default;")]
    [DataRow("NF0018", "member:dynamic? _d;")]
    [DataRow("NF0019", "int? i = null;")]
    [DataRow("NF0019", "member:DateTime? Expires { get; set; }")]
    [DataRow("NF0019", "string? s = null; int i = s?.Length ?? 0;")]
    [DataRow("NF0019", "string? s = null; bool b = s?.Length > 0;")]
    [DataRow("NF0019", "string? s = null; s?.IndexOf('a');")]
    [DataRow("NF0020", "object o = new { A = 1 };")]
    [DataRow("NF0021", "type:class C { public required int Id { get; init; } }")]
    [DataRow("NF0022", "string s = DayOfWeek.Monday.ToString();")]
    [DataRow("NF0022", "DayOfWeek d = default; string s = $\"day {d}\";")]
    [DataRow("NF0022", "DayOfWeek d = default; string s = \"day \" + d;")]
    [DataRow("NF0022", "DayOfWeek d = default; string s = \"day \"; s += d;")]
    [DataRow("NF0022", "DayOfWeek d = default; string s = string.Format(\"{0}\", d);")]
    [DataRow("NF0022", "DayOfWeek d = default; string s = string.Format(\"{0}{1}{2}{3}\", 1, 2, 3, d);")]
    [DataRow("NF0022", "DayOfWeek d = default; new StringBuilder().Append(d);")]
    [DataRow("NF0023", "string s = 1.5.ToString(\"0.00\");")]
    [DataRow("NF0023", "string s = 5.ToString(\"000\");")]
    [DataRow("NF0023", "double v = 1.5; string s = $\"{v:0.0}\";")]
    [DataRow("NF0023", "double v = 1.5; string s = $\"{v:P1}\";")]
    [DataRow("NF0023", "double v = 1.5; string s = string.Format(\"{0} {1:#.#}\", 1, v);")]
    [DataRow("NF0024", "DateTime t = DateTime.MinValue;")]
    [DataRow("NF0025", "DateTime t = DateTime.Parse(\"2026-01-01\", null);")]
    [DataRow("NF0025", "bool b = DateTime.TryParse(\"2026-01-01\", out DateTime t);")]
    [DataRow("NF0026", "try { } catch { }")]
    [DataRow("NF0026", "try { } catch (Exception) { /* why */ }")]
    [DataRow("NF0027", "member:[DataRow(1, null)] void M() { }")]
    [DataRow("NF0027", "member:[DataRow(DayOfWeek.Monday)] void M() { }")]
    [DataRow("NF0027", "member:[DataRow(new int[] { 1 }, 2)] void M() { }")]
    [DataRow("NF0027", "member:[DataRow(typeof(string))] void M() { }")]
    [DataRow("NF0027", "member:[DataRow('ü')] void M() { }")]
    [DataRow("NF0028", "member:readonly string?[] _names = new string?[8];")]
    [DataRow("NF0028", "member:string[]? _names; void M(int n) { _names = new string[n]; }")]
    [DataRow("NF0028", "member:string?[] Names { get; } = new string?[8];")]
    [DataRow("NF0029", "type:[TestClass] class Tests { private readonly byte[] _buffer = new byte[5]; static int s_count; const int Most = 3; }")]
    [DataRow("NF0029", "type:[TestClass] class Tests { private int Count { get; set; } static int Many => 3; }")]
    public async Task What_the_device_cannot_do_is_an_error_on_its_line(string id, string line)
    {
        string source = line switch
        {
            _ when line.StartsWith("type:", StringComparison.Ordinal) => $"{Usings}\n\n{line[5..]}\n",
            _ when line.StartsWith("member:", StringComparison.Ordinal) => $"{Usings}\nclass Sample {{\n{line[7..]}\n}}",
            _ => $"{Usings}\nclass Sample {{ void Run() {{\n{line}\n}} }}\nclass KeyValuePair_ {{ public void Deconstruct(out int a, out int b) {{ a = 1; b = 2; }} }}",
        };
        source += "\n[AttributeUsage(AttributeTargets.All, AllowMultiple = true)] class DataRowAttribute(params object?[] values) : Attribute { public object?[] Values => values; } class TestClassAttribute : Attribute { }";

        string[] found = await DeviceRules.CheckAsync(source);

        CollectionAssert.AreEqual(new[] { id + " at 3" }, found, $"found: {string.Join(", ", found)}");
    }

    [TestMethod]
    [DataRow("NF0007", "Span<byte> s = stackalloc byte[4];", "NF0015 at 3")]
    [DataRow("NF0016", "ReadOnlySpan<byte> s = \"text\"u8;", "NF0015 at 3")]
    public async Task What_needs_two_wrongs_is_reported_for_both(string id, string line, string other)
    {
        string[] found = await DeviceRules.CheckAsync($"{Usings}\nclass Sample {{ void Run() {{\n{line}\n}} }}");

        CollectionAssert.AreEquivalent(new[] { id + " at 3", other }, found);
    }

    [TestMethod]
    public async Task The_message_names_the_culprit_and_what_to_do_instead()
    {
        IReadOnlyList<Diagnostic> found = await DeviceRules.DiagnosticsOfAsync("class Sample { System.Collections.Generic.List<int>? _list; }");

        StringAssert.Contains(found[0].GetMessage(null), "'List<int>' is a generic type", StringComparison.Ordinal);
        StringAssert.Contains(found[0].GetMessage(null), "Use an array, ArrayList", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Every_rule_is_an_error_with_an_id_of_its_own()
    {
        Assert.HasCount(Rules.All.Length, Rules.All.Select(r => r.Id).Distinct());
        Assert.IsTrue(Rules.All.All(r => r.DefaultSeverity == DiagnosticSeverity.Error && r.IsEnabledByDefault));
    }
}
