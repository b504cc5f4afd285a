namespace ChargePoint.Hal.Simulated;

/// <summary>
/// Reproducible randomness: the same seed gives the same bytes on every platform. A counter whose every value goes through a
/// 32-bit mixing function (the SplitMix construction), so that seeds next to each other give unrelated sequences. Not for secrets.
/// </summary>
public sealed class SeededRandom : IRandom
{
    private uint _state;

    /// <summary>Makes a sequence.</summary>
    /// <param name="seed">Any number.</param>
    public SeededRandom(uint seed) => _state = seed;

    /// <inheritdoc/>
    public void Fill(byte[] buffer, int offset, int count)
    {
        uint word = 0;
        for (int i = 0; i < count; i++)
        {
            if ((i & 3) == 0) word = NextWord();
            buffer[offset + i] = (byte)word;
            word >>= 8;
        }
    }

    /// <summary>Draws a number.</summary>
    /// <param name="limit">Number that is never reached, 1 or more.</param>
    /// <returns>0 to <paramref name="limit"/> - 1, each as likely as the others (within 1 in 4 billion / limit).</returns>
    public int Next(int limit) => (int)(((ulong)NextWord() * (ulong)limit) >> 32);

    private uint NextWord()
    {
        _state += 0x9E3779B9;
        uint mixed = _state;
        mixed = (mixed ^ (mixed >> 16)) * 0x21F0AAAD;
        mixed = (mixed ^ (mixed >> 15)) * 0x735A2D97;
        return mixed ^ (mixed >> 15);
    }
}
