using System;

namespace ChargePoint.Authorization;

/// <summary>What the stores of authorization work in. Shared, as everything runs on one loop: nothing of it is kept between calls.</summary>
internal sealed class AuthorizationWorkspace
{
    /// <summary>Bytes that are needed of the shared scratch buffer.</summary>
    public const int ScratchBytes = 2048;

    public AuthorizationWorkspace(byte[] scratch)
    {
        if (scratch.Length < ScratchBytes) throw new ArgumentException("scratch");
        Buffer = scratch;
    }

    /// <summary>Large buffer.</summary>
    public byte[] Buffer { get; }

    /// <summary>One slot.</summary>
    public byte[] Slot { get; } = new byte[ListSlot.Length];

    /// <summary>One idTag.</summary>
    public AuthorizationEntry Entry { get; } = new();
}
