using ChargePoint.Authorization;

namespace ChargePoint.Firmware.Tests;

/// <summary>
/// The local list of a day in three versions: 0 is empty, 1 is a full update, 2 a differential one that changes, adds and removes entries.
/// </summary>
public static class DayList
{
    /// <summary>The last version.</summary>
    public const int Versions = 2;

    private const int Cards = 6;

    /// <summary>Payload of the SendLocalList that makes a version of the one before.</summary>
    public static string Update(int version)
    {
        string entries = "";
        for (int card = version; card <= Cards; card++)
        {
            entries += $"{{\"idTag\":\"LIST{card}\",\"idTagInfo\":{{\"status\":\"Accepted\",\"parentIdTag\":\"G{version}\"}}}},";
        }

        entries += $"{{\"idTag\":\"NEW{version}\",\"idTagInfo\":{{\"status\":\"Blocked\"}}}}";
        if (version > 1) entries += $",{{\"idTag\":\"NEW{version - 1}\"}}";
        return $"{{\"listVersion\":{version},\"updateType\":\"{(version == 1 ? "Full" : "Differential")}\",\"localAuthorizationList\":[{entries}]}}";
    }

    /// <summary>What the list has that its version does not say, or "".</summary>
    public static string WrongIn(LocalAuthorizationList list)
    {
        int version = list.Version;
        if (list.Count != (version == 0 ? 0 : Cards + 1)) return $"version {version} of the list has {list.Count} entries";
        for (int card = 1; card <= Cards; card++)
        {
            // The first one is in the full update alone, and stays as it was.
            string wanted = version == 0 ? "" : "G" + (card < version ? 1 : version).ToString();
            string group = list.Find("LIST" + card.ToString())?.ParentIdTag ?? "";
            if (group != wanted) return $"version {version} of the list has LIST{card} in group '{group}'";
        }

        for (int i = 1; i <= Versions; i++)
        {
            if ((list.Find("NEW" + i.ToString()) != null) != (i == version)) return $"version {version} of the list has NEW{i} as another has it";
        }

        return "";
    }
}
