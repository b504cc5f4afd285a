namespace ChargePoint.Bench;

/// <summary>A factory-new charge point from its first object to an accepted boot.</summary>
public sealed class Start : Scenario
{
    private readonly BenchStation _station = new(new Traffic());

    /// <inheritdoc/>
    public override string Name => "Start: all objects and buffers, BootNotification, statuses";

    /// <inheritdoc/>
    public override Traffic Traffic => _station.Traffic;

    /// <inheritdoc/>
    public override void Prepare() => _station.Flash.Erase();

    /// <inheritdoc/>
    public override void Run() => _station.Boot();
}

/// <summary>One charging session: plug, card, <see cref="Samples"/> MeterValues, card, unplug.</summary>
public class Session : Scenario
{
    /// <summary>MeterValues messages of the session, one a minute.</summary>
    public const int Samples = 10;

    private bool _booted;

    /// <summary>The charge point.</summary>
    protected BenchStation Station { get; } = new(new Traffic());

    /// <inheritdoc/>
    public override string Name => "Session: plug, card, 10 MeterValues, card, unplug";

    /// <inheritdoc/>
    public override Traffic Traffic => Station.Traffic;

    /// <inheritdoc/>
    public override void Prepare()
    {
        if (!_booted) Station.Boot();
        _booted = true;
        Station.Pass(1_000);
    }

    /// <inheritdoc/>
    public override void Run()
    {
        Station.Plug();
        Station.Tap();
        Station.Pass((Samples * 60_000) + 5_000);
        Station.Tap();
        Station.Unplug();
    }
}

/// <summary>The life of a charge point for one session, from start to unplugging.</summary>
public sealed class WholeSession : Session
{
    /// <inheritdoc/>
    public override string Name => "Whole session: start and session";

    /// <inheritdoc/>
    public override void Prepare() => Station.Flash.Erase();

    /// <inheritdoc/>
    public override void Run()
    {
        Station.Boot();
        base.Run();
    }
}

/// <summary>A second in which a vehicle charges and nothing happens: 50 steps of the safety supervisor, a look at the hardware.</summary>
public sealed class ChargingSecond : Scenario
{
    private readonly BenchStation _station = new(new Traffic());
    private bool _charging;

    /// <inheritdoc/>
    public override string Name => "A second of charging without events";

    /// <inheritdoc/>
    public override int Repeats => 10;

    /// <inheritdoc/>
    public override bool MustNotAllocate => true;

    /// <inheritdoc/>
    public override Traffic Traffic => _station.Traffic;

    /// <summary>Goes to the middle between two samples.</summary>
    public override void Prepare()
    {
        if (!_charging)
        {
            _station.Boot();
            _station.Plug();
            _station.Tap();
            _station.Pass(20_000);
        }

        _charging = true;
        _station.Pass(50_000);
    }

    /// <inheritdoc/>
    public override void Run()
    {
        for (int i = 0; i < Repeats; i++) _station.Idle(1_000);
    }
}
