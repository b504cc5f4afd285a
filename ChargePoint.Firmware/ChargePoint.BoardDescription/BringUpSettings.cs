using System.Text;
using ChargePoint.Hal;

namespace ChargePoint.Boards;

/// <summary>
/// Where a charge point whose configuration names no Central System finds it: a text file in flash that is written with nanoff
/// (--filedeployment). Line 1 is the address without the identity, line 2 the identity:
/// <code>
/// ws://192.168.1.10:9000
/// CP001
/// </code>
/// </summary>
public sealed class BringUpSettings
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "bringup.txt";

    /// <summary>Longest file that is read, in bytes.</summary>
    public const int LongestFile = 512;

    private BringUpSettings(string centralSystemUrl, string identity)
    {
        CentralSystemUrl = centralSystemUrl;
        Identity = identity;
    }

    /// <summary>Address of the Central System, or "".</summary>
    public string CentralSystemUrl { get; }

    /// <summary>Identity, or "".</summary>
    public string Identity { get; }

    /// <summary>Reads the file.</summary>
    /// <param name="flash">Where it is.</param>
    /// <returns>The settings; empty if there is no file, or one that is too long or has no two lines.</returns>
    public static BringUpSettings Read(IFlashStore flash)
    {
        int length = flash.Length(FileName);
        if (length <= 0 || length > LongestFile) return new BringUpSettings("", "");
        byte[] text = new byte[length];
        if (flash.Read(FileName, 0, text, 0, length) != length) return new BringUpSettings("", "");
        string[] lines = Encoding.UTF8.GetString(text, 0, length).Split('\n');
        return lines.Length < 2 ? new BringUpSettings("", "") : new BringUpSettings(lines[0].Trim(), lines[1].Trim());
    }
}
