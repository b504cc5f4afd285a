using System;
using ChargePoint.Hal;

namespace ChargePoint.Scenario;

/// <summary>
/// A board with one connector, all of whose parts are one object, so that next to nothing of the heap that is measured is the fake's: a
/// socket with a lock, a vehicle that always wants energy, a meter with one phase.
/// </summary>
public sealed class Board : IBoard, IConnectorHardware, IControlPilot, IContactor, IEnergyMeter, IConnectorLock, IStatusIndicator, INetworkLink, IRfidReader, IWatchdog, IRandom, IClock, ITrustStore
{
    private const int Volts = 230;
    private const int DrawnMilliamps = 16_000;
    private const long MilliwattMsInWattHour = 3_600_000_000;

    private readonly IConnectorHardware[] _connectors;
    private readonly BoardIdentity _identity = new() { Vendor = "ChargePoint", Model = "Scenario", FirmwareVersion = "0.1.0" };
    private readonly CentralSystem _centralSystem;
    private IBoardListener? _listener;
    private string? _card;
    private uint _random = 1;
    private long _energyMilliwattMs;
    private long _countedMs;
    private bool _plugged;
    private bool _locked;
    private bool _closed;

    /// <summary>Makes a board at which nobody is.</summary>
    /// <param name="flash">Its flash.</param>
    /// <param name="centralSystem">The other end of its network.</param>
    public Board(IFlashStore flash, CentralSystem centralSystem)
    {
        Flash = flash;
        _centralSystem = centralSystem;
        _connectors = new IConnectorHardware[] { this };
    }

    /// <inheritdoc/>
    public IFlashStore Flash { get; }

    /// <summary>Time, which stands still until <see cref="Advance"/>.</summary>
    public long NowMs { get; private set; }

    /// <summary>Lets time pass.</summary>
    /// <param name="milliseconds">How much.</param>
    public void Advance(long milliseconds) => NowMs += milliseconds;

    /// <summary>Puts the vehicle's cable in or takes it off.</summary>
    /// <param name="plugged">Which.</param>
    public void Plug(bool plugged)
    {
        _plugged = plugged;
        _listener?.OnBoardChanged();
    }

    /// <summary>Presents a card.</summary>
    /// <param name="idTag">Its number.</param>
    public void Present(string idTag)
    {
        _card = idTag;
        _listener?.OnBoardChanged();
    }

    IClock IController.Clock => this;

    IRandom IController.Random => this;

    INetworkLink IController.Link => this;

    IRfidReader IBoard.Reader => this;

    IWatchdog IBoard.Watchdog => this;

    IConnectorHardware[] IBoard.Connectors => _connectors;

    HardwareFault IBoard.Fault => HardwareFault.NoError;

    string IBoard.FaultDetail => "";

    bool IBoard.MainsPresent => true;

    bool IBoard.EmergencyStop => false;

    int IBoard.PollPeriodMs => 0;

    bool IBoard.IsReady => true;

    int IBoard.NominalMillivolts => 230_000;

    ITrustStore IController.Trust => this;

    BoardIdentity IBoard.Identity => _identity;

    ISecureElement? IController.SecureElement => null;

    IFirmwareStore? IController.Firmware => null;

    int IController.FreeMemoryBytes => -1;

    IConsolePort? IController.Console => null;

    IControlPilot IConnectorHardware.Pilot => this;

    IContactor IConnectorHardware.Contactor => this;

    IEnergyMeter IConnectorHardware.Meter => this;

    IConnectorLock? IConnectorHardware.Lock => this;

    IStatusIndicator IConnectorHardware.Indicator => this;

    IResidualCurrentMonitor? IConnectorHardware.ResidualCurrent => null;

    ITemperatureSensor? IConnectorHardware.Temperature => null;

    int IConnectorHardware.MaximumMilliamps => 32_000;

    bool IConnectorHardware.CablePresent => _plugged;

    bool IConnectorHardware.IsVentilated => false;

    HardwareFault IConnectorHardware.Fault => HardwareFault.NoError;

    string IConnectorHardware.FaultDetail => "";

    PilotState IControlPilot.State => !_plugged ? PilotState.A : OfferedMilliamps > 0 ? PilotState.C : PilotState.B;

    /// <inheritdoc/>
    public int OfferedMilliamps { get; set; }

    PilotFault IControlPilot.Fault => PilotFault.None;

    int IControlPilot.HighMillivolts => !_plugged ? 12_000 : OfferedMilliamps > 0 ? 6_000 : 9_000;

    int IControlPilot.LowMillivolts => -12_000;

    bool IContactor.Commanded => _closed;

    bool IContactor.Feedback => _closed;

    bool IContactor.CanSwitchPhases => false;

    bool IContactor.ClosesWithoutVehicle => true;

    int IContactor.Phases
    {
        get => 1;
        set => _ = value;
    }

    int IEnergyMeter.Phases => 1;

    LockState IConnectorLock.State => _locked ? LockState.Locked : LockState.Unlocked;

    bool INetworkLink.IsUp => true;

    int INetworkLink.SignalDbm => 0;

    long IClock.MonotonicMs => NowMs;

    int ITrustStore.LastUsed => -1;

    ITransport IController.CreateTransport() => _centralSystem;

    void IBoard.Listen(IBoardListener listener) => _listener = listener;

    void IBoard.Sample()
    {
    }

    void IBoard.Poll()
    {
    }

    void IController.Restart() => throw new InvalidOperationException("nobody asked for a restart");

    void IContactor.Close()
    {
        Count();
        _closed = true;
    }

    void IContactor.Open()
    {
        Count();
        _closed = false;
    }

    bool IEnergyMeter.TryRead(MeterReading reading)
    {
        Count();
        int milliamps = Drawn;
        reading.EnergyWh = _energyMilliwattMs / MilliwattMsInWattHour;
        reading.PowerW = Volts * milliamps / 1000;
        reading.CurrentMilliamps[0] = milliamps;
        reading.VoltageMillivolts[0] = Volts * 1000;
        return true;
    }

    void IConnectorLock.Lock() => _locked = true;

    void IConnectorLock.Unlock() => _locked = false;

    void IStatusIndicator.Show(Indication indication)
    {
    }

    void IStatusIndicator.ShowText(string text)
    {
    }

    void IStatusIndicator.Acknowledge(bool accepted)
    {
    }

    string? IRfidReader.TakeCard()
    {
        string? card = _card;
        _card = null;
        return card;
    }

    void IWatchdog.Feed()
    {
    }

    void IRandom.Fill(byte[] buffer, int offset, int count)
    {
        for (int i = 0; i < count; i++)
        {
            _random = (_random * 1664525) + 1013904223;
            buffer[offset + i] = (byte)(_random >> 24);
        }
    }

    void ITrustStore.Begin()
    {
    }

    bool ITrustStore.Add(ByteRange certificate) => false;

    void ITrustStore.End()
    {
    }

    bool ITrustStore.Show(int slot, byte[] chain, int count) => false;

    private int Drawn => _closed && _plugged ? DrawnMilliamps : 0;

    private void Count()
    {
        _energyMilliwattMs += (NowMs - _countedMs) * Volts * Drawn;
        _countedMs = NowMs;
    }
}
