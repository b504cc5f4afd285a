using nanoFramework.TestFramework;

namespace ChargePoint.Console.Tests;

[TestClass]
public class AuthCommandTests
{
    [TestMethod]
    public void Auth_shows_list_and_cache()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("ok", f.Type("auth"));
        Assert.AreEqual("list: version 0, 0 entries, 0 bytes of flash;cache: 0 records, 0 bytes of flash;", f.Text);
        SendList(f);
        Assert.AreEqual("ok", f.Type("auth list"));
        Assert.AreEqual("list: version 7, 2 entries, 150 bytes of flash;", f.Text);
        Assert.AreEqual("ok", f.Type("auth cache"));
        Assert.AreEqual("cache: 0 records, 0 bytes of flash;", f.Text);
    }

    [TestMethod]
    public void Auth_finds_an_idTag()
    {
        ConsoleFixture f = new();
        SendList(f);
        Assert.AreEqual("ok", f.Type("auth list find card 1"));
        Assert.AreEqual("Accepted, until 2030-01-01T00:00:00.000Z, group G;", f.Text);
        Assert.AreEqual("ok", f.Type("auth list find CARD2"));
        Assert.AreEqual("Blocked;", f.Text);
        Assert.AreEqual("error: not found", f.Type("auth list find CARD3"));
        Assert.AreEqual("error: not found", f.Type("auth cache find CARD2"));
    }

    [TestMethod]
    public void Auth_clears_the_cache()
    {
        ConsoleFixture f = new();
        f.Connect();
        f.Board.Reader.Present("STRANGER");
        f.Run(100);
        f.Answer("{\"idTagInfo\":{\"status\":\"Invalid\"}}");
        Assert.AreEqual("ok", f.Type("auth cache find stranger"));
        Assert.AreEqual("Invalid;", f.Text);
        Assert.AreEqual("ok", f.Type("auth cache"));
        Assert.AreEqual("cache: 1 records, 50 bytes of flash;", f.Text);
        Assert.AreEqual("ok", f.Type("auth cache clear"));
        Assert.AreEqual("error: not found", f.Type("auth cache find stranger"));
    }

    [TestMethod]
    [DataRow("auth lists")]
    [DataRow("auth list find")]
    [DataRow("auth list clear")]
    [DataRow("auth cache clear now")]
    [DataRow("auth cache drop X")]
    [DataRow("auth x find A")]
    public void Auth_refuses_what_it_does_not_know(string line) => Assert.StartsWith("error: usage: auth", new ConsoleFixture().Type(line));

    private static void SendList(ConsoleFixture f)
    {
        f.Connect();
        f.Receive("[2,\"x\",\"SendLocalList\",{\"listVersion\":7,\"updateType\":\"Full\",\"localAuthorizationList\":["
            + "{\"idTag\":\"CARD 1\",\"idTagInfo\":{\"status\":\"Accepted\",\"expiryDate\":\"2030-01-01T00:00:00Z\",\"parentIdTag\":\"G\"}},"
            + "{\"idTag\":\"CARD2\",\"idTagInfo\":{\"status\":\"Blocked\"}}]}]");
        Assert.Contains("\"Accepted\"", (string)f.Sent[f.Sent.Count - 1]!);
    }
}
