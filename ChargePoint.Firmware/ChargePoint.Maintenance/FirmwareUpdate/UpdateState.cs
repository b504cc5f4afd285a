using System;
using System.Text;
using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Maintenance;

/// <summary>How far an update of the firmware has come, as far as a restart has to know it.</summary>
public enum UpdatePhase
{
    /// <summary>No update is wanted.</summary>
    None,

    /// <summary>The image is to be fetched, or the rest of it.</summary>
    Download,

    /// <summary>The image is there and is to be installed.</summary>
    Install,

    /// <summary>The image is activated: the next restart starts it.</summary>
    Activated,

    /// <summary>The update is over and its outcome is to be told: it was installed.</summary>
    Installed,

    /// <summary>The update is over and its outcome is to be told: it was not installed.</summary>
    InstallationFailed,

    /// <summary>The update is over and its outcome is to be told: the image could not be fetched.</summary>
    DownloadFailed,

    /// <summary>The update is over and its outcome is to be told: the signature of the image is wrong.</summary>
    InvalidSignature,

    /// <summary>The update is over and its outcome is to be told: the image is signed, but damaged or not for this board.</summary>
    InstallVerificationFailed,
}

/// <summary>
/// The update that is under way, kept in flash, so that it outlives restarts.
/// <code>
/// content (numbers are little-endian): phase (1), attempts left (1), seconds between attempts (4), moment to begin (8, milliseconds since
/// 1970), length and text of the location (2 + n), length and text of the validator (2 + n), 1 if it is signed (1), request id (4), moment
/// to install (8; the last three are missing if an older version wrote it); what stands behind, written by a newer version, is kept.
/// </code>
/// </summary>
public sealed class UpdateState
{
    private const int LongestImage = 2000;
    private const string SealedMark = "*"; // no address begins with it
    private const int FixedBytes = 18;
    private const int SignedBytes = 13;

    private readonly SlotFile _file;
    private readonly ISecureElement? _element;
    private byte[] _rest = new byte[0];

    /// <summary>Reads the state.</summary>
    /// <param name="file">Where it is kept.</param>
    /// <param name="log">Log.</param>
    /// <param name="element">Secure element that seals the location, which may hold a password, or null.</param>
    public UpdateState(SlotFile file, Log log, ISecureElement? element)
    {
        _file = file;
        _element = element;
        byte[] image = new byte[LongestImage];
        bool loaded = file.Load(image, out int length);
        if (file.Reason.Length > 0) log.Warning("firmware", file.Reason);
        if (!loaded) return;
        if (!Parse(image, length))
        {
            log.Warning("firmware", "the state of the update is not understood; there is none");
            Phase = UpdatePhase.None;
            Location = Validator = "";
        }
    }

    /// <summary>How far it has come.</summary>
    public UpdatePhase Phase { get; set; }

    /// <summary>Where the image is.</summary>
    public string Location { get; set; } = "";

    /// <summary>When to begin, in milliseconds since 1970.</summary>
    public long RetrieveUnixMs { get; set; }

    /// <summary>Attempts left, 1 to 100.</summary>
    public int AttemptsLeft { get; set; }

    /// <summary>Seconds between two attempts.</summary>
    public int RetrySeconds { get; set; }

    /// <summary>Names the state of the file that the bytes in the store belong to; "" if the server has not named it.</summary>
    public string Validator { get; set; } = "";

    /// <summary>True for SignedUpdateFirmware: the image is installed only if its signature is right.</summary>
    public bool IsSigned { get; set; }

    /// <summary>Number of the request; meaningful if it is signed.</summary>
    public int RequestId { get; set; }

    /// <summary>Not to be installed before, in milliseconds since 1970; 0 for no such moment.</summary>
    public long InstallUnixMs { get; set; }

    /// <summary>Writes the state.</summary>
    /// <returns>False if the flash does not take it: what was there before is still there.</returns>
    public bool Save()
    {
        string? sealedLocation = SealedText.Seal(_element, Location);
        byte[] location = Encoding.UTF8.GetBytes(sealedLocation == null ? Location : SealedMark + sealedLocation);
        byte[] validator = Encoding.UTF8.GetBytes(Validator);
        byte[] image = new byte[FixedBytes + location.Length + validator.Length + SignedBytes + _rest.Length];
        image[0] = (byte)Phase;
        image[1] = (byte)AttemptsLeft;
        Put(image, 2, RetrySeconds, 4);
        Put(image, 6, RetrieveUnixMs, 8);
        int at = PutText(image, 14, location);
        at = PutText(image, at, validator);
        image[at] = (byte)(IsSigned ? 1 : 0);
        Put(image, at + 1, RequestId, 4);
        Put(image, at + 5, InstallUnixMs, 8);
        at += SignedBytes;
        Array.Copy(_rest, 0, image, at, _rest.Length);
        return _file.Save(image, image.Length);
    }

    private bool Parse(byte[] image, int length)
    {
        ByteReader reader = new();
        reader.Reset(image, 0, length);
        int phase = (int)reader.Integer(1);
        AttemptsLeft = (int)reader.Integer(1);
        RetrySeconds = (int)reader.Integer(4);
        RetrieveUnixMs = reader.Integer(8);
        Location = TakeText(reader, image, length);
        if (Location.Length > 0 && Location[0] == SealedMark[0]) Location = SealedText.Open(_element, Location.Substring(1)) ?? "";
        Validator = TakeText(reader, image, length);
        if (reader.Failed || phase > (int)UpdatePhase.InstallVerificationFailed) return false;
        if (reader.Left >= SignedBytes)
        {
            IsSigned = reader.Integer(1) == 1;
            RequestId = (int)reader.Integer(4);
            InstallUnixMs = reader.Integer(8);
        }

        Phase = (UpdatePhase)phase;
        _rest = new byte[reader.Left];
        Array.Copy(image, length - reader.Left, _rest, 0, _rest.Length);
        return true;
    }

    private static string TakeText(ByteReader reader, byte[] image, int length)
    {
        int bytes = (int)reader.Integer(2);
        int start = length - reader.Left;
        for (int i = 0; i < bytes && !reader.Failed; i++) reader.Integer(1);
        return reader.Failed ? "" : Encoding.UTF8.GetString(image, start, bytes);
    }

    private static void Put(byte[] image, int at, long value, int bytes)
    {
        for (int i = 0; i < bytes; i++) image[at + i] = (byte)(value >> (8 * i));
    }

    private static int PutText(byte[] image, int at, byte[] text)
    {
        Put(image, at, text.Length, 2);
        Array.Copy(text, 0, image, at + 2, text.Length);
        return at + 2 + text.Length;
    }
}
