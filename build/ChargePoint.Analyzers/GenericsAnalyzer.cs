using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ChargePoint.Analyzers;

/// <summary>
/// No generics, in any of their disguises. Only what the source writes is looked at: on the PC the compiler itself uses generic types
/// (for interpolation, collection expressions, params), and chooses generic overloads that the device does not have.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class GenericsAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Rules.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSyntaxNodeAction(CheckTypeParameters, SyntaxKind.TypeParameterList);
        context.RegisterSyntaxNodeAction(CheckGenericName, SyntaxKind.GenericName);
        context.RegisterSyntaxNodeAction(CheckNullableType, SyntaxKind.NullableType);
        context.RegisterSyntaxNodeAction(CheckIdentifier, SyntaxKind.IdentifierName);
        context.RegisterOperationAction(CheckConditionalAccess, OperationKind.ConditionalAccess);
        context.RegisterOperationAction(c => CheckMethod(c, ((IInvocationOperation)c.Operation).TargetMethod), OperationKind.Invocation);
        context.RegisterOperationAction(c => CheckMethod(c, ((IMethodReferenceOperation)c.Operation).Method), OperationKind.MethodReference);
    }

    private static void CheckTypeParameters(SyntaxNodeAnalysisContext context)
    {
        switch (context.Node.Parent)
        {
            case TypeDeclarationSyntax type: Report(context, Rules.GenericTypeDeclared, type.Identifier.GetLocation(), type.Identifier.ValueText); break;
            case DelegateDeclarationSyntax type: Report(context, Rules.GenericTypeDeclared, type.Identifier.GetLocation(), type.Identifier.ValueText); break;
            case MethodDeclarationSyntax method: Report(context, Rules.GenericMethodDeclared, method.Identifier.GetLocation(), method.Identifier.ValueText); break;
            case LocalFunctionStatementSyntax method: Report(context, Rules.GenericMethodDeclared, method.Identifier.GetLocation(), method.Identifier.ValueText); break;
        }
    }

    private static void CheckGenericName(SyntaxNodeAnalysisContext context)
    {
        if (context.Node.IsPartOfStructuredTrivia()) return;
        SymbolInfo info = context.SemanticModel.GetSymbolInfo(context.Node, context.CancellationToken);
        ISymbol? symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        if (symbol is IMethodSymbol { MethodKind: not MethodKind.Constructor })
        {
            Report(context, Rules.GenericMethodCalled, context.Node.GetLocation(), context.Node.ToString());
            return;
        }

        // one error for List<List<int>>
        if (context.Node.Ancestors().Any(a => a is GenericNameSyntax)) return;
        Report(context, RuleOf(symbol as ITypeSymbol), context.Node.GetLocation(), context.Node.ToString());
    }

    private static void CheckNullableType(SyntaxNodeAnalysisContext context)
    {
        if (context.SemanticModel.GetTypeInfo(context.Node, context.CancellationToken).Type is { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T })
            Report(context, Rules.NullableValue, context.Node.GetLocation(), context.Node.ToString());
    }

    /// <summary>'var' hides a generic type; 'dynamic' and 'Decimal' are names, not keywords.</summary>
    private static void CheckIdentifier(SyntaxNodeAnalysisContext context)
    {
        var name = (IdentifierNameSyntax)context.Node;
        if (name.Identifier.ValueText is not ("var" or "dynamic" or "Decimal")) return;
        if (name.IsPartOfStructuredTrivia() || context.SemanticModel.GetSymbolInfo(name, context.CancellationToken).Symbol is not ITypeSymbol type) return;
        if (type.TypeKind == TypeKind.Dynamic) Report(context, Rules.DecimalOrDynamic, name.GetLocation(), "dynamic");
        else if (type.SpecialType == SpecialType.System_Decimal) Report(context, Rules.DecimalOrDynamic, name.GetLocation(), "decimal");
        else if (name.IsVar && type is IArrayTypeSymbol { Rank: > 1 }) Report(context, Rules.MultiDimensionalArray, name.GetLocation());
        else if (name.IsVar && IsGeneric(type)) Report(context, RuleOf(type), name.GetLocation(), type.ToDisplayString());
    }

    /// <summary>x?.Length is an int?, and so a generic type: to the device's compiler even where nobody looks at the result.</summary>
    private static void CheckConditionalAccess(OperationAnalysisContext context)
    {
        if (((IConditionalAccessOperation)context.Operation).WhenNotNull.Type is not { IsValueType: true, SpecialType: not SpecialType.System_Void } type) return;
        context.ReportDiagnostic(Diagnostic.Create(Rules.NullableValue, context.Operation.Syntax.GetLocation(), type.ToDisplayString() + "?"));
    }

    private static void CheckMethod(OperationAnalysisContext context, IMethodSymbol method)
    {
        if (!method.IsGenericMethod || WritesTypeArguments(context.Operation.Syntax)) return;
        // Array.IndexOf(array, value) takes the generic overload on the PC, the other one on the device
        IMethodSymbol definition = (method.ReducedFrom ?? method).OriginalDefinition;
        bool hasPlainOverload = definition.ContainingType.GetMembers(definition.Name)
            .Any(m => m is IMethodSymbol { IsGenericMethod: false } other && other.Parameters.Length == definition.Parameters.Length);
        bool isOurs = definition.Locations.Any(l => l.IsInSource);
        if (hasPlainOverload && !isOurs) return;
        context.ReportDiagnostic(Diagnostic.Create(Rules.GenericMethodCalled, context.Operation.Syntax.GetLocation(), definition.Name));
    }

    private static bool WritesTypeArguments(SyntaxNode syntax)
    {
        if (syntax is InvocationExpressionSyntax call) syntax = call.Expression;
        return syntax is GenericNameSyntax or MemberAccessExpressionSyntax { Name: GenericNameSyntax } or MemberBindingExpressionSyntax { Name: GenericNameSyntax };
    }

    private static bool IsGeneric(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsGeneric(array.ElementType),
        INamedTypeSymbol named => !named.IsAnonymousType && (named.IsGenericType || (named.ContainingType is { } outer && IsGeneric(outer))),
        _ => false,
    };

    private static DiagnosticDescriptor RuleOf(ITypeSymbol? type) => type switch
    {
        { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } => Rules.NullableValue,
        { IsTupleType: true } or { Name: "ValueTuple" or "Tuple" } => Rules.Tuple,
        { Name: "Span" or "ReadOnlySpan" or "Memory" or "ReadOnlyMemory", ContainingNamespace.Name: "System" } => Rules.Span,
        { Name: "Task" or "ValueTask" } => Rules.Async,
        _ => Rules.GenericTypeUsed,
    };

    private static void Report(SyntaxNodeAnalysisContext context, DiagnosticDescriptor rule, Location at, params object[] arguments) =>
        context.ReportDiagnostic(Diagnostic.Create(rule, at, arguments));
}
