using ChargePoint.Features;
using nanoFramework.TestFramework;

namespace ChargePoint.Console.Tests;

[TestClass]
public class PolicyCommandTests
{
    [TestMethod]
    public void Policy_tells_who_may_charge_in_sentences()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("ok", f.Type("policy"));
        Assert.AreEqual("free vend: off, a card or the Central System begins a session;online: the Central System is asked about every card;"
            + "offline: cards of the local list and the cache charge, others do not;cache: remembers what the Central System says about a card;"
            + "a card that is refused afterwards: the session ends;", f.Text);
        f.Type("config set LocalPreAuthorize true");
        f.Type("config set AuthorizationCacheEnabled false");
        f.Type("config set StopTransactionOnInvalidId false");
        f.Type("config set MaxEnergyOnInvalidId 5000");
        f.Type("policy free-vend GUEST");
        f.Type("policy offline unknown");
        f.Type("policy");
        Assert.AreEqual("free vend: a vehicle charges as GUEST as soon as it is plugged in, until it is unplugged;"
            + "online: cards of the local list charge at once, for others the Central System is asked;"
            + "offline: every card charges, unless list or cache refuse it;cache: off;"
            + "a card that is refused afterwards: the session goes on for 5 kWh;", f.Text);
        f.Type("policy --json");
        Assert.AreEqual("{\"offline\":\"unknown\",\"freeVend\":\"GUEST\",\"localFirst\":true,\"list\":true,\"cache\":false,\"stopRefused\":false};", f.Text);
    }

    [TestMethod]
    [DataRow("list", true, false)]
    [DataRow("unknown", true, true)]
    [DataRow("nobody", false, false)]
    public void Offline_sets_the_keys_together(string who, bool local, bool unknown)
    {
        ConsoleFixture f = new();
        foreach (string before in new string[] { "list", "unknown", "nobody" })
        {
            f.Type("policy offline " + before);
            Assert.AreEqual("ok", f.Type("policy offline " + who));
            Assert.AreEqual(local, f.Firmware.Configuration.Boolean(Key.LocalAuthorizeOffline));
            Assert.AreEqual(unknown, f.Firmware.Configuration.Boolean(Key.AllowOfflineTxForUnknownId));
            f.Type("policy --json");
            Assert.StartsWith("{\"offline\":\"" + who + "\",\"freeVend\":null", f.Text);
        }
    }

    [TestMethod]
    public void Free_vend_takes_an_idTag_or_off()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("ok", f.Type("policy free-vend 12345678901234567890"));
        Assert.AreEqual("error: an idTag must have at most 20 characters", f.Type("policy free-vend 123456789012345678901"));
        Assert.AreEqual("12345678901234567890", f.Firmware.Configuration.Text(Key.FreeVendIdTag));
        Assert.AreEqual("ok", f.Type("policy free-vend off"));
        Assert.AreEqual("", f.Firmware.Configuration.Text(Key.FreeVendIdTag));
    }

    [TestMethod]
    public void Changes_need_the_service_PIN()
    {
        ConsoleFixture f = new();
        f.Type("service set 123456");
        f.Type("service end");
        Assert.AreEqual("ok", f.Type("policy"));
        foreach (string line in new string[] { "policy offline unknown", "policy free-vend X", "config set ChargePoint.FreeVendIdTag X", "config set AllowOfflineTxForUnknownId true", "config set LocalAuthorizeOffline true", "config set LocalPreAuthorize true", "config set StopTransactionOnInvalidId false", "config set MaxEnergyOnInvalidId 1000", "config reset MaxEnergyOnInvalidId", "queue set-aside", "card learn", "card forget X" })
            Assert.AreEqual("error: needs the service PIN: 'service PIN'", f.Type(line), line);
    }

    [TestMethod]
    [DataRow("policy x")]
    [DataRow("policy offline")]
    [DataRow("policy offline everybody")]
    [DataRow("policy free-vend")]
    [DataRow("policy free-vend A B")]
    [DataRow("policy offline list --json")]
    public void Policy_refuses_what_it_does_not_know(string line) => Assert.StartsWith("error: usage: policy", new ConsoleFixture().Type(line));
}
