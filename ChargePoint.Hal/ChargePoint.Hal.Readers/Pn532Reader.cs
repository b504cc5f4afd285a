using System;
using System.Device.Gpio;

namespace ChargePoint.Hal.Readers;

/// <summary>
/// Card reader with a PN532 on I2C or a serial port, for cards by ISO/IEC 14443 type A with identifiers of 4, 7 and 10 bytes. Wiring: see
/// <see cref="Pn532I2cLink"/> and <see cref="Pn532SerialLink"/>; supply 3.3 or 5 V as the module says, up to 150 mA; RSTPDN at a pin or at
/// 3.3 V; IRQ stays open.
/// <para>
/// Each poll sends a command, or looks for its acknowledgement, or for its answer; the chip does the anticollision and checks the cards'
/// checksums. The checksum of its own frames has eight bits only, so an identifier counts when two looks in a row have read it alike.
/// </para>
/// <para>Memory: about 800 bytes.</para>
/// </summary>
public sealed class Pn532Reader : IPolledReader
{
    private const int RetryMs = 3000;
    private const int FaultyAfter = 3;
    private const int PauseMs = 60;
    private const int AckMs = 100;
    private const int AnswerMs = 1000;
    private const int AckBytes = 6;
    private const int BufferBytes = 64;

    private readonly IClock _clock;
    private readonly Pn532Link _link;
    private readonly GpioPin? _reset;
    private readonly CardTray _tray = new CardTray();
    private readonly byte[] _frame = new byte[Pn532Link.LongestCommand + Pn532Frame.Overhead];
    private readonly byte[] _received = new byte[BufferBytes];
    private readonly byte[] _uid = new byte[10];
    private readonly byte[] _before = new byte[10];
    private Step _step = Step.Reset;
    private Phase _phase = Phase.Send;
    private int _count;
    private int _beforeCount;
    private int _failures;
    private bool _late;
    private long _untilMs;

    /// <summary>Makes a driver; the chip is looked for at the first polls.</summary>
    /// <param name="clock">Monotonic clock.</param>
    /// <param name="link">How the chip is connected.</param>
    /// <param name="gpio">Opens the reset pin; may be null without one.</param>
    /// <param name="resetPin">Pin of RSTPDN (low resets), or -1.</param>
    public Pn532Reader(IClock clock, Pn532Link link, GpioController? gpio = null, int resetPin = -1)
    {
        _clock = clock;
        _link = link;
        if (resetPin < 0) return;
        if (gpio == null) throw new ArgumentException("a reset pin needs a controller");
        _reset = gpio.OpenPin(resetPin, PinMode.Output);
    }

    private enum Step
    {
        Reset,
        Release,
        Wake,
        Firmware,
        SecurityModule,
        Parameters,
        Retries,
        List,
        Deselect,
    }

    private enum Phase
    {
        Send,
        Ack,
        Answer,
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
        if (_phase != Phase.Send)
        {
            Await(nowMs);
            return;
        }

        if (nowMs < _untilMs) return;
        if (_step <= Step.Wake) Prepare(nowMs);
        else Send(nowMs);
    }

    private void Prepare(long nowMs)
    {
        switch (_step)
        {
            case Step.Reset:
                _reset?.Write(PinValue.Low);
                _step = Step.Release;
                break;
            case Step.Release:
                _reset?.Write(PinValue.High);
                _step = Step.Wake;
                break;
            default:
                _link.Wake();
                _step = Step.Firmware;
                break;
        }

        _untilMs = nowMs + 10;
    }

    private void Send(long nowMs)
    {
        int count = Compose();
        _link.Flush();
        _count = 0;
        if (_link.Send(_frame, count)) Expect(Phase.Ack, nowMs + AckMs);
        else Fail(nowMs);
    }

    private void Expect(Phase phase, long untilMs)
    {
        _phase = phase;
        _untilMs = untilMs;
        _late = false;
    }

    private int Compose()
    {
        switch (_step)
        {
            case Step.Firmware:
                return Command(0x02, -1, -1, -1, -1);
            case Step.SecurityModule:
                return Command(0x14, 1, 0, 1, -1); // normal mode, without a security module
            case Step.Parameters:
                return Command(0x12, 0x04, -1, -1, -1); // no RATS: a card that is not activated is found again
            case Step.Retries:
                return Command(0x32, 5, 0xFF, 1, 1); // gives up after two tries at finding a card
            case Step.List:
                return Command(0x4A, 1, 0, -1, -1); // one card, 106 kbit/s type A
            default:
                return Command(0x52, 0, -1, -1, -1); // all cards
        }
    }

    private int Command(int code, int first, int second, int third, int fourth)
    {
        int count = 0;
        _frame[6 + count++] = (byte)code;
        if (first >= 0) _frame[6 + count++] = (byte)first;
        if (second >= 0) _frame[6 + count++] = (byte)second;
        if (third >= 0) _frame[6 + count++] = (byte)third;
        if (fourth >= 0) _frame[6 + count++] = (byte)fourth;
        return Pn532Frame.Close(_frame, count);
    }

    // What has come is looked at before the clock, and a time-out needs two looks: the caller may have stood still.
    private void Await(long nowMs)
    {
        if (_count == BufferBytes) _count = 0;
        int wanted = _phase == Phase.Ack ? AckBytes : BufferBytes;
        int room = BufferBytes - _count;
        _count += _link.Receive(_received, _count, wanted < room ? wanted : room);
        Pn532FrameKind kind = Pn532Frame.Find(_received, _count, out int data, out int length, out int end);
        if (kind == Pn532FrameKind.Ack && _phase == Phase.Ack)
        {
            Drop(end);
            Expect(Phase.Answer, nowMs + AnswerMs);
            kind = Pn532Frame.Find(_received, _count, out data, out length, out end);
        }

        if (kind == Pn532FrameKind.Answer && _phase == Phase.Answer && _received[data] == _frame[6] + 1)
        {
            _phase = Phase.Send;
            OnAnswer(data, length, nowMs);
        }
        else if (kind != Pn532FrameKind.None)
        {
            Drop(end);
        }
        else if (nowMs >= _untilMs && !_late)
        {
            _late = true;
        }
        else if (nowMs >= _untilMs)
        {
            Fail(nowMs);
        }
    }

    private void Drop(int end)
    {
        _count -= end;
        for (int i = 0; i < _count; i++) _received[i] = _received[end + i];
    }

    private void OnAnswer(int data, int length, long nowMs)
    {
        switch (_step)
        {
            case Step.Firmware:
                // IC, version, revision, support
                if (length == 5 && _received[data + 1] == 0x32) Next(nowMs);
                else Fail(nowMs);
                break;
            case Step.SecurityModule:
            case Step.Parameters:
            case Step.Retries:
                Next(nowMs);
                break;
            case Step.List:
                OnList(data, length, nowMs);
                break;
            default:
                Pause(nowMs, _beforeCount > 0);
                break;
        }
    }

    private void OnList(int data, int length, long nowMs)
    {
        _failures = 0;
        if (length >= 2 && _received[data + 1] == 0)
        {
            _tray.Empty(nowMs);
            _beforeCount = 0;
            Pause(nowMs, false);
            return;
        }

        int count = Pn532Frame.ReadUid(_received, data, length, _uid);
        if (count > 0 && count == _beforeCount && SameAsBefore(count))
        {
            _tray.Seen(_uid, count, nowMs);
            _beforeCount = 0;
        }
        else
        {
            _beforeCount = count;
            for (int i = 0; i < count; i++) _before[i] = _uid[i];
        }

        Next(nowMs);
    }

    private bool SameAsBefore(int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (_uid[i] != _before[i]) return false;
        }

        return true;
    }

    private void Next(long nowMs)
    {
        _step++;
        _phase = Phase.Send;
        _untilMs = nowMs;
    }

    // A card that was read once is read again without a pause.
    private void Pause(long nowMs, bool again)
    {
        _step = Step.List;
        _phase = Phase.Send;
        _untilMs = again ? nowMs : nowMs + PauseMs;
    }

    // The chip does not work: at once the first time, else after a while, all begins anew.
    private void Fail(long nowMs)
    {
        _untilMs = _failures == 0 ? nowMs : nowMs + RetryMs;
        if (_failures < FaultyAfter) _failures++;
        _beforeCount = 0;
        _phase = Phase.Send;
        _step = Step.Reset;
    }
}
