namespace ChargePoint.Features;

/// <summary>
/// The configuration keys, by number. Names, types and limits stand in <see cref="KeyTable"/> in the same order.
/// </summary>
public static class Key
{
#pragma warning disable CS1591 // each is documented by its line of the table
    public const int AllowOfflineTxForUnknownId = 0;
    public const int AuthorizationKey = 1;
    public const int AuthorizeRemoteTxRequests = 2;
    public const int ClockAlignedDataInterval = 3;
    public const int ConnectionTimeOut = 4;
    public const int ConnectorPhaseRotation = 5;
    public const int CpoName = 6;
    public const int GetConfigurationMaxKeys = 7;
    public const int HeartbeatInterval = 8;
    public const int LocalAuthorizeOffline = 9;
    public const int LocalPreAuthorize = 10;
    public const int MeterValuesAlignedData = 11;
    public const int MeterValuesSampledData = 12;
    public const int MeterValuesSampledDataMaxLength = 13;
    public const int MeterValueSampleInterval = 14;
    public const int NumberOfConnectors = 15;
    public const int ResetRetries = 16;
    public const int SecurityProfile = 17;
    public const int StopTransactionOnEVSideDisconnect = 18;
    public const int StopTransactionOnInvalidId = 19;
    public const int StopTxnAlignedData = 20;
    public const int StopTxnSampledData = 21;
    public const int SupportedFeatureProfiles = 22;
    public const int TransactionMessageAttempts = 23;
    public const int TransactionMessageRetryInterval = 24;
    public const int UnlockConnectorOnEVSideDisconnect = 25;
    public const int WebSocketPingInterval = 26;
    public const int CentralSystemUrl = 27;
    public const int Identity = 28;
    public const int ResumeTransactionAfterPowerLoss = 29;
    public const int AuthorizationCacheEnabled = 30;
    public const int LocalAuthListEnabled = 31;
    public const int LocalAuthListMaxLength = 32;
    public const int SendLocalListMaxLength = 33;
    public const int MaxEnergyOnInvalidId = 34;
    public const int MinimumStatusDuration = 35;
    public const int ConnectorPhaseRotationMaxLength = 36;
    public const int MeterValuesAlignedDataMaxLength = 37;
    public const int StopTxnAlignedDataMaxLength = 38;
    public const int StopTxnSampledDataMaxLength = 39;
    public const int SupportedFeatureProfilesMaxLength = 40;
    public const int ReserveConnectorZeroSupported = 41;
    public const int ChargeProfileMaxStackLevel = 42;
    public const int ChargingScheduleAllowedChargingRateUnit = 43;
    public const int ChargingScheduleMaxPeriods = 44;
    public const int ConnectorSwitch3to1PhaseSupported = 45;
    public const int MaxChargingProfilesInstalled = 46;
    public const int SupportedFileTransferProtocols = 47;
    public const int InstallDuringTransaction = 48;
    public const int CustomDisplayCostAndPrice = 49;
    public const int NumberOfDecimalsForCostValues = 50;
    public const int DefaultPrice = 51;
    public const int CustomIdleFeeAfterStop = 52;
    public const int SupportedLanguages = 53;
    public const int Language = 54;
    public const int AdditionalRootCertificateCheck = 55;
    public const int CertificateSignedMaxChainSize = 56;
    public const int CertificateStoreMaxLength = 57;
    public const int SignedFirmwareOnly = 58;
    public const int FreeVendIdTag = 59;
    public const int Count = 60;
#pragma warning restore CS1591
}
