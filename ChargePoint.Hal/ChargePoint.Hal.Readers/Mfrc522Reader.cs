using System;
using System.Device.Gpio;
using System.Device.Spi;

namespace ChargePoint.Hal.Readers;

/// <summary>
/// Card reader with an MFRC522 (or a copy of it) on SPI, for cards by ISO/IEC 14443 type A with identifiers of 4, 7 and 10 bytes.
/// Wiring: 3.3 V only (2.5 to 3.6 V, 30 mA in the field, peaks of 100 mA: 10 uF at the module), SCK, MOSI, MISO, chip select (SDA), RST
/// at a pin or at 3.3 V; IRQ stays open. Metal within 2 cm of the antenna takes its range.
/// <para>
/// Each poll is one step: it looks what became of the frame that the one before sent, and sends the next. Finding a card of 4 bytes takes
/// four polls, of 10 bytes eight. A frame from a card counts only with its check byte, and a whole identifier only after the card itself
/// has confirmed each part of it (the answer to SELECT, with checksum): a weak reading is none. Of several cards one is chosen.
/// </para>
/// <para>Memory: about 700 bytes.</para>
/// </summary>
public sealed class Mfrc522Reader : IPolledReader
{
    private const int RetryMs = 3000;
    private const int FaultyAfter = 3;
    private const int PauseMs = 80;
    private const int Levels = 3;
    private const int CascadeTag = 0x88;

    private readonly IClock _clock;
    private readonly Mfrc522Chip _chip;
    private readonly GpioPin? _reset;
    private readonly CardTray _tray = new CardTray();
    private readonly byte[] _frame = new byte[9];
    private readonly byte[] _uid = new byte[10];
    private readonly byte[] _part = new byte[5];
    private Step _step = Step.Reset;
    private int _level;
    private int _knownBits;
    private int _failures;
    private long _untilMs;

    /// <summary>Makes a driver; the chip is looked for at the first polls.</summary>
    /// <param name="clock">Monotonic clock.</param>
    /// <param name="gpio">Opens the reset pin; may be null without one.</param>
    /// <param name="options">Wiring.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public Mfrc522Reader(IClock clock, GpioController? gpio, Mfrc522Options options)
    {
        if (options.ClockHz < 100000 || options.ClockHz > 10000000) throw new ArgumentException("100 kHz to 10 MHz");
        _clock = clock;
        _chip = new Mfrc522Chip(SpiDevice.Create(new SpiConnectionSettings(options.SpiBus, options.ChipSelectPin)
        {
            ClockFrequency = options.ClockHz,
            Mode = SpiMode.Mode0,
            DataBitLength = 8,
        }));
        if (options.ResetPin < 0) return;
        if (gpio == null) throw new ArgumentException("a reset pin needs a controller");
        _reset = gpio.OpenPin(options.ResetPin, PinMode.Output);
    }

    private enum Step
    {
        Reset,
        Release,
        Configure,
        Pause,
        Request,
        Anticollision,
        Select,
        Halt,
    }

    /// <inheritdoc/>
    public bool IsFaulty => _failures >= FaultyAfter;

    /// <inheritdoc/>
    public bool HasCard => _tray.HasCard;

    /// <inheritdoc/>
    public string? TakeCard() => _tray.Take();

    /// <inheritdoc/>
    public void Poll()
    {
        long nowMs = _clock.MonotonicMs;
        if (_step <= Step.Pause) Prepare(nowMs);
        else Continue(nowMs);
    }

    private void Prepare(long nowMs)
    {
        if (nowMs < _untilMs) return;
        switch (_step)
        {
            case Step.Reset:
                if (_reset == null) _chip.Reset();
                else _reset.Write(PinValue.Low);
                _step = Step.Release;
                _untilMs = nowMs + 10;
                break;
            case Step.Release:
                _reset?.Write(PinValue.High);
                _step = Step.Configure;
                _untilMs = nowMs + 10;
                break;
            case Step.Configure:
                if (_chip.IsPresent) _chip.Configure();
                if (_chip.IsReady) _step = Step.Pause;
                else Fail(nowMs);
                break;
            default:
                if (_chip.IsReady) Wake(nowMs);
                else Fail(nowMs);
                break;
        }
    }

    private void Continue(long nowMs)
    {
        Mfrc522Result result = _chip.Look(nowMs);
        if (result == Mfrc522Result.Busy) return;
        if (result == Mfrc522Result.Gone)
        {
            Fail(nowMs);
            return;
        }

        _failures = 0;
        switch (_step)
        {
            case Step.Request:
                OnRequest(result, nowMs);
                break;
            case Step.Anticollision:
                OnAnticollision(result, nowMs);
                break;
            case Step.Select:
                OnSelect(result, nowMs);
                break;
            default:
                Pause(nowMs);
                break;
        }
    }

    // The chip does not work: at once the first time, else after a while, it is reset.
    private void Fail(long nowMs)
    {
        _untilMs = _failures == 0 ? nowMs : nowMs + RetryMs;
        if (_failures < FaultyAfter) _failures++;
        _step = Step.Reset;
    }

    private void Pause(long nowMs)
    {
        _step = Step.Pause;
        _untilMs = nowMs + PauseMs;
    }

    // WUPA: wakes cards that were halted, too, so that a card which stays is seen again. It has seven bits.
    private void Wake(long nowMs)
    {
        _frame[0] = 0x52;
        _chip.Start(_frame, 1, 7, 0, nowMs);
        _step = Step.Request;
    }

    private void OnRequest(Mfrc522Result result, long nowMs)
    {
        if (result == Mfrc522Result.Silence)
        {
            _tray.Empty(nowMs);
            Pause(nowMs);
            return;
        }

        // What comes need not be read: cards of different kinds answer at the same time. What counts is that one does.
        _level = 0;
        BeginLevel(nowMs);
    }

    private void BeginLevel(long nowMs)
    {
        _knownBits = 0;
        for (int i = 0; i < _part.Length; i++) _part[i] = 0;
        SendAnticollision(nowMs);
    }

    // ANTICOLLISION with the bits of this part that are known: cards whose bits are these send the others.
    private void SendAnticollision(long nowMs)
    {
        int whole = _knownBits / 8;
        int bits = _knownBits % 8;
        _frame[0] = (byte)(0x93 + (2 * _level));
        _frame[1] = (byte)(((2 + whole) << 4) | bits);
        int count = whole + (bits > 0 ? 1 : 0);
        for (int i = 0; i < count; i++) _frame[i + 2] = _part[i];
        _chip.Start(_frame, count + 2, bits, bits, nowMs);
        _step = Step.Anticollision;
    }

    private void OnAnticollision(Mfrc522Result result, long nowMs)
    {
        // what seemed to wake a card was noise
        if (result == Mfrc522Result.Silence) _tray.Empty(nowMs);
        int first = _knownBits / 8;
        if (result == Mfrc522Result.Collision && Resolve(first))
        {
            SendAnticollision(nowMs);
            return;
        }

        bool whole = result == Mfrc522Result.Answer && _chip.ReceivedLastBits == 0 && _chip.ReceivedCount == _part.Length - first;
        if (!whole)
        {
            Pause(nowMs);
            return;
        }

        Merge(first, _part.Length * 8);
        if ((_part[0] ^ _part[1] ^ _part[2] ^ _part[3] ^ _part[4]) != 0)
        {
            Pause(nowMs);
            return;
        }

        _frame[0] = (byte)(0x93 + (2 * _level));
        _frame[1] = 0x70;
        for (int i = 0; i < _part.Length; i++) _frame[i + 2] = _part[i];
        AppendCrc(7);
        _chip.Start(_frame, 9, 0, 0, nowMs);
        _step = Step.Select;
    }

    // Takes the bits before the collision, and the cards that sent a 1 there. False if the chip's word makes no sense.
    private bool Resolve(int first)
    {
        if (_chip.CollisionBit == 0) return false;

        // Counted in what came; copies of the chip exist that count from the part's first bit.
        int bit = (first * 8) + _chip.CollisionBit;
        if (bit > 32) bit = _chip.CollisionBit;
        if (bit <= _knownBits || bit > 32 || _chip.ReceivedCount < ((bit - 1) / 8) + 1 - first) return false;
        Merge(first, bit - 1);
        _part[(bit - 1) / 8] |= (byte)(1 << ((bit - 1) % 8));
        _knownBits = bit;
        return true;
    }

    // Puts received bits behind those that are known, up to a limit, and zeros behind it.
    private void Merge(int first, int limit)
    {
        for (int bit = _knownBits; bit < _part.Length * 8; bit++)
        {
            int at = bit / 8;
            int mask = 1 << (bit % 8);
            bool set = bit < limit && (_chip.Received[at - first] & mask) != 0;
            _part[at] = (byte)(set ? _part[at] | mask : _part[at] & ~mask);
        }
    }

    // SELECT was answered with SAK: the card confirms this part, and says whether there is more.
    private void OnSelect(Mfrc522Result result, long nowMs)
    {
        byte[] sak = _chip.Received;
        bool good = result == Mfrc522Result.Answer && _chip.ReceivedCount == 3 && _chip.ReceivedLastBits == 0;
        if (good)
        {
            int crc = Iso14443Crc.Of(sak, 1);
            good = sak[1] == (crc & 0xFF) && sak[2] == crc >> 8;
        }

        bool more = good && (sak[0] & 4) != 0;
        bool tagged = _part[0] == CascadeTag && _level < Levels - 1;
        if (!good || more != tagged)
        {
            Pause(nowMs);
            return;
        }

        int start = _level * 3;
        if (more)
        {
            for (int i = 0; i < 3; i++) _uid[start + i] = _part[i + 1];
            _level++;
            BeginLevel(nowMs);
            return;
        }

        for (int i = 0; i < 4; i++) _uid[start + i] = _part[i];
        _tray.Seen(_uid, start + 4, nowMs);
        _frame[0] = 0x50;
        _frame[1] = 0;
        AppendCrc(2);
        _chip.Start(_frame, 4, 0, 0, nowMs);
        _step = Step.Halt;
    }

    private void AppendCrc(int count)
    {
        int crc = Iso14443Crc.Of(_frame, count);
        _frame[count] = (byte)crc;
        _frame[count + 1] = (byte)(crc >> 8);
    }
}
