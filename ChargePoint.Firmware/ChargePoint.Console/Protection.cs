using ChargePoint.Features;

namespace ChargePoint.Console;

/// <summary>Which values of the configuration are dangerous: they change what the charge point trusts, or what is told or billed.</summary>
internal static class Protection
{
    /// <summary>Tells whether a line needs the service PIN though its form does not say so.</summary>
    /// <param name="line">The line, with one word or more.</param>
    public static bool Covers(CommandLine line)
        => line.Count > 2 && line.Word(0) == "config" && line.Word(1) != "get" && (line.Word(2) == "all" || IsDangerous(KeyTable.Find(line.Word(2))));

    private static bool IsDangerous(int key) => IsKept(key) || key switch
    {
        Key.FreeVendIdTag or Key.AllowOfflineTxForUnknownId or Key.LocalAuthorizeOffline or Key.LocalPreAuthorize or Key.StopTransactionOnInvalidId or Key.MaxEnergyOnInvalidId => true,
        _ => false,
    };

    /// <summary>Tells whether 'config reset all' keeps a value: who the charge point is, to whom it talks and whom it trusts.</summary>
    /// <param name="key">Number of the key; -1 is none.</param>
    public static bool IsKept(int key) => key switch
    {
        Key.AuthorizationKey or Key.SecurityProfile or Key.CentralSystemUrl or Key.Identity or Key.CpoName or Key.SignedFirmwareOnly => true,
        _ => false,
    };
}
