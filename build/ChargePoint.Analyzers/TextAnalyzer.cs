using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ChargePoint.Analyzers;

/// <summary>What runs on both platforms but gives another text or another date on the device.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TextAnalyzer : DiagnosticAnalyzer
{
    private static readonly Regex KnownFormat = new("^[FfNnDdXxGg][0-9]{0,2}$", RegexOptions.CultureInvariant);
    private static readonly Regex FormatItem = new(@"\{(\d+)(?:,\s*-?\d+\s*)?:([^{}]*)\}", RegexOptions.CultureInvariant);

    /// <summary>Methods that turn an object into text.</summary>
    private static readonly HashSet<string> TextMethods =
    [
        "string.Format", "string.Concat", "System.Console.Write", "System.Console.WriteLine", "System.Diagnostics.Debug.Write",
        "System.Diagnostics.Debug.WriteLine", "System.Text.StringBuilder.Append", "System.Text.StringBuilder.Insert", "System.Convert.ToString",
    ];

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Rules.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSyntaxNodeAction(CheckInterpolation, SyntaxKind.Interpolation);
        context.RegisterOperationAction(CheckInvocation, OperationKind.Invocation);
        context.RegisterOperationAction(CheckConcatenation, OperationKind.Binary, OperationKind.CompoundAssignment);
        context.RegisterOperationAction(CheckDateTimeMember, OperationKind.FieldReference, OperationKind.PropertyReference);
    }

    private static void CheckInterpolation(SyntaxNodeAnalysisContext context)
    {
        var hole = (InterpolationSyntax)context.Node;
        ITypeSymbol? type = context.SemanticModel.GetTypeInfo(hole.Expression, context.CancellationToken).Type;
        if (type is { TypeKind: TypeKind.Enum })
            context.ReportDiagnostic(Diagnostic.Create(Rules.EnumAsText, hole.Expression.GetLocation(), type.Name));
        else if (hole.FormatClause is { } clause && IsNumber(type) && !KnownFormat.IsMatch(clause.FormatStringToken.ValueText))
            context.ReportDiagnostic(Diagnostic.Create(Rules.NumberFormat, clause.GetLocation(), clause.FormatStringToken.ValueText));
    }

    private static void CheckInvocation(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        IMethodSymbol method = call.TargetMethod;
        if (method.Name == "ToString" && !method.IsStatic) CheckToString(context, call);
        if (method is { Name: "Parse" or "TryParse" or "ParseExact" or "TryParseExact", ContainingType.SpecialType: SpecialType.System_DateTime })
            context.ReportDiagnostic(Diagnostic.Create(Rules.DateTimeParse, call.Syntax.GetLocation(), method.Name));

        if (method.ContainingType is null || !TextMethods.Contains(method.ContainingType.ToDisplayString() + "." + method.Name)) return;
        IOperation[] values = [.. call.Arguments.SelectMany(Values)];
        foreach (IOperation value in values) CheckEnum(context, value);
        if (method.Name == "Format") CheckFormatItems(context, values);
    }

    private static void CheckToString(OperationAnalysisContext context, IInvocationOperation call)
    {
        ITypeSymbol? type = Unconverted(call.Instance)?.Type;
        if (type is { TypeKind: TypeKind.Enum })
            context.ReportDiagnostic(Diagnostic.Create(Rules.EnumAsText, call.Syntax.GetLocation(), type.Name));
        else if (IsNumber(type) && call.Arguments.FirstOrDefault()?.Value is { ConstantValue: { HasValue: true, Value: string format } } value
            && format.Length > 0 && !KnownFormat.IsMatch(format))
            context.ReportDiagnostic(Diagnostic.Create(Rules.NumberFormat, value.Syntax.GetLocation(), format));
    }

    /// <summary>string.Format("{0:0.00}", number): the items of a constant format with the arguments they name.</summary>
    private static void CheckFormatItems(OperationAnalysisContext context, IOperation[] values)
    {
        int at = System.Array.FindIndex(values, v => v.Type?.SpecialType == SpecialType.System_String && v.ConstantValue.HasValue);
        if (at < 0 || values[at].ConstantValue.Value is not string format) return;
        foreach (Match item in FormatItem.Matches(format))
        {
            if (!int.TryParse(item.Groups[1].Value, out int index) || at + 1 + index >= values.Length) continue;
            if (IsNumber(Unconverted(values[at + 1 + index])?.Type) && !KnownFormat.IsMatch(item.Groups[2].Value))
                context.ReportDiagnostic(Diagnostic.Create(Rules.NumberFormat, values[at].Syntax.GetLocation(), item.Groups[2].Value));
        }
    }

    private static void CheckConcatenation(OperationAnalysisContext context)
    {
        if (context.Operation.Type?.SpecialType != SpecialType.System_String) return;
        IOperation[] operands = context.Operation switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } add => [add.LeftOperand, add.RightOperand],
            ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add } append => [append.Value],
            _ => [],
        };
        foreach (IOperation operand in operands) CheckEnum(context, operand);
    }

    private static void CheckDateTimeMember(OperationAnalysisContext context)
    {
        ISymbol member = ((IMemberReferenceOperation)context.Operation).Member;
        if (member is { Name: "MinValue", ContainingType.SpecialType: SpecialType.System_DateTime })
            context.ReportDiagnostic(Diagnostic.Create(Rules.DateTimeMinValue, context.Operation.Syntax.GetLocation()));
    }

    private static void CheckEnum(OperationAnalysisContext context, IOperation value)
    {
        if (Unconverted(value) is { Type: { TypeKind: TypeKind.Enum } type } operand)
            context.ReportDiagnostic(Diagnostic.Create(Rules.EnumAsText, operand.Syntax.GetLocation(), type.Name));
    }

    /// <summary>The values handed to a method, with those of a params array one by one.</summary>
    private static IEnumerable<IOperation> Values(IArgumentOperation argument) => argument switch
    {
        { ArgumentKind: ArgumentKind.ParamArray, Value: IArrayCreationOperation { Initializer: { } list } } => list.ElementValues,
        { ArgumentKind: ArgumentKind.ParamCollection, Value: ICollectionExpressionOperation list } => list.Elements,
        _ => [argument.Value],
    };

    /// <summary>Without the boxing that the compiler adds. A cast that the source writes, (int)status, stays.</summary>
    private static IOperation? Unconverted(IOperation? value)
    {
        while (value is IConversionOperation { IsImplicit: true } conversion) value = conversion.Operand;
        return value;
    }

    private static bool IsNumber(ITypeSymbol? type) =>
        type is { TypeKind: not TypeKind.Enum, SpecialType: >= SpecialType.System_SByte and <= SpecialType.System_Double };
}
