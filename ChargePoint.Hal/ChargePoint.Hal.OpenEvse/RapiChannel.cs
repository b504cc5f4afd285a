using System.IO.Ports;

namespace ChargePoint.Hal.OpenEvse;

/// <summary>Is told what a controller says.</summary>
public interface IRapiListener
{
    /// <summary>The request that is outstanding was answered.</summary>
    /// <param name="command">What was asked, as given to <see cref="RapiChannel.Begin"/>.</param>
    /// <param name="accepted">True for $OK, false for $NK.</param>
    /// <param name="line">The answer.</param>
    void OnAnswer(RapiCommand command, bool accepted, RapiLine line);

    /// <summary>The request that is outstanding was not answered, however often it was sent.</summary>
    /// <param name="command">What was asked.</param>
    void OnNoAnswer(RapiCommand command);

    /// <summary>The controller tells something by itself ($AB, $AT, $AN, $ST, $WF).</summary>
    /// <param name="line">What it tells.</param>
    void OnNotice(RapiLine line);
}

/// <summary>
/// Requests and answers of RAPI on a serial line (115,200 baud, 8 data bits, no parity, 1 stop bit). One request is outstanding at a time; it
/// is sent again when no answer comes. Never waits: <see cref="Poll"/> takes what has come and goes. An answer counts if its checksum is
/// right and, with a controller that repeats the number of the request, the number as well: what is late or garbled cannot be mistaken
/// for the answer to something else. Not for use by two threads at once.
/// </summary>
public sealed class RapiChannel
{
    /// <summary>Baud rate of an OpenEVSE controller.</summary>
    public const int BaudRate = 115_200;

    /// <summary>How long an answer may take, in milliseconds: the controller's self test of its ground-fault interrupter takes most of a second.</summary>
    public const int AnswerTimeMs = 1_200;

    /// <summary>How long the answer to an order may take until the order is sent again, in milliseconds: orders do no harm twice.</summary>
    public const int OrderTimeMs = 300;

    /// <summary>How often a request is sent before it counts as unanswered.</summary>
    public const int Attempts = 2;

    // The controller's own buffer holds 32 bytes.
    private const int LongestRequest = 31;
    private const int LongestTail = 8;
    private const int MostBytesAtOnce = 256;

    private readonly SerialPort _port;
    private readonly IRapiListener _listener;
    private readonly RapiLine _line = new();
    private readonly byte[] _input = new byte[64];
    private readonly byte[] _request = new byte[LongestRequest + LongestTail];
    private RapiCommand _command;
    private int _length;
    private int _sequenceId;
    private int _answerTimeMs;
    private int _waitedMs;
    private int _attempt;

    /// <summary>Takes a port into use; opens it if it is closed.</summary>
    /// <param name="port">The port, with a receive buffer of 256 bytes or more.</param>
    /// <param name="listener">Is told what comes.</param>
    public RapiChannel(SerialPort port, IRapiListener listener)
    {
        _port = port;
        _listener = listener;
        if (!port.IsOpen) port.Open();
    }

    /// <summary>True if there is no request outstanding.</summary>
    public bool IsIdle { get; private set; } = true;

    /// <summary>
    /// True if lines without a checksum do not count. Firmware before RAPI 2.0 sends none; the first one that comes makes this true.
    /// </summary>
    public bool RequiresChecksum { get; set; }

    /// <summary>True if requests are numbered (RAPI 3.0 and newer). An answer with another number never counts then.</summary>
    public bool NumbersRequests { get; set; }

    /// <summary>True if answers without a number do not count either.</summary>
    public bool RequiresNumber { get; set; }

    /// <summary>Lines that were dropped since the start.</summary>
    public int Dropped => _line.Dropped;

    /// <summary>Begins a request; one that is outstanding is given up. Parameters and <see cref="Send"/> follow.</summary>
    /// <param name="command">What is asked.</param>
    public void Begin(RapiCommand command)
    {
        _command = command;
        _length = 0;
        Append("$");
        Append(RapiCommands.Text(command));
    }

    /// <summary>Adds a number.</summary>
    /// <param name="value">0 or more.</param>
    public void Add(int value)
    {
        int divisor = 1;
        while (value / divisor >= 10) divisor *= 10;
        Append(" ");
        for (; divisor > 0; divisor /= 10) _request[_length++] = (byte)('0' + value / divisor % 10);
    }

    /// <summary>Adds a word.</summary>
    /// <param name="word">One or two characters of ASCII.</param>
    public void Add(string word)
    {
        Append(" ");
        Append(word);
    }

    /// <summary>Sends the request that was begun.</summary>
    /// <param name="answerTimeMs">After how many milliseconds without an answer it is sent again, or given up.</param>
    public void Send(int answerTimeMs = AnswerTimeMs)
    {
        _answerTimeMs = answerTimeMs;
        _attempt = 0;
        Transmit();
    }

    /// <summary>Takes what has come, and sends again what was not answered.</summary>
    /// <param name="elapsedMs">Time since the last call. A caller that was held up says less: time in which nobody looked does not count.</param>
    public void Poll(int elapsedMs)
    {
        int budget = MostBytesAtOnce;
        int available = _port.BytesToRead;
        while (available > 0 && budget > 0)
        {
            int count = available < _input.Length ? available : _input.Length;
            count = _port.Read(_input, 0, count);
            if (count <= 0) break;
            for (int i = 0; i < count; i++)
            {
                if (_line.Take(_input[i])) OnLine();
            }

            budget -= count;
            available = _port.BytesToRead;
        }

        if (IsIdle) return;
        _waitedMs += elapsedMs;
        if (_waitedMs < _answerTimeMs) return;
        if (++_attempt < Attempts)
        {
            Transmit();
            return;
        }

        IsIdle = true;
        _listener.OnNoAnswer(_command);
    }

    private void OnLine()
    {
        if (RequiresChecksum && !_line.HasChecksum) return;
        RequiresChecksum |= _line.HasChecksum;
        bool accepted = _line.Is(0, "$OK");
        if (!accepted && !_line.Is(0, "$NK"))
        {
            if (IsNotice()) _listener.OnNotice(_line);
            return;
        }

        if (IsIdle || !IsForRequest()) return;
        IsIdle = true;
        _listener.OnAnswer(_command, accepted, _line);
    }

    private bool IsForRequest()
    {
        if (!NumbersRequests) return true;
        return _line.SequenceId == 0 ? !RequiresNumber : _line.SequenceId == _sequenceId;
    }

    private bool IsNotice()
        => _line.Is(0, "$AT") || _line.Is(0, "$AB") || _line.Is(0, "$AN") || _line.Is(0, "$ST") || _line.Is(0, "$WF");

    private void Transmit()
    {
        int end = _length;
        if (NumbersRequests)
        {
            _sequenceId = _sequenceId >= 255 ? 1 : _sequenceId + 1;
            _request[end++] = (byte)' ';
            _request[end++] = (byte)':';
            end = AppendHex(end, _sequenceId);
        }

        int sum = RapiChecksum.Of(_request, 0, end);
        _request[end++] = (byte)'^';
        end = AppendHex(end, sum);
        _request[end++] = 13;
        IsIdle = false;
        _waitedMs = 0;
        _port.Write(_request, 0, end);
    }

    private void Append(string text)
    {
        for (int i = 0; i < text.Length; i++) _request[_length++] = (byte)text[i];
    }

    private int AppendHex(int at, int value)
    {
        _request[at] = HexDigit(value >> 4);
        _request[at + 1] = HexDigit(value & 15);
        return at + 2;
    }

    private static byte HexDigit(int value) => (byte)(value < 10 ? '0' + value : 'A' + value - 10);
}
