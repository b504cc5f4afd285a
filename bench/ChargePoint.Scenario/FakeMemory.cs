namespace ChargePoint.Scenario;

/// <summary>
/// What the fakes keep: flash, and what the Central System hears and says, none of which is in the heap of a device. It is one array of <see cref="Bytes"/>, made before all else, and nanoCLR is run with a heap that is larger by it: what is
/// left is a device's heap, without a hole.
/// </summary>
public static class FakeMemory
{
    /// <summary>Its size with the header of the array, in bytes.</summary>
    public const int Bytes = 32 * 1024;

    /// <summary>Heap of a device, in bytes: what an ESP32 without PSRAM has.</summary>
    public const int DeviceHeapBytes = 96 * 1024;

    /// <summary>Where the Central System's messages stand; the flash is before them.</summary>
    public const int LineOffset = 27 * 1024;

    /// <summary>Room for the Central System's messages.</summary>
    public const int LineBytes = 4096;

    /// <summary>Where the beginning of a message to the Central System stands.</summary>
    public const int HeardOffset = LineOffset + LineBytes;

    /// <summary>Room for that.</summary>
    public const int HeardBytes = 512;

    private const int Content = Bytes - ArrayHeader;
    private const int ArrayHeader = 32; // in the 32-bit build, with what the heap rounds up to

    private static byte[]? _shared;

    /// <summary>The memory.</summary>
    public static byte[] Shared => _shared ??= new byte[Content];
}
