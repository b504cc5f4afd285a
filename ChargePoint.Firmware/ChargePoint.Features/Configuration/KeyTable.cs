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

    // In the order of their numbers
    private static readonly string[] Names =
    [
        "AllowOfflineTxForUnknownId",
        "AuthorizationKey",
        "AuthorizeRemoteTxRequests",
        "ClockAlignedDataInterval",
        "ConnectionTimeOut",
        "ConnectorPhaseRotation",
        "CpoName",
        "GetConfigurationMaxKeys",
        "HeartbeatInterval",
        "LocalAuthorizeOffline",
        "LocalPreAuthorize",
        "MeterValuesAlignedData",
        "MeterValuesSampledData",
        "MeterValuesSampledDataMaxLength",
        "MeterValueSampleInterval",
        "NumberOfConnectors",
        "ResetRetries",
        "SecurityProfile",
        "StopTransactionOnEVSideDisconnect",
        "StopTransactionOnInvalidId",
        "StopTxnAlignedData",
        "StopTxnSampledData",
        "SupportedFeatureProfiles",
        "TransactionMessageAttempts",
        "TransactionMessageRetryInterval",
        "UnlockConnectorOnEVSideDisconnect",
        "WebSocketPingInterval",
        "CentralSystemUrl",
        "Identity",
        "ChargePoint.ResumeTransactionAfterPowerLoss",
        "AuthorizationCacheEnabled",
        "LocalAuthListEnabled",
        "LocalAuthListMaxLength",
        "SendLocalListMaxLength",
        "MaxEnergyOnInvalidId",
        "MinimumStatusDuration",
        "ConnectorPhaseRotationMaxLength",
        "MeterValuesAlignedDataMaxLength",
        "StopTxnAlignedDataMaxLength",
        "StopTxnSampledDataMaxLength",
        "SupportedFeatureProfilesMaxLength",
        "ReserveConnectorZeroSupported",
        "ChargeProfileMaxStackLevel",
        "ChargingScheduleAllowedChargingRateUnit",
        "ChargingScheduleMaxPeriods",
        "ConnectorSwitch3to1PhaseSupported",
        "MaxChargingProfilesInstalled",
        "SupportedFileTransferProtocols",
        "ChargePoint.InstallDuringTransaction",
        "CustomDisplayCostAndPrice",
        "NumberOfDecimalsForCostValues",
        "DefaultPrice",
        "CustomIdleFeeAfterStop",
        "SupportedLanguages",
        "Language",
    ];

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
        Key.SecurityProfile => Integer(ReadOnly, 0, 3, "0"),
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
        Key.SendLocalListMaxLength => Integer(ReadOnly, 1, 1000, "50"),
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
        _ => throw new ArgumentOutOfRangeException(nameof(key)),
    };

    /// <summary>Name of a key.</summary>
    /// <param name="key">Its number in <see cref="Key"/>.</param>
    public static string NameOf(int key) => Names[key];

    /// <summary>Finds a key.</summary>
    /// <param name="name">Its name; letter case does not matter (OCPP 1.6: CiString50Type).</param>
    /// <returns>Its number in <see cref="Key"/>, or -1.</returns>
    public static int Find(string name)
    {
        for (int key = 0; key < Names.Length; key++)
        {
            if (CiString.Equals(Names[key], name)) return key;
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
