using System.Text;
using ChargePoint.Hal.Simulated;
using ChargePoint.Runtime;
using nanoFramework.TestFramework;

namespace ChargePoint.Features.Tests;

[TestClass]
public class ConfigurationStoreTests
{
    [TestMethod]
    public void A_factory_new_charge_point_has_the_defaults_and_has_written_nothing()
    {
        FeatureFixture f = new(null, 3);
        Assert.IsTrue(f.Configuration.IsFactoryNew);
        Assert.AreEqual(300, f.Configuration.Integer(Key.HeartbeatInterval));
        Assert.IsFalse(f.Configuration.Boolean(Key.AllowOfflineTxForUnknownId));
        Assert.AreEqual("3", f.Configuration.Text(Key.NumberOfConnectors));
        Assert.AreEqual(0, f.Flash.Operations);
    }

    [TestMethod]
    public void A_change_survives_a_restart()
    {
        FeatureFixture f = new();
        Expect(ChangeOutcome.Accepted, f.Configuration.Change("heartbeatinterval", " 0060 "));
        Expect(ChangeOutcome.Accepted, f.Configuration.Change("CpoName", "Z\u00fcri = 1|2"));
        FeatureFixture again = new(f.Flash);
        Assert.IsFalse(again.Configuration.IsFactoryNew);
        Assert.AreEqual("60", again.Configuration.Text(Key.HeartbeatInterval));
        Assert.AreEqual("Z\u00fcri = 1|2", again.Configuration.Text(Key.CpoName));
    }

    [TestMethod]
    public void A_value_may_go_back_to_its_default()
    {
        FeatureFixture f = new();
        f.Configuration.Change("HeartbeatInterval", "60");
        f.Configuration.Change("HeartbeatInterval", "300");
        Assert.AreEqual(300, new FeatureFixture(f.Flash).Configuration.Integer(Key.HeartbeatInterval));
    }

    [TestMethod]
    public void The_number_of_connectors_is_the_boards_whatever_was_stored()
    {
        FeatureFixture f = new(null, 2);
        f.Configuration.Change("HeartbeatInterval", "60");
        Assert.AreEqual("4", new FeatureFixture(f.Flash, 4).Configuration.Text(Key.NumberOfConnectors));
    }

    [TestMethod]
    public void The_same_value_again_costs_no_flash_and_tells_nobody()
    {
        FeatureFixture f = new();
        f.Configuration.Change("HeartbeatInterval", "60");
        int operations = f.Flash.Operations;
        Observer observer = new();
        f.Configuration.Observe(observer);
        Expect(ChangeOutcome.Accepted, f.Configuration.Change("HeartbeatInterval", "60"));
        Assert.AreEqual(operations, f.Flash.Operations);
        Assert.AreEqual(-1, observer.Last);
        f.Configuration.Change("HeartbeatInterval", "61");
        Assert.AreEqual(Key.HeartbeatInterval, observer.Last);
    }

    [TestMethod]
    public void A_broken_flash_rejects_and_keeps_the_old_value()
    {
        FeatureFixture f = new();
        f.Configuration.Change("HeartbeatInterval", "60");
        Observer observer = new();
        f.Configuration.Observe(observer);
        f.Flash.Broken = true;
        Expect(ChangeOutcome.Rejected, f.Configuration.Change("HeartbeatInterval", "61"));
        Expect(ChangeOutcome.Rejected, f.Configuration.Change("HeartbeatInterval", "300"));
        Assert.AreEqual(60, f.Configuration.Integer(Key.HeartbeatInterval));
        Assert.AreEqual(-1, observer.Last);
        f.Flash.Broken = false;
        Assert.AreEqual(60, new FeatureFixture(f.Flash).Configuration.Integer(Key.HeartbeatInterval));
        Expect(ChangeOutcome.Accepted, f.Configuration.Change("HeartbeatInterval", "61"));
    }

    [TestMethod]
    public void A_full_flash_rejects_and_keeps_the_old_value()
    {
        FeatureFixture f = new(new MemoryFlash(40));
        Expect(ChangeOutcome.Rejected, f.Configuration.Change("CpoName", new string('x', 200)));
        Assert.AreEqual("", f.Configuration.Text(Key.CpoName));
    }

    [TestMethod]
    public void Access_is_kept()
    {
        FeatureFixture f = new();
        Expect(ChangeOutcome.NotSupported, f.Configuration.Change("NoSuchKey", "1"));
        Expect(ChangeOutcome.NotSupported, f.Configuration.Change("CentralSystemUrl", "ws://evil"));
        Expect(ChangeOutcome.NotSupported, f.Configuration.Change("Identity", "other"));
        Expect(ChangeOutcome.Rejected, f.Configuration.Change("NumberOfConnectors", "7"));
        Expect(ChangeOutcome.Rejected, f.Configuration.Change("ReserveConnectorZeroSupported", "false"));
        Expect(ChangeOutcome.Rejected, f.Configuration.Change("HeartbeatInterval", "never"));
        Expect(ChangeOutcome.RebootRequired, f.Configuration.Set(Key.Identity, "CP7", out string problem));
        Assert.AreEqual("", problem);
        Assert.AreEqual("CP7", new FeatureFixture(f.Flash).Configuration.Text(Key.Identity));
    }

    [TestMethod]
    public void Keys_of_a_newer_version_are_kept()
    {
        FeatureFixture f = new();
        Store(f, "HeartbeatInterval=60\nFutureKey=a=b\nOther=\n");
        FeatureFixture old = new(f.Flash);
        Expect(ChangeOutcome.Accepted, old.Configuration.Change("HeartbeatInterval", "70"));
        Expect(ChangeOutcome.Accepted, old.Configuration.Change("HeartbeatInterval", "80"));
        Assert.AreEqual("HeartbeatInterval=80\nFutureKey=a=b\nOther=\n", Stored(old));
        FeatureFixture again = new(f.Flash);
        again.Configuration.Change("HeartbeatInterval", "90");
        Assert.AreEqual("HeartbeatInterval=90\nFutureKey=a=b\nOther=\n", Stored(again), "and do not multiply");
    }

    [TestMethod]
    public void Stored_values_that_are_not_valid_fall_back_to_the_default()
    {
        FeatureFixture f = new();
        Store(f, "HeartbeatInterval=never\nConnectionTimeOut=0\nCpoName=ok\n\n=x\nnonsense\n");
        FeatureFixture again = new(f.Flash);
        Assert.AreEqual(300, again.Configuration.Integer(Key.HeartbeatInterval));
        Assert.AreEqual(60, again.Configuration.Integer(Key.ConnectionTimeOut));
        Assert.AreEqual("ok", again.Configuration.Text(Key.CpoName));
    }

    [TestMethod]
    public void Vendor_keys_that_were_stored_without_their_prefix_are_taken()
    {
        FeatureFixture f = new();
        Store(f, "ResumeTransactionAfterPowerLoss=false\nInstallDuringTransaction=true\n");
        FeatureFixture again = new(f.Flash);
        Assert.IsFalse(again.Configuration.Boolean(Key.ResumeTransactionAfterPowerLoss));
        Assert.IsTrue(again.Configuration.Boolean(Key.InstallDuringTransaction));
        Expect(ChangeOutcome.NotSupported, again.Configuration.Change("InstallDuringTransaction", "false"));
        Expect(ChangeOutcome.Accepted, again.Configuration.Change("ChargePoint.InstallDuringTransaction", "false"));
        Assert.AreEqual("ChargePoint.ResumeTransactionAfterPowerLoss=false\n", Stored(again), "the former names are gone");
    }

    [TestMethod]
    public void More_than_fits_is_rejected()
    {
        FeatureFixture f = new();
        Store(f, "Future=" + new string('x', ConfigurationStore.LongestImage - 100) + "\n");
        FeatureFixture full = new(f.Flash);
        Expect(ChangeOutcome.Rejected, full.Configuration.Change("CpoName", new string('y', 100)));
        Assert.AreEqual("", full.Configuration.Text(Key.CpoName));
        Expect(ChangeOutcome.Accepted, full.Configuration.Change("CpoName", new string('y', 50)));
    }

    [TestMethod]
    public void Every_value_at_its_longest_fits_together()
    {
        FeatureFixture f = new();
        // The name of an operator may be all umlauts; the others are ASCII in practice.
        for (int key = 0; key < Key.Count; key++)
        {
            KeyTable definition = KeyTable.Of(key);
            if (definition.Access == KeyAccess.ReadOnly) continue;
            string value = definition.Type switch
            {
                KeyType.Boolean => definition.Default == "true" ? "false" : "true",
                KeyType.Integer => definition.Maximum.ToString(),
                KeyType.Measurands => "Voltage,Current.Import,Power.Active.Import,Current.Offered,Energy.Active.Import.Register",
                _ => new string(key == Key.CpoName ? '\u00fc' : 'x', definition.Maximum),
            };
            ChangeOutcome expected = definition.NeedsRestart ? ChangeOutcome.RebootRequired : ChangeOutcome.Accepted;
            Expect(expected, f.Configuration.Set(key, value, out string problem));
            Assert.AreEqual("", problem);
        }

        int length = Encoding.UTF8.GetBytes(Stored(f)).Length;
        Assert.IsTrue(length <= ConfigurationStore.LongestImage - 64, $"{length} bytes");
    }

    [TestMethod]
    public void A_secret_is_not_logged()
    {
        FeatureFixture f = new();
        f.Configuration.Change("AuthorizationKey", "0123456789SECRET");
        for (int i = 0; i < f.Log.Count; i++)
        {
            f.Log.TryRead(i, out _, out _, out _, out string message);
            Assert.DoesNotContains("SECRET", message);
        }

        Assert.IsTrue(f.Log.Count > 0);
    }

    private static void Expect(ChangeOutcome expected, ChangeOutcome actual) => Assert.AreEqual((int)expected, (int)actual);

    private static void Store(FeatureFixture f, string image)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(image);
        SlotFile file = f.File();
        file.Load(new byte[ConfigurationStore.LongestImage], out _);
        Assert.IsTrue(file.Save(bytes, bytes.Length));
    }

    private static string Stored(FeatureFixture f)
    {
        byte[] image = new byte[ConfigurationStore.LongestImage];
        Assert.IsTrue(f.File().Load(image, out int length));
        return Encoding.UTF8.GetString(image, 0, length);
    }

    private sealed class Observer : IConfigurationObserver
    {
        public int Last { get; private set; } = -1;

        public void OnConfigurationChanged(int key) => Last = key;
    }
}
