using System;

namespace ChargePoint.Ocpp;

/// <summary>
/// SHA-1 (RFC 3174) for the one thing that still needs it: Sec-WebSocket-Accept (RFC 6455 section 1.3), where it proves that a
/// WebSocket server answered and protects nothing. Not for signatures or passwords. The platform offers none.
/// </summary>
public static class Sha1
{
    /// <summary>Length of a digest in bytes.</summary>
    public const int DigestLength = 20;

    /// <summary>Computes the digest of a range.</summary>
    /// <param name="data">Holds the bytes.</param>
    /// <param name="offset">First of them.</param>
    /// <param name="count">Number of them.</param>
    /// <param name="digest">Receives 20 bytes.</param>
    public static void Compute(byte[] data, int offset, int count, byte[] digest)
    {
        if (digest.Length < DigestLength) throw new ArgumentException(nameof(digest));
        uint[] state = new uint[] { 0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0 };
        uint[] schedule = new uint[80];
        byte[] block = new byte[64];
        int position = 0;
        while (count - position >= 64)
        {
            Mix(state, schedule, data, offset + position);
            position += 64;
        }

        // The tail: the rest of the data, a one bit, zeros, and the length in bits as 64-bit big-endian number.
        int rest = count - position;
        Array.Copy(data, offset + position, block, 0, rest);
        block[rest] = 0x80;
        if (rest >= 56)
        {
            Mix(state, schedule, block, 0);
            Array.Clear(block, 0, 64);
        }

        long bits = (long)count << 3;
        for (int i = 0; i < 8; i++) block[63 - i] = (byte)(bits >> (8 * i));
        Mix(state, schedule, block, 0);
        for (int i = 0; i < DigestLength; i++) digest[i] = (byte)(state[i >> 2] >> (24 - (8 * (i & 3))));
    }

    private static void Mix(uint[] state, uint[] schedule, byte[] block, int offset)
    {
        for (int i = 0; i < 16; i++)
        {
            int at = offset + (4 * i);
            schedule[i] = ((uint)block[at] << 24) | ((uint)block[at + 1] << 16) | ((uint)block[at + 2] << 8) | block[at + 3];
        }

        for (int i = 16; i < 80; i++)
            schedule[i] = Rotate(schedule[i - 3] ^ schedule[i - 8] ^ schedule[i - 14] ^ schedule[i - 16], 1);

        uint a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
        for (int i = 0; i < 80; i++)
        {
            uint f = i < 20 ? ((b & c) | (~b & d)) + 0x5A827999
                : i < 40 ? (b ^ c ^ d) + 0x6ED9EBA1
                : i < 60 ? ((b & c) | (b & d) | (c & d)) + 0x8F1BBCDC
                : (b ^ c ^ d) + 0xCA62C1D6;
            uint next = Rotate(a, 5) + f + e + schedule[i];
            e = d;
            d = c;
            c = Rotate(b, 30);
            b = a;
            a = next;
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
    }

    private static uint Rotate(uint value, int bits) => (value << bits) | (value >> (32 - bits));
}
