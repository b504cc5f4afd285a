using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>
/// An idTag that was accepted for a connector and waits for the vehicle, or a vehicle that waits for an idTag; either for ConnectionTimeOut
/// seconds (OCPP 1.6 section 4.9: B1, B6).
/// </summary>
internal sealed class WaitingCard
{
    private readonly ConfigurationStore _configuration;
    private readonly LoopTimer _timeout;

    public WaitingCard(EventLoop loop, ConfigurationStore configuration, System.Action onTimeout)
    {
        _configuration = configuration;
        _timeout = loop.CreateTimer(onTimeout);
    }

    /// <summary>The idTag, or null while none waits.</summary>
    public string? IdTag { get; private set; }

    /// <summary>Its group, or null.</summary>
    public string? ParentIdTag { get; private set; }

    /// <summary>True if it is for this connector and no other.</summary>
    public bool IsPlaceFixed { get; private set; }

    /// <summary>True if nobody presented it: free vend.</summary>
    public bool IsFreeVend { get; private set; }

    public void Put(string idTag, string? parentIdTag, bool placeIsFixed, bool isFreeVend)
    {
        IsFreeVend = isFreeVend;
        IdTag = idTag;
        ParentIdTag = parentIdTag;
        IsPlaceFixed = placeIsFixed;
        _timeout.Start(_configuration.Integer(Key.ConnectionTimeOut) * 1000L);
    }

    /// <summary>A vehicle is there, and waits for an idTag.</summary>
    public void AwaitIdTag() => _timeout.Start(_configuration.Integer(Key.ConnectionTimeOut) * 1000L);

    public void Drop()
    {
        _timeout.Stop();
        IdTag = null;
        ParentIdTag = null;
    }
}
