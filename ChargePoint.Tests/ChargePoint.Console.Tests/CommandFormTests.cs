using nanoFramework.TestFramework;

namespace ChargePoint.Console.Tests;

[TestClass]
public class CommandFormTests
{
    private const string Table = "light -- is it on?\n!light set LEVEL [SECONDS] [--json] -- dims\n!*light say on|off TEXT... -- talks\nlight paste [TEXT...] -- takes";

    [TestMethod]
    public void A_form_is_read_from_the_table()
    {
        CommandForm form = new(Table);
        Assert.IsTrue(form.Next());
        Assert.AreEqual("light", form.Usage);
        Assert.AreEqual("is it on?", form.Summary);
        Assert.IsFalse(form.IsDangerous || form.IsQuery || form.HasSecret);
        Assert.IsTrue(form.Next());
        Assert.AreEqual("light set LEVEL [SECONDS] [--json]", form.Usage);
        Assert.AreEqual(4, form.Words.Length);
        Assert.IsTrue(form.IsDangerous && form.IsQuery && !form.HasSecret);
        Assert.IsTrue(form.Next());
        Assert.IsTrue(form.IsDangerous && form.HasSecret && !form.IsQuery);
        Assert.IsTrue(form.Next());
        Assert.IsFalse(form.Next());
    }

    [DataRow("light", 0)]
    [DataRow("light set 5", 1)]
    [DataRow("light set 5 10", 1)]
    [DataRow("light set 5 10 --json", 1)]
    [DataRow("light say on x", 2)]
    [DataRow("light say off a b c d", 2)]
    [DataRow("light paste", 3)]
    [DataRow("light paste a b", 3)]
    [DataRow("light --json", -1)]
    [DataRow("light set", -1)]
    [DataRow("light set 5 10 15", -1)]
    [DataRow("light say", -1)]
    [DataRow("light say on", -1)]
    [DataRow("light say loud x", -1)]
    [DataRow("light say on|off x", -1)]
    [DataRow("light dim", -1)]
    [TestMethod]
    public void A_line_fits_one_form_or_none(string text, int expected)
    {
        CommandLine line = new(text);
        CommandForm form = new(Table);
        int found = -1;
        for (int i = 0; form.Next(); i++)
        {
            if (found < 0 && form.Fits(line)) found = i;
        }

        Assert.AreEqual(expected, found);
    }

    [TestMethod]
    public void Every_form_of_every_command_is_well_written()
    {
        ConsoleFixture f = new();
        for (int i = 0; i < f.Shell.Count; i++)
        {
            CommandForm form = new(f.Shell[i].Forms);
            string name = "";
            int index = 0;
            while (form.Next())
            {
                if (index == 0) name = form.Name;
                Assert.AreEqual(name, form.Name, "all forms begin with the name of the command");
                Assert.IsTrue(form.Usage.Length < 80, form.Usage);
                Assert.IsTrue(form.Summary.Length > 0 && form.Summary.Length <= 64, form.Usage + ": " + form.Summary.Length.ToString());
                CommandForm? found = f.Shell.FormOf(new CommandLine(Example(form)), out int fitting);
                Assert.IsTrue(found != null && fitting == index, $"'{Example(form)}' is taken for form {fitting} instead of {index}");
                index++;
                if (form.IsQuery && Example(form).EndsWith("TEXT")) continue; // takes whatever stands there
                Assert.StartsWith("error: usage: ", f.Type(Example(form) + (Example(form).EndsWith("TEXT") ? " --json" : " and much more of it --json")), form.Usage);
            }
        }
    }

    [TestMethod]
    public void Wrong_arguments_are_answered_by_the_form_that_was_meant()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("error: usage: config get KEY [--json]", f.Type("config get"));
        Assert.AreEqual("error: usage: config [--json] | config get KEY [--json] | config set KEY [VALUE...] | config reset KEY|all", f.Type("config dance"));
    }

    // A line that is written as the form says
    private static string Example(CommandForm form)
    {
        string text = "";
        for (int i = 0; i < form.Words.Length; i++)
        {
            string bare = CommandForm.Bare(form.Words[i]);
            if (form.Words[i].IndexOf("...") >= 0) bare = "TEXT";
            text += (i > 0 ? " " : "") + bare.Split('|')[0];
        }

        return text;
    }
}
