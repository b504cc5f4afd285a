using nanoFramework.TestFramework;

namespace ChargePoint.Features.Tests;

[TestClass]
public class KeyTableTests
{
    [TestMethod]
    public void Every_key_has_a_name_that_finds_it_and_a_definition_that_its_default_fits()
    {
        for (int key = 0; key < Key.Count; key++)
        {
            string name = KeyTable.NameOf(key);
            Assert.AreEqual(key, KeyTable.Find(name), name);
            Assert.AreEqual(key, KeyTable.Find(name.ToUpper()), name);
            KeyTable definition = KeyTable.Of(key);
            string value = definition.Default;
            bool empty = value.Length == 0;
            Assert.IsTrue(empty || ValueRules.Check(definition, ref value).Length == 0, name);
            Assert.AreEqual(definition.Default, value, name);
        }
    }

    // First, last and the neighbours of places where a line could be missing
    [TestMethod]
    [DataRow(0, "AllowOfflineTxForUnknownId")]
    [DataRow(8, "HeartbeatInterval")]
    [DataRow(14, "MeterValueSampleInterval")]
    [DataRow(17, "SecurityProfile")]
    [DataRow(22, "SupportedFeatureProfiles")]
    [DataRow(26, "WebSocketPingInterval")]
    [DataRow(28, "Identity")]
    public void Names_stand_in_the_order_of_their_numbers(int key, string name) => Assert.AreEqual(name, KeyTable.NameOf(key));

    [TestMethod]
    public void Definitions_carry_type_access_limits_and_default()
    {
        KeyTable password = KeyTable.Of(Key.AuthorizationKey);
        Assert.AreEqual((int)KeyType.Text, (int)password.Type);
        Assert.AreEqual((int)KeyAccess.WriteOnly, (int)password.Access);
        Assert.AreEqual(16, password.Minimum);
        Assert.AreEqual(40, password.Maximum);
        Assert.AreEqual("", password.Default);
        Assert.IsFalse(password.NeedsRestart);
        Assert.IsTrue(KeyTable.Of(Key.CentralSystemUrl).NeedsRestart);
        Assert.AreEqual((int)KeyAccess.Local, (int)KeyTable.Of(Key.Identity).Access);
        Assert.AreEqual("300", KeyTable.Of(Key.HeartbeatInterval).Default);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("HeartbeatInterva")]
    [DataRow("HeartbeatIntervall")]
    [DataRow("XeartbeatInterval")]
    [DataRow("HeartbeatIntervaX")]
    public void Unknown_names_are_not_found(string name) => Assert.AreEqual(-1, KeyTable.Find(name));
}
