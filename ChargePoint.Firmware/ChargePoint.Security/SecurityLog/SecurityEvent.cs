using ChargePoint.Features;

namespace ChargePoint.Security;

/// <summary>One entry of the security log.</summary>
public sealed class SecurityEvent
{
    /// <summary>Makes an entry.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="moment">When it happened.</param>
    /// <param name="type">The whitepaper's name of what happened.</param>
    /// <param name="techInfo">More about it, or null.</param>
    public SecurityEvent(int number, Moment moment, string type, string? techInfo)
    {
        Number = number;
        Moment = moment;
        Type = type;
        TechInfo = techInfo;
    }

    /// <summary>Number of the entry: 1 is the first that this charge point ever wrote, and there are no gaps.</summary>
    public int Number { get; }

    /// <summary>When it happened.</summary>
    public Moment Moment { get; }

    /// <summary>The whitepaper's name of what happened.</summary>
    public string Type { get; }

    /// <summary>More about it, or null.</summary>
    public string? TechInfo { get; }
}
