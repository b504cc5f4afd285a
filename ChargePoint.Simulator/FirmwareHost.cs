using System.Collections.Concurrent;
using ChargePoint.Boards;
using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;
using ChargePoint.Runtime;
using ChargePoint.Safety;
using ChargePoint.Simulator.Bench;
using ChargePoint.Simulator.Terminals;

namespace ChargePoint.Simulator;

/// <summary>
/// Runs the firmware on one thread of its own: the event loop, the safety supervisor beside it, and whatever the bench wants to
/// have done between two steps. Restarts it when the board restarts, and takes its supply away when the bench says so.
/// </summary>
public sealed class FirmwareHost : IBenchHost, IDisposable
{
    private const int MostStepsInARow = 1000;
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SilentLimit = TimeSpan.FromMilliseconds(50);

    private readonly Machine _machine;
    private readonly SimulatedBoard _world;
    private readonly SimulatorClock _clock;
    private readonly SimulatedNetwork _network;
    private readonly bool _backupPower;
    private readonly Action<Firmware.ChargePoint> _configure;
    private readonly Func<Log> _makeLog;
    private readonly ConcurrentQueue<Action> _work = new();
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _url = "";
    private string _identity = "";
    private string? _firstUrl;
    private string? _firstIdentity;
    private Firmware.ChargePoint? _chargePoint;
    private Signal? _wake;
    private bool _restart;
    private volatile bool _ending;
    private volatile bool _stopping;
    private long _nextSupervisionMs;
    private bool _networkIsSilent;

    /// <summary>Makes a host that does not run yet.</summary>
    /// <param name="machine">The hardware.</param>
    /// <param name="clock">Its clock.</param>
    /// <param name="backupPower">Whether the board outlives the mains.</param>
    /// <param name="makeLog">Makes the log of a firmware that starts.</param>
    /// <param name="configure">Told of each firmware before it starts.</param>
    public FirmwareHost(Machine machine, SimulatorClock clock, bool backupPower, Func<Log> makeLog, Action<Firmware.ChargePoint> configure)
    {
        _machine = machine;
        _world = machine.World;
        _clock = clock;
        _network = new SimulatedNetwork(_world);
        _backupPower = backupPower;
        _makeLog = makeLog;
        _configure = configure;
        _world.RestartRequested += () => _restart = true;
        Terminals = new EventLoop(new RealClock(), makeLog());
        _thread = new Thread(Run) { Name = "firmware", IsBackground = true };
    }

    /// <summary>Ends when the host has stopped; fails if the firmware thread failed, which is a bug.</summary>
    public Task Ended => _ended.Task;

    /// <summary>What goes on on the firmware's thread whether or not there is a firmware, by real time: terminals.</summary>
    public EventLoop Terminals { get; }

    /// <summary>The firmware that runs, or null while it has no supply. For use on its thread.</summary>
    public Firmware.ChargePoint? ChargePoint => _chargePoint;

    /// <summary>Raised on the firmware's thread when a firmware is gone.</summary>
    public event Action? Restarted;

    /// <summary>How often the firmware was started.</summary>
    public int Starts { get; private set; }

    /// <summary>What the boot loader does before a firmware starts, or null; false starts the controller once more.</summary>
    public Func<bool>? Boot { get; set; }

    /// <summary>Starts the firmware.</summary>
    /// <param name="centralSystemUrl">Address of the Central System.</param>
    /// <param name="identity">Identity.</param>
    public void Start(string centralSystemUrl, string identity)
    {
        _url = centralSystemUrl;
        _identity = identity;
        _thread.Start();
    }

    /// <summary>
    /// Waits until the Central System has answered the first BootNotification, or the first attempt to connect has failed, for
    /// whoever types commands before the charge point has come up.
    /// </summary>
    /// <param name="limit">Longest wait.</param>
    public async Task WaitForFirstBootAsync(TimeSpan limit)
    {
        DateTime end = DateTime.UtcNow + limit;
        while (DateTime.UtcNow < end && !Ended.IsCompleted)
        {
            bool isUp = await RunAsync(chargePoint => chargePoint == null || chargePoint.Link.LastFailure.Length > 0
                || (chargePoint.IsQuiet && chargePoint.Registration.Status != RegistrationStatus.None));
            if (isUp) return;
            await Task.Delay(10);
        }
    }

    /// <summary>Has something done on the firmware's thread, after all that has happened before it was handled.</summary>
    /// <param name="work">Gets the firmware, or null while it has no supply.</param>
    public Task<T> RunAsync<T>(Func<Firmware.ChargePoint?, T> work)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Enqueue(() =>
        {
            try
            {
                done.SetResult(work(_chargePoint));
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        _wake?.Raise();
        return done.Task;
    }

    /// <inheritdoc/>
    public string? PowerCycle()
    {
        PowerOff();
        _world.MainsPresent = true;
        PowerOn();
        return null;
    }

    /// <inheritdoc/>
    public string? MainsOff()
    {
        if (!_world.MainsPresent) return "the mains are off already";
        _world.MainsPresent = false;
        if (!_backupPower) PowerOff();
        return null;
    }

    /// <inheritdoc/>
    public string? MainsOn()
    {
        if (_world.MainsPresent) return "the mains are on already";
        _world.MainsPresent = true;
        if (_chargePoint == null) PowerOn();
        return null;
    }

    /// <inheritdoc/>
    public bool HasDrivers => _machine.IsDescribed;

    /// <inheritdoc/>
    public void LetDriversSee(int milliseconds)
    {
        if (!HasDrivers) return;
        for (int passed = 0; passed < milliseconds && _chargePoint != null; passed += SafetySupervisor.PeriodMs)
        {
            StepAll();
            _clock.Skip(SafetySupervisor.PeriodMs);
        }

        StepAll();
    }

    /// <inheritdoc/>
    public void Acknowledge(int connectorId) => _chargePoint?.Safety.Acknowledge(connectorId);

    /// <summary>
    /// Lets simulated time pass at once: moves the clock from one timer to the next, and before each move lets the firmware do
    /// all it has to do and get the answers that it waits for.
    /// </summary>
    /// <param name="seconds">How much.</param>
    public string? Skip(int seconds)
    {
        long end = _clock.MonotonicMs + (seconds * 1000L);
        while (_clock.MonotonicMs < end && !_ending)
        {
            Settle();
            long wait = _chargePoint?.Loop.UntilNextTimerMs ?? -1;
            long rest = Math.Max(0, end - _clock.MonotonicMs); // settling has taken real time
            _clock.Skip(Math.Clamp(wait < 0 ? rest : Math.Max(wait, 1), 0, Math.Min(rest, 1000)));
            _chargePoint?.Safety.Step();
        }

        Settle();
        return _ending ? "the simulator is ending" : null;
    }

    /// <summary>Closes the connection in order, stops the firmware and ends its thread. Transactions stay as they are.</summary>
    public void Dispose()
    {
        _ending = true;
        if (_thread.IsAlive && !_stopping) RunAsync(CloseLink).Wait(AnswerLimit);
        _stopping = true;
        _wake?.Raise();
        if (_thread.IsAlive) _thread.Join(TimeSpan.FromSeconds(5));
    }

    private bool CloseLink(Firmware.ChargePoint? chargePoint)
    {
        chargePoint?.Link.Stop("the simulator ends");
        Settle();
        return true;
    }

    private void Run()
    {
        try
        {
            PowerOn();
            while (!_stopping) Turn();
            PowerOff();
            _ended.SetResult();
        }
        catch (Exception e)
        {
            _ended.SetException(e);
        }
    }

    private void Turn()
    {
        bool worked = StepAll();
        if (_work.TryDequeue(out Action? work))
        {
            work();
            worked = true;
        }

        for (int i = 0; i < MostStepsInARow && Terminals.Step(); i++) worked = true;
        if (worked) return;
        long wait = Math.Min(_nextSupervisionMs - _clock.MonotonicMs, _chargePoint?.Loop.UntilNextTimerMs ?? SafetySupervisor.PeriodMs);
        if (wait < 0) wait = _nextSupervisionMs - _clock.MonotonicMs;
        if (Terminals.UntilNextTimerMs is >= 0 and var terminals) wait = Math.Min(wait, terminals);
        if (_chargePoint != null) _chargePoint.Loop.Mailbox.Wait((int)Math.Clamp(wait, 1, SafetySupervisor.PeriodMs));
        else Thread.Sleep(5);
    }

    private bool StepAll()
    {
        if (_chargePoint == null) return false;
        if (_clock.MonotonicMs >= _nextSupervisionMs)
        {
            _nextSupervisionMs = _clock.MonotonicMs + SafetySupervisor.PeriodMs;
            _chargePoint.Safety.Step();
            if (_machine.Look()) _restart = true;
        }

        bool worked = false;
        for (int i = 0; i < MostStepsInARow && !_restart && _chargePoint.Loop.Step(); i++) worked = true;
        if (!_restart) return worked;
        _restart = false;
        PowerOff();
        PowerOn();
        return true;
    }

    // Everything that is due, and what is awaited from the network. A network that does not answer for 5 s of real time is only
    // given a moment at each step, until there is a connection on which nothing is awaited any more.
    private void Settle()
    {
        DateTime limit = DateTime.UtcNow + (_networkIsSilent ? SilentLimit : AnswerLimit);
        do
        {
            while (StepAll())
            {
            }

            if (_chargePoint == null || _chargePoint.IsQuiet)
            {
                if (_chargePoint is { Link.IsOnline: true }) _networkIsSilent = false;
                return;
            }

            _chargePoint.Loop.Mailbox.Wait(1);
        }
        while (DateTime.UtcNow < limit);
        _networkIsSilent = true;
    }

    private void PowerOn()
    {
        // A firmware that ends at once is not tried a third time, whatever its boot loader says.
        if (Boot != null && !Boot() && !Boot()) throw new InvalidOperationException("no firmware starts");
        Firmware.ChargePoint chargePoint = new(_machine.PowerOn(), _makeLog());
        _wake = chargePoint.Loop.CreateSignal(() => { });
        _chargePoint = chargePoint;
        _network.Use(NetworkStore.Load(_world.Flash, _world.SecureElement, chargePoint.Log) ?? new NetworkSettings());
        chargePoint.Network = _network;
        if (_machine.IsDescribed) chargePoint.Description = new StoredDescription(_world.Flash);
        _configure(chargePoint);
        Starts++;
        _nextSupervisionMs = 0;

        // What a technician sets while the simulator runs counts from then on, instead of the command line
        string url = chargePoint.Configuration.Text(Key.CentralSystemUrl);
        string identity = chargePoint.Configuration.Text(Key.Identity);
        _firstUrl ??= url;
        _firstIdentity ??= identity;
        chargePoint.Start(url == _firstUrl ? _url : "", identity == _firstIdentity ? _identity : "");
    }

    private void PowerOff()
    {
        if (_chargePoint == null) return;
        Firmware.ChargePoint chargePoint = _chargePoint;
        _restart = false;
        _chargePoint = null;
        chargePoint.Link.Abandon();
        _machine.PowerOff();
        Restarted?.Invoke();
    }
}
