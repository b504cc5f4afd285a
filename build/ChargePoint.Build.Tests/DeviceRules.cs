using System.Collections.Immutable;
using ChargePoint.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ChargePoint.Build.Tests;

/// <summary>Compiles a sample for the host and returns what the device rules say of it, as "NF0006 at 3".</summary>
internal static class DeviceRules
{
    private static readonly MetadataReference[] Framework =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(p => MetadataReference.CreateFromFile(p))];

    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers = [new SyntaxAnalyzer(), new GenericsAnalyzer(), new TextAnalyzer(), new DataRowAnalyzer(), new StringArrayAnalyzer(), new TestClassAnalyzer()];

    public static async Task<string[]> CheckAsync(string source) =>
        [.. (await DiagnosticsOfAsync(source)).Select(d => $"{d.Id} at {d.Location.GetLineSpan().StartLinePosition.Line + 1}").Distinct()];

    public static async Task<IReadOnlyList<Diagnostic>> DiagnosticsOfAsync(string source)
    {
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);
        SyntaxTree tree = CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.Diagnose));
        CSharpCompilation compilation = CSharpCompilation.Create("Sample", [tree], Framework, options);
        Diagnostic[] errors = [.. compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error)];
        Assert.IsEmpty(errors, $"the sample must be C# that the compiler accepts: {string.Join("; ", errors.Select(e => e.ToString()))}");

        var found = await compilation.WithAnalyzers(Analyzers).GetAllDiagnosticsAsync();
        Assert.IsFalse(found.Any(d => d.Id == "AD0001"), "an analyzer threw");
        return [.. found.Where(d => d.Id.StartsWith("NF", StringComparison.Ordinal)).OrderBy(d => d.Location.SourceSpan.Start)];
    }
}
