using System;

namespace ChargePoint.Hal.Simulated;

/// <summary>Network link of a simulated board, and the byte streams that run over it.</summary>
public sealed class SimulatedLink : INetworkLink
{
    /// <summary>Most byte streams in use at a time; a board has few sockets, and one that wants more leaks them.</summary>
    public const int MaximumTransports = 8;

    private readonly SimulatedBoard _board;
    private readonly object _gate = new();
    private readonly SimulatedTransport?[] _transports = new SimulatedTransport?[MaximumTransports];
    private bool _up = true;
    private bool _isJoined = true;
    private int _signalDbm = -55;

    internal SimulatedLink(SimulatedBoard board) => _board = board;

    /// <summary>
    /// True while the network can be reached; set it to take the network away and to bring it back. Byte streams that are
    /// connected fall silent when it goes, and are found to be reset when it comes back.
    /// </summary>
    public bool IsUp
    {
        get => _up && _isJoined;
        set => Change(value, _isJoined);
    }

    /// <summary>False while no wireless network is joined, and no cable is used.</summary>
    internal bool IsJoined
    {
        get => _isJoined;
        set => Change(_up, value);
    }

    /// <summary>Strength of the wireless signal, in dBm; 0 for none. Set it to weaken the signal.</summary>
    public int SignalDbm
    {
        get => _signalDbm;
        set
        {
            if (_signalDbm == value) return;
            _signalDbm = value;
            _board.Notify();
        }
    }

    internal ITransport Attach(ITransport inner)
    {
        SimulatedTransport made = new(this, inner);
        lock (_gate)
        {
            for (int i = 0; i < MaximumTransports; i++)
            {
                SimulatedTransport? there = _transports[i];
                if (there != null && !there.IsFinished) continue;
                _transports[i] = made;
                return made;
            }
        }

        throw new InvalidOperationException("8 transports are in use: somebody does not close them");
    }

    // The peer sees what it sees when a controller loses its supply: the stream ends.
    internal void PowerOff()
    {
        for (int i = 0; i < MaximumTransports; i++) At(i)?.Close();
    }

    private void Change(bool up, bool joined)
    {
        bool was = IsUp;
        _up = up;
        _isJoined = joined;
        if (was == IsUp) return;
        for (int i = 0; i < MaximumTransports; i++) At(i)?.OnLinkChanged(!was);
        _board.Notify();
    }

    private SimulatedTransport? At(int index)
    {
        lock (_gate) return _transports[index];
    }
}
