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
/// Definition of every configuration key: what OCPP 1.6 section 9 says, and our own keys. One line of text each, since text
/// stays in flash on the device while objects would cost heap; a line is taken apart only when its key is asked for.
/// </summary>
public sealed class KeyTable
{
    // name | type (b, i, t, m) | access (rw, r, w, l) | minimum | maximum | default | restart needed (*)
    private static readonly string[] Lines =
    [
        "AllowOfflineTxForUnknownId|b|rw|0|0|false|",
        "AuthorizationKey|t|w|16|40||",
        "AuthorizeRemoteTxRequests|b|rw|0|0|true|",
        "ClockAlignedDataInterval|i|r|0|86400|0|",
        "ConnectionTimeOut|i|rw|1|86400|60|",
        "ConnectorPhaseRotation|t|rw|0|200|NotApplicable|",
        "CpoName|t|rw|0|255||",
        "GetConfigurationMaxKeys|i|r|1|1000|50|",
        "HeartbeatInterval|i|rw|1|604800|300|",
        "LocalAuthorizeOffline|b|r|0|0|true|",
        "LocalPreAuthorize|b|r|0|0|false|",
        "MeterValuesAlignedData|m|r|0|8||",
        "MeterValuesSampledData|m|rw|0|8|Energy.Active.Import.Register|",
        "MeterValuesSampledDataMaxLength|i|r|0|8|8|",
        "MeterValueSampleInterval|i|rw|0|86400|60|",
        "NumberOfConnectors|i|r|1|8|1|",
        "ResetRetries|i|rw|0|10|1|",
        "SecurityProfile|i|r|0|3|0|",
        "StopTransactionOnEVSideDisconnect|b|rw|0|0|true|",
        "StopTransactionOnInvalidId|b|rw|0|0|true|",
        "StopTxnAlignedData|m|r|0|8||",
        "StopTxnSampledData|m|r|0|8||",
        "SupportedFeatureProfiles|t|r|0|200|Core,RemoteTrigger|",
        "TransactionMessageAttempts|i|rw|1|100|3|",
        "TransactionMessageRetryInterval|i|rw|0|86400|60|",
        "UnlockConnectorOnEVSideDisconnect|b|rw|0|0|true|",
        "WebSocketPingInterval|i|rw|0|86400|60|",
        "CentralSystemUrl|t|l|0|250||*",
        "Identity|t|l|0|48||*",
    ];

    private readonly string[] _columns;

    private KeyTable(string[] columns) => _columns = columns;

    /// <summary>Name of the key.</summary>
    public string Name => _columns[0];

    /// <summary>Type of its value.</summary>
    public KeyType Type => _columns[1] switch { "b" => KeyType.Boolean, "i" => KeyType.Integer, "m" => KeyType.Measurands, _ => KeyType.Text };

    /// <summary>Who may read and change it.</summary>
    public KeyAccess Access => _columns[2] switch { "rw" => KeyAccess.ReadWrite, "r" => KeyAccess.ReadOnly, "w" => KeyAccess.WriteOnly, _ => KeyAccess.Local };

    /// <summary>Smallest integer, or shortest text in characters.</summary>
    public int Minimum => int.Parse(_columns[3]);

    /// <summary>Largest integer, longest text in characters, or most measurands.</summary>
    public int Maximum => int.Parse(_columns[4]);

    /// <summary>Value of a factory-new charge point.</summary>
    public string Default => _columns[5];

    /// <summary>True if a change takes effect at the next start only.</summary>
    public bool NeedsRestart => _columns[6] == "*";

    /// <summary>Definition of a key.</summary>
    /// <param name="key">Its number in <see cref="Key"/>.</param>
    public static KeyTable Of(int key) => new(Lines[key].Split('|'));

    /// <summary>Name of a key, without taking its whole definition apart.</summary>
    /// <param name="key">Its number in <see cref="Key"/>.</param>
    public static string NameOf(int key)
    {
        string line = Lines[key];
        return line.Substring(0, line.IndexOf('|'));
    }

    /// <summary>Finds a key.</summary>
    /// <param name="name">Its name; letter case does not matter (OCPP 1.6: CiString50Type).</param>
    /// <returns>Its number in <see cref="Key"/>, or -1.</returns>
    public static int Find(string name)
    {
        for (int key = 0; key < Lines.Length; key++)
        {
            if (CiString.Equals(NameOf(key), name)) return key;
        }

        return -1;
    }
}
