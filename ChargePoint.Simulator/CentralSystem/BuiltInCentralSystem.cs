namespace ChargePoint.Simulator.CentralSystem;

/// <summary>The Central System of the simulator: the one place where its parts are put together.</summary>
public sealed class BuiltInCentralSystem : IAsyncDisposable
{
    /// <summary>Builds the parts; <paramref name="now"/> is the time that charge points are told.</summary>
    public BuiltInCentralSystem(OcppServerOptions options, Func<DateTimeOffset> now, TraceView? trace = null)
    {
        Responder = new Responder(Ledger, now);
        Server = new OcppServer(options, Ledger, Responder, Validator, now);
        Commands = new CentralSystemCommands(Server, Ledger, Responder, Validator);
        trace?.Follow(Server, Ledger, Validator);
    }

    /// <summary>Charge points, cards, transactions.</summary>
    public Ledger Ledger { get; } = new();

    /// <summary>Checks every message and keeps the violations.</summary>
    public MessageValidator Validator { get; } = new();

    /// <summary>Answers the charge points.</summary>
    public Responder Responder { get; }

    /// <summary>The sockets.</summary>
    public OcppServer Server { get; }

    /// <summary>The <c>cs ...</c> commands.</summary>
    public CentralSystemCommands Commands { get; }

    /// <summary>Starts to listen.</summary>
    public Task StartAsync() => Server.StartAsync();

    /// <summary>Closes the connections and stops listening.</summary>
    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
