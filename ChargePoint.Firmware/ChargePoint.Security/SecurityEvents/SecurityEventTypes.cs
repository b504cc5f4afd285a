namespace ChargePoint.Security;

/// <summary>The security events of the whitepaper "Improved security for OCPP 1.6-J", as far as this firmware raises them.</summary>
public static class SecurityEventTypes
{
    /// <summary>Another firmware runs than before.</summary>
    public const string FirmwareUpdated = "FirmwareUpdated";

    /// <summary>The Central System does not take our credentials.</summary>
    public const string FailedToAuthenticateAtCentralSystem = "FailedToAuthenticateAtCentralSystem";

    /// <summary>The time of day has jumped.</summary>
    public const string SettingSystemTime = "SettingSystemTime";

    /// <summary>The charge point has started.</summary>
    public const string StartupOfTheDevice = "StartupOfTheDevice";

    /// <summary>The start was commanded.</summary>
    public const string ResetOrReboot = "ResetOrReboot";

    /// <summary>The security log is gone.</summary>
    public const string SecurityLogWasCleared = "SecurityLogWasCleared";

    /// <summary>Credentials, address, profile or service PIN were changed.</summary>
    public const string ReconfigurationOfSecurityParameters = "ReconfigurationOfSecurityParameters";

    /// <summary>There is no memory left.</summary>
    public const string MemoryExhaustion = "MemoryExhaustion";

    /// <summary>What came is no OCPP.</summary>
    public const string InvalidMessages = "InvalidMessages";

    /// <summary>The Central System's certificate is not valid.</summary>
    public const string InvalidCentralSystemCertificate = "InvalidCentralSystemCertificate";

    /// <summary>The Central System offers no TLS version that is allowed.</summary>
    public const string InvalidTLSVersion = "InvalidTLSVersion";

    /// <summary>The Central System offers no cipher that is allowed.</summary>
    public const string InvalidTLSCipherSuite = "InvalidTLSCipherSuite";

    /// <summary>The service PIN was right (a name of OCPP 2.0.1: the whitepaper has none for it).</summary>
    public const string MaintenanceLoginAccepted = "MaintenanceLoginAccepted";

    /// <summary>The service PIN was wrong (a name of OCPP 2.0.1: the whitepaper has none for it).</summary>
    public const string MaintenanceLoginFailed = "MaintenanceLoginFailed";
}
