using ChargePoint.Features;
using nanoFramework.TestFramework;

namespace ChargePoint.SmartCharging.Tests;

/// <summary>The configuration keys of smart charging say what is true.</summary>
[TestClass]
public class KeyTests
{
    [TestMethod]
    public void Keys_tell_the_limits_that_are_kept()
    {
        Assert.AreEqual(ProfileStore.HighestStackLevel.ToString(), KeyTable.Of(Key.ChargeProfileMaxStackLevel).Default);
        Assert.AreEqual(ProfileStore.MostPeriods.ToString(), KeyTable.Of(Key.ChargingScheduleMaxPeriods).Default);
        Assert.AreEqual(ProfileStore.MostProfiles.ToString(), KeyTable.Of(Key.MaxChargingProfilesInstalled).Default);
        Assert.AreEqual("Current,Power", KeyTable.Of(Key.ChargingScheduleAllowedChargingRateUnit).Default);
        Assert.AreEqual("false", KeyTable.Of(Key.ConnectorSwitch3to1PhaseSupported).Default);
        Assert.Contains("SmartCharging", KeyTable.Of(Key.SupportedFeatureProfiles).Default);
    }
}
