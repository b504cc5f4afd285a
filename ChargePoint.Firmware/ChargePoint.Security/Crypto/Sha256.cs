using System;

namespace ChargePoint.Security;

/// <summary>
/// SHA-256 (FIPS 180-4), fed in pieces. Its buffers (700 bytes) are made with it, so it is made when a hash is wanted and dropped
/// afterwards; feeding it allocates nothing. The platform offers none.
/// </summary>
public sealed class Sha256
{
    /// <summary>Length of a digest in bytes.</summary>
    public const int DigestLength = 32;

    private const int BlockLength = 64;

    // Not static: they would stay in memory for ever.
    private readonly uint[] _constants =
    {
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    };

    private readonly uint[] _state = new uint[8];
    private readonly uint[] _schedule = new uint[64];
    private readonly byte[] _block = new byte[BlockLength];
    private long _length;

    /// <summary>Makes a hash of nothing so far.</summary>
    public Sha256() => Reset();

    /// <summary>Hashes a range at once.</summary>
    /// <param name="data">Holds the bytes.</param>
    /// <param name="offset">First of them.</param>
    /// <param name="count">Number of them.</param>
    /// <returns>32 bytes.</returns>
    public static byte[] Compute(byte[] data, int offset, int count)
    {
        Sha256 hash = new();
        byte[] digest = new byte[DigestLength];
        hash.Add(data, offset, count);
        hash.Finish(digest, 0);
        return digest;
    }

    /// <summary>Begins anew.</summary>
    public void Reset()
    {
        _state[0] = 0x6a09e667;
        _state[1] = 0xbb67ae85;
        _state[2] = 0x3c6ef372;
        _state[3] = 0xa54ff53a;
        _state[4] = 0x510e527f;
        _state[5] = 0x9b05688c;
        _state[6] = 0x1f83d9ab;
        _state[7] = 0x5be0cd19;
        _length = 0;
    }

    /// <summary>Adds a range.</summary>
    /// <param name="data">Holds the bytes.</param>
    /// <param name="offset">First of them.</param>
    /// <param name="count">Number of them.</param>
    public void Add(byte[] data, int offset, int count)
    {
        int filled = (int)(_length % BlockLength);
        _length += count;
        if (filled > 0)
        {
            int more = BlockLength - filled;
            if (more > count) more = count;
            Array.Copy(data, offset, _block, filled, more);
            if (filled + more < BlockLength) return;
            Mix(_block, 0);
            offset += more;
            count -= more;
        }

        for (; count >= BlockLength; offset += BlockLength, count -= BlockLength) Mix(data, offset);
        Array.Copy(data, offset, _block, 0, count);
    }

    /// <summary>Ends and gives the digest; <see cref="Reset"/> comes before the next use.</summary>
    /// <param name="digest">Receives 32 bytes.</param>
    /// <param name="offset">Where they go.</param>
    public void Finish(byte[] digest, int offset)
    {
        // A one bit, zeros, and the length in bits as 64-bit big-endian number.
        int filled = (int)(_length % BlockLength);
        _block[filled++] = 0x80;
        Array.Clear(_block, filled, BlockLength - filled);
        if (filled > BlockLength - 8)
        {
            Mix(_block, 0);
            Array.Clear(_block, 0, BlockLength);
        }

        long bits = _length << 3;
        for (int i = 0; i < 8; i++) _block[BlockLength - 1 - i] = (byte)(bits >> (8 * i));
        Mix(_block, 0);
        for (int i = 0; i < DigestLength; i++) digest[offset + i] = (byte)(_state[i >> 2] >> (24 - (8 * (i & 3))));
    }

    private void Mix(byte[] block, int offset)
    {
        uint[] w = _schedule;
        for (int i = 0; i < 16; i++, offset += 4)
            w[i] = ((uint)block[offset] << 24) | ((uint)block[offset + 1] << 16) | ((uint)block[offset + 2] << 8) | block[offset + 3];
        for (int i = 16; i < 64; i++)
        {
            uint x = w[i - 15], y = w[i - 2];
            uint s0 = ((x >> 7) | (x << 25)) ^ ((x >> 18) | (x << 14)) ^ (x >> 3);
            uint s1 = ((y >> 17) | (y << 15)) ^ ((y >> 19) | (y << 13)) ^ (y >> 10);
            w[i] = w[i - 16] + s0 + w[i - 7] + s1;
        }

        uint[] k = _constants;
        uint[] state = _state;
        uint a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
        for (int i = 0; i < 64; i++)
        {
            uint t1 = h + (((e >> 6) | (e << 26)) ^ ((e >> 11) | (e << 21)) ^ ((e >> 25) | (e << 7))) + ((e & f) ^ (~e & g)) + k[i] + w[i];
            uint t2 = (((a >> 2) | (a << 30)) ^ ((a >> 13) | (a << 19)) ^ ((a >> 22) | (a << 10))) + ((a & b) ^ (a & c) ^ (b & c));
            h = g;
            g = f;
            f = e;
            e = d + t1;
            d = c;
            c = b;
            b = a;
            a = t1 + t2;
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }
}
