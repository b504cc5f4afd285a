using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ChargePoint.Analyzers;

/// <summary>The rules that the text alone decides: keywords, operators and shapes of declarations.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SyntaxAnalyzer : DiagnosticAnalyzer
{
    /// <summary>A word of the language, and the rule that it breaks wherever it stands.</summary>
    private static readonly Dictionary<SyntaxKind, DiagnosticDescriptor> Words = new()
    {
        [SyntaxKind.CheckedKeyword] = Rules.Checked,
        [SyntaxKind.StackAllocKeyword] = Rules.StackAlloc,
        [SyntaxKind.UnsafeKeyword] = Rules.Unsafe,
        [SyntaxKind.YieldKeyword] = Rules.Iterator,
        [SyntaxKind.VolatileKeyword] = Rules.Volatile,
        [SyntaxKind.AsyncKeyword] = Rules.Async,
        [SyntaxKind.RecordKeyword] = Rules.Record,
        [SyntaxKind.RequiredKeyword] = Rules.Required,
        [SyntaxKind.DotDotToken] = Rules.IndexOrRange,
        [SyntaxKind.Utf8StringLiteralToken] = Rules.Utf8Literal,
        [SyntaxKind.Utf8SingleLineRawStringLiteralToken] = Rules.Utf8Literal,
        [SyntaxKind.Utf8MultiLineRawStringLiteralToken] = Rules.Utf8Literal,
    };

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Rules.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSyntaxTreeAction(CheckWords);
        context.RegisterSyntaxNodeAction(CheckIndex, SyntaxKind.IndexExpression);
        context.RegisterSyntaxNodeAction(CheckListPattern, SyntaxKind.ListPattern);
        context.RegisterSyntaxNodeAction(CheckRank, SyntaxKind.ArrayRankSpecifier, SyntaxKind.ImplicitArrayCreationExpression);
        context.RegisterSyntaxNodeAction(CheckTuple, SyntaxKind.TupleExpression, SyntaxKind.TupleType, SyntaxKind.ParenthesizedVariableDesignation);
        context.RegisterSyntaxNodeAction(c => Report(c, Rules.AnonymousType, c.Node.GetFirstToken()), SyntaxKind.AnonymousObjectCreationExpression);
        context.RegisterSyntaxNodeAction(CheckCatch, SyntaxKind.CatchClause);
        context.RegisterSyntaxNodeAction(CheckInterface, SyntaxKind.InterfaceDeclaration);
    }

    private static void CheckWords(SyntaxTreeAnalysisContext context)
    {
        foreach (SyntaxToken token in context.Tree.GetRoot(context.CancellationToken).DescendantTokens())
        {
            if (Words.TryGetValue(token.Kind(), out DiagnosticDescriptor rule))
                context.ReportDiagnostic(Diagnostic.Create(rule, token.GetLocation()));
            else if (token.IsKind(SyntaxKind.DecimalKeyword) || token.Value is decimal)
                context.ReportDiagnostic(Diagnostic.Create(Rules.DecimalOrDynamic, token.GetLocation(), "decimal"));
        }
    }

    private static void CheckIndex(SyntaxNodeAnalysisContext context) =>
        Report(context, Rules.IndexOrRange, ((PrefixUnaryExpressionSyntax)context.Node).OperatorToken);

    private static void CheckListPattern(SyntaxNodeAnalysisContext context)
    {
        // a slice in it is reported as a word already
        var pattern = (ListPatternSyntax)context.Node;
        if (!pattern.Patterns.Any(SyntaxKind.SlicePattern)) Report(context, Rules.IndexOrRange, pattern.OpenBracketToken);
    }

    private static void CheckRank(SyntaxNodeAnalysisContext context)
    {
        SyntaxTokenList commas = context.Node is ImplicitArrayCreationExpressionSyntax creation
            ? creation.Commas
            : SyntaxFactory.TokenList(((ArrayRankSpecifierSyntax)context.Node).Sizes.GetSeparators());
        if (commas.Count > 0) Report(context, Rules.MultiDimensionalArray, context.Node.GetFirstToken());
    }

    private static void CheckTuple(SyntaxNodeAnalysisContext context)
    {
        // one error for "(a, b) = (b, a)" and for a tuple within a tuple
        bool isPart = context.Node.Ancestors().Any(n => n is TupleExpressionSyntax or TupleTypeSyntax or ParenthesizedVariableDesignationSyntax
            || (n is AssignmentExpressionSyntax { Left: TupleExpressionSyntax } a && a.Right.Span.Contains(context.Node.Span)));
        // "var (a, b)" as an argument or a left side; "is var (a, b)" calls Deconstruct and is a pattern, refused all the same
        if (!isPart) Report(context, Rules.Tuple, context.Node.GetFirstToken());
    }

    private static void CheckCatch(SyntaxNodeAnalysisContext context)
    {
        var clause = (CatchClauseSyntax)context.Node;
        if (clause.Block.Statements.Count == 0) Report(context, Rules.EmptyCatch, clause.CatchKeyword);
    }

    private static void CheckInterface(SyntaxNodeAnalysisContext context)
    {
        foreach (MemberDeclarationSyntax member in ((InterfaceDeclarationSyntax)context.Node).Members)
        {
            if (member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax) continue;
            bool isStatic = member.Modifiers.Any(SyntaxKind.StaticKeyword);
            if (isStatic || HasBody(member))
                context.ReportDiagnostic(Diagnostic.Create(Rules.InterfaceMemberWithBody, member.GetLocation(), NameOf(member)));
        }
    }

    private static bool HasBody(MemberDeclarationSyntax member) => member switch
    {
        BaseMethodDeclarationSyntax method => method.Body is not null || method.ExpressionBody is not null,
        PropertyDeclarationSyntax { ExpressionBody: not null } => true,
        IndexerDeclarationSyntax { ExpressionBody: not null } => true,
        BasePropertyDeclarationSyntax { AccessorList: { } list } => list.Accessors.Any(a => a.Body is not null || a.ExpressionBody is not null),
        _ => false,
    };

    private static string NameOf(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        PropertyDeclarationSyntax property => property.Identifier.ValueText,
        EventDeclarationSyntax @event => @event.Identifier.ValueText,
        BaseFieldDeclarationSyntax field => field.Declaration.Variables[0].Identifier.ValueText,
        IndexerDeclarationSyntax => "this[]",
        _ => member.Kind().ToString(),
    };

    private static void Report(SyntaxNodeAnalysisContext context, DiagnosticDescriptor rule, SyntaxToken at) =>
        context.ReportDiagnostic(Diagnostic.Create(rule, at.GetLocation()));
}
