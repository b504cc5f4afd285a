using System;
using System.IO.Ports;

namespace ChargePoint.Hal.Meters;

/// <summary>
/// A Modbus RTU line (Modbus over serial line V1.02) with this controller as its master and up to eight meters: half duplex, one
/// request at a time. Wiring: an RS-485 transceiver at TX and RX of the port, its driver enable at RTS; 120 ohms at both ends of the
/// line and bias resistors at one, so that an idle line reads as ones. A transceiver that hears itself (receiver always enabled) does
/// no harm.
/// <para>
/// What has arrived is always looked at first; a time-out counts only if nothing is there after the limit at two looks in a row, so
/// a caller that stood still for seconds sees the answer that came meanwhile and no fault. A frame is taken only with the right unit,
/// function, length and checksum, wherever it stands in what was received. What was received before a request is thrown away.
/// </para>
/// <para>
/// A poll takes as long as the eight bytes of a request at most, which the port's driver waits for: 9 ms at 9,600 baud, 37 ms at
/// 2,400. Memory: about 500 bytes.
/// </para>
/// </summary>
public sealed class ModbusBus
{
    /// <summary>Most meters of a line.</summary>
    public const int MaximumMeters = 8;

    private const int RequestBytes = 8;
    private const int AnswerOverhead = 5;
    private const int ExceptionBytes = 5;
    private const int ExceptionFlag = 0x80;
    private const int BitsOfByte = 11;
    private const int TickMs = 10;

    // an echo, the longest answer, and some noise
    private const int BufferBytes = RequestBytes + AnswerOverhead + (2 * RegisterMap.MaximumRegisters) + 35;

    private readonly IClock _clock;
    private readonly SerialPort _port;
    private readonly ModbusMeter[] _meters = new ModbusMeter[MaximumMeters];
    private readonly byte[] _received = new byte[BufferBytes];
    private readonly byte[] _request = new byte[RequestBytes];
    private readonly int _baudRate;
    private readonly int _timeoutMs;
    private readonly int _retries;
    private int _meterCount;
    private int _turn;
    private ModbusMeter? _asked;
    private int _attempt;
    private int _count;
    private long _deadlineMs;
    private bool _late;
    private long _lastByteMs;
    private long _waitingSinceMs = -1;

    /// <summary>Opens the line.</summary>
    /// <param name="clock">Monotonic clock.</param>
    /// <param name="options">Wiring and settings.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public ModbusBus(IClock clock, ModbusBusOptions options)
    {
        if (options.BaudRate < 1200 || options.BaudRate > 115200) throw new ArgumentException("1,200 to 115,200 baud");
        if (options.ResponseTimeoutMs < 50 || options.ResponseTimeoutMs > 2000) throw new ArgumentException("50 to 2,000 ms");
        if (options.Retries < 0 || options.Retries > 5) throw new ArgumentException("0 to 5 retries");
        if (options.PeriodMs < 200 || options.PeriodMs > 60000) throw new ArgumentException("200 to 60,000 ms");
        _clock = clock;
        _baudRate = options.BaudRate;
        _timeoutMs = options.ResponseTimeoutMs;
        _retries = options.Retries;
        PeriodMs = options.PeriodMs;
        _port = new SerialPort(options.PortName, options.BaudRate, options.Parity, 8, options.StopBits)
        {
            Mode = SerialMode.RS485,
            ReadTimeout = 1,
            WriteTimeout = 100,
        };
        _port.Open();
        _lastByteMs = clock.MonotonicMs;
    }

    /// <summary>Requests that were not answered in time. Wraps never: 2 a second fill it in 30 years.</summary>
    public int TimeOuts { get; private set; }

    /// <summary>Requests after which bytes came that were no good answer: wrong checksum, wrong unit, cut off, noise.</summary>
    public int BadAnswers { get; private set; }

    /// <summary>Requests that a meter refused (Modbus exception).</summary>
    public int Exceptions { get; private set; }

    internal int PeriodMs { get; }

    /// <summary>Goes on: takes what has arrived and sends the next request. To be called every 10 to 50 ms.</summary>
    public void Poll()
    {
        long nowMs = _clock.MonotonicMs;
        Receive(nowMs);
        if (_asked != null) Await(_asked, nowMs);
        if (_asked == null) BeginNext(nowMs);
        for (int i = 0; i < _meterCount; i++) _meters[i].CheckSilence(nowMs);
    }

    internal void Add(ModbusMeter meter)
    {
        if (_meterCount == MaximumMeters) throw new ArgumentException("8 meters on a line");
        for (int i = 0; i < _meterCount; i++)
        {
            if (_meters[i].Unit == meter.Unit) throw new ArgumentException("two meters of one unit address");
        }

        _meters[_meterCount++] = meter;
    }

    // Takes at most one buffer of bytes; of more than fit, the newest count. Never waits: no more is read than is there.
    private void Receive(long nowMs)
    {
        int available = _port.BytesToRead;
        if (available <= 0) return;
        _lastByteMs = nowMs;
        if (available > BufferBytes) available = BufferBytes;
        int surplus = _count + available - BufferBytes;
        if (surplus > 0)
        {
            _count -= surplus;
            for (int i = 0; i < _count; i++) _received[i] = _received[i + surplus];
        }

        _count += _port.Read(_received, _count, available);
    }

    private void Await(ModbusMeter meter, long nowMs)
    {
        int at = Find(meter, meter.Function, AnswerOverhead + (2 * meter.Registers));
        if (at >= 0)
        {
            _asked = null;
            _attempt = 0;
            meter.Take(_received, at + 3, nowMs);
            return;
        }

        if (Find(meter, meter.Function | ExceptionFlag, ExceptionBytes) >= 0)
        {
            Exceptions++;
            _asked = null;
            Abandon(meter, nowMs);
            return;
        }

        if (nowMs < _deadlineMs) return;
        if (!_late)
        {
            _late = true;
            return;
        }

        if (_count == 0) TimeOuts++;
        else BadAnswers++;
        _asked = null;
        // one that says nothing at all is not asked twice: the others on the line wait
        if (_attempt < _retries && (!meter.IsSilent || _count > 0)) _attempt++;
        else Abandon(meter, nowMs);
    }

    private void Abandon(ModbusMeter meter, long nowMs)
    {
        _attempt = 0;
        meter.GiveUp(nowMs);
    }

    // Where an answer of this unit, function, length and checksum begins, or -1.
    private int Find(ModbusMeter meter, int function, int length)
    {
        for (int at = 0; at + length <= _count; at++)
        {
            if (_received[at] != meter.Unit || _received[at + 1] != function) continue;
            if (length != ExceptionBytes && _received[at + 2] != length - AnswerOverhead) continue;
            int crc = ModbusCrc.Of(_received, at, length - 2);
            if (_received[at + length - 2] == (crc & 0xFF) && _received[at + length - 1] == crc >> 8) return at;
        }

        return -1;
    }

    // The line has to be quiet for 3.5 characters before a request; one that never is gets it anyway after the time of an answer.
    private void BeginNext(long nowMs)
    {
        ModbusMeter? meter = Next(nowMs);
        if (meter == null) return;
        if (_waitingSinceMs < 0) _waitingSinceMs = nowMs;
        int quietMs = (4 * BitsOfByte * 1000 / _baudRate) + TickMs;
        if (nowMs - _lastByteMs < quietMs && nowMs - _waitingSinceMs < _timeoutMs) return;
        _waitingSinceMs = -1;
        if (!meter.InRound) meter.BeginRound(nowMs);
        _count = 0;
        _request[0] = (byte)meter.Unit;
        _request[1] = (byte)meter.Function;
        _request[2] = (byte)(meter.Address >> 8);
        _request[3] = (byte)meter.Address;
        _request[4] = 0;
        _request[5] = (byte)meter.Registers;
        int crc = ModbusCrc.Of(_request, 0, RequestBytes - 2);
        _request[6] = (byte)crc;
        _request[7] = (byte)(crc >> 8);
        _port.Write(_request, 0, RequestBytes);
        int bytes = RequestBytes + AnswerOverhead + (2 * meter.Registers);
        _deadlineMs = nowMs + _timeoutMs + (bytes * BitsOfByte * 1000 / _baudRate) + TickMs;
        _late = false;
        _lastByteMs = nowMs;
        _asked = meter;
    }

    // The meter whose round is under way, else the one that waits longest in turn and is due.
    private ModbusMeter? Next(long nowMs)
    {
        if (_meterCount == 0) return null;
        if (_meters[_turn].InRound) return _meters[_turn];
        for (int i = 1; i <= _meterCount; i++)
        {
            int turn = (_turn + i) % _meterCount;
            if (nowMs < _meters[turn].DueMs) continue;
            _turn = turn;
            return _meters[turn];
        }

        return null;
    }
}
