namespace ChargePoint.Build.Tests;

/// <summary>Of what is flashed, automatic properties are fields, and nothing else is changed.</summary>
[TestClass]
public sealed class PackSourcesTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chargepoint-pack").FullName;

    [TestCleanup]
    public void Clean() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    [DataRow("public int A { get; }", "public readonly int A ;")]
    [DataRow("public int A { get; private set; }", "public int A ;")]
    [DataRow("internal string A { get; set; } = \"\";", "internal string A  = \"\";")]
    [DataRow("public C A { get; } = new();", "public readonly C A  = new();")]
    [DataRow("public R A { get; set; } public readonly struct R { }", "public R A ; public readonly struct R { }")]
    [DataRow("public C? A { get; }", "public readonly C A ;")]
    [DataRow("public int A { get; init; }", "public int A ;")]
    [DataRow("public static int A { get; set; }", "public static int A ;")]
    [DataRow("public int A\n{\n    get;\n    set;\n}", "public int A\n\n\n\n;")]
    public void Automatic_property_is_a_field_on_the_same_lines(string property, string field) =>
        Assert.AreEqual($"class C {{ {field} }}", Copy($"class C {{ {property} }}"));

    [TestMethod]
    [DataRow("class C { public int A => 3; }")]
    [DataRow("class C { internal int _a; public int A { get => _a; set => _a = value; } }")]
    [DataRow("class C { public virtual int A { get; } }")]
    [DataRow("abstract class C { public abstract int A { get; } }")]
    [DataRow("abstract class B { public abstract int A { get; } } class C : B { public override int A { get; } }")]
    [DataRow("interface I { int A { get; } }")]
    [DataRow("interface I { int A { get; } } class C : I { public int A { get; set; } }")]
    [DataRow("interface I { int A { get; } } class B { public int A { get; } } class C : B, I { }")]
    [DataRow("public interface I { int A { get; } } class C : I { int I.A => 1; int A => 2; }")]
    [DataRow("interface I { void A(); } public class C : I { void I.A() { } }")]
    [DataRow("public interface I { void A(); } public interface J { void A(); } class C : I, J { void I.A() { } void J.A() { } }")]
    [DataRow("class C { [System.Obsolete] public int A { get; } }")]
    [DataRow("struct S { } class C { public S A { get; set; } }")]
    public void What_has_to_stay_a_property_stays(string source) => Assert.AreEqual(source, Copy(source));

    [TestMethod]
    public void Private_fields_get_short_names_in_all_files_and_others_keep_theirs()
    {
        string[] sources =
        [
            Source("A", "partial class C { const int _most = 3; private int _first, _second; internal int _third; static int s_count; int M(int _first) => _first + this._first; }"),
            Source("B", "partial class C { int N(C other) => other._second + _third + _most + s_count; class D { int _own; int P(C c) => _own + c._first; } }"),
        ];

        PackSources.Write(_folder, sources, TextWriter.Null);

        Assert.AreEqual("partial class C { const int _most = 3; private int _1, _2; internal int _third; static int s_count; int M(int _first) => _first + this._1; }", File.ReadAllText(Path.Combine(_folder, "000-A.cs")));
        Assert.AreEqual("partial class C { int N(C other) => other._2 + _third + _most + s_count; class D { int _0; int P(C c) => _0 + c._1; } }", File.ReadAllText(Path.Combine(_folder, "001-B.cs")));
    }

    [TestMethod]
    public void Private_methods_get_short_names_when_a_file_is_named_that_tells_which_is_which()
    {
        string map = Path.Combine(_folder, "pack.names");
        const string source = "namespace N; class C { void A() => B(1); void B(int x) { } void B() => this.A(); public void D() => B(); class E { void A(C c) => c.A(); } }";

        PackSources.Write(_folder, [Source("C", source), map], TextWriter.Null);

        Assert.AreEqual("namespace N; class C { void __0() => __1(1); void __1(int x) { } void __1() => this.__0(); public void D() => __1(); class E { void __0(C c) => c.__0(); } }",
            File.ReadAllText(Path.Combine(_folder, "000-C.cs")));
        CollectionAssert.AreEqual(new[] { "N.C.E.__0 A", "N.C.__0 A", "N.C.__1 B" }, File.ReadAllLines(map));
    }

    [TestMethod]
    [DataRow("public interface I { void A(int x); } class C : I { void I.A(int x) { } }", "public interface I { void A(int x); } class C : I { public void A(int x) { } }")]
    [DataRow("public interface I { int A { get; } } class C : I { int I.A => 1; }", "public interface I { int A { get; } } class C : I { public int A => 1; }")]
    public void What_an_interface_asks_for_is_implemented_under_its_plain_name(string source, string copy) => Assert.AreEqual(copy, Copy(source));

    [TestMethod]
    public void An_interface_of_another_file_counts()
    {
        string[] sources = [Source("I", "interface I { int A { get; } }"), Source("C", "class C : I { public int A { get; } public int B { get; } }")];

        PackSources.Write(_folder, sources, TextWriter.Null);

        Assert.AreEqual("class C : I { public int A { get; } public readonly int B ; }", File.ReadAllText(Path.Combine(_folder, "001-C.cs")));
    }

    [TestMethod]
    public void A_copy_that_does_not_change_is_left_alone_and_one_of_a_file_that_is_gone_is_deleted()
    {
        string copy = Path.Combine(_folder, "000-A.cs");
        PackSources.Write(_folder, [Source("A", "class A { }"), Source("B", "class B { }")], TextWriter.Null);
        File.SetLastWriteTimeUtc(copy, DateTime.UnixEpoch);

        PackSources.Write(_folder, [Source("A", "class A { }")], TextWriter.Null);

        Assert.AreEqual(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(copy));
        Assert.IsFalse(File.Exists(Path.Combine(_folder, "001-B.cs")));
    }

    private string Copy(string source)
    {
        PackSources.Write(_folder, [Source("Sample", source)], TextWriter.Null);
        return File.ReadAllText(Path.Combine(_folder, "000-Sample.cs"));
    }

    private string Source(string name, string text)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "in"));
        string path = Path.Combine(_folder, "in", name + ".cs");
        File.WriteAllText(path, text);
        return path;
    }
}
