using System.Text;

namespace ChargePoint.Build.Tests;

/// <summary>The image that is flashed holds what the application needs, in an order that the runtime can load.</summary>
[TestClass]
public sealed class DeploymentImageTests
{
    private readonly SampleFolder _folder = new();
    private readonly StringWriter _output = new();

    [TestInitialize]
    public void AddAssemblies()
    {
        _folder.AddCore();
        _folder.Add("Hal", "public class Hal { }", "hal12", "mscorlib");
        _folder.Add("Ocpp", "public class Ocpp { public Hal H; }", "oc", "mscorlib", "Hal");
        _folder.Add("Unused", "public class Unused { }", "unused", "mscorlib");
        _folder.Add("App", "public class App { public Ocpp O; public Hal H; }", "app", "mscorlib", "Hal", "Ocpp");
    }

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    public void Each_assembly_stands_behind_those_it_needs_padded_to_four_bytes()
    {
        Assert.AreEqual(0, Write(limit: 1000, "Unused", "Ocpp", "Hal", "mscorlib"));

        Assert.AreEqual("core" + "hal12\0\0\0" + "oc\0\0" + "app\0", Encoding.ASCII.GetString(File.ReadAllBytes(_folder.File("App.bin"))));
        StringAssert.Contains(_output.ToString(), "App.bin: 20 bytes of 1,000, 4 assemblies: mscorlib, Hal, Ocpp, App", StringComparison.Ordinal);
    }

    [TestMethod]
    public void An_image_larger_than_the_partition_is_refused() => Refused("NF0106", limit: 19, "Ocpp", "Hal", "mscorlib");

    [TestMethod]
    public void An_image_as_large_as_the_partition_is_accepted() => Assert.AreEqual(0, Write(limit: 20, "Ocpp", "Hal", "mscorlib"));

    [TestMethod]
    public void A_reference_that_no_package_has_is_an_error() => Refused("NF0104", limit: 1000, "Ocpp", "mscorlib");

    [TestMethod]
    public void An_assembly_without_pe_is_an_error()
    {
        File.Delete(_folder.File("Hal.pe"));
        Refused("NF0105", limit: 1000, "Ocpp", "Hal", "mscorlib");
    }

    private int Write(int limit, params string[] references) =>
        DeploymentImage.Write(_folder.File("App.bin"), limit, _folder.File("App.dll"), references.Select(r => _folder.File(r + ".dll")), _output);

    private void Refused(string code, int limit, params string[] references) =>
        Assert.AreEqual(code, Assert.ThrowsExactly<BuildException>(() => Write(limit, references)).Code);
}
