using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ChargePoint.Analyzers;

/// <summary>nanoFramework.UnitTestLauncher calls each test with no object: a test class has methods, but no state.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TestClassAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Rules.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(CheckFields, SymbolKind.NamedType);
    }

    private static void CheckFields(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (!type.GetAttributes().Any(a => a.AttributeClass?.Name == "TestClassAttribute")) return;
        foreach (IFieldSymbol field in type.GetMembers().OfType<IFieldSymbol>().Where(f => !f.IsStatic))
        {
            // the field behind an automatic property has no name of its own
            ISymbol named = field.AssociatedSymbol ?? field;
            context.ReportDiagnostic(Diagnostic.Create(Rules.TestState, named.Locations[0], named.Name));
        }
    }
}
