namespace ChargePoint.Build.Tests;

/// <summary>nanoCLR's exit code is always 0: what counts are the lines, and that there is one for every test.</summary>
[TestClass]
public sealed class NanoClrRunTests
{
    private const string Tests = """
        public class TestClassAttribute : System.Attribute { }
        public class TestMethodAttribute : System.Attribute { }
        [System.AttributeUsage(System.AttributeTargets.All, AllowMultiple = true)] public class DataRowAttribute : System.Attribute { public DataRowAttribute(int value) { } }
        [TestClass] public class First
        {
            [TestMethod] public void Other() { }
            [TestMethod] public void Plain() { }
            [TestMethod] [DataRow(1)] [DataRow(2)] public void Rows(int value) { }
            public void Helper() { }
        }
        public class NotATestClass { [TestMethod] public void Plain() { } }
        """;

    private readonly SampleFolder _folder = new();
    private readonly StringWriter _output = new();

    [TestInitialize]
    public void AddAssemblies()
    {
        _folder.AddCore();
        _folder.Add("NFUnitTest", Tests, "tests", "mscorlib");
        _folder.Add("Launcher", "public class Launcher { }", "launcher", "mscorlib");
        string[] lines = ["Sample.Tests", "10240", _folder.File("NFUnitTest.dll"), _folder.File("Launcher.dll"), _folder.File("mscorlib.dll")];
        File.WriteAllLines(_folder.File("run.txt"), lines);
    }

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    public void Tests_are_counted_as_the_launcher_runs_them() => Assert.AreEqual(4, NanoClrRun.CountTests(_folder.File("NFUnitTest.dll")));

    [TestMethod]
    public void All_tests_passed_or_skipped_is_success()
    {
        int exitCode = Run("echo Loaded; for i in 1 2 3; do echo \"Test passed,First.Plain.$i,5250\"; done; echo 'Test skipped,First.Rows.1,later'");

        Assert.AreEqual(0, exitCode);
        StringAssert.EndsWith(_output.ToString().TrimEnd(), "nanoCLR: 3 passed, 0 failed, 1 skipped of 4", StringComparison.Ordinal);
    }

    [TestMethod]
    public void A_failed_test_is_an_error_with_its_name_and_message()
    {
        int exitCode = Run("for i in 1 2 3; do echo \"Test passed,First.Plain.$i,5250\"; done; echo 'Test failed,First.Rows.1,expected 1'");

        Assert.AreEqual(1, exitCode);
        StringAssert.Contains(_output.ToString(), "Sample.Tests : error NF0108: First.Rows.1,expected 1", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Fewer_results_than_tests_is_an_error_that_shows_the_output()
    {
        int exitCode = Run("echo 'Test passed,First.Plain.0,1'; echo 'Test started,First.Rows.1'; echo 'Error: a00b0000'; exit 0");

        Assert.AreEqual(1, exitCode);
        StringAssert.Contains(_output.ToString(), "Sample.Tests : error NF0109: 4 tests, but 1 ran; the last one started is First.Rows.1.", StringComparison.Ordinal);
        StringAssert.Contains(_output.ToString(), "Error: a00b0000", StringComparison.Ordinal);
    }

    [TestMethod]
    public void What_one_assembly_lacks_is_not_made_up_by_another()
    {
        string five = _folder.AddScript("nanoclr", "for i in 1 2 3 4 5; do echo \"Test passed,First.Plain.$i,5250\"; done");

        int exitCode = NanoClrRun.Run(five, [_folder.File("run.txt"), _folder.File("run.txt")], _output);

        Assert.AreEqual(1, exitCode);
        StringAssert.Contains(_output.ToString(), "NF0109: 4 tests, but 5 ran;", StringComparison.Ordinal);
        StringAssert.EndsWith(_output.ToString().TrimEnd(), "nanoCLR: 10 passed, 0 failed, 0 skipped of 8", StringComparison.Ordinal);
    }

    [TestMethod]
    public void The_official_tool_is_given_its_verb_and_the_assemblies_in_load_order()
    {
        string names = $"--assemblies {_folder.File("mscorlib.pe")} {_folder.File("NFUnitTest.pe")} {_folder.File("Launcher.pe")}";

        Run("echo \"got $*\"", "nanoclr");
        StringAssert.Contains(_output.ToString(), $"got run {names}", StringComparison.Ordinal);
        Run("echo \"got $*\"", "another");
        StringAssert.Contains(_output.ToString(), $"got {names}", StringComparison.Ordinal);
    }

    [TestMethod]
    public void A_missing_nanoclr_is_one_clear_error()
    {
        BuildException missing = Assert.ThrowsExactly<BuildException>(() => NanoClrRun.Run(_folder.File("nowhere"), [_folder.File("run.txt")], _output));

        Assert.AreEqual("NF0107", missing.Code);
        StringAssert.Contains(missing.Message, "nowhere", StringComparison.Ordinal);
    }

    private int Run(string script, string name = "nanoclr") => NanoClrRun.Run(_folder.AddScript(name, script), [_folder.File("run.txt")], _output);
}
