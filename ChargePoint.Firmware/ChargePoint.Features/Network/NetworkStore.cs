using System.Text;
using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>
/// The network's settings in flash (network.0 and network.1): a line "name=value" for each that is set. A password that the board's secure
/// element has sealed has a '*' before its name. Nothing of it is kept in memory.
/// </summary>
public static class NetworkStore
{
    /// <summary>Longest name of a time server, in characters.</summary>
    public const int LongestHost = 64;

    private const int LongestImage = 1024;
    private const char SealedMark = '*';

    /// <summary>Reads the settings.</summary>
    /// <param name="flash">Where they are.</param>
    /// <param name="element">Secure element, or null.</param>
    /// <param name="log">Told of a password that cannot be opened any more.</param>
    /// <returns>The settings, or null if none were ever stored, or they are lost.</returns>
    public static NetworkSettings? Load(IFlashStore flash, ISecureElement? element, Log log)
    {
        byte[] image = new byte[LongestImage];
        if (!NewFile(flash).Load(image, out int length)) return null;
        NetworkSettings settings = new();
        foreach (string line in Encoding.UTF8.GetString(image, 0, length).Split('\n'))
        {
            int equals = line.IndexOf('=');
            if (equals <= 0) continue;
            bool isSealed = line[0] == SealedMark;
            string name = isSealed ? line.Substring(1, equals - 1) : line.Substring(0, equals);
            string? value = line.Substring(equals + 1);
            int index = 0;
            while (index < NetworkSettings.Count && NetworkSettings.NameOf(index) != name) index++;
            if (index == NetworkSettings.Count)
            {
                settings.Unknown += line + "\n";
                continue;
            }

            if (isSealed) value = SealedText.Open(element, value);
            if (value == null) log.Error("network", "the password was sealed by another board: 'network join' sets it again");
            settings[index] = value ?? "";
        }

        return settings;
    }

    /// <summary>Stores settings in place of those before, in one step.</summary>
    /// <param name="flash">Where they are kept.</param>
    /// <param name="element">Secure element, or null.</param>
    /// <param name="settings">Sound settings.</param>
    /// <returns>False if the flash does not take them.</returns>
    public static bool Save(IFlashStore flash, ISecureElement? element, NetworkSettings settings)
    {
        StringBuilder text = new();
        for (int i = 0; i < NetworkSettings.Count; i++)
        {
            if (settings[i].Length == 0) continue;
            string? sealedValue = i == NetworkSettings.Password ? SealedText.Seal(element, settings[i]) : null;
            if (sealedValue != null) text.Append(SealedMark);
            text.Append(NetworkSettings.NameOf(i)).Append('=').Append(sealedValue ?? settings[i]).Append('\n');
        }

        byte[] image = Encoding.UTF8.GetBytes(text.Append(settings.Unknown).ToString());
        SlotFile file = NewFile(flash);
        return image.Length <= LongestImage && file.Save(image, image.Length);
    }

    /// <summary>Judges settings.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>"" if they can be used, otherwise what is wrong, in one line that begins with the name.</returns>
    public static string Check(NetworkSettings settings)
    {
        string type = settings[NetworkSettings.Type];
        string ssid = settings[NetworkSettings.Ssid];
        if (type.Length > 0 && type != "wifi" && !settings.IsEthernet) return "type is wifi or ethernet";
        if (type == "wifi" && ssid.Length == 0) return "ssid is missing";
        if (Encoding.UTF8.GetBytes(ssid).Length > 32 || !IsPrintable(ssid, false)) return "ssid has 1 to 32 bytes and no control characters";
        string password = settings[NetworkSettings.Password];
        if (password.Length > 0 && (password.Length < 8 || password.Length > 63 || !IsPrintable(password, true))) return "password has 8 to 63 printable characters";
        string server = settings[NetworkSettings.TimeServer];
        if (server.Length > 0 && !IsHost(server)) return $"ntp is a host name or address of up to {LongestHost} characters";
        return CheckAddress(settings);
    }

    private static string CheckAddress(NetworkSettings settings)
    {
        if (!settings.IsFixed)
        {
            for (int i = NetworkSettings.Mask; i <= NetworkSettings.NameServer; i++)
            {
                if (settings[i].Length > 0) return $"{NetworkSettings.NameOf(i)} needs an address";
            }

            return "";
        }

        if (!TryParse(settings[NetworkSettings.Address], out uint address) || !IsHostAddress(address)) return "address is an IPv4 address such as 192.168.1.20";
        if (!TryParse(settings[NetworkSettings.Mask], out uint mask) || !IsMask(mask)) return "mask is a subnet mask such as 255.255.255.0";
        if (IsEndOfNet(address, mask)) return "address is that of the net itself, or of its broadcasts";
        if (!TryParse(settings[NetworkSettings.Gateway], out uint gateway)) return "gateway is an IPv4 address such as 192.168.1.1";
        if ((gateway & mask) != (address & mask) || gateway == address || IsEndOfNet(gateway, mask)) return "gateway is not another address of the same net";
        string server = settings[NetworkSettings.NameServer];
        return server.Length == 0 || (TryParse(server, out uint name) && IsHostAddress(name)) ? "" : "dns is an IPv4 address such as 192.168.1.1";
    }

    private static bool IsHostAddress(uint address) => address >> 24 >= 1 && address >> 24 <= 223 && address >> 24 != 127;

    // Ones, then at least two zeros: room for this charge point and its router.
    private static bool IsMask(uint mask)
    {
        uint zeros = ~mask;
        return zeros >= 3 && (zeros & (zeros + 1)) == 0 && mask != 0;
    }

    private static bool IsEndOfNet(uint address, uint mask) => (address & ~mask) == 0 || (address & ~mask) == ~mask;

    private static bool TryParse(string text, out uint address)
    {
        address = 0;
        string[] parts = text.Split('.');
        if (parts.Length != 4) return false;
        foreach (string part in parts)
        {
            int value = 0;
            char[] digits = part.ToCharArray();
            if (digits.Length < 1 || digits.Length > 3 || (digits.Length > 1 && digits[0] == '0')) return false;
            foreach (char c in digits)
            {
                if (c < '0' || c > '9') return false;
                value = (value * 10) + (c - '0');
            }

            if (value > 255) return false;
            address = (address << 8) | (uint)value;
        }

        return true;
    }

    private static bool IsHost(string text)
    {
        foreach (char c in text.ToCharArray())
        {
            int lower = c | 0x20;
            if ((lower < 'a' || lower > 'z') && (c < '0' || c > '9') && c != '.' && c != '-') return false;
        }

        return text.Length <= LongestHost && text[0] != '.' && text[0] != '-';
    }

    private static bool IsPrintable(string text, bool isAscii)
    {
        foreach (char c in text.ToCharArray())
        {
            if (c < ' ' || c == '\x7F' || (isAscii && c > '\x7F')) return false;
        }

        return true;
    }

    private static SlotFile NewFile(IFlashStore flash) => new(flash, "network", 1, new byte[SlotFile.HeaderLength + LongestImage]);
}
