using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ChargePoint.Analyzers;

/// <summary>A class of unit tests has no state of its own: a test that needs some makes it.</summary>
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
        context.RegisterSymbolAction(CheckType, SymbolKind.NamedType);
    }

    // The field of a property is reported as the property.
    private static void CheckType(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.GetAttributes().All(a => a.AttributeClass?.Name != "TestClassAttribute")) return;
        foreach (IFieldSymbol field in type.GetMembers().OfType<IFieldSymbol>().Where(f => !f.IsStatic))
        {
            ISymbol named = field.AssociatedSymbol ?? field;
            context.ReportDiagnostic(Diagnostic.Create(Rules.TestClassField, named.Locations[0], named.Name));
        }
    }
}
