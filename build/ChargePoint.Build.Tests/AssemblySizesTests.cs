using System.Text;

namespace ChargePoint.Build.Tests;

/// <summary>An assembly that the device would refuse is noticed before it gets there.</summary>
[TestClass]
public sealed class AssemblySizesTests
{
    private readonly SampleFolder _folder = new();

    [TestInitialize]
    public void AddCore() => _folder.AddCore();

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    public void Names_and_literals_count_once_in_utf8_with_a_zero()
    {
        int before = AssemblySizes.Measure(Sample("return \"\";")).StringBytes;

        int after = AssemblySizes.Measure(Sample("string a = \"über\"; a = \"über\"; return a;")).StringBytes;

        Assert.AreEqual(before + Encoding.UTF8.GetByteCount("über") + 1, after);
    }

    [TestMethod]
    public void Code_grows_with_the_code_and_constants_cost_nothing()
    {
        AssemblySize small = AssemblySizes.Measure(Sample("return \"a\";"));
        AssemblySize large = AssemblySizes.Measure(Sample("int x = 1; while (x != 100) { x = x + 3; x = x * 7; } return \"a\";"));
        AssemblySize constant = AssemblySizes.Measure(Sample("return \"a\";", "const int ALongNameThatIsGoneInThePe = 3;"));

        Assert.IsGreaterThan(small.CodeBytes, large.CodeBytes);
        Assert.AreEqual(small.StringBytes, constant.StringBytes);
    }

    [TestMethod]
    public void Texts_of_attributes_count_as_other_strings_do()
    {
        int before = AssemblySizes.Measure(WithAttribute("[assembly: Row(0, \"gone in the .pe\")]")).StringBytes;

        int after = AssemblySizes.Measure(WithAttribute("", "[Row(1, \"über\", Name = \"a\")] [Row(new object[] { 2, \"über\" })]")).StringBytes;

        // the name of the property, its value, and the text that both have, once
        Assert.AreEqual(before + "Name".Length + 1 + "a".Length + 1 + Encoding.UTF8.GetByteCount("über") + 1, after);
    }

    [TestMethod]
    [DataRow(59_000, true)]
    [DataRow(60_100, false)]
    public void Texts_of_attributes_above_the_limit_are_refused(int length, bool accepted) =>
        Expect(accepted, "NF0102", WithAttribute("", $"[Row(1, \"{new string('a', length)}\")]"));

    [TestMethod]
    [DataRow(59_000, true)]
    [DataRow(60_100, false)]
    public void Strings_above_the_limit_are_refused(int length, bool accepted) =>
        Expect(accepted, "NF0102", Sample($"return \"{new string('a', length)}\";"));

    [TestMethod]
    [DataRow(11_500, true)]
    [DataRow(12_500, false)]
    public void Code_above_the_limit_is_refused(int terms, bool accepted)
    {
        // each term is five bytes of IL: ldarg.1, ldc.i4.s 99, mul, sub
        string line = "x = x" + string.Concat(Enumerable.Repeat(" - n * 99", 100)) + "; ";
        Expect(accepted, "NF0101", Sample($"int x = 0; {string.Concat(Enumerable.Repeat(line, terms / 100))} return \"\";"));
    }

    [TestMethod]
    [DataRow(254, true)]
    [DataRow(256, false)]
    public void More_methods_of_a_kind_than_the_metadata_processor_takes_are_refused(int methods, bool accepted) =>
        Expect(accepted, "NF0103", Sample("return \"\";", string.Concat(Enumerable.Range(0, methods).Select(i => $"static void M{i}() {{ }} "))));

    [TestMethod]
    public void The_report_names_the_project_and_both_sizes()
    {
        var output = new StringWriter();

        int exitCode = AssemblySizes.Report("Sample.Tests", [Sample("return \"\";")], output);

        Assert.AreEqual(0, exitCode);
        StringAssert.Matches(output.ToString(), new System.Text.RegularExpressions.Regex("^Sample.Tests: [0-9]+ bytes of code, [0-9]+ bytes of strings"));
    }

    private string Sample(string body, string members = "") =>
        _folder.Add("Sample", $"public class Sample {{ {members} public string Run(int n) {{ {body} }} }}", "", "mscorlib");

    private string WithAttribute(string ofAssembly, string ofMethod = "") => _folder.Add("Sample", $$"""
        {{ofAssembly}}
        [System.AttributeUsage(System.AttributeTargets.All, AllowMultiple = true)] public class RowAttribute : System.Attribute
        {
            public RowAttribute(int value, string text) { }
            public RowAttribute(object[] values) { }
            public string Name { get => null; set { } }
        }
        public class Sample { {{ofMethod}} public void Run() { } }
        """, "", "mscorlib");

    private static void Expect(bool accepted, string code, string path)
    {
        AssemblySize size = AssemblySizes.Measure(path);
        if (accepted)
        {
            AssemblySizes.Check(path, size);
            return;
        }

        BuildException refused = Assert.ThrowsExactly<BuildException>(() => AssemblySizes.Check(path, size));
        Assert.AreEqual(code, refused.Code);
    }
}
