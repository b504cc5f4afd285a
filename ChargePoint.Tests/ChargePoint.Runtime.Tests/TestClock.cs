using ChargePoint.Hal;

namespace ChargePoint.Runtime.Tests;

/// <summary>A clock that a test moves.</summary>
public sealed class TestClock : IClock
{
    public long MonotonicMs { get; set; } = 1000;
}
