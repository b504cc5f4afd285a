namespace ChargePoint.Simulator.Tests.Conformance;

/// <summary>The configuration keys that OCPP 1.6 §9 requires of a charge point with all profiles.</summary>
internal static class RequiredKeys
{
    public static readonly string[] ReadWrite =
    [
        "ClockAlignedDataInterval", "ConnectionTimeOut", "ConnectorPhaseRotation", "HeartbeatInterval", "LocalAuthorizeOffline", "LocalPreAuthorize",
        "MeterValuesAlignedData", "MeterValuesSampledData", "MeterValueSampleInterval", "ResetRetries", "StopTransactionOnEVSideDisconnect",
        "StopTransactionOnInvalidId", "StopTxnAlignedData", "StopTxnSampledData", "TransactionMessageAttempts", "TransactionMessageRetryInterval",
        "UnlockConnectorOnEVSideDisconnect", "LocalAuthListEnabled",
    ];

    public static readonly string[] ReadOnly =
    [
        "GetConfigurationMaxKeys", "NumberOfConnectors", "SupportedFeatureProfiles", "LocalAuthListMaxLength", "SendLocalListMaxLength",
        "ChargeProfileMaxStackLevel", "ChargingScheduleAllowedChargingRateUnit", "ChargingScheduleMaxPeriods", "MaxChargingProfilesInstalled",
    ];
}
