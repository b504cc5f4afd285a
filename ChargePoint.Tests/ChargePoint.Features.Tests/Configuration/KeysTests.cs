using nanoFramework.TestFramework;

namespace ChargePoint.Features.Tests;

[TestClass]
public class KeysTests
{
    [TestMethod]
    public void Each_constant_is_the_number_of_its_line()
    {
        Assert.AreEqual(Key.AllowOfflineTxForUnknownId, KeyTable.Find("AllowOfflineTxForUnknownId"));
        Assert.AreEqual(Key.AuthorizationKey, KeyTable.Find("AuthorizationKey"));
        Assert.AreEqual(Key.AuthorizeRemoteTxRequests, KeyTable.Find("AuthorizeRemoteTxRequests"));
        Assert.AreEqual(Key.ClockAlignedDataInterval, KeyTable.Find("ClockAlignedDataInterval"));
        Assert.AreEqual(Key.ConnectionTimeOut, KeyTable.Find("ConnectionTimeOut"));
        Assert.AreEqual(Key.ConnectorPhaseRotation, KeyTable.Find("ConnectorPhaseRotation"));
        Assert.AreEqual(Key.CpoName, KeyTable.Find("CpoName"));
        Assert.AreEqual(Key.GetConfigurationMaxKeys, KeyTable.Find("GetConfigurationMaxKeys"));
        Assert.AreEqual(Key.HeartbeatInterval, KeyTable.Find("HeartbeatInterval"));
        Assert.AreEqual(Key.LocalAuthorizeOffline, KeyTable.Find("LocalAuthorizeOffline"));
        Assert.AreEqual(Key.LocalPreAuthorize, KeyTable.Find("LocalPreAuthorize"));
        Assert.AreEqual(Key.MeterValuesAlignedData, KeyTable.Find("MeterValuesAlignedData"));
        Assert.AreEqual(Key.MeterValuesSampledData, KeyTable.Find("MeterValuesSampledData"));
        Assert.AreEqual(Key.MeterValuesSampledDataMaxLength, KeyTable.Find("MeterValuesSampledDataMaxLength"));
        Assert.AreEqual(Key.MeterValueSampleInterval, KeyTable.Find("MeterValueSampleInterval"));
        Assert.AreEqual(Key.NumberOfConnectors, KeyTable.Find("NumberOfConnectors"));
        Assert.AreEqual(Key.ResetRetries, KeyTable.Find("ResetRetries"));
        Assert.AreEqual(Key.SecurityProfile, KeyTable.Find("SecurityProfile"));
        Assert.AreEqual(Key.StopTransactionOnEVSideDisconnect, KeyTable.Find("StopTransactionOnEVSideDisconnect"));
        Assert.AreEqual(Key.StopTransactionOnInvalidId, KeyTable.Find("StopTransactionOnInvalidId"));
        Assert.AreEqual(Key.StopTxnAlignedData, KeyTable.Find("StopTxnAlignedData"));
        Assert.AreEqual(Key.StopTxnSampledData, KeyTable.Find("StopTxnSampledData"));
        Assert.AreEqual(Key.SupportedFeatureProfiles, KeyTable.Find("SupportedFeatureProfiles"));
        Assert.AreEqual(Key.TransactionMessageAttempts, KeyTable.Find("TransactionMessageAttempts"));
        Assert.AreEqual(Key.TransactionMessageRetryInterval, KeyTable.Find("TransactionMessageRetryInterval"));
        Assert.AreEqual(Key.UnlockConnectorOnEVSideDisconnect, KeyTable.Find("UnlockConnectorOnEVSideDisconnect"));
        Assert.AreEqual(Key.WebSocketPingInterval, KeyTable.Find("WebSocketPingInterval"));
        Assert.AreEqual(Key.CentralSystemUrl, KeyTable.Find("CentralSystemUrl"));
        Assert.AreEqual(Key.Identity, KeyTable.Find("Identity"));
        Assert.AreEqual(Key.ResumeTransactionAfterPowerLoss, KeyTable.Find("ChargePoint.ResumeTransactionAfterPowerLoss"));
        Assert.AreEqual(Key.AuthorizationCacheEnabled, KeyTable.Find("AuthorizationCacheEnabled"));
        Assert.AreEqual(Key.LocalAuthListEnabled, KeyTable.Find("LocalAuthListEnabled"));
        Assert.AreEqual(Key.LocalAuthListMaxLength, KeyTable.Find("LocalAuthListMaxLength"));
        Assert.AreEqual(Key.SendLocalListMaxLength, KeyTable.Find("SendLocalListMaxLength"));
        Assert.AreEqual(Key.MaxEnergyOnInvalidId, KeyTable.Find("MaxEnergyOnInvalidId"));
        Assert.AreEqual(Key.MinimumStatusDuration, KeyTable.Find("MinimumStatusDuration"));
        Assert.AreEqual(Key.ConnectorPhaseRotationMaxLength, KeyTable.Find("ConnectorPhaseRotationMaxLength"));
        Assert.AreEqual(Key.MeterValuesAlignedDataMaxLength, KeyTable.Find("MeterValuesAlignedDataMaxLength"));
        Assert.AreEqual(Key.StopTxnAlignedDataMaxLength, KeyTable.Find("StopTxnAlignedDataMaxLength"));
        Assert.AreEqual(Key.StopTxnSampledDataMaxLength, KeyTable.Find("StopTxnSampledDataMaxLength"));
        Assert.AreEqual(Key.SupportedFeatureProfilesMaxLength, KeyTable.Find("SupportedFeatureProfilesMaxLength"));
        Assert.AreEqual(Key.ReserveConnectorZeroSupported, KeyTable.Find("ReserveConnectorZeroSupported"));
        Assert.AreEqual(Key.ChargeProfileMaxStackLevel, KeyTable.Find("ChargeProfileMaxStackLevel"));
        Assert.AreEqual(Key.ChargingScheduleAllowedChargingRateUnit, KeyTable.Find("ChargingScheduleAllowedChargingRateUnit"));
        Assert.AreEqual(Key.ChargingScheduleMaxPeriods, KeyTable.Find("ChargingScheduleMaxPeriods"));
        Assert.AreEqual(Key.ConnectorSwitch3to1PhaseSupported, KeyTable.Find("ConnectorSwitch3to1PhaseSupported"));
        Assert.AreEqual(Key.MaxChargingProfilesInstalled, KeyTable.Find("MaxChargingProfilesInstalled"));
        Assert.AreEqual(Key.SupportedFileTransferProtocols, KeyTable.Find("SupportedFileTransferProtocols"));
    }

    [TestMethod]
    public void Every_definition_makes_sense()
    {
        for (int key = 0; key < Key.Count; key++)
        {
            KeyTable definition = KeyTable.Of(key);
            string name = KeyTable.NameOf(key);
            Assert.IsTrue(name.Length > 0 && name.Length <= 50, name);
            Assert.IsTrue(definition.Minimum >= 0 && definition.Minimum <= definition.Maximum, name);
            if (definition.Type == KeyType.Text) Assert.IsTrue(definition.Maximum <= 500, "a value has at most 500 characters: " + name);
        }
    }

    [TestMethod]
    public void All_keys_may_be_asked_for_at_once()
    {
        Assert.AreEqual(GetConfiguration.MostKeys.ToString(), KeyTable.Of(Key.GetConfigurationMaxKeys).Default);
        int visible = 0;
        for (int key = 0; key < Key.Count; key++)
        {
            if (KeyTable.Of(key).Access != KeyAccess.Local) visible++;
        }

        Assert.IsTrue(visible <= GetConfiguration.MostKeys, visible.ToString());
    }

    [TestMethod]
    public void Keys_that_OCPP_requires_are_there()
    {
        string[] required =
        [
            "AuthorizeRemoteTxRequests", "ClockAlignedDataInterval", "ConnectionTimeOut", "ConnectorPhaseRotation", "GetConfigurationMaxKeys", "HeartbeatInterval", "LocalAuthorizeOffline",
            "LocalPreAuthorize", "MeterValuesAlignedData", "MeterValuesSampledData", "MeterValueSampleInterval", "NumberOfConnectors", "ResetRetries", "StopTransactionOnEVSideDisconnect",
            "StopTransactionOnInvalidId", "StopTxnAlignedData", "StopTxnSampledData", "SupportedFeatureProfiles", "TransactionMessageAttempts", "TransactionMessageRetryInterval",
            "UnlockConnectorOnEVSideDisconnect",
        ];
        foreach (string name in required) Assert.IsTrue(KeyTable.Find(name) >= 0, name);
    }
}
