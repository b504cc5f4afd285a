namespace ChargePoint.Hal;

/// <summary>The connector of a companion controller, which has the parts of a connector itself and tells what they do.</summary>
public interface ICompanion : IConnectorHardware
{
    /// <summary>True once it is known what the controller does, or that it does not answer.</summary>
    bool IsReady { get; }

    /// <summary>Names who is told of changes.</summary>
    /// <param name="listener">Is told.</param>
    void Listen(IBoardListener listener);

    /// <summary>Called by the safety supervisor, every 20 ms.</summary>
    void Sample();

    /// <summary>Called on the event loop, every 20 ms.</summary>
    void Poll();
}
