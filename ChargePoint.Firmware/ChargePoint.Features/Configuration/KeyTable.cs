using System;

namespace ChargePoint.Features;

/// <summary>Type of a configuration value.</summary>
public enum KeyType
{
    /// <summary>"true" or "false".</summary>
    Boolean,

    /// <summary>Decimal integer between the key's minimum and maximum.</summary>
    Integer,

    /// <summary>Text with a length between the key's minimum and maximum, in characters.</summary>
    Text,

    /// <summary>Comma-separated measurands, at most as many as the key's maximum.</summary>
    Measurands,
}

/// <summary>Who may read and change a configuration value over OCPP.</summary>
public enum KeyAccess
{
    /// <summary>Read and changed.</summary>
    ReadWrite,

    /// <summary>Read only.</summary>
    ReadOnly,

    /// <summary>Changed only: a secret.</summary>
    WriteOnly,

    /// <summary>Invisible over OCPP: belongs to the technician's console and provisioning.</summary>
    Local,
}

/// <summary>
/// Definition of every configuration key: what OCPP 1.6 section 9 says, and our own keys. The table is code, since code stays in
/// flash on the device while objects would cost heap; a definition is a value, so looking one up makes no object.
/// </summary>
public readonly struct KeyTable
{
    /// <summary>What the names of our own keys begin with, so that they never meet a key of OCPP. Those of the console have no need of it.</summary>
    public const string VendorPrefix = "ChargePoint.";

    private const KeyAccess ReadWrite = KeyAccess.ReadWrite;
    private const KeyAccess ReadOnly = KeyAccess.ReadOnly;
    private const KeyAccess WriteOnly = KeyAccess.WriteOnly;
    private const KeyAccess Local = KeyAccess.Local;

    private KeyTable(KeyType type, KeyAccess access, int minimum, int maximum, string defaultValue, bool needsRestart)
    {
        Type = type;
        Access = access;
        Minimum = minimum;
        Maximum = maximum;
        Default = defaultValue;
        NeedsRestart = needsRestart;
    }

    /// <summary>Type of its value.</summary>
    public KeyType Type { get; }

    /// <summary>Who may read and change it.</summary>
    public KeyAccess Access { get; }

    /// <summary>Smallest integer, or shortest text in characters.</summary>
    public int Minimum { get; }

    /// <summary>Largest integer, longest text in characters, or most measurands.</summary>
    public int Maximum { get; }

    /// <summary>Value of a factory-new charge point.</summary>
    public string Default { get; }

    /// <summary>True if a change takes effect at the next start only.</summary>
    public bool NeedsRestart { get; }

    /// <summary>Definition of a key.</summary>
    /// <param name="key">Its number in <see cref="Key"/>.</param>
    public static KeyTable Of(int key) => key switch
    {
        Key.AllowOfflineTxForUnknownId => Boolean(ReadWrite, "false"),
        Key.AuthorizationKey => Text(WriteOnly, 16, 40, ""),
        Key.AuthorizeRemoteTxRequests => Boolean(ReadWrite, "true"),
        Key.ClockAlignedDataInterval => Integer(ReadWrite, 0, 86400, "0"),
        Key.ConnectionTimeOut => Integer(ReadWrite, 1, 86400, "60"),
        Key.ConnectorPhaseRotation => Text(ReadWrite, 0, 200, "NotApplicable"),
        Key.CpoName => Text(ReadWrite, 0, 255, ""),
        Key.GetConfigurationMaxKeys => Integer(ReadOnly, 1, 1000, "60"),
        Key.HeartbeatInterval => Integer(ReadWrite, 1, 604800, "300"),
        Key.LocalAuthorizeOffline => Boolean(ReadWrite, "true"),
        Key.LocalPreAuthorize => Boolean(ReadWrite, "false"),
        Key.MeterValuesAlignedData => Measurands(ReadWrite, 8, ""),
        Key.MeterValuesSampledData => Measurands(ReadWrite, 8, "Energy.Active.Import.Register"),
        Key.MeterValuesSampledDataMaxLength => Integer(ReadOnly, 0, 8, "8"),
        Key.MeterValueSampleInterval => Integer(ReadWrite, 0, 86400, "60"),
        Key.NumberOfConnectors => Integer(ReadOnly, 1, 8, "1"),
        Key.ResetRetries => Integer(ReadWrite, 0, 10, "1"),
        Key.SecurityProfile => Integer(ReadWrite, 0, 3, "0"),
        Key.StopTransactionOnEVSideDisconnect => Boolean(ReadWrite, "true"),
        Key.StopTransactionOnInvalidId => Boolean(ReadWrite, "true"),
        Key.StopTxnAlignedData => Measurands(ReadWrite, 8, ""),
        Key.StopTxnSampledData => Measurands(ReadWrite, 8, ""),
        Key.SupportedFeatureProfiles => Text(ReadOnly, 0, 200, "Core,FirmwareManagement,LocalAuthListManagement,RemoteTrigger,Reservation,SmartCharging"),
        Key.TransactionMessageAttempts => Integer(ReadWrite, 1, 100, "3"),
        Key.TransactionMessageRetryInterval => Integer(ReadWrite, 0, 86400, "60"),
        Key.UnlockConnectorOnEVSideDisconnect => Boolean(ReadWrite, "true"),
        Key.WebSocketPingInterval => Integer(ReadWrite, 0, 86400, "60"),
        Key.CentralSystemUrl => Text(Local, 0, 250, "", needsRestart: true),
        Key.Identity => Text(Local, 0, 48, "", needsRestart: true),
        Key.ResumeTransactionAfterPowerLoss => Boolean(ReadWrite, "true"),
        Key.AuthorizationCacheEnabled => Boolean(ReadWrite, "true"),
        Key.LocalAuthListEnabled => Boolean(ReadWrite, "true"),
        Key.LocalAuthListMaxLength => Integer(ReadOnly, 1, 10000, "2000"),
        Key.SendLocalListMaxLength => Integer(ReadOnly, 1, 1000, "40"),
        Key.MaxEnergyOnInvalidId => Integer(ReadWrite, 0, 100000000, "0"),
        Key.MinimumStatusDuration => Integer(ReadWrite, 0, 3600, "0"),
        Key.ConnectorPhaseRotationMaxLength => Integer(ReadOnly, 0, 9, "9"),
        Key.MeterValuesAlignedDataMaxLength => Integer(ReadOnly, 0, 8, "8"),
        Key.StopTxnAlignedDataMaxLength => Integer(ReadOnly, 0, 8, "8"),
        Key.StopTxnSampledDataMaxLength => Integer(ReadOnly, 0, 8, "8"),
        Key.SupportedFeatureProfilesMaxLength => Integer(ReadOnly, 0, 200, "6"),
        Key.ReserveConnectorZeroSupported => Boolean(ReadOnly, "true"),
        Key.ChargeProfileMaxStackLevel => Integer(ReadOnly, 0, 100, "9"),
        Key.ChargingScheduleAllowedChargingRateUnit => Text(ReadOnly, 0, 20, "Current,Power"),
        Key.ChargingScheduleMaxPeriods => Integer(ReadOnly, 1, 100, "24"),
        Key.ConnectorSwitch3to1PhaseSupported => Boolean(ReadOnly, "false"),
        Key.MaxChargingProfilesInstalled => Integer(ReadOnly, 1, 100, "12"),
        Key.SupportedFileTransferProtocols => Text(ReadOnly, 0, 50, "HTTP,HTTPS,FTP"),
        Key.InstallDuringTransaction => Boolean(ReadWrite, "false"),
        Key.CustomDisplayCostAndPrice => Boolean(ReadOnly, "true"),
        Key.NumberOfDecimalsForCostValues => Integer(ReadWrite, 0, 5, "3"),
        Key.DefaultPrice => Text(ReadWrite, 0, 500, ""),
        Key.CustomIdleFeeAfterStop => Boolean(ReadWrite, "false"),
        Key.SupportedLanguages => Text(ReadOnly, 0, 100, "en"),
        Key.Language => Text(ReadWrite, 2, 35, "en"),
        Key.AdditionalRootCertificateCheck => Boolean(ReadOnly, "false"),
        Key.CertificateSignedMaxChainSize => Integer(ReadOnly, 0, 10000, "5800"),
        Key.CertificateStoreMaxLength => Integer(ReadOnly, 1, 8, "8"),
        Key.SignedFirmwareOnly => Boolean(Local, "false"),
        Key.FreeVendIdTag => Text(ReadWrite, 0, 20, ""),
        _ => throw new ArgumentOutOfRangeException(nameof(key)),
    };

    /// <summary>Name of a key.</summary>
    /// <param name="key">Its number in <see cref="Key"/>.</param>
    public static string NameOf(int key) => key switch
    {
        Key.AllowOfflineTxForUnknownId => "AllowOfflineTxForUnknownId",
        Key.AuthorizationKey => "AuthorizationKey",
        Key.AuthorizeRemoteTxRequests => "AuthorizeRemoteTxRequests",
        Key.ClockAlignedDataInterval => "ClockAlignedDataInterval",
        Key.ConnectionTimeOut => "ConnectionTimeOut",
        Key.ConnectorPhaseRotation => "ConnectorPhaseRotation",
        Key.CpoName => "CpoName",
        Key.GetConfigurationMaxKeys => "GetConfigurationMaxKeys",
        Key.HeartbeatInterval => "HeartbeatInterval",
        Key.LocalAuthorizeOffline => "LocalAuthorizeOffline",
        Key.LocalPreAuthorize => "LocalPreAuthorize",
        Key.MeterValuesAlignedData => "MeterValuesAlignedData",
        Key.MeterValuesSampledData => "MeterValuesSampledData",
        Key.MeterValuesSampledDataMaxLength => "MeterValuesSampledDataMaxLength",
        Key.MeterValueSampleInterval => "MeterValueSampleInterval",
        Key.NumberOfConnectors => "NumberOfConnectors",
        Key.ResetRetries => "ResetRetries",
        Key.SecurityProfile => "SecurityProfile",
        Key.StopTransactionOnEVSideDisconnect => "StopTransactionOnEVSideDisconnect",
        Key.StopTransactionOnInvalidId => "StopTransactionOnInvalidId",
        Key.StopTxnAlignedData => "StopTxnAlignedData",
        Key.StopTxnSampledData => "StopTxnSampledData",
        Key.SupportedFeatureProfiles => "SupportedFeatureProfiles",
        Key.TransactionMessageAttempts => "TransactionMessageAttempts",
        Key.TransactionMessageRetryInterval => "TransactionMessageRetryInterval",
        Key.UnlockConnectorOnEVSideDisconnect => "UnlockConnectorOnEVSideDisconnect",
        Key.WebSocketPingInterval => "WebSocketPingInterval",
        Key.CentralSystemUrl => "CentralSystemUrl",
        Key.Identity => "Identity",
        Key.ResumeTransactionAfterPowerLoss => "ChargePoint.ResumeTransactionAfterPowerLoss",
        Key.AuthorizationCacheEnabled => "AuthorizationCacheEnabled",
        Key.LocalAuthListEnabled => "LocalAuthListEnabled",
        Key.LocalAuthListMaxLength => "LocalAuthListMaxLength",
        Key.SendLocalListMaxLength => "SendLocalListMaxLength",
        Key.MaxEnergyOnInvalidId => "MaxEnergyOnInvalidId",
        Key.MinimumStatusDuration => "MinimumStatusDuration",
        Key.ConnectorPhaseRotationMaxLength => "ConnectorPhaseRotationMaxLength",
        Key.MeterValuesAlignedDataMaxLength => "MeterValuesAlignedDataMaxLength",
        Key.StopTxnAlignedDataMaxLength => "StopTxnAlignedDataMaxLength",
        Key.StopTxnSampledDataMaxLength => "StopTxnSampledDataMaxLength",
        Key.SupportedFeatureProfilesMaxLength => "SupportedFeatureProfilesMaxLength",
        Key.ReserveConnectorZeroSupported => "ReserveConnectorZeroSupported",
        Key.ChargeProfileMaxStackLevel => "ChargeProfileMaxStackLevel",
        Key.ChargingScheduleAllowedChargingRateUnit => "ChargingScheduleAllowedChargingRateUnit",
        Key.ChargingScheduleMaxPeriods => "ChargingScheduleMaxPeriods",
        Key.ConnectorSwitch3to1PhaseSupported => "ConnectorSwitch3to1PhaseSupported",
        Key.MaxChargingProfilesInstalled => "MaxChargingProfilesInstalled",
        Key.SupportedFileTransferProtocols => "SupportedFileTransferProtocols",
        Key.InstallDuringTransaction => "ChargePoint.InstallDuringTransaction",
        Key.CustomDisplayCostAndPrice => "CustomDisplayCostAndPrice",
        Key.NumberOfDecimalsForCostValues => "NumberOfDecimalsForCostValues",
        Key.DefaultPrice => "DefaultPrice",
        Key.CustomIdleFeeAfterStop => "CustomIdleFeeAfterStop",
        Key.SupportedLanguages => "SupportedLanguages",
        Key.Language => "Language",
        Key.AdditionalRootCertificateCheck => "AdditionalRootCertificateCheck",
        Key.CertificateSignedMaxChainSize => "CertificateSignedMaxChainSize",
        Key.CertificateStoreMaxLength => "CertificateStoreMaxLength",
        Key.SignedFirmwareOnly => "SignedFirmwareOnly",
        Key.FreeVendIdTag => "ChargePoint.FreeVendIdTag",
        _ => throw new ArgumentOutOfRangeException(nameof(key)),
    };

    /// <summary>Finds a key.</summary>
    /// <param name="name">Its name; letter case does not matter (OCPP 1.6: CiString50Type).</param>
    /// <returns>Its number in <see cref="Key"/>, or -1.</returns>
    public static int Find(string name)
    {
        for (int key = 0; key < Key.Count; key++)
        {
            if (CiString.Equals(NameOf(key), name)) return key;
        }

        return -1;
    }

    private static KeyTable Boolean(KeyAccess access, string defaultValue) => new(KeyType.Boolean, access, 0, 0, defaultValue, false);

    private static KeyTable Integer(KeyAccess access, int minimum, int maximum, string defaultValue) =>
        new(KeyType.Integer, access, minimum, maximum, defaultValue, false);

    private static KeyTable Text(KeyAccess access, int shortest, int longest, string defaultValue, bool needsRestart = false) =>
        new(KeyType.Text, access, shortest, longest, defaultValue, needsRestart);

    private static KeyTable Measurands(KeyAccess access, int most, string defaultValue) => new(KeyType.Measurands, access, 0, most, defaultValue, false);
}
