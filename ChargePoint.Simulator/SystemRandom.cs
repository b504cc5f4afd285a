using System.Security.Cryptography;
using ChargePoint.Hal;

namespace ChargePoint.Simulator;

/// <summary>Randomness of the operating system.</summary>
public sealed class SystemRandom : IRandom
{
    /// <inheritdoc/>
    public void Fill(byte[] buffer, int offset, int count) => RandomNumberGenerator.Fill(buffer.AsSpan(offset, count));
}
