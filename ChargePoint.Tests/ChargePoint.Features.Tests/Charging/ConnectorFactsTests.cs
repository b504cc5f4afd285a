using nanoFramework.TestFramework;

namespace ChargePoint.Features.Tests;

[TestClass]
public class ConnectorFactsTests
{
    // The same rules, written as a table: a digit for each fact (x: does not matter), the first line that fits counts.
    // Faulted Transaction EnergyPermitted EnergyFlows Starting Authorized Occupied Finished Unavailable Reserved
    private static readonly string[] Rules =
    [
        "1xxxxxxxxx Faulted",
        "010xxxxxxx SuspendedEVSE",
        "0111xxxxxx Charging",
        "01101xxxxx Preparing",
        "01100xxxxx SuspendedEV",
        "00xxx1xx0x Preparing",
        "00xxxx11xx Finishing",
        "00xxxxxx1x Unavailable",
        "00xxx0xx01 Reserved",
        "00xxx01000 Preparing",
        "00xxx00x00 Available",
    ];

    [TestMethod]
    public void Every_combination_of_facts_has_the_status_of_the_table()
    {
        int[] uses = new int[Rules.Length];
        for (int bits = 0; bits < 1024; bits++)
        {
            ConnectorFacts facts = new()
            {
                Faulted = (bits & 512) != 0,
                Transaction = (bits & 256) != 0,
                EnergyPermitted = (bits & 128) != 0,
                EnergyFlows = (bits & 64) != 0,
                Starting = (bits & 32) != 0,
                Authorized = (bits & 16) != 0,
                Occupied = (bits & 8) != 0,
                Finished = (bits & 4) != 0,
                Unavailable = (bits & 2) != 0,
                Reserved = (bits & 1) != 0,
            };
            int rule = RuleFor(bits);
            uses[rule]++;
            Assert.AreEqual(Rules[rule].Substring(11), StatusNames.Of(facts.Status), bits.ToString());
        }

        foreach (int count in uses) Assert.IsTrue(count > 0);
    }

    [TestMethod]
    public void Energy_is_shown_as_charging_in_no_other_case()
    {
        for (int bits = 0; bits < 1024; bits++)
        {
            if (Rules[RuleFor(bits)].Substring(11) == "Charging") Assert.IsTrue((bits & 0x3C0) == 0x1C0);
        }
    }

    [TestMethod]
    public void Each_status_and_error_has_the_word_of_the_specification()
    {
        string[] statuses = ["Available", "Preparing", "Charging", "SuspendedEVSE", "SuspendedEV", "Finishing", "Reserved", "Unavailable", "Faulted"];
        for (int i = 0; i < statuses.Length; i++) Assert.AreEqual(statuses[i], StatusNames.Of((ConnectorStatus)i));
        Assert.AreEqual("NoError", StatusNames.Of(Hal.HardwareFault.NoError));
        Assert.AreEqual("ConnectorLockFailure", StatusNames.Of(Hal.HardwareFault.ConnectorLockFailure));
        Assert.AreEqual("EVCommunicationError", StatusNames.Of(Hal.HardwareFault.EVCommunicationError));
        Assert.AreEqual("GroundFailure", StatusNames.Of(Hal.HardwareFault.GroundFailure));
        Assert.AreEqual("HighTemperature", StatusNames.Of(Hal.HardwareFault.HighTemperature));
        Assert.AreEqual("InternalError", StatusNames.Of(Hal.HardwareFault.InternalError));
        Assert.AreEqual("OtherError", StatusNames.Of(Hal.HardwareFault.OtherError));
        Assert.AreEqual("OverCurrentFailure", StatusNames.Of(Hal.HardwareFault.OverCurrentFailure));
        Assert.AreEqual("OverVoltage", StatusNames.Of(Hal.HardwareFault.OverVoltage));
        Assert.AreEqual("PowerMeterFailure", StatusNames.Of(Hal.HardwareFault.PowerMeterFailure));
        Assert.AreEqual("PowerSwitchFailure", StatusNames.Of(Hal.HardwareFault.PowerSwitchFailure));
        Assert.AreEqual("ReaderFailure", StatusNames.Of(Hal.HardwareFault.ReaderFailure));
        Assert.AreEqual("ResetFailure", StatusNames.Of(Hal.HardwareFault.ResetFailure));
        Assert.AreEqual("UnderVoltage", StatusNames.Of(Hal.HardwareFault.UnderVoltage));
        Assert.AreEqual("WeakSignal", StatusNames.Of(Hal.HardwareFault.WeakSignal));
    }

    private static int RuleFor(int bits)
    {
        for (int rule = 0; rule < Rules.Length; rule++)
        {
            bool fits = true;
            for (int i = 0; i < 10; i++)
            {
                char wanted = Rules[rule][i];
                if (wanted != 'x' && (wanted == '1') != ((bits & (512 >> i)) != 0)) fits = false;
            }

            if (fits) return rule;
        }

        return -1;
    }
}
