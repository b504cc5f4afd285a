using nanoFramework.TestFramework;

namespace ChargePoint.Console.Tests;

[TestClass]
public class QueueCommandTests
{
    [TestMethod]
    public void An_empty_queue_says_so()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("ok", f.Type("queue"));
        Assert.AreEqual("waiting: 0;set aside: 0;flash: 1 of 40 segments of 4 KiB;", f.Text);
        Assert.AreEqual("ok", f.Type("queue aside"));
        Assert.AreEqual("", f.Text);
    }

    [TestMethod]
    public void What_waits_is_told_with_its_first_message()
    {
        ConsoleFixture f = Charged();
        Assert.AreEqual("ok", f.Type("queue"));
        Assert.Contains("waiting: 2;first: #1 StartTransaction of CARD1, connector 1, 0 Wh, ", f.Text);
        Assert.AreEqual(0, f.Sent.Count);
    }

    [TestMethod]
    public void What_was_given_up_is_listed()
    {
        ConsoleFixture f = Charged();
        f.Type("config set TransactionMessageAttempts 1");
        f.Connect();
        for (int i = 0; i < 5; i++) f.Answer(((string)f.Sent[f.Sent.Count - 1]!).IndexOf("Transaction") > 0 ? "!no" : "{}");
        Assert.AreEqual("ok", f.Type("queue"));
        Assert.Contains("waiting: 0;set aside: 2 (queue aside);", f.Text);
        Assert.AreEqual("ok", f.Type("queue aside"));
        Assert.AreEqual(2, f.Lines.Count);
        Assert.StartsWith("#1 StartTransaction of CARD1, connector 1, 0 Wh, 20", f.Text);
        Assert.Contains(";#2 StopTransaction, ", f.Text);
        Assert.Contains(", Local (transaction 1 of this charge point);", f.Text);
    }

    [TestMethod]
    [DataRow("queue all")]
    [DataRow("queue aside now")]
    [DataRow("queue Aside")]
    public void Other_words_are_refused(string line) => Assert.StartsWith("error: usage", new ConsoleFixture().Type(line));

    private static ConsoleFixture Charged()
    {
        ConsoleFixture f = new();
        f.Type("config set AllowOfflineTxForUnknownId true");
        f.Board.Connector(1).Plug();
        f.Board.Reader.Present("CARD1");
        f.Run(3_000);
        f.Board.Reader.Present("CARD1");
        f.Run(1_000);
        return f;
    }
}
