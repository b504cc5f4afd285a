namespace ChargePoint.NanoHost;

/// <summary>
/// A serial line between the controller's port and a peer, at the pace of its baud rate: a byte is there when its last bit has come.
/// </summary>
public sealed class VirtualUart
{
    private const int BitsOfByte = 10;
    private const int SendQueueBytes = 128;
    private const int MicrosecondsPerSecond = 1_000_000;

    private readonly Func<long> _nowMs;
    private readonly Queue<(byte Value, long AtUs)> _toController = new();
    private readonly Queue<(byte Value, long AtUs)> _toPeer = new();
    private readonly Lock _gate = new();
    private long _controllerFreeUs;
    private long _peerFreeUs;

    internal VirtualUart(Func<long> nowMs) => _nowMs = nowMs;

    /// <summary>Who is at the other end; null while nothing is connected.</summary>
    public IUartPeer? Peer { get; set; }

    /// <summary>Baud rate of the port; 0 while it is closed.</summary>
    public int BaudRate { get; private set; }

    /// <summary>Size of the port's receive buffer in bytes: what does not fit is lost, as on a chip.</summary>
    public int ReceiveBufferBytes { get; set; } = 256;

    /// <summary>Bytes lost because nobody took them in time.</summary>
    public int Overruns { get; private set; }

    /// <summary>For how long a chip would have held whoever wrote, altogether, in microseconds: its queue takes 128 bytes, the rest waits.</summary>
    public long HeldUs { get; private set; }

    /// <summary>Sends bytes to the controller; they follow those that are on their way, one byte time after the other.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="fromMs">When the first bit begins at the earliest.</param>
    public void SendToController(ReadOnlySpan<byte> bytes, long fromMs)
    {
        lock (_gate)
        {
            if (BaudRate == 0) return;
            long atUs = Math.Max(fromMs * 1000, _peerFreeUs);
            foreach (byte value in bytes)
            {
                atUs += ByteUs;
                _toController.Enqueue((value, atUs));
            }

            _peerFreeUs = atUs;
        }
    }

    internal int Available
    {
        get
        {
            lock (_gate)
            {
                Advance();
                return CountDue();
            }
        }
    }

    private long NowUs => _nowMs() * 1000;

    private long ByteUs => (long)BitsOfByte * MicrosecondsPerSecond / BaudRate;

    internal void Open(int baudRate)
    {
        lock (_gate)
        {
            Clear();
            BaudRate = baudRate;
        }
    }

    internal void Close()
    {
        lock (_gate)
        {
            Clear();
            BaudRate = 0;
        }
    }

    internal void SendToPeer(byte[] buffer, int offset, int count)
    {
        lock (_gate)
        {
            Advance();
            long atUs = Math.Max(NowUs, _controllerFreeUs);
            HeldUs += Math.Max(0, _toPeer.Count + count - SendQueueBytes) * ByteUs;
            for (int i = 0; i < count; i++)
            {
                atUs += ByteUs;
                _toPeer.Enqueue((buffer[offset + i], atUs));
            }

            _controllerFreeUs = atUs;
        }
    }

    internal int Receive(byte[] buffer, int offset, int count)
    {
        lock (_gate)
        {
            Advance();
            int taken = Math.Min(CountDue(), count);
            for (int i = 0; i < taken; i++) buffer[offset + i] = _toController.Dequeue().Value;
            return taken;
        }
    }

    // Hands the peer what has reached it, in order of time.
    private void Advance()
    {
        long nowUs = NowUs;
        while (_toPeer.Count > 0 && _toPeer.Peek().AtUs <= nowUs)
        {
            (byte value, long atUs) = _toPeer.Dequeue();
            Peer?.OnByte(value, atUs / 1000);
        }

        Peer?.OnTime(nowUs / 1000);
    }

    // A receive buffer that overflows loses what comes last.
    private int CountDue()
    {
        long nowUs = NowUs;
        int due = 0;
        foreach ((byte _, long atUs) in _toController)
        {
            if (atUs > nowUs) break;
            due++;
        }

        if (due <= ReceiveBufferBytes) return due;
        (byte Value, long AtUs)[] all = [.. _toController];
        _toController.Clear();
        for (int i = 0; i < all.Length; i++)
        {
            if (i >= ReceiveBufferBytes && i < due) Overruns++;
            else _toController.Enqueue(all[i]);
        }

        return ReceiveBufferBytes;
    }

    private void Clear()
    {
        _toController.Clear();
        _toPeer.Clear();
        _controllerFreeUs = _peerFreeUs = 0;
    }
}
