using System.Text;
using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Security;

/// <summary>
/// The PIN that opens the dangerous commands of the technician's console, for <see cref="SessionMs"/>. While none is set, as on a
/// factory-new charge point, the console is open. Only a salted SHA-256 of it is in flash. Wrong PINs are counted in flash before the answer is
/// given, so no restart gives a free try: after <see cref="FreeTries"/> of them each costs a wait, of <see cref="FirstWaitMs"/> and then twice
/// as long each time, up to <see cref="LongestWaitMs"/>. A restart begins the wait anew. Kept in service.0 and service.1:
/// <code>
/// wrong PINs in a row (1), salt (16), SHA-256 of salt and PIN (32)
/// </code>
/// </summary>
public sealed class ServicePin
{
    /// <summary>Fewest digits.</summary>
    public const int Shortest = 6;

    /// <summary>Most digits.</summary>
    public const int Longest = 12;

    /// <summary>How long a right PIN opens the console, in milliseconds.</summary>
    public const int SessionMs = 600_000;

    /// <summary>Wrong PINs that cost no wait.</summary>
    public const int FreeTries = 3;

    /// <summary>Wait after the first wrong PIN that costs one, in milliseconds.</summary>
    public const int FirstWaitMs = 30_000;

    /// <summary>Longest wait, in milliseconds.</summary>
    public const int LongestWaitMs = 3_600_000;

    private const int SaltOffset = 1;
    private const int SaltLength = 16;
    private const int HashOffset = SaltOffset + SaltLength;
    private const int ImageLength = HashOffset + Sha256.DigestLength;

    private readonly IFlashStore _flash;
    private readonly byte[] _scratch;
    private readonly IRandom _random;
    private readonly EventLoop _loop;
    private readonly ISecurityEvents _events;
    private long _openUntilMs = -1;
    private long _lockedUntilMs = -1;

    /// <summary>Reads whether a PIN is set.</summary>
    /// <param name="flash">Where its hash is kept.</param>
    /// <param name="scratch">Buffer to work in, shared with other stores on the same loop.</param>
    /// <param name="random">For the salt.</param>
    /// <param name="loop">The event loop.</param>
    /// <param name="events">Is told of right and wrong PINs.</param>
    public ServicePin(IFlashStore flash, byte[] scratch, IRandom random, EventLoop loop, ISecurityEvents events)
    {
        _flash = flash;
        _scratch = scratch;
        _random = random;
        _loop = loop;
        _events = events;
        byte[]? image = Load(out bool isLost);
        IsSet = image != null || isLost;
        if (image != null) _lockedUntilMs = loop.NowMs + WaitMs(image[0]);
    }

    /// <summary>True if a PIN is set. One whose hash is damaged counts: the console does not open by breaking the flash.</summary>
    public bool IsSet { get; private set; }

    /// <summary>True if dangerous commands may be used now.</summary>
    public bool IsOpen => !IsSet || _loop.NowMs < _openUntilMs;

    /// <summary>Opens the console.</summary>
    /// <param name="pin">The PIN.</param>
    /// <param name="problem">Why it does not open, in one line; "" if it does.</param>
    public bool Open(string pin, out string problem)
    {
        problem = "";
        if (!IsSet) return true;
        long wait = _lockedUntilMs - _loop.NowMs;
        if (wait > 0)
        {
            problem = $"locked for {(wait + 999) / 1000} s";
            return false;
        }

        byte[]? image = Load(out _);
        if (image == null)
        {
            problem = "the PIN in flash is damaged: only a factory reset helps";
            return false;
        }

        int wrong = image[0];
        if (image[0] < 255) image[0]++;
        if (!NewFile().Save(image, ImageLength))
        {
            problem = "the flash does not count the attempt";
            return false;
        }

        if (!IsEqual(Hash(image, pin), image))
        {
            _lockedUntilMs = _loop.NowMs + WaitMs(wrong + 1);
            _events.Raise(SecurityEventTypes.MaintenanceLoginFailed, $"service PIN, {wrong + 1} in a row");
            problem = "wrong PIN";
            return false;
        }

        image[0] = 0;
        NewFile().Save(image, ImageLength);
        _openUntilMs = _loop.NowMs + SessionMs;
        _lockedUntilMs = -1;
        _events.Raise(SecurityEventTypes.MaintenanceLoginAccepted, "service PIN");
        return true;
    }

    /// <summary>Tells whether this is the PIN that is set. Opens nothing and counts nothing, so it is not for what somebody types.</summary>
    /// <param name="pin">The PIN.</param>
    public bool Is(string pin)
    {
        byte[]? image = Load(out _);
        return image != null && IsEqual(Hash(image, pin), image);
    }

    /// <summary>Closes the console.</summary>
    public void Close() => _openUntilMs = -1;

    /// <summary>Sets the PIN, in place of the one before. The console has to be open, and stays so.</summary>
    /// <param name="pin">6 to 12 digits.</param>
    /// <param name="problem">Why it is not set, in one line; "" if it is.</param>
    public bool Set(string pin, out string problem)
    {
        problem = !IsOpen ? "needs the service PIN" : IsWellFormed(pin) ? "" : $"a PIN has {Shortest} to {Longest} digits";
        if (problem.Length > 0) return false;
        byte[] image = new byte[ImageLength];
        _random.Fill(image, SaltOffset, SaltLength);
        byte[] hash = Hash(image, pin);
        System.Array.Copy(hash, 0, image, HashOffset, hash.Length);
        if (!NewFile().Save(image, ImageLength))
        {
            problem = "the flash does not take it";
            return false;
        }

        IsSet = true;
        _openUntilMs = _loop.NowMs + SessionMs;
        _events.Raise(SecurityEventTypes.ReconfigurationOfSecurityParameters, "service PIN set");
        return true;
    }

    /// <summary>Tells whether a text can be a PIN.</summary>
    /// <param name="pin">The text.</param>
    public static bool IsWellFormed(string pin)
    {
        if (pin.Length < Shortest || pin.Length > Longest) return false;
        foreach (char c in pin.ToCharArray())
        {
            if (c < '0' || c > '9') return false;
        }

        return true;
    }

    private static long WaitMs(int wrong)
    {
        if (wrong < FreeTries) return 0;
        long wait = FirstWaitMs;
        for (int i = FreeTries; i < wrong && wait < LongestWaitMs; i++) wait *= 2;
        return wait > LongestWaitMs ? LongestWaitMs : wait;
    }

    private static byte[] Hash(byte[] image, string pin)
    {
        byte[] text = Encoding.UTF8.GetBytes(pin);
        byte[] both = new byte[SaltLength + text.Length];
        System.Array.Copy(image, SaltOffset, both, 0, SaltLength);
        System.Array.Copy(text, 0, both, SaltLength, text.Length);
        return Sha256.Compute(both, 0, both.Length);
    }

    // Takes as long wherever they differ.
    private static bool IsEqual(byte[] hash, byte[] image)
    {
        int difference = 0;
        for (int i = 0; i < hash.Length; i++) difference |= hash[i] ^ image[HashOffset + i];
        return difference == 0;
    }

    private byte[]? Load(out bool isLost)
    {
        byte[] image = new byte[ImageLength + 32];
        SlotFile file = NewFile();
        bool loaded = file.Load(image, out int length) && length >= ImageLength;
        isLost = !loaded && !file.IsNew;
        return loaded ? image : null;
    }

    private SlotFile NewFile() => new(_flash, "service", 1, _scratch);
}
