using ChargePoint.Features;
using nanoFramework.TestFramework;

namespace ChargePoint.Console.Tests;

[TestClass]
public class CardCommandTests
{
    [TestMethod]
    public void Card_shows_list_and_cache()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("ok", f.Type("card"));
        Assert.AreEqual("list version: 0;list cards: 0;list: 0 bytes;cache cards: 0;cache: 0 bytes;", f.Text);
        SendList(f);
        Assert.AreEqual("ok", f.Type("card --json"));
        Assert.AreEqual("{\"listVersion\":7,\"listCards\":2,\"listBytes\":150,\"cacheCards\":0,\"cacheBytes\":0};", f.Text);
    }

    [TestMethod]
    public void Card_finds_an_idTag_in_list_and_cache()
    {
        ConsoleFixture f = new();
        SendList(f);
        Assert.AreEqual("ok", f.Type("card find card 1"));
        Assert.AreEqual("list: Accepted, until 2030-01-01T00:00:00.000Z, group G;", f.Text);
        Assert.AreEqual("ok", f.Type("card find CARD2"));
        Assert.AreEqual("list: Blocked;", f.Text);
        Assert.AreEqual("error: not found", f.Type("card find CARD3"));
        Assert.AreEqual("error: not found", f.Type("card find a text that is longer than an idTag"));
        f.Type("card find card 1 --json");
        Assert.AreEqual("{\"idTag\":\"card 1\",\"in\":\"list\",\"status\":\"Accepted\",\"expiry\":\"2030-01-01T00:00:00.000Z\",\"group\":\"G\"};", f.Text);
    }

    [TestMethod]
    public void Card_clears_the_cache()
    {
        ConsoleFixture f = new();
        f.Connect();
        f.Board.Reader.Present("STRANGER");
        f.Run(100);
        f.Answer("{\"idTagInfo\":{\"status\":\"Invalid\"}}");
        Assert.AreEqual("ok", f.Type("card find stranger"));
        Assert.AreEqual("cache: Invalid;", f.Text);
        f.Type("card");
        Assert.Contains("cache cards: 1;cache: 50 bytes;", f.Text);
        Assert.AreEqual("ok", f.Type("card clear"));
        Assert.AreEqual("error: not found", f.Type("card find stranger"));
    }

    [TestMethod]
    public void The_list_is_shown_card_by_card()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("ok", f.Type("card list"));
        Assert.AreEqual("", f.Text);
        SendList(f);
        Assert.AreEqual("ok", f.Type("card list"));
        Assert.AreEqual("CARD 1              Accepted, until 2030-01-01T00:00:00.000Z, group G;CARD2               Blocked;", f.Text);
        f.Type("card list --json");
        Assert.AreEqual(2, f.Lines.Count);
        Assert.AreEqual("{\"idTag\":\"CARD2\",\"in\":\"list\",\"status\":\"Blocked\",\"expiry\":null,\"group\":null}", (string)f.Lines[1]!);
    }

    [TestMethod]
    public void A_long_list_is_shown_whole_also_when_its_changes_were_merged()
    {
        ConsoleFixture f = new();
        f.Connect();
        for (int part = 0; part < 10; part++)
        {
            string entries = "";
            for (int i = 0; i < 40; i++) entries += $"{(i > 0 ? "," : "")}{{\"idTag\":\"CARD{(part * 40) + i}\",\"idTagInfo\":{{\"status\":\"Accepted\"}}}}";
            f.Receive($"[2,\"x\",\"SendLocalList\",{{\"listVersion\":{part + 1},\"updateType\":\"{(part == 0 ? "Full" : "Differential")}\",\"localAuthorizationList\":[{entries}]}}]");
        }

        Assert.AreEqual(400, f.Firmware.LocalList.Count);
        ExpectAll(f, 400);
        f.Type("card forget card7");
        f.Type("card forget CARD399");
        ExpectAll(f, 398);
        f.Run(60_000);
        ExpectAll(f, 398);
        Assert.DoesNotContains("CARD7 ", f.Text);
        Assert.Contains("CARD77 ", f.Text);
    }

    [TestMethod]
    public void The_next_card_is_learned_and_charges_nothing()
    {
        ConsoleFixture f = new();
        f.Board.Connector(1).Plug();
        f.Run(100);
        Assert.AreEqual("", f.Type("card learn"));
        Assert.AreEqual("present the card to the reader (30 s, Enter gives up);", f.Text);
        f.Board.Reader.Present("NEWCARD");
        f.Run(1_000);
        Assert.AreEqual("ok", f.End);
        Assert.Contains("learned: NEWCARD;it counts offline", f.Text);
        Assert.IsTrue(f.Firmware.Connectors[0].Transaction == null);
        f.Type("card find newcard");
        Assert.AreEqual("list: Accepted;", f.Text);
        Assert.AreEqual(1, f.Firmware.LocalList.Version);
        f.Board.Reader.Present("NEWCARD");
        f.Run(1_000);
        Assert.IsTrue(f.Firmware.Connectors[0].Transaction != null, "offline, it charges");
    }

    [TestMethod]
    public void Learning_keeps_the_version_of_the_list_and_survives_a_restart()
    {
        ConsoleFixture f = new();
        SendList(f);
        f.Type("card learn 5");
        f.Board.Reader.Present("CARD2"); // was blocked
        f.Run(200);
        Assert.AreEqual("ok", f.End);
        Assert.AreEqual(7, f.Firmware.LocalList.Version);
        Assert.AreEqual(2, f.Firmware.LocalList.Count);
        f.Restart();
        f.Type("card find CARD2");
        Assert.AreEqual("list: Accepted;", f.Text);
        Assert.AreEqual(7, f.Firmware.LocalList.Version);
    }

    [TestMethod]
    public void Learning_ends_without_a_card_or_by_hand()
    {
        ConsoleFixture f = new();
        f.Type("card learn 2");
        Assert.AreEqual("error: another terminal learns a card", ConsoleFixture.TypeAt(f.Firmware.NewConsole(), "card learn"));
        f.Run(2_500);
        Assert.AreEqual("error: no card was presented", f.End);
        f.Type("card learn");
        Assert.AreEqual("error: no card was presented", f.Type(""));
        f.Type("card learn");
        f.Shell.Cancel();
        Assert.AreEqual("error: cancelled", f.End);
        f.Board.Reader.Present("LATER");
        f.Run(200);
        Assert.AreEqual("error: not found", f.Type("card find LATER"));
        f.Type("config set LocalAuthListEnabled false");
        Assert.AreEqual("error: LocalAuthListEnabled is false", f.Type("card learn"));
        Assert.AreEqual("error: SECONDS is 1 to 600", f.Type("card learn 601"));
        Assert.AreEqual("error: SECONDS is 1 to 600", f.Type("card learn 0"));
    }

    [TestMethod]
    public void Forgetting_the_last_card_empties_the_list()
    {
        ConsoleFixture f = new();
        f.Type("card learn");
        f.Board.Reader.Present("ONLY");
        f.Run(200);
        Assert.AreEqual("ok", f.Type("card forget only"));
        Assert.AreEqual(0, f.Firmware.LocalList.Version);
        Assert.AreEqual(0, f.Firmware.LocalList.Count);
        Assert.AreEqual("error: not in the list", f.Type("card forget ONLY"));
        Assert.AreEqual("error: an idTag has 1 to 20 printable ASCII characters", f.Type("card forget 123456789012345678901"));
    }

    [TestMethod]
    public void A_full_list_learns_nothing_more()
    {
        ConsoleFixture f = new();
        LocalLists.Fill(f.Firmware.LocalList);
        f.Type("card learn");
        f.Board.Reader.Present("ONEMORE");
        f.Run(200);
        Assert.AreEqual("error: the list is full: 2000 entries", f.End);
        f.Type("card forget FILL5");
        f.Type("card learn");
        f.Board.Reader.Present("ONEMORE");
        f.Run(200);
        Assert.AreEqual("ok", f.End);
    }

    [TestMethod]
    [DataRow("card x")]
    [DataRow("card list now")]
    [DataRow("card find")]
    [DataRow("card learn 1 2")]
    [DataRow("card forget")]
    [DataRow("card clear now")]
    [DataRow("auth")]
    public void Card_refuses_what_it_does_not_know(string line) => Assert.StartsWith("error: u", new ConsoleFixture().Type(line));

    private static void ExpectAll(ConsoleFixture f, int count)
    {
        Assert.AreEqual("ok", f.Type("card list"));
        Assert.AreEqual(count, f.Lines.Count);
    }

    private static void SendList(ConsoleFixture f)
    {
        f.Connect();
        f.Receive("[2,\"x\",\"SendLocalList\",{\"listVersion\":7,\"updateType\":\"Full\",\"localAuthorizationList\":["
            + "{\"idTag\":\"CARD 1\",\"idTagInfo\":{\"status\":\"Accepted\",\"expiryDate\":\"2030-01-01T00:00:00Z\",\"parentIdTag\":\"G\"}},"
            + "{\"idTag\":\"CARD2\",\"idTagInfo\":{\"status\":\"Blocked\"}}]}]");
        Assert.Contains("\"Accepted\"", (string)f.Sent[f.Sent.Count - 1]!);
    }

    private static class LocalLists
    {
        public static void Fill(Authorization.LocalAuthorizationList list)
        {
            for (int i = 0; list.Count < Authorization.LocalAuthorizationList.MostEntries; i++) Assert.AreEqual("", list.Change("FILL" + i.ToString(), new IdTagInfo(AuthorizationStatus.Accepted)));
        }
    }
}
