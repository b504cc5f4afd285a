using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace ChargePoint.Build.Tests;

/// <summary>A folder of assemblies made for one test, with a .pe of a few bytes beside each.</summary>
internal sealed class SampleFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("chargepoint-build").FullName;

    public string File(string name) => Path.Combine(_path, name);

    /// <summary>A library that stands for mscorlib: declares what the compiler asks for, and refers to nothing.</summary>
    public string AddCore() => Add("mscorlib", """
        namespace System
        {
            public class Object { } public class ValueType { } public struct Void { } public struct Int32 { } public struct Boolean { }
            public class String { } public class Attribute { } public class Enum { }
            public enum AttributeTargets { All = 32767 }
            public class AttributeUsageAttribute : Attribute { public AttributeUsageAttribute(AttributeTargets on) { } public bool AllowMultiple { get; set; } public bool Inherited { get; set; } }
        }
        """, pe: "core");

    public string Add(string name, string source, string pe = "", params string[] references)
    {
        string path = AddOfPlatform(name, source, [.. references.Select(r => File(r + ".dll"))]);
        if (pe.Length > 0) System.IO.File.WriteAllText(File(name + ".pe"), pe);
        return path;
    }

    /// <summary>An assembly that refers to what is named by its path.</summary>
    public string AddOfPlatform(string name, string source, IEnumerable<string> references)
    {
        string path = File(name + ".dll");
        CSharpCompilation compilation = CSharpCompilation.Create(name, [CSharpSyntaxTree.ParseText(source)],
            references.Select(r => MetadataReference.CreateFromFile(r)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        using var stream = System.IO.File.Create(path);
        var result = compilation.Emit(stream, options: new EmitOptions(runtimeMetadataVersion: "v4.0.30319"));
        Assert.IsTrue(result.Success, string.Join("; ", result.Diagnostics));
        return path;
    }

    /// <summary>A program for the test's shell; skips the test where there is none.</summary>
    public string AddScript(string name, string lines)
    {
        string path = File(name);
        System.IO.File.WriteAllText(path, "#!/bin/sh\n" + lines.ReplaceLineEndings("\n") + "\n");
        if (OperatingSystem.IsWindows()) Assert.Inconclusive("needs a POSIX shell");
        else System.IO.File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
