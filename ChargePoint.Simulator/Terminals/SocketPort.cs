using System.Net.Sockets;
using ChargePoint.Hal;

namespace ChargePoint.Simulator.Terminals;

/// <summary>A terminal at the other end of a TCP connection. What the telnet protocol says among the bytes is swallowed (RFC 854).</summary>
public sealed class SocketPort : IConsolePort
{
    private const byte SubnegotiationEnd = 240;
    private const byte InterruptProcess = 244;
    private const byte Subnegotiation = 250;
    private const byte Will = 251;
    private const byte Command = 255;
    private const byte CtrlC = 3;

    private static readonly byte[] Offer = [Command, Will, 1, Command, Will, 3]; // it echoes, and sends characters as they are typed (RFC 857, 858)

    private readonly Socket _socket;
    private readonly Action _closed;
    private readonly byte[] _received = new byte[256];
    private State _state;
    private bool _hasOffered;
    private bool _isClosed;

    /// <summary>Takes a connection into use.</summary>
    /// <param name="socket">The connection.</param>
    /// <param name="closed">Told once when it is closed, by either end.</param>
    public SocketPort(Socket socket, Action closed)
    {
        _socket = socket;
        _closed = closed;
        socket.Blocking = false;
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
    }

    private enum State
    {
        Text,
        Command,
        Option,
        Subnegotiation,
        SubnegotiationCommand,
    }

    /// <inheritdoc/>
    public int Receive(byte[] buffer, int offset, int count)
    {
        if (_isClosed) return 0;
        int received = _socket.Receive(_received, 0, Math.Min(count, _received.Length), SocketFlags.None, out SocketError error);
        if (error == SocketError.WouldBlock) return 0;
        if (error != SocketError.Success || received == 0)
        {
            Close();
            return 0;
        }

        int taken = 0;
        for (int i = 0; i < received; i++)
        {
            if (Take(_received[i]) is { } typed) buffer[offset + taken++] = typed;
        }

        return taken;
    }

    /// <inheritdoc/>
    public int Send(byte[] buffer, int offset, int count)
    {
        if (_isClosed) return count; // nobody reads it any more
        int sent = _socket.Send(buffer, offset, count, SocketFlags.None, out SocketError error);
        if (error == SocketError.WouldBlock) return 0;
        if (error == SocketError.Success) return sent;
        Close();
        return count;
    }

    /// <summary>Ends the connection.</summary>
    public void Close()
    {
        if (_isClosed) return;
        _isClosed = true;
        _socket.Dispose();
        _closed();
    }

    private byte? Take(byte value)
    {
        switch (_state)
        {
            case State.Text:
                if (value != Command) return value;
                if (!_hasOffered) _ = _socket.Send(Offer, 0, Offer.Length, SocketFlags.None, out SocketError _);
                _hasOffered = true;
                _state = State.Command;
                return null;
            case State.Command:
                _state = value == Subnegotiation ? State.Subnegotiation : value is >= Will and < Command ? State.Option : State.Text;
                return value == InterruptProcess ? CtrlC : null;
            case State.Option:
                _state = State.Text;
                return null;
            case State.Subnegotiation:
                if (value == Command) _state = State.SubnegotiationCommand;
                return null;
            default:
                _state = value == SubnegotiationEnd ? State.Text : State.Subnegotiation;
                return null;
        }
    }
}
