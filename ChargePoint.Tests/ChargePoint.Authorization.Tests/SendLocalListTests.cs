using ChargePoint.Features;
using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Authorization.Tests;

/// <summary>SendLocalList and GetLocalListVersion (OCPP 1.6 sections 5.15 and 5.10): every answer.</summary>
[TestClass]
public class SendLocalListTests
{
    [TestMethod]
    public void A_factory_new_list_is_empty_and_has_version_0()
    {
        ListFixture f = new(new MemoryFlash());
        Assert.AreEqual("{\"listVersion\":0}", f.Version);
        Assert.AreEqual("-", f.Status("A"));
        Assert.AreEqual(0, f.List.Count);
        Assert.AreEqual(0, f.List.FlashBytes);
    }

    [TestMethod]
    public void A_full_update_is_the_list_with_all_fields()
    {
        MemoryFlash flash = new();
        ListFixture f = new(flash);
        string entries = ListFixture.Entry("card1", "Accepted", "2026-11-21T07:00:00.900Z", "Group1") + "," + ListFixture.Entry("B", "Blocked") + "," + ListFixture.Entry("E", "Expired")
            + "," + ListFixture.Entry("I", "Invalid") + "," + ListFixture.Entry("C", "ConcurrentTx");
        Assert.AreEqual("Accepted", f.Full(7, entries));
        for (int start = 0; start < 2; start++)
        {
            Assert.AreEqual("{\"listVersion\":7}", f.Version);
            Assert.AreEqual(5, f.List.Count);
            IdTagInfo info = f.List.Find("CARD1")!;
            Assert.AreEqual("Accepted", info.StatusName);
            Assert.AreEqual("Group1", info.ParentIdTag);
            Assert.AreEqual(1_795_244_400_000L, info.ExpiryUnixMs);
            Assert.AreEqual("Blocked", f.Status("b"));
            Assert.AreEqual("Expired", f.Status("E"));
            Assert.AreEqual("Invalid", f.Status("I"));
            Assert.AreEqual("ConcurrentTx", f.Status("C"));
            Assert.AreEqual(0L, f.List.Find("C")!.ExpiryUnixMs);
            Assert.IsNull(f.List.Find("C")!.ParentIdTag);
            Assert.AreEqual("-", f.Status("CARD2"));
            Assert.AreEqual("-", f.Status(""));
            Assert.AreEqual("-", f.Status("Ä"));
            Assert.AreEqual("-", f.Status("CARD1CARD1CARD1CARD1C"));
            f = new ListFixture(flash);
        }
    }

    [TestMethod]
    public void A_differential_update_adds_changes_and_removes()
    {
        MemoryFlash flash = new();
        ListFixture f = new(flash);
        f.Full(1, ListFixture.Entry("A") + "," + ListFixture.Entry("B") + "," + ListFixture.Entry("C"));
        Assert.AreEqual("Accepted", f.Differential(2, ListFixture.Entry("a", "Blocked") + "," + ListFixture.Entry("B", null) + "," + ListFixture.Entry("D") + "," + ListFixture.Entry("X", null)));
        for (int start = 0; start < 2; start++)
        {
            Assert.AreEqual("{\"listVersion\":2}", f.Version);
            Assert.AreEqual(3, f.List.Count);
            Assert.AreEqual("Blocked", f.Status("A"));
            Assert.AreEqual("-", f.Status("B"));
            Assert.AreEqual("Accepted", f.Status("C"));
            Assert.AreEqual("Accepted", f.Status("D"));
            Assert.AreEqual("-", f.Status("X"));
            f = new ListFixture(flash);
        }
    }

    [TestMethod]
    public void A_full_update_leaves_nothing_of_the_list_before()
    {
        ListFixture f = new(new MemoryFlash());
        f.Full(1, ListFixture.Longest(0, 40));
        for (int i = 1; i < 5; i++) f.Differential(1 + i, ListFixture.Longest(40 * i, 40));
        Assert.AreEqual(200, f.List.Count);
        Assert.AreEqual("Accepted", f.Full(9, ListFixture.Entry("A")));
        Assert.AreEqual(1, f.List.Count);
        for (int i = 0; i < 200; i++) Assert.AreEqual("-", f.Status(ListFixture.LongIdTag(i)));
        Assert.AreEqual("Accepted", f.Status("A"));
        Assert.AreEqual(100, f.List.FlashBytes);
    }

    [TestMethod]
    public void An_empty_full_update_empties_the_list_and_its_version_is_0()
    {
        ListFixture f = new(new MemoryFlash());
        f.Full(5, ListFixture.Entry("A"));
        Assert.AreEqual("{\"status\":\"Accepted\"}", f.Send("{\"listVersion\":6,\"updateType\":\"Full\"}"));
        Assert.AreEqual("{\"listVersion\":0}", f.Version);
        Assert.AreEqual("-", f.Status("A"));
        Assert.AreEqual("Accepted", f.Full(0, ""));
        Assert.AreEqual("{\"listVersion\":0}", f.Version);
        Assert.AreEqual("Accepted", f.Differential(1, ListFixture.Entry("A")));
        Assert.AreEqual("Accepted", f.Differential(2, ListFixture.Entry("A", null)));
        Assert.AreEqual("{\"listVersion\":0}", f.Version);
    }

    [TestMethod]
    public void A_differential_update_needs_a_higher_version()
    {
        ListFixture f = new(new MemoryFlash());
        Assert.AreEqual("VersionMismatch", f.Differential(0, ListFixture.Entry("A")));
        Assert.AreEqual("Accepted", f.Differential(5, ListFixture.Entry("A")));
        Assert.AreEqual("VersionMismatch", f.Differential(5, ListFixture.Entry("B")));
        Assert.AreEqual("VersionMismatch", f.Differential(4, ListFixture.Entry("B")));
        Assert.AreEqual("-", f.Status("B"));
        Assert.AreEqual("Accepted", f.Differential(6, ""));
        Assert.AreEqual("{\"listVersion\":6}", f.Version);
        Assert.AreEqual("Accepted", f.Full(2, ListFixture.Entry("B")));
        Assert.AreEqual("{\"listVersion\":2}", f.Version);
    }

    [TestMethod]
    public void Without_LocalAuthListEnabled_it_is_not_supported_and_the_version_is_minus_1()
    {
        ListFixture f = new(new MemoryFlash());
        f.Full(1, ListFixture.Entry("A"));
        f.Configuration.Change("LocalAuthListEnabled", "false");
        Assert.AreEqual("NotSupported", f.Full(2, ListFixture.Entry("B")));
        Assert.AreEqual("{\"listVersion\":-1}", f.Version);
        Assert.IsNull(f.Local.Find("A"));
        f.Configuration.Change("LocalAuthListEnabled", "true");
        Assert.AreEqual("{\"listVersion\":1}", f.Version);
        Assert.IsNotNull(f.Local.Find("A"));
    }

    [TestMethod]
    public void An_idTag_that_is_there_twice_fails_and_changes_nothing()
    {
        ListFixture f = new(new MemoryFlash());
        f.Full(1, ListFixture.Entry("A"));
        Assert.AreEqual("Failed", f.Full(2, ListFixture.Entry("B") + "," + ListFixture.Entry("C") + "," + ListFixture.Entry("b")));
        Assert.AreEqual("Failed", f.Differential(2, ListFixture.Entry("A", null) + "," + ListFixture.Entry("a")));
        Assert.AreEqual("Accepted", f.Status("A"));
        Assert.AreEqual("-", f.Status("B"));
        Assert.AreEqual("{\"listVersion\":1}", f.Version);
    }

    [TestMethod]
    public void An_update_takes_40_entries_and_not_41()
    {
        ListFixture f = new(new MemoryFlash());
        Assert.AreEqual("!OccurrenceConstraintViolation", f.Full(1, ListFixture.Longest(0, 41)));
        Assert.AreEqual(0, f.List.Count);
        Assert.AreEqual("Accepted", f.Full(1, ListFixture.Longest(0, 40)));
        Assert.AreEqual(40, f.List.Count);
        Assert.AreEqual("!OccurrenceConstraintViolation", f.Differential(2, ListFixture.Longest(40, 41)));
        Assert.AreEqual("Accepted", f.Differential(2, ListFixture.Longest(40, 40)));
        for (int i = 0; i < 80; i++) Assert.AreEqual("Accepted", f.Status(ListFixture.LongIdTag(i)));
    }

    [TestMethod]
    public void Limits_of_the_configuration_are_those_of_the_list()
    {
        Assert.AreEqual(LocalAuthorizationList.MostEntries.ToString(), KeyTable.Of(Key.LocalAuthListMaxLength).Default);
        Assert.AreEqual(LocalAuthorizationList.MostEntriesInUpdate.ToString(), KeyTable.Of(Key.SendLocalListMaxLength).Default);
    }

    [TestMethod]
    [DataRow("{}", "!OccurrenceConstraintViolation")]
    [DataRow("{\"updateType\":\"Full\"}", "!OccurrenceConstraintViolation")]
    [DataRow("{\"listVersion\":2}", "!OccurrenceConstraintViolation")]
    [DataRow("{\"listVersion\":\"2\",\"updateType\":\"Full\"}", "!TypeConstraintViolation")]
    [DataRow("{\"listVersion\":2.5,\"updateType\":\"Full\"}", "!TypeConstraintViolation")]
    [DataRow("{\"listVersion\":-1,\"updateType\":\"Full\"}", "!PropertyConstraintViolation")]
    [DataRow("{\"listVersion\":2,\"updateType\":\"full\"}", "!PropertyConstraintViolation")]
    [DataRow("{\"listVersion\":2,\"updateType\":1}", "!TypeConstraintViolation")]
    [DataRow("{\"listVersion\":2,\"updateType\":\"Full\",\"localAuthorizationList\":{}}", "!TypeConstraintViolation")]
    [DataRow("{\"listVersion\":2,\"updateType\":\"Full\",\"localAuthorizationList\":[1]}", "!TypeConstraintViolation")]
    [DataRow("{\"listVersion\":2,\"updateType\":\"Full\",\"localAuthorizationList\":[],\"localAuthorizationList\":[]}", "!OccurrenceConstraintViolation")]
    public void A_request_that_is_wrong_changes_nothing(string request, string error)
    {
        ListFixture f = new(new MemoryFlash());
        f.Full(1, ListFixture.Entry("A"));
        Assert.AreEqual(error, f.Send(request));
        Assert.AreEqual("Accepted", f.Status("A"));
        Assert.AreEqual("{\"listVersion\":1}", f.Version);
    }

    [TestMethod]
    [DataRow("{}", "!OccurrenceConstraintViolation")]
    [DataRow("{\"idTag\":\"\",\"idTagInfo\":{\"status\":\"Accepted\"}}", "!PropertyConstraintViolation")]
    [DataRow("{\"idTag\":\"123456789012345678901\",\"idTagInfo\":{\"status\":\"Accepted\"}}", "!PropertyConstraintViolation")]
    [DataRow("{\"idTag\":\"\\u00c4\",\"idTagInfo\":{\"status\":\"Accepted\"}}", "!PropertyConstraintViolation")]
    [DataRow("{\"idTag\":\"A\\u0000\",\"idTagInfo\":{\"status\":\"Accepted\"}}", "!PropertyConstraintViolation")]
    [DataRow("{\"idTag\":5,\"idTagInfo\":{\"status\":\"Accepted\"}}", "!TypeConstraintViolation")]
    [DataRow("{\"idTag\":\"B\",\"idTagInfo\":{}}", "!OccurrenceConstraintViolation")]
    [DataRow("{\"idTag\":\"B\",\"idTagInfo\":null}", "!TypeConstraintViolation")]
    [DataRow("{\"idTag\":\"B\",\"idTagInfo\":{\"status\":\"Great\"}}", "!PropertyConstraintViolation")]
    [DataRow("{\"idTag\":\"B\",\"idTagInfo\":{\"status\":\"Accepted\",\"expiryDate\":\"tomorrow\"}}", "!PropertyConstraintViolation")]
    [DataRow("{\"idTag\":\"B\",\"idTagInfo\":{\"status\":\"Accepted\",\"parentIdTag\":\"123456789012345678901\"}}", "!PropertyConstraintViolation")]
    [DataRow("{\"idTag\":\"B\"}", "!OccurrenceConstraintViolation")]
    public void An_entry_that_is_wrong_changes_nothing_also_behind_right_ones(string entry, string error)
    {
        ListFixture f = new(new MemoryFlash());
        f.Full(1, ListFixture.Entry("A"));
        Assert.AreEqual(error, f.Full(2, ListFixture.Longest(0, 20) + "," + entry));
        Assert.AreEqual("Accepted", f.Status("A"));
        Assert.AreEqual("-", f.Status(ListFixture.LongIdTag(0)));
        Assert.AreEqual("{\"listVersion\":1}", f.Version);
    }

    [TestMethod]
    public void Letters_may_be_escaped_and_unknown_fields_are_passed_over()
    {
        ListFixture f = new(new MemoryFlash());
        Assert.AreEqual("Accepted", f.Full(1, "{\"x\":[{}],\"idTagInfo\":{\"y\":1,\"parentIdTag\":\"G\",\"status\":\"Blocked\"},\"idTag\":\"\\u0041\\/1\"}"));
        Assert.AreEqual("Blocked", f.Status("a/1"));
        Assert.AreEqual("G", f.List.Find("A/1")!.ParentIdTag);
    }

    [TestMethod]
    public void An_expiry_date_beyond_2106_does_not_expire_before()
    {
        ListFixture f = new(new MemoryFlash());
        f.Full(1, ListFixture.Entry("A", "Accepted", "9999-12-31T23:59:59Z") + "," + ListFixture.Entry("B", "Accepted", "1960-01-01T00:00:00Z"));
        Assert.AreEqual(4294967295000L, f.List.Find("A")!.ExpiryUnixMs);
        f.Time.Set(1_795_244_400_000);
        Assert.AreEqual("Accepted", f.Local.Find("A")!.StatusName);
        Assert.AreEqual("Expired", f.Local.Find("B")!.StatusName);
    }
}
