using System;

namespace ChargePoint.Hal.Esp32;

/// <summary>
/// Random bytes of the ESP32's hardware generator. nanoFramework 1.17 offers no cryptographic generator, but its System.Random
/// is one on this chip: it ignores seeds and takes every byte from esp_random (read in the runtime's source).
/// </summary>
/// <remarks>
/// Espressif promises true randomness only while the radio (Wi-Fi or Bluetooth) is on, since its noise feeds the generator;
/// without it the generator is a pseudo-random one. Enough for what <see cref="IRandom"/> is used for here: message ids, masks, nonces and
/// jitter. A board that makes keys, or has Ethernet only, should take them from a secure element and give the firmware an
/// <see cref="IRandom"/> of its own. On the PC this is .NET's System.Random: for trying out only.
/// </remarks>
public sealed class HardwareRandom : IRandom
{
    private readonly Random _random = new();
    private readonly byte[] _piece = new byte[16];

    /// <inheritdoc/>
    public void Fill(byte[] buffer, int offset, int count)
    {
        lock (_piece)
        {
            // System.Random fills whole arrays only.
            for (int done = 0; done < count; done += _piece.Length)
            {
                _random.NextBytes(_piece);
                int taken = count - done < _piece.Length ? count - done : _piece.Length;
                Array.Copy(_piece, 0, buffer, offset + done, taken);
            }
        }
    }
}
