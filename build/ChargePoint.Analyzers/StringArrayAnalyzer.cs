using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ChargePoint.Analyzers;

/// <summary>
/// A string[] kept in a field is a table whose places are compared before they are filled, which crashes the runtime.
/// One that stays in a method is nearly always filled there at once, and is left alone.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StringArrayAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Rules.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(CheckCreation, OperationKind.ArrayCreation);
    }

    private static void CheckCreation(OperationAnalysisContext context)
    {
        var creation = (IArrayCreationOperation)context.Operation;
        if (creation is not { Initializer: null, Type: IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_String } }) return;
        if (creation.DimensionSizes.Length == 1 && creation.DimensionSizes[0].ConstantValue is { HasValue: true, Value: 0 }) return;
        IOperation? user = creation.Parent;
        while (user is IConversionOperation or ICoalesceOperation or IConditionalOperation) user = user.Parent;
        if (user is IFieldInitializerOperation or IPropertyInitializerOperation or IAssignmentOperation { Target: IMemberReferenceOperation })
            context.ReportDiagnostic(Diagnostic.Create(Rules.UnsetStrings, creation.Syntax.GetLocation()));
    }
}
