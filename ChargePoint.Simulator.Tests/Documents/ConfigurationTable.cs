using System.Globalization;
using System.Text;
using ChargePoint.Features;

namespace ChargePoint.Simulator.Tests.Documents;

/// <summary>docs/configuration.md: what the firmware's own table says of each key, with the profile it belongs to and what it does.</summary>
internal static class ConfigurationTable
{
    private const string Core = "Core";
    private const string LocalList = "LocalAuthListManagement";
    private const string Reservation = "Reservation";
    private const string Smart = "SmartCharging";
    private const string Security = "Security whitepaper";
    private const string Pricing = "California Pricing";
    private const string Ours = "this firmware";

    private static readonly string[] Profiles = [Core, LocalList, Reservation, Smart, Security, Pricing, Ours];

    private static readonly Dictionary<string, (string Profile, string Sentence)> Keys = new()
    {
        ["AllowOfflineTxForUnknownId"] = (Core, "Whether an idTag that neither the local list nor the cache knows may charge while the Central System is away; needs LocalAuthorizeOffline."),
        ["AuthorizationCacheEnabled"] = (Core, "Whether idTags that the Central System has answered for are remembered and looked up."),
        ["AuthorizeRemoteTxRequests"] = (Core, "Whether the idTag of a RemoteStartTransaction is authorized like a presented card before the transaction begins."),
        ["ClockAlignedDataInterval"] = (Core, "Seconds between clock-aligned meter values, counted from midnight UTC; 0 for none."),
        ["ConnectionTimeOut"] = (Core, "Seconds for which an accepted idTag waits for the vehicle to be plugged in before the connector is free again."),
        ["ConnectorPhaseRotation"] = (Core, "How each connector is wired to the phases of the grid (`0.RST, 1.RST, ...`): kept and reported for the Central System, without effect on charging."),
        ["ConnectorPhaseRotationMaxLength"] = (Core, "Most entries of ConnectorPhaseRotation: one for the charge point and one for each of eight connectors."),
        ["GetConfigurationMaxKeys"] = (Core, "Most keys that one GetConfiguration may name."),
        ["HeartbeatInterval"] = (Core, "Seconds between Heartbeats; the interval of an accepted BootNotification is stored here."),
        ["LocalAuthorizeOffline"] = (Core, "Whether idTags are decided on by local list and cache while the Central System is away; if not, nobody can start then."),
        ["LocalPreAuthorize"] = (Core, "Whether an idTag that is accepted by local list or cache starts at once, without an Authorize to the Central System."),
        ["MaxEnergyOnInvalidId"] = (Core, "Watt-hours, altogether, that a transaction may take whose idTag was refused after it began, if StopTransactionOnInvalidId is false."),
        ["MeterValuesAlignedData"] = (Core, "Measurands of the clock-aligned MeterValues; empty for none."),
        ["MeterValuesAlignedDataMaxLength"] = (Core, "Most measurands in MeterValuesAlignedData."),
        ["MeterValuesSampledData"] = (Core, "Measurands of the MeterValues that are sent every MeterValueSampleInterval during a transaction."),
        ["MeterValuesSampledDataMaxLength"] = (Core, "Most measurands in MeterValuesSampledData."),
        ["MeterValueSampleInterval"] = (Core, "Seconds between two samples of a transaction; 0 for none. A change counts at once, from then on."),
        ["MinimumStatusDuration"] = (Core, "Seconds that a status must last before it is told by StatusNotification; 0 tells every one."),
        ["NumberOfConnectors"] = (Core, "How many connectors the board has."),
        ["ResetRetries"] = (Core, "How often the board is told again to restart if it still runs 30 s after a Reset; then the charge point goes back into service."),
        ["StopTransactionOnEVSideDisconnect"] = (Core, "Whether pulling the plug from the vehicle ends the transaction; if not, it is suspended until the vehicle is back or the cable leaves the socket."),
        ["StopTransactionOnInvalidId"] = (Core, "Whether a transaction ends when the Central System refuses its idTag in StartTransaction.conf; if not, MaxEnergyOnInvalidId limits it."),
        ["StopTxnAlignedData"] = (Core, "Measurands of the clock-aligned values that StopTransaction carries; empty for none."),
        ["StopTxnAlignedDataMaxLength"] = (Core, "Most measurands in StopTxnAlignedData."),
        ["StopTxnSampledData"] = (Core, "Measurands of the sampled values that StopTransaction carries; empty for none."),
        ["StopTxnSampledDataMaxLength"] = (Core, "Most measurands in StopTxnSampledData."),
        ["SupportedFeatureProfiles"] = (Core, "Feature profiles of OCPP 1.6 that are there."),
        ["SupportedFeatureProfilesMaxLength"] = (Core, "Most profiles in SupportedFeatureProfiles."),
        ["SupportedFileTransferProtocols"] = (Core, "Protocols for firmware images (HTTP, HTTPS) and diagnostics (all of them)."),
        ["TransactionMessageAttempts"] = (Core, "How often a transaction message is sent that the Central System fails to process, before it is set aside; lost connections do not count."),
        ["TransactionMessageRetryInterval"] = (Core, "Seconds before such a message is sent again, times the number of attempts so far."),
        ["UnlockConnectorOnEVSideDisconnect"] = (Core, "Whether the cable is unlocked at the charge point's side when it is pulled from the vehicle; if not, it stays locked for the idTag that charged."),
        ["WebSocketPingInterval"] = (Core, "Seconds between WebSocket pings that find a dead connection; 0 for none. A change counts from the next connection on."),
        ["LocalAuthListEnabled"] = (LocalList, "Whether the local authorization list is looked up and may be sent."),
        ["LocalAuthListMaxLength"] = (LocalList, "Most idTags in the local authorization list."),
        ["SendLocalListMaxLength"] = (LocalList, "Most idTags in one SendLocalList."),
        ["ReserveConnectorZeroSupported"] = (Reservation, "Whether ReserveNow may reserve connector 0, that is any one of the connectors."),
        ["ChargeProfileMaxStackLevel"] = (Smart, "Highest stackLevel of a charging profile."),
        ["ChargingScheduleAllowedChargingRateUnit"] = (Smart, "Units of a charging schedule: current (A) and power (W)."),
        ["ChargingScheduleMaxPeriods"] = (Smart, "Most periods in one charging schedule."),
        ["ConnectorSwitch3to1PhaseSupported"] = (Smart, "Whether a running transaction can be switched from three phases to one."),
        ["MaxChargingProfilesInstalled"] = (Smart, "Most charging profiles that are kept at a time."),
        ["AuthorizationKey"] = (Security, "Password of HTTP basic authentication; never shown. A change opens the connection again with it; a factory-new charge point has none."),
        ["AdditionalRootCertificateCheck"] = (Security, "Whether a new root certificate for the Central System has to be signed by the one whose place it takes. Set at provisioning."),
        ["CertificateSignedMaxChainSize"] = (Security, "Longest certificateChain of CertificateSigned, in characters: what fits into a message."),
        ["CertificateStoreMaxLength"] = (Security, "Most root certificates that are installed at a time."),
        ["CpoName"] = (Security, "Name of the operator: the organization (O) in the charge point's certificate."),
        ["SecurityProfile"] = (Security, "Security profile of the connection. The Central System can only raise it, and a new one is on trial until it accepts the charge point over it (docs/security.md). With 2 and 3, a ws:// address is used as wss://."),
        ["CustomDisplayCostAndPrice"] = (Pricing, "Whether prices and cost that the Central System sends are displayed."),
        ["CustomIdleFeeAfterStop"] = (Pricing, "Whether ConnectorUnplugged is told when the plug is pulled after a transaction, for a fee until then."),
        ["DefaultPrice"] = (Pricing, "Price that is displayed while no user is known, as JSON (`priceText`, `priceTextOffline`) or as plain text."),
        ["Language"] = (Pricing, "Language of which a translated price text is displayed."),
        ["NumberOfDecimalsForCostValues"] = (Pricing, "Decimals of displayed cost."),
        ["SupportedLanguages"] = (Pricing, "Languages that this firmware has texts of its own in."),
        ["CentralSystemUrl"] = (Ours, "Address of the Central System (ws:// or wss://), without the identity."),
        ["ChargePoint.InstallDuringTransaction"] = (Ours, "Whether a new firmware is installed at once, which ends running transactions; if not, it waits until nobody charges."),
        ["ChargePoint.ResumeTransactionAfterPowerLoss"] = (Ours, "Whether a transaction goes on after a loss of power if its vehicle is still plugged in; if not, it ends with reason PowerLoss."),
        ["ChargePoint.FreeVendIdTag"] = (Ours, "Free vend: every vehicle charges under this idTag as soon as it is plugged in, online or offline, until it is unplugged. Empty: off."),
        ["SignedFirmwareOnly"] = (Ours, "Whether UpdateFirmware, whose image nobody has signed, is refused (NotSupported); the Central System cannot change it."),
        ["Identity"] = (Ours, "Identity of the charge point at the Central System, the end of its address."),
    };

    /// <summary>Keys of the firmware that have no line here, and lines whose key is not there any more.</summary>
    public static string[] Mismatches
    {
        get
        {
            HashSet<string> names = [.. Names()];
            names.SymmetricExceptWith(Keys.Keys);
            return [.. names];
        }
    }

    /// <summary>The whole document.</summary>
    public static string Write()
    {
        StringBuilder text = new(Introduction);
        foreach (string name in Names().OrderBy(name => Array.IndexOf(Profiles, Keys[name].Profile)).ThenBy(name => name, StringComparer.Ordinal))
        {
            KeyTable key = KeyTable.Of(KeyTable.Find(name));
            (string profile, string sentence) = Keys[name];
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {TypeOf(key)} | {AccessOf(key)} | {RangeOf(key)} | {DefaultOf(name, key)} | {RestartOf(key)} | {profile} | {sentence} |\n");
        }

        return text.ToString();
    }

    private static string Introduction => """
        # Configuration keys

        Every key of the charge point, as its firmware has it. "Restart" says whether a change counts from the next start on only. Keys with
        access "console" are invisible over OCPP: `config set` on the console changes them. `--set KEY=VALUE` presets any key that may be
        changed, and SecurityProfile, AdditionalRootCertificateCheck and ReserveConnectorZeroSupported too, on a factory-new simulator.

        The console's keys and those whose names begin with `ChargePoint.` are our own; all others are those of OCPP 1.6 section 9, of the Open
        Charge Alliance's security whitepaper, or of its extension for California Pricing Requirements. All stored values together, with their
        names, take at most IMAGE bytes (UTF-8) of flash; a change beyond that is Rejected. This document is written by

            CONFIGURATION_TABLE=$PWD/docs/configuration.md dotnet test ChargePoint.Simulator.Tests --filter "FullyQualifiedName~ConfigurationTable"

        | Key | Type | Access | Range | Default | Restart | Profile | What it does |
        | --- | --- | --- | --- | --- | --- | --- | --- |

        """.Replace("IMAGE", ConfigurationStore.LongestImage.ToString("N0", CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static IEnumerable<string> Names() => Enumerable.Range(0, Key.Count).Select(KeyTable.NameOf);

    private static string TypeOf(KeyTable key) => key.Type switch
    {
        KeyType.Boolean => "boolean",
        KeyType.Integer => "integer",
        KeyType.Text => "text",
        _ => "measurands",
    };

    private static string AccessOf(KeyTable key) => key.Access switch
    {
        KeyAccess.ReadWrite => "read, write",
        KeyAccess.ReadOnly => "read",
        KeyAccess.WriteOnly => "write",
        _ => "console",
    };

    // What cannot be changed has no range.
    private static string RangeOf(KeyTable key)
    {
        if (key.Access == KeyAccess.ReadOnly) return "";
        string from = key.Minimum.ToString("N0", CultureInfo.InvariantCulture);
        string to = key.Maximum.ToString("N0", CultureInfo.InvariantCulture);
        return key.Type switch
        {
            KeyType.Boolean => "true, false",
            KeyType.Integer => $"{from} to {to}",
            KeyType.Text => $"{from} to {to} characters",
            _ => $"at most {to}",
        };
    }

    private static string DefaultOf(string name, KeyTable key)
    {
        if (name == KeyTable.NameOf(Key.NumberOfConnectors)) return "the board's";
        return key.Default.Length == 0 ? "empty" : key.Default.Replace(",", ", ", StringComparison.Ordinal);
    }

    private static string RestartOf(KeyTable key) => key.Access == KeyAccess.ReadOnly ? "" : key.NeedsRestart ? "yes" : "no";
}
