using ChargePoint.NanoHost;

namespace ChargePoint.VirtualBoard.Readers;

/// <summary>
/// A PN532 at the level of its frames, on I2C or on a serial port: acknowledgement, GetFirmwareVersion, SAMConfiguration, SetParameters,
/// RFConfiguration, InListPassiveTarget, InRelease. On a serial port it sleeps until it is woken.
/// </summary>
public sealed class VirtualPn532 : II2cChip, IUartPeer
{
    private const int AckMs = 1;
    private const int TryMs = 5;
    private const int LongestFrame = 64;

    private static readonly byte[] Ack = [0, 0, 0xFF, 0, 0xFF, 0];
    private static readonly byte[] SyntaxError = [0, 0, 0xFF, 1, 0xFF, 0x7F, 0x81, 0];

    private readonly Func<long> _nowMs;
    private readonly VirtualUart? _uart;
    private readonly List<byte> _fromHost = [];
    private readonly Queue<(byte[] Frame, long DueMs)> _toHost = new();
    private bool _awake;
    private bool _configured;
    private int _tries = 256;
    private bool _held;

    /// <summary>Makes a chip.</summary>
    /// <param name="nowMs">Monotonic clock, in milliseconds.</param>
    /// <param name="uart">Its serial port, or null for I2C.</param>
    /// <param name="reset">Pin that drives RSTPDN, or null.</param>
    public VirtualPn532(Func<long> nowMs, VirtualUart? uart = null, VirtualPin? reset = null)
    {
        _nowMs = nowMs;
        _uart = uart;
        if (uart != null) uart.Peer = this;
        Field = new VirtualField(nowMs);
        if (reset == null) return;
        _held = !reset.IsHigh;
        reset.Driven += () =>
        {
            if (_held == !reset.IsHigh) return;
            _held = !reset.IsHigh;
            PowerOn();
        };
    }

    /// <summary>Its field.</summary>
    public VirtualField Field { get; }

    /// <summary>True while it is broken or off: it acknowledges nothing and answers nothing.</summary>
    public bool IsDead { get; set; }

    /// <summary>What GetFirmwareVersion calls it; 32 hexadecimal is a PN532.</summary>
    public byte Kind { get; set; } = 0x32;

    /// <summary>How much longer an answer takes, in milliseconds.</summary>
    public int DelayMs { get; set; }

    /// <summary>Changes a frame on its way to the host; null takes it away.</summary>
    public Func<byte[], byte[]?>? Mutate { get; set; }

    /// <summary>Bytes that went over the bus, both ways.</summary>
    public long BusBytes { get; private set; }

    /// <summary>Puts a card before the antenna.</summary>
    /// <param name="uid">4, 7 or 10 bytes.</param>
    /// <param name="forMs">How long, in milliseconds.</param>
    public void Present(byte[] uid, long forMs) => Field.Present(uid, forMs);

    /// <summary>Its supply was away: it sleeps and has forgotten its settings.</summary>
    public void PowerOn()
    {
        _awake = false;
        _configured = false;
        _tries = 256;
        _fromHost.Clear();
        _toHost.Clear();
    }

    /// <inheritdoc/>
    public int Write(byte[] bytes, int count)
    {
        if (IsDead || _held) return -1;
        BusBytes += count + 1;
        _awake = true;
        for (int i = 0; i < count; i++) Take(bytes[i], _nowMs());
        return count;
    }

    /// <inheritdoc/>
    public bool Read(byte[] bytes, int count)
    {
        if (IsDead || _held) return false;
        BusBytes += count + 1;
        bool ready = _toHost.Count > 0 && _toHost.Peek().DueMs <= _nowMs();
        bytes[0] = (byte)(ready ? 1 : 0);
        if (!ready || count == 1) return true;
        byte[] frame = _toHost.Dequeue().Frame;
        for (int i = 0; i < frame.Length && i + 1 < count; i++) bytes[i + 1] = frame[i];
        return true;
    }

    /// <inheritdoc/>
    public void OnByte(byte value, long atMs)
    {
        if (IsDead || _held) return;
        BusBytes++;
        if (value == 0x55) _awake = true;
        if (_awake) Take(value, atMs);
    }

    /// <inheritdoc/>
    public void OnTime(long nowMs)
    {
        while (_uart != null && _toHost.Count > 0 && _toHost.Peek().DueMs <= nowMs)
        {
            (byte[] frame, long dueMs) = _toHost.Dequeue();
            if (IsDead || _held) continue;
            BusBytes += frame.Length;
            _uart.SendToController(frame, dueMs);
        }
    }

    private void Take(byte value, long atMs)
    {
        _fromHost.Add(value);
        if (_fromHost.Count > LongestFrame) _fromHost.RemoveAt(0);
        for (int at = 0; at + 4 <= _fromHost.Count; at++)
        {
            if (_fromHost[at] != 0 || _fromHost[at + 1] != 0xFF) continue;
            int size = _fromHost[at + 2];
            if (size == 0 && _fromHost[at + 3] == 0xFF)
            {
                _toHost.Clear();
                _fromHost.Clear();
                return;
            }

            if (((size + _fromHost[at + 3]) & 0xFF) != 0 || at + 5 + size > _fromHost.Count) continue;
            byte[] data = [.. _fromHost.GetRange(at + 4, size)];
            bool good = ((data.Sum(b => b) + _fromHost[at + 4 + size]) & 0xFF) == 0 && data[0] == 0xD4;
            _fromHost.Clear();
            if (good) Execute(data[1], data[2..], atMs);
            return;
        }
    }

    private void Execute(byte command, byte[] arguments, long atMs)
    {
        _toHost.Clear();
        Queue(Ack, atMs + AckMs);
        switch (command)
        {
            case 0x02:
                Answer(command, [Kind, 1, 6, 7], atMs);
                break;
            case 0x14:
                _configured = true;
                Answer(command, [], atMs);
                break;
            case 0x32 when arguments is [5, _, _, byte tries]:
                _tries = tries + 1;
                Answer(command, [], atMs);
                break;
            case 0x12 or 0x32:
                Answer(command, [], atMs);
                break;
            case 0x52:
                Answer(command, [0], atMs);
                break;
            case 0x4A when _configured:
                List(atMs);
                break;
            default:
                Queue(SyntaxError, atMs + AckMs + 1);
                break;
        }
    }

    private void List(long atMs)
    {
        VirtualCard? card = Field.Cards.Count > 0 ? Field.Cards[0] : null;
        if (card == null)
        {
            // 256 stands for for ever
            if (_tries < 256) Answer(0x4A, [0], atMs + (_tries * TryMs));
            return;
        }

        card.Selections++;
        byte[] uid = [.. card.Uid];
        Answer(0x4A, [1, 1, 0, (byte)(0x04 + (0x40 * ((uid.Length - 4) / 3))), 0x08, (byte)uid.Length, .. uid], atMs + TryMs);
    }

    private void Answer(byte command, byte[] data, long atMs)
    {
        byte[] body = [0xD5, (byte)(command + 1), .. data];
        byte sum = (byte)(0x100 - (body.Sum(b => b) & 0xFF));
        byte[] frame = [0, 0, 0xFF, (byte)body.Length, (byte)(0x100 - body.Length), .. body, sum, 0];
        Queue(frame, atMs + AckMs + 1 + DelayMs);
    }

    private void Queue(byte[] frame, long dueMs)
    {
        if (Mutate == null) _toHost.Enqueue((frame, dueMs));
        else if (Mutate([.. frame]) is { } changed) _toHost.Enqueue((changed, dueMs));
    }
}
