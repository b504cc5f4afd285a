using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ChargePoint.Build;

/// <summary>
/// Copies the sources of a pack with automatic properties as fields. The compiler makes two methods and a field with a long name of each;
/// the device keeps 16 bytes and a name in flash and 3 bytes of heap for a method, and calls it where it could read the field. Whoever uses
/// such a property uses the field by the same name. What an interface asks for, what is virtual, abstract or an override, what is a struct
/// that can change, what has an attribute, and what has code of its own stay properties. Private fields get short names, since the device
/// keeps names in flash; nullable annotations of reference types go, for which the compiler would make attributes; what a class implements of
/// an interface under the interface's name it implements under the plain one, where that is free. Nothing else is changed: types and methods, which a stack trace names, keep their names, and lines their numbers.
/// </summary>
internal static class PackSources
{
    /// <param name="folder">Where the copies are written, named by their numbers, so that two files may have one name. What does not change is
    /// left alone, so that it is not compiled again; other sources there are deleted.</param>
    /// <param name="files">Sources (.cs), and the assemblies that they need (.dll). A file of another kind is written: private methods get short
    /// names too, and it tells which is which, so that a stack trace can be read.</param>
    /// <param name="report">Where it is told how much was changed.</param>
    public static int Write(string folder, IReadOnlyList<string> files, TextWriter report)
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.None, preprocessorSymbols: ["NANOFRAMEWORK_1_0"]);
        SyntaxTree[] trees = [.. files.Where(IsSource).Select(f => CSharpSyntaxTree.ParseText(File.ReadAllText(f), options, f))];
        IEnumerable<MetadataReference> references = files.Where(f => f.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)).Select(f => MetadataReference.CreateFromFile(f));
        var compilation = CSharpCompilation.Create("Pack", trees, references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        HashSet<ISymbol> asked = AskedFor(compilation);
        HashSet<string> stale = [.. Directory.CreateDirectory(folder).GetFiles("*.cs").Select(f => f.Name)];
        string? map = files.FirstOrDefault(f => f.EndsWith(".names", StringComparison.Ordinal));
        SortedDictionary<string, string> names = new(StringComparer.Ordinal);
        int changed = 0;
        for (int i = 0; i < trees.Length; i++)
        {
            SemanticModel model = compilation.GetSemanticModel(trees[i]);
            PropertyDeclarationSyntax[] properties = [.. trees[i].GetRoot().DescendantNodes().OfType<PropertyDeclarationSyntax>()
                .Where(p => IsAutomatic(p) && model.GetDeclaredSymbol(p) is IPropertySymbol symbol && MayBeField(symbol) && !asked.Contains(symbol))];
            changed += properties.Length;
            IEnumerable<TextChange> changes = properties.SelectMany(Changes).Concat(ShortNames(trees[i], model, map == null ? null : names)).Concat(Annotations(trees[i], model)).Concat(Implicit(trees[i], model)).OrderBy(c => c.Span.Start);
            string text = trees[i].GetText().WithChanges(changes).ToString();
            string name = $"{i:D3}-{Path.GetFileName(trees[i].FilePath)}";
            stale.Remove(name);
            string copy = Path.Combine(folder, name);
            if (!File.Exists(copy) || File.ReadAllText(copy) != text) File.WriteAllText(copy, text);
        }

        if (map != null) File.WriteAllLines(map, names.Select(n => $"{n.Key} {n.Value}"));
        foreach (string name in stale) File.Delete(Path.Combine(folder, name));
        report.WriteLine($"{trees.Length} sources, {changed} automatic properties as fields");
        return 0;
    }

    private static bool IsSource(string file) => file.EndsWith(".cs", StringComparison.OrdinalIgnoreCase);

    // Properties that are what an interface asks for, whether or not their class says so itself.
    private static HashSet<ISymbol> AskedFor(CSharpCompilation compilation)
    {
        HashSet<ISymbol> asked = new(SymbolEqualityComparer.Default);
        foreach (INamedTypeSymbol type in Types(compilation.Assembly.GlobalNamespace))
        {
            if (type.TypeKind == TypeKind.Interface) continue;
            foreach (IPropertySymbol member in type.AllInterfaces.SelectMany(i => i.GetMembers()).OfType<IPropertySymbol>())
            {
                if (type.FindImplementationForInterfaceMember(member) is ISymbol own) asked.Add(own);
            }
        }

        return asked;
    }

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container) => container.GetMembers().OfType<INamespaceOrTypeSymbol>()
        .SelectMany(m => m is INamedTypeSymbol type ? Types(type).Prepend(type) : Types(m));

    private static bool IsAutomatic(PropertyDeclarationSyntax property) =>
        property is { AccessorList: not null, AttributeLists.Count: 0, ExplicitInterfaceSpecifier: null }
        && property.AccessorList.Accessors.All(a => a is { Body: null, ExpressionBody: null, AttributeLists.Count: 0 });

    // A struct that can change is copied by a property, and could be changed in a field.
    private static bool MayBeField(IPropertySymbol property) =>
        property is { Type: { IsValueType: false } or { TypeKind: TypeKind.Enum } or { IsReadOnly: true } or { SpecialType: not SpecialType.None } }
        && property is { IsVirtual: false, IsAbstract: false, IsOverride: false, ContainingType: { TypeKind: TypeKind.Class or TypeKind.Struct, IsRecord: false } }
        && !(property.ContainingType.IsReadOnly && property.SetMethod != null);

    private static IEnumerable<TextChange> ShortNames(SyntaxTree tree, SemanticModel model, IDictionary<string, string>? methods)
    {
        foreach (SyntaxToken token in tree.GetRoot().DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken) && (methods != null || t.ValueText.StartsWith('_'))))
        {
            ISymbol? symbol = token.Parent is VariableDeclaratorSyntax or MethodDeclarationSyntax ? model.GetDeclaredSymbol(token.Parent) : Meant(model.GetSymbolInfo(token.Parent!));
            if (symbol is not { DeclaredAccessibility: Accessibility.Private, ContainingType: not null } || symbol.Locations.All(l => !l.IsInSource)) continue;
            if (symbol is IFieldSymbol { IsConst: false } && symbol.Name.StartsWith('_'))
            {
                yield return new TextChange(token.Span, "_" + Number(symbol));
            }
            else if (methods != null && symbol is IMethodSymbol { MethodKind: MethodKind.Ordinary, IsExtern: false })
            {
                string name = "__" + Number(symbol);
                methods[$"{symbol.ContainingType.ToDisplayString()}.{name}"] = symbol.Name;
                yield return new TextChange(token.Span, name);
            }
        }
    }

    // "void IFoo.Bar()" becomes "public void Bar()" where the class has nothing else of that name: the long name would be kept in flash.
    private static IEnumerable<TextChange> Implicit(SyntaxTree tree, SemanticModel model)
    {
        foreach (ExplicitInterfaceSpecifierSyntax specifier in tree.GetRoot().DescendantNodes().OfType<ExplicitInterfaceSpecifierSyntax>())
        {
            if (specifier.Parent is not (MethodDeclarationSyntax or PropertyDeclarationSyntax) || model.GetDeclaredSymbol(specifier.Parent!) is not ISymbol symbol) continue;
            if (model.GetSymbolInfo(specifier.Name).Symbol is not { DeclaredAccessibility: Accessibility.Public }) continue;
            string name = symbol.Name[(symbol.Name.LastIndexOf('.') + 1)..];
            IEnumerable<ISymbol> members = Bases(symbol.ContainingType).SelectMany(t => t.GetMembers());
            if (members.Count(m => m.Name == name || m.Name.EndsWith("." + name, StringComparison.Ordinal)) != 1 || symbol.ContainingType.Name == name) continue;
            SyntaxNode type = specifier.Parent switch { MethodDeclarationSyntax m => m.ReturnType, PropertyDeclarationSyntax p => p.Type, _ => specifier };
            yield return new TextChange(new TextSpan(type.SpanStart, 0), "public ");
            yield return new TextChange(specifier.Span, "");
        }
    }

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? t = type; t != null; t = t.BaseType) yield return t;
    }

    // In an array of arrays the annotation says which is which.
    private static IEnumerable<TextChange> Annotations(SyntaxTree tree, SemanticModel model) => tree.GetRoot().DescendantNodes().OfType<NullableTypeSyntax>()
        .Where(t => t is not { ElementType: ArrayTypeSyntax, Parent: ArrayTypeSyntax } && model.GetTypeInfo(t.ElementType).Type is { IsValueType: false }).Select(t => new TextChange(t.QuestionToken.Span, ""));

    // Of overloads of which none fits for want of a type, any will do: they get one name.
    private static ISymbol? Meant(SymbolInfo info) => info.Symbol ?? info.CandidateSymbols.FirstOrDefault();

    // The number of its kind in its type: few names, which all types share.
    private static int Number(ISymbol symbol) => symbol.ContainingType.OriginalDefinition.GetMembers().Where(m => m.Kind == symbol.Kind).Select(m => m.Name).Distinct().TakeWhile(n => n != symbol.Name).Count();

    // "int Count { get; }" becomes "readonly int Count;", any other "int Count;"; a value that it begins with stays where it is.
    private static IEnumerable<TextChange> Changes(PropertyDeclarationSyntax property)
    {
        AccessorListSyntax accessors = property.AccessorList!;
        if (accessors.Accessors.All(a => a.IsKind(SyntaxKind.GetAccessorDeclaration))) yield return new TextChange(new TextSpan(property.Type.SpanStart, 0), "readonly ");
        string lines = string.Concat(accessors.ToString().Where(c => c == '\n'));
        yield return new TextChange(accessors.Span, lines + (property.Initializer == null ? ";" : ""));
    }
}
