using System;

namespace ChargePoint.Hal;

/// <summary>Measures the memory that is free for the firmware.</summary>
/// <returns>Bytes.</returns>
public delegate int MemoryProbe();

/// <summary>A controller put together of its parts.</summary>
public sealed class Controller : IController
{
    private readonly TransportMaker _makeTransport;

    /// <summary>Puts it together.</summary>
    /// <param name="clock">Monotonic clock.</param>
    /// <param name="random">Randomness.</param>
    /// <param name="flash">Flash.</param>
    /// <param name="link">Network link.</param>
    /// <param name="trust">Certificates that TLS goes by.</param>
    /// <param name="makeTransport">Makes byte streams.</param>
    public Controller(IClock clock, IRandom random, IFlashStore flash, INetworkLink link, ITrustStore trust, TransportMaker makeTransport)
    {
        Clock = clock;
        Random = random;
        Flash = flash;
        Link = link;
        Trust = trust;
        _makeTransport = makeTransport;
    }

    /// <summary>Called by <see cref="Restart"/>: whoever runs the firmware ends the loop and restarts the controller.</summary>
    public Action? RestartRequested { get; set; }

    /// <inheritdoc/>
    public IClock Clock { get; }

    /// <inheritdoc/>
    public IRandom Random { get; }

    /// <inheritdoc/>
    public IFlashStore Flash { get; }

    /// <inheritdoc/>
    public INetworkLink Link { get; }

    /// <inheritdoc/>
    public ITrustStore Trust { get; }

    /// <summary>Secure element, or null.</summary>
    public ISecureElement? SecureElement { get; set; }

    /// <summary>Where a new firmware is installed, or null.</summary>
    public IFirmwareStore? Firmware { get; set; }

    /// <summary>The technician's terminal, or null.</summary>
    public IConsolePort? Console { get; set; }

    /// <summary>Measures the free memory, or null.</summary>
    public MemoryProbe? MeasureMemory { get; set; }

    /// <inheritdoc/>
    public int FreeMemoryBytes => MeasureMemory == null ? -1 : MeasureMemory();

    /// <inheritdoc/>
    public ITransport CreateTransport() => _makeTransport();

    /// <inheritdoc/>
    public void Restart() => RestartRequested?.Invoke();
}
