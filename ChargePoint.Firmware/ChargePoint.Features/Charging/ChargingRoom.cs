using ChargePoint.Hal;
using ChargePoint.Runtime;
using ChargePoint.Safety;

namespace ChargePoint.Features;

/// <summary>What the connectors of a charge point share.</summary>
public sealed class ChargingRoom
{
    /// <summary>Puts the shared things together.</summary>
    /// <param name="board">The board.</param>
    /// <param name="loop">The event loop.</param>
    /// <param name="safety">Moves the contactors.</param>
    /// <param name="transactions">Takes what transactions have to tell.</param>
    /// <param name="configuration">Configuration values.</param>
    /// <param name="clock">Time of day.</param>
    /// <param name="availability">Tells what is out of service.</param>
    /// <param name="reservations">Tells who may use what.</param>
    /// <param name="log">Log.</param>
    public ChargingRoom(IBoard board, EventLoop loop, SafetySupervisor safety, TransactionQueue transactions, ConfigurationStore configuration, WallClock clock, AvailabilityStore availability, Reservations reservations, Log log)
    {
        Board = board;
        Loop = loop;
        Safety = safety;
        Transactions = transactions;
        Configuration = configuration;
        Clock = clock;
        Availability = availability;
        Reservations = reservations;
        Log = log;
    }

    /// <summary>The board.</summary>
    public IBoard Board { get; }

    /// <summary>The event loop.</summary>
    public EventLoop Loop { get; }

    /// <summary>Moves the contactors.</summary>
    public SafetySupervisor Safety { get; }

    /// <summary>Takes what transactions have to tell.</summary>
    public TransactionQueue Transactions { get; }

    /// <summary>Configuration values.</summary>
    public ConfigurationStore Configuration { get; }

    /// <summary>Time of day.</summary>
    public WallClock Clock { get; }

    /// <summary>Tells what is out of service.</summary>
    public AvailabilityStore Availability { get; }

    /// <summary>Tells who may use what.</summary>
    public Reservations Reservations { get; }

    /// <summary>Log.</summary>
    public Log Log { get; }

    /// <summary>
    /// Has the connectors looked at with the loop's next turn, so that a long chain of calls ends here and its memory is given back; null to look
    /// at once. Set once.
    /// </summary>
    public Signal? Look { get; set; }
}
