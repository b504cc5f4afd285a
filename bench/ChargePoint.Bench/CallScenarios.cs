using System.Text;

namespace ChargePoint.Bench;

/// <summary>A call of the Central System that changes nothing: from the bytes of its frame to those of the answer.</summary>
public sealed class Call : Scenario
{
    private readonly BenchStation _station = new(new Traffic());
    private readonly byte[] _frame;
    private bool _booted;

    /// <summary>Makes the scenario.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="frame">The frame.</param>
    public Call(string name, string frame)
    {
        Name = name;
        _frame = Encoding.UTF8.GetBytes(frame);
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override Traffic Traffic => _station.Traffic;

    /// <inheritdoc/>
    public override void Prepare()
    {
        if (!_booted) _station.Boot();
        _booted = true;
        _station.Pass(0);
    }

    /// <inheritdoc/>
    public override void Run() => _station.Link.Receive(_frame);
}

/// <summary>RemoteStartTransaction on a free connector, from the bytes of its frame to those of the answer.</summary>
public sealed class RemoteStart : Scenario
{
    private const int ConnectionTimeOutMs = 60_000;

    private readonly BenchStation _station = new(new Traffic());
    private readonly byte[] _frame = Encoding.UTF8.GetBytes(Frames.RemoteStart);
    private bool _booted;

    /// <inheritdoc/>
    public override string Name => "RemoteStartTransaction, frame to answer";

    /// <inheritdoc/>
    public override Traffic Traffic => _station.Traffic;

    /// <summary>Nobody plugs in: after the connection timeout the connector is free again.</summary>
    public override void Prepare()
    {
        if (!_booted) _station.Boot();
        _booted = true;
        _station.Pass(ConnectionTimeOutMs + 2_000);
    }

    /// <inheritdoc/>
    public override void Run() => _station.Link.Receive(_frame);
}
