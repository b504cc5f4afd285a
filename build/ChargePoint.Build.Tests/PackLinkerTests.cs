using System.Reflection;
using System.Runtime.Loader;
using Mono.Cecil;
using Mono.Cecil.Cil;
using ICustomAttributeProvider = Mono.Cecil.ICustomAttributeProvider;

namespace ChargePoint.Build.Tests;

/// <summary>What is flashed does what the compiler's code does, without what a device has no use for.</summary>
[TestClass]
public sealed class PackLinkerTests
{
    // The attribute keeps the names that the test asks for.
    private const string Library = """
        using System;
        namespace Lib;
        public enum Kind : byte { None, Some = 7, Other }
        public enum Wide : long { Far = 1L << 40 }
        public delegate string Told(Kind kind);
        public interface IThing { Kind Kind { get; } string Tell(int count); string Tell(string text); }
        public interface IOther { string Tell(int count); }
        public readonly struct Pair { public Pair(int left, Kind right) { Left = left; Right = right; } public int Left { get; } public Kind Right { get; } }
        public class Base
        {
            public const string Word = "word";
            public int Count { get; protected set; } = 3;
            public Kind Kind { get; set; }
            public static long Sum { get; set; }
            public virtual string Name => "base";
            public int Twice(Kind kind) => (int)kind * 2;
            public int Twice(byte number) => number * 3;
            public Kind[] Kinds { get; init; } = { Kind.Some, Kind.None, Kind.Other };
            public class Inner { public Wide Wide { get; } = Wide.Far; public string Text { get; set; } }
        }
        """;

    private const string Application = """
        using System; using System.Collections;
        using Lib;
        class Thing : Base, IThing, IOther, IDisposable, IComparable
        {
            public override string Name => "thing of " + base.Name;
            public string Tell(int count) => "I tell " + count;
            string IOther.Tell(int count) => "other " + count;
            public string Tell(string text) => text + Word;
            public override string ToString() => Name + Count++;
            public int CompareTo(object other) => other is Thing thing ? Count - thing.Count : 1;
            public void Dispose() => Sum += Count;
        }
        class Holder { private Pair _pair = new(5, Kind.Other); public Pair Pair => _pair; public ref int Number => ref _number; private int _number = 2; }
        [Obsolete] public static class Entry
        {
            [Obsolete] public static string Run()
            {
                string text = "";
                using (var thing = new Thing { Kind = Kind.Some })
                {
                    IThing asThing = thing; IOther asOther = thing;
                    text += asThing.Kind == Kind.Some ? "some " : "no ";
                    text += asThing.Tell(1) + asThing.Tell("x") + asOther.Tell(2) + thing.ToString() + thing + thing.Count;
                    text += ((IComparable)thing).CompareTo(new Thing()) + Sum(thing.Kinds);
                }
                text += Base.Sum + new Thing().Twice(Kind.Other) + "," + new Thing().Twice((byte)1) + (long)new Base.Inner().Wide;
                Told told = kind => kind switch { Kind.None => "none", Kind.Some => "some", _ => "other" };
                text += told(new Holder().Pair.Right) + new Holder().Pair.Left + new Base.Inner { Text = "t" }.Text;
                Kind[][] table = { new[] { Kind.Other } };
                try { throw new ArgumentException(table[0][0] == Kind.Other ? "thrown" : ""); }
                catch (ArgumentException e) when (e.Message.Length > 0) { text += e.Message; }
                object boxed = Kind.Some;
                return text + ((Kind)boxed == Kind.Some) + new int[] { 1, 2, 3, 4, 5, 6, 7, 8 }[5];
            }
            static int Sum(Kind[] kinds) { int sum = 0; foreach (Kind kind in kinds) sum += (int)kind; return sum; }
        }
        """;

    private static readonly string[] ClassLibraries = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Where(p => Path.GetFileName(p) is "System.Runtime.dll" or "System.Private.CoreLib.dll")];

    private readonly SampleFolder _folder = new();

    private string Linked(string name) => _folder.File(Path.Combine("linked", name + ".dll"));

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    public void What_is_linked_does_what_the_source_says()
    {
        Link(Library, Application);

        string expected = Run(_folder.File("App.dll"));
        Assert.AreEqual(expected, Run(Linked("App")));
        StringAssert.StartsWith(expected, "some I tell 1xwordother 2thing of base3thing of base45");
    }

    [TestMethod]
    public void Accessors_enumerations_constants_and_attributes_of_the_compiler_are_gone()
    {
        Link(Library, Application);

        foreach (string name in new[] { "Lib", "App" })
        {
            using ModuleDefinition module = ModuleDefinition.ReadModule(Linked(name));
            TypeDefinition[] types = [.. module.GetTypes()];
            Assert.IsFalse(types.Any(t => t.IsEnum || t.HasProperties || t.BaseType?.Name == "Attribute"));
            Assert.IsFalse(types.SelectMany(t => t.Fields).Any(f => f.IsLiteral));
            IEnumerable<ICustomAttributeProvider> attributed = [module, module.Assembly, .. types, .. types.SelectMany(t => t.Fields), .. types.SelectMany(t => t.Methods)];
            Assert.IsTrue(attributed.SelectMany(a => a.CustomAttributes).All(a => a.AttributeType.Name == "ObsoleteAttribute"));
            Code[] reading = [Code.Ldarg_0, Code.Ldfld, Code.Ret];
            string[] accessors = [.. types.SelectMany(t => t.Methods).Where(m => !m.IsVirtual && m.HasBody && m.Body.Instructions.Select(i => i.OpCode.Code).SequenceEqual(reading)).Select(m => m.FullName)];
            Assert.AreEqual("", string.Join(", ", accessors));
        }
    }

    [TestMethod]
    public void Names_are_short_and_virtual_methods_are_told_from_others()
    {
        Link(Library, Application);

        using ModuleDefinition module = ModuleDefinition.ReadModule(Linked("App"));
        TypeDefinition[] renamed = [.. module.GetTypes().Where(t => t.BaseType != null && !t.Name.StartsWith('<') && t.Name != "Entry")];
        Assert.IsTrue(renamed.Length >= 2);
        Assert.IsTrue(renamed.All(t => t.Name.Length <= 2 && t.Namespace.Length == 0));
        foreach (MethodDefinition method in renamed.SelectMany(t => t.Methods).Where(m => !m.IsConstructor && !m.HasOverrides && m.Name is not ("ToString" or "CompareTo" or "Dispose")))
        {
            Assert.IsTrue(method.Name.Length <= 2, method.FullName);
            Assert.AreEqual(method.IsVirtual, char.IsUpper(method.Name[0]), method.FullName);
        }
    }

    [TestMethod]
    public void The_same_source_gives_the_same_bytes()
    {
        Link(Library, Application);
        byte[] first = File.ReadAllBytes(Linked("App"));

        PackLinker.Link(_folder.File("linked"), Packs, ClassLibraries, TextWriter.Null);

        CollectionAssert.AreEqual(first, File.ReadAllBytes(Linked("App")));
    }

    [TestMethod]
    public void What_short_names_mean_is_written_beside_and_a_log_is_told_with_them()
    {
        Link("namespace Lib; public class Base { public int Value() => 3; }",
            "namespace App; public class Thing : Lib.Base { int _field; void Do() => _field = Value(); class Part { internal void Act() { } } Part P = new(); }");
        string[] names = File.ReadAllLines(Linked("App").Replace(".dll", ".names"));
        CollectionAssert.IsSubsetOf(new[] { "A Lib.Base", "A.a Lib.Base.Value", "B App.Thing", "B.a App.Thing.Do", "B.C App.Thing.Part", "B.C.a App.Thing.Part.Act" }, names);
        var log = new StringWriter();

        SourceNames.Write(names, new StringReader("failed (NullReferenceException B::a)\nB+C::a, A.a: at 10.5 A 3.a, Z::a B"), log);

        Assert.AreEqual("failed (NullReferenceException App.Thing.Do)\nApp.Thing.Part.Act, Lib.Base.Value: at 10.5 A 3.a, Z::a B\n", log.ToString().ReplaceLineEndings("\n"));
    }

    [TestMethod]
    public void More_types_and_members_than_letters_have_names_of_their_own()
    {
        string members = string.Concat(Enumerable.Range(0, 2000).Select(i => $"static int Method{i}() => {i}; "));
        string sum = string.Join(" + ", Enumerable.Range(0, 2000).Select(i => $"Method{i}()"));

        Link("public class Base { }", $"[System.Obsolete] public class Entry {{ {members} [System.Obsolete] public static string Run() => ({sum}).ToString(); }}");

        Assert.AreEqual("1999000", Run(Linked("App")));
    }

    [TestMethod]
    public void A_property_that_stands_for_another_one_is_called_or_is_the_field_wherever_it_is_used()
    {
        Link("namespace Lib; public class Early { public static int Ask(Base b) => b.Alias * 100; } public class Base { public int Value { get; set; } = 7; public int Alias => Value; public int Other() => Alias + 1; }",
            "[System.Obsolete] public class Entry { [System.Obsolete] public static string Run() => Lib.Early.Ask(new Lib.Base()) + \" \" + new Lib.Base().Alias + new Lib.Base().Other(); }");

        Assert.AreEqual("700 78", Run(Linked("App")));
    }

    [TestMethod]
    public void What_was_refused_is_not_taken_for_linked_by_the_next_build()
    {
        var refused = Assert.ThrowsExactly<BuildException>(() => Link("public class Base { }", "public enum E { } public class C { public virtual void M(E e) { } public virtual void M(int i) { } }"));

        StringAssert.EndsWith(refused.Message, "two members by the name System.Void C.M(System.Int32)", StringComparison.Ordinal); // as in the source
        // the last of what the target names as its outputs
        Assert.IsFalse(File.Exists(Linked("App").Replace(".dll", ".names")));
    }

    [TestMethod]
    public void A_log_is_told_where_a_type_has_several_virtual_methods_of_one_name()
    {
        Link(Library, Application);
        string[] names = File.ReadAllLines(Linked("App").Replace(".dll", ".names"));
        string tell = names.First(n => n.EndsWith(" Lib.IThing.Tell", StringComparison.Ordinal)).Split(' ')[0];
        var log = new StringWriter();

        SourceNames.Write(names, new StringReader(tell), log);

        Assert.AreEqual("Lib.IThing.Tell", log.ToString().TrimEnd());
    }

    [TestMethod]
    public void A_log_is_told_of_constructors_and_where_a_type_and_a_method_have_one_name()
    {
        Link("namespace Lib; public class Base { public class Part { public void Act() { } } public virtual void One() { } public virtual void Two() { } }", "class Thing { }");
        string[] names = File.ReadAllLines(Linked("App").Replace(".dll", ".names"));
        CollectionAssert.IsSubsetOf(new[] { "A.B Lib.Base.Part", "A.B Lib.Base.Two" }, names);
        var log = new StringWriter();

        SourceNames.Write(names, new StringReader("failed (Exception A::.ctor, A+B::.cctor, A+B::a, A::B, Z::.ctor)"), log);

        Assert.AreEqual("failed (Exception Lib.Base.ctor, Lib.Base.Part or Lib.Base.Two.cctor, Lib.Base.Part.Act, Lib.Base.Part or Lib.Base.Two, Z::.ctor)", log.ToString().TrimEnd());
    }

    [TestMethod]
    public void A_class_may_stand_above_the_one_that_it_derives_from()
    {
        Link("public class Base { }",
            """[System.Obsolete] public class Entry { [System.Obsolete] public static string Run() => new Late().ToString(); } public class Late : Early { public override string ToString() => "late " + base.ToString(); } public class Early { public override string ToString() => "early"; }""");

        Assert.AreEqual("late early", Run(Linked("App")));
    }

    [TestMethod]
    [DataRow("public class C<T> { public T Get() => default; } public class D { C<int> _c = new(); }", "the linker knows nothing of such types")]
    [DataRow("public class C { object M() => typeof(C).GetMethod(\"M\"); }", "names are short on the device")]
    [DataRow("public class C { object M() => System.Type.GetType(\"C\"); }", "names are short on the device")]
    [DataRow("public enum E { } public class C { bool M(object o) => o is E; }", "which is an integer on the device")]
    [DataRow("public enum E { A } public class C { bool M(object o) => o is E.A; }", "which is an integer on the device")]
    [DataRow("public class C { C[,] _c = new C[2, 3]; }", "C[0...,0...]")]
    [DataRow("public enum E { } public class C { public virtual void M(E e) { } public virtual void M(int i) { } }", "two members by the name")]
    [DataRow("public enum E { } public class B { public virtual int M(E e) => 1; } public class C : B { public virtual int M(int i) => 2; }", "would be taken for an override of")]
    [DataRow("public interface I { void Dispose(); } public class C : Lib.Base, System.IDisposable { }", "has a short name already")]
    [DataRow("public interface I { void End(); } public class B { public virtual void End() { } } public class C : B, I { } [System.Obsolete] public class D : Lib.Both { [System.Obsolete] public override void End() { } }", "overrides nothing")]
    [DataRow("public interface I { void Dispose(); } public class C : I, System.IDisposable { public void Dispose() { } }", "has nothing that answers")]
    public void What_cannot_be_linked_is_refused(string source, string problem)
    {
        var refused = Assert.ThrowsExactly<BuildException>(() => Link("namespace Lib; public interface IEnds { void Dispose(); } public class Base : IEnds { public void Dispose() { } } public class Both { public virtual void End() { } }", source));

        StringAssert.Contains(refused.Message, problem);
    }

    private string[] Packs => [_folder.File("Lib.dll"), _folder.File("App.dll")];

    private void Link(string library, string application)
    {
        _folder.AddOfPlatform("Lib", library, ClassLibraries);
        _folder.AddOfPlatform("App", application, [.. ClassLibraries, _folder.File("Lib.dll")]);
        PackLinker.Link(_folder.File("linked"), Packs, ClassLibraries, TextWriter.Null);
    }

    private static string Run(string assembly)
    {
        var context = new AssemblyLoadContext(null, isCollectible: true);
        context.Resolving += (c, name) => Load(c, Path.Combine(Path.GetDirectoryName(assembly)!, name.Name + ".dll"));
        MethodInfo run = Load(context, assembly).GetType("Entry")!.GetMethod("Run")!;
        string result = (string)run.Invoke(null, [])!;
        context.Unload();
        return result;
    }

    private static Assembly Load(AssemblyLoadContext context, string path)
    {
        using var file = new MemoryStream(File.ReadAllBytes(path));
        return context.LoadFromStream(file);
    }
}
