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
        Assert.AreEqual("waiting: 0;start transaction: 0;meter values: 0;stop transaction: 0;oldest: -;set aside: 0;security events: " + f.Firmware.Security.Log.Waiting.ToString() + ";segments: 1;most segments: 40;room for session: yes;", f.Text);
        Assert.AreEqual("ok", f.Type("queue aside"));
        Assert.AreEqual("", f.Text);
    }

    [TestMethod]
    public void What_waits_is_told_with_its_first_message()
    {
        ConsoleFixture f = Charged();
        Assert.AreEqual("ok", f.Type("queue"));
        Assert.StartsWith("waiting: 2;start transaction: 1;meter values: 0;stop transaction: 1;oldest: #1 StartTransaction of CARD1, connector 1, 0 Wh, ", f.Text);
        Assert.Contains(";oldest age: 4 s;set aside: 0;", f.Text);
        Assert.AreEqual("ok", f.Type("queue --json"));
        Assert.StartsWith("{\"waiting\":2,\"startTransaction\":1,\"meterValues\":0,\"stopTransaction\":1,\"oldest\":\"#1 StartTransaction", f.Text);
        Assert.AreEqual(1, f.Lines.Count);
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
        Assert.StartsWith("waiting: 0;start transaction: 0;meter values: 0;stop transaction: 0;oldest: -;set aside: 2;", f.Text);
        Assert.Contains(";'queue aside' lists what was given up;", f.Text);
        Assert.AreEqual("ok", f.Type("queue aside"));
        Assert.AreEqual(2, f.Lines.Count);
        Assert.StartsWith("#1 StartTransaction of CARD1, connector 1, 0 Wh, 20", f.Text);
        Assert.Contains(";#2 StopTransaction, ", f.Text);
        Assert.Contains(", Local (transaction 1 of this charge point);", f.Text);
    }

    [TestMethod]
    public void What_waits_is_not_told_to_another_Central_System()
    {
        ConsoleFixture f = Charged();
        Assert.AreEqual("error: 2 transaction messages wait for the present Central System: have them sent, or 'queue set-aside'", f.Type("central url ws://other.example"));
        Assert.StartsWith("error: 2 transaction messages wait", f.Type("central identity CP2"));
        Assert.AreEqual("ok", f.Type("central url ws://central.example"));
        Assert.AreEqual("ok", f.Type("queue set-aside"));
        Assert.AreEqual("set aside: 2, still waiting: 0;", f.Text);
        Assert.AreEqual("ok", f.Type("queue aside"));
        Assert.AreEqual(2, f.Lines.Count);
        Assert.AreEqual("ok", f.Type("central url ws://other.example"));
    }

    [TestMethod]
    public void While_a_session_runs_nothing_is_given_up_and_nobody_moves()
    {
        ConsoleFixture f = Charged();
        f.Type("config set AllowOfflineTxForUnknownId true");
        f.Board.Connector(2).Plug();
        f.Board.Reader.Present("CARD2");
        f.Run(3_000);
        Assert.IsTrue(f.Firmware.Connectors[1].Transaction != null);
        Assert.AreEqual("error: a session is running", f.Type("queue set-aside"));
        Assert.AreEqual("error: a session is running, which belongs to the present Central System", f.Type("central url ws://other.example"));
        f.Type("queue");
        Assert.StartsWith("waiting: 3;", f.Text);
    }

    [TestMethod]
    [DataRow("queue all")]
    [DataRow("queue set-aside now")]
    [DataRow("queue aside --json")]
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
