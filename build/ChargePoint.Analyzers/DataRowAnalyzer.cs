using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ChargePoint.Analyzers;

/// <summary>What the metadata processor does not write into an attribute: null stops it, an enum or an array ends the test run in nanoCLR.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DataRowAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Rules.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSyntaxNodeAction(CheckAttribute, SyntaxKind.Attribute);
    }

    private static void CheckAttribute(SyntaxNodeAnalysisContext context)
    {
        var attribute = (AttributeSyntax)context.Node;
        if (attribute.ArgumentList is not { } list) return;
        if (context.SemanticModel.GetTypeInfo(attribute, context.CancellationToken).Type?.Name != "DataRowAttribute") return;
        foreach (AttributeArgumentSyntax argument in list.Arguments)
        {
            if (argument.NameEquals is null && !IsWritten(context, argument.Expression))
                context.ReportDiagnostic(Diagnostic.Create(Rules.DataRowValue, argument.GetLocation(), argument.Expression.ToString()));
        }
    }

    private static bool IsWritten(SyntaxNodeAnalysisContext context, ExpressionSyntax value)
    {
        if (context.SemanticModel.GetTypeInfo(value, context.CancellationToken).Type is { TypeKind: TypeKind.Enum }) return false;
        // an array and a typeof are no constants
        return context.SemanticModel.GetConstantValue(value, context.CancellationToken) switch
        {
            { HasValue: false } or { Value: null } => false,
            { Value: char c } => c < 0x80,
            _ => true,
        };
    }
}
