namespace ChargePoint.Scenario;

/// <summary>
/// What the fakes keep: the content of the flash and what the Central System is about to say, neither of which is in the heap of a
/// device. It is one array of <see cref="Bytes"/>, made before all else, and nanoCLR is run with a heap that is larger by it: what is
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
    public const int LineBytes = Content - LineOffset;

    private const int Content = Bytes - ArrayHeader;
    private const int ArrayHeader = 20; // measured in the 32-bit build

    private static byte[]? _shared;

    /// <summary>The memory.</summary>
    public static byte[] Shared => _shared ??= new byte[Content];
}
