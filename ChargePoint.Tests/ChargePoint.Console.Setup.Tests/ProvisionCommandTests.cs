using System.Text;
using nanoFramework.TestFramework;

namespace ChargePoint.Console.Tests;

[TestClass]
public class ProvisionCommandTests
{
    [TestMethod]
    public void Provision_tells_what_became_of_the_file()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("ok", f.Type("provision"));
        Assert.AreEqual("provision: none;", f.Text);
        Restart(f, "{\"identity\":\"CP 1\"}");
        f.Type("provision");
        Assert.AreEqual("provision: wrong;problem: identity: has 1 to 48 characters, no blank and no colon;nothing was changed; the file is read again at the next start;", f.Text);
        f.Type("status");
        Assert.Contains("provision.json changes nothing: identity: has 1 to 48 characters, no blank and no colon;", f.Text);
        f.Type("provision --json");
        Assert.AreEqual("{\"provision\":\"wrong\",\"problem\":\"identity: has 1 to 48 characters, no blank and no colon\"};", f.Text);
        Restart(f, "{\"identity\":\"CP-1\",\"network\":{\"type\":\"wifi\",\"ssid\":\"Depot\",\"password\":\"charge-here\"}}");
        f.Type("provision --json");
        Assert.AreEqual("{\"provision\":\"applied\"};", f.Text);
        f.Run(3_000);
        f.Type("network");
        Assert.StartsWith("up: yes;type: wifi;", f.Text);
        Assert.StartsWith("error: usage: provision", f.Type("provision now"));
    }

    [TestMethod]
    public void A_time_server_needs_one_more_restart()
    {
        ConsoleFixture f = new();
        Restart(f, "{\"network\":{\"ntp\":\"pool.ntp.org\"}}");
        f.Run(5_000);
        Assert.AreEqual(1, f.Restarts);
    }

    private static void Restart(ConsoleFixture f, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        f.Board.Flash.Write("provision.json", bytes, 0, bytes.Length);
        f.Restart();
    }
}
