using ChargePoint.Features;

namespace ChargePoint.Console;

/// <summary>Which commands are dangerous: they change what the charge point trusts, or what is told or billed. They need the service PIN.</summary>
internal static class Protection
{
    /// <summary>Tells whether a line needs the service PIN.</summary>
    /// <param name="line">The line, with one word or more.</param>
    public static bool Covers(CommandLine line)
    {
        string first = line.Word(0);
        string second = line.Count > 1 ? line.Word(1) : "";
        return first switch
        {
            "config" => second == "set" && line.Count > 2 && IsSecurity(KeyTable.Find(line.Word(2))),
            "certificate" => second.Length > 0 && second != "list",
            "clock" => second.Length > 0,
            "ocpp" => second.Length > 0,
            "queue" => second.Length > 0 && second != "aside",
            "factory-reset" => true,
            _ => false,
        };
    }

    private static bool IsSecurity(int key) => key switch
    {
        Key.AuthorizationKey or Key.SecurityProfile or Key.CentralSystemUrl or Key.Identity or Key.CpoName or Key.SignedFirmwareOnly => true,
        _ => false,
    };
}
