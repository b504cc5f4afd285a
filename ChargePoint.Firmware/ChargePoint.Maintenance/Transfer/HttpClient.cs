using System;
using System.Text;
using ChargePoint.Hal;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Maintenance;

/// <summary>
/// Fetches or delivers one file over HTTP/1.1 (RFC 9110, RFC 9112). No byte of the file is kept: what arrives goes to a sink and what is
/// sent comes from a source, piece by piece, one piece in each turn of the event loop. Redirects are followed at most
/// <see cref="MostRedirects"/> times and never from TLS to plain text; each step has a time limit, and a server that becomes too slow
/// is given up. Made for one transfer:
/// <code>
/// (upload: Measuring ->) Connecting -> Sending -> Header -> Body -> Ended -> OnTransferEnded
///                            ^                      |
///                            +------ redirect ------+
/// </code>
/// </summary>
public sealed class HttpClient : ITransportListener
{
    /// <summary>Most redirects that are followed.</summary>
    public const int MostRedirects = 3;

    /// <summary>Limit for name resolution, TCP and TLS together, in milliseconds.</summary>
    public const int ConnectTimeoutMs = 30_000;

    /// <summary>Limit from the end of the request to the end of the answer's header, in milliseconds.</summary>
    public const int AnswerTimeoutMs = 60_000;

    /// <summary>How often the speed is looked at, in milliseconds.</summary>
    public const int PaceMs = 30_000;

    /// <summary>Fewest bytes of the file in that time: with fewer, the transfer is given up.</summary>
    public const int FewestBytesInPace = 1024;

    /// <summary>Size of the buffer that a piece of the file passes through.</summary>
    public const int BufferBytes = 1024;

    private const int MostInterimAnswers = 5;

    private readonly TransportMaker _makeTransport;
    private readonly LoopTimer _stepLimit;
    private readonly LoopTimer _pace;
    private readonly LoopTimer _turn;
    private readonly LoopTimer _tell;
    private readonly Signal _look;
    private readonly HttpAnswer _answer = new();
    private readonly ChunkedBody _chunks = new();
    private readonly byte[] _buffer = new byte[BufferBytes];
    private FileAddress? _address;
    private ITransferListener? _listener;
    private IByteSink? _sink;
    private IByteSource? _source;
    private string _method = "GET";
    private string _fileName = "";
    private string _validator = "";
    private ITransport? _transport;
    private State _state;
    private int _start;
    private int _length;
    private int _done;
    private int _bodyLength;
    private int _doneAtPace;
    private int _redirects;
    private int _interim;
    private TransferEnd _end;
    private string _detail = "";

    /// <summary>Makes a client for one transfer.</summary>
    /// <param name="loop">The event loop.</param>
    /// <param name="makeTransport">Makes byte streams.</param>
    public HttpClient(EventLoop loop, TransportMaker makeTransport)
    {
        _makeTransport = makeTransport;
        _stepLimit = loop.CreateTimer(OnStepLimit);
        _pace = loop.CreateTimer(OnPace);
        _turn = loop.CreateTimer(Look);
        _tell = loop.CreateTimer(TellEnd);
        _look = loop.CreateSignal(Look);
    }

    private enum State
    {
        Idle,
        Measuring,
        Connecting,
        Sending,
        Header,
        Body,
        Ended,
    }

    /// <summary>Fetches a file, or the rest of it.</summary>
    /// <param name="from">An http or https URL.</param>
    /// <param name="start">First byte that is wanted; with more than 0, a part is asked for (Range).</param>
    /// <param name="validator">Names the state of the file that the bytes before belong to (If-Range), or "".</param>
    /// <param name="sink">Takes the bytes.</param>
    /// <param name="listener">Is told of the end.</param>
    public void Download(FileAddress from, int start, string validator, IByteSink sink, ITransferListener listener)
    {
        Begin(from, "GET", listener);
        _sink = sink;
        _start = start;
        _validator = validator;
        Connect();
    }

    /// <summary>
    /// Delivers a file. Its length is told in front (Content-Length), which many stores ask for: so the source is read twice, and should
    /// it give more or less the second time, the file is cut or filled up with line feeds.
    /// </summary>
    /// <param name="method">PUT or POST.</param>
    /// <param name="to">An http or https URL.</param>
    /// <param name="fileName">Name of the file, which a POST tells (Content-Disposition).</param>
    /// <param name="source">Gives the bytes.</param>
    /// <param name="listener">Is told of the end.</param>
    public void Upload(string method, FileAddress to, string fileName, IByteSource source, ITransferListener listener)
    {
        Begin(to, method, listener);
        _fileName = fileName;
        _source = source;
        _length = 0;
        source.Rewind();
        _state = State.Measuring;
        _stepLimit.Start(AnswerTimeoutMs); // should the source fail, which would be a bug, the transfer ends all the same
        _turn.Start(0);
    }

    /// <summary>Ends the transfer at once. The listener is not told.</summary>
    public void Abort()
    {
        Release();
        _turn.Stop();
        _tell.Stop();
        _state = State.Idle;
    }

    void ITransportListener.OnTransportEvent() => _look.Raise();

    private void Begin(FileAddress address, string method, ITransferListener listener)
    {
        if (_state != State.Idle) throw new InvalidOperationException("a transfer is under way");
        _address = address;
        _method = method;
        _listener = listener;
        _redirects = _interim = 0;
    }

    private void Measure()
    {
        int count = _source!.Read(_buffer, 0, _buffer.Length);
        _length += count;
        if (count > 0) _turn.Start(0);
        else Connect();
    }

    private void Connect()
    {
        _source?.Rewind();
        _done = 0;
        _answer.Reset();
        _state = State.Connecting;
        _stepLimit.Start(ConnectTimeoutMs);
        _transport = _makeTransport();
        _transport.Connect(_address!.Host, _address.Port, _address.Secure, this);
    }

    private void Look()
    {
        switch (_state)
        {
            case State.Measuring:
                Measure();
                break;
            case State.Connecting:
                if (_transport!.IsOpen) SendRequest();
                else if (_transport.Error != TransportError.None) End(TransferEnd.NotReached, Describe(_transport));
                break;
            case State.Sending:
            case State.Header:
            case State.Body:
                Exchange();
                break;
            default:
                break;
        }
    }

    // Bytes that came before a failure count, so the error is read before the bytes.
    private void Exchange()
    {
        ITransport transport = _transport!;
        TransportError error = transport.Error;
        string why = error == TransportError.None ? "" : Describe(transport);
        int count = transport.Receive(_buffer, 0, _buffer.Length);
        if (count > 0)
        {
            Take(count);
            if (_state == State.Header || _state == State.Body || _state == State.Sending) _turn.Start(0);
            return;
        }

        if (error != TransportError.None) OnConnectionEnd(error, why);
        else if (_state == State.Sending) SendPiece();
    }

    private void SendRequest()
    {
        byte[] request = Encoding.UTF8.GetBytes(Request());
        if (!_transport!.Send(request, 0, request.Length))
        {
            End(TransferEnd.Broken, "the request was not taken");
            return;
        }

        _state = State.Sending;
        _stepLimit.Stop();
        _doneAtPace = 0;
        _pace.StartPeriodic(PaceMs);
        _turn.Start(0);
    }

    private string Request()
    {
        FileAddress address = _address!;
        StringBuilder text = new(256);
        text.Append(_method).Append(' ').Append(address.Path).Append(" HTTP/1.1\r\nHost: ").Append(address.HostHeader)
            .Append("\r\nUser-Agent: ChargePoint\r\nConnection: close\r\n");
        if (address.User.Length > 0)
        {
            byte[] credentials = Encoding.UTF8.GetBytes(address.User + ":" + address.Password);
            text.Append("Authorization: Basic ").Append(WebSocketText.ToBase64(credentials, credentials.Length)).Append("\r\n");
        }

        if (_source != null)
        {
            text.Append("Content-Type: text/plain; charset=utf-8\r\nContent-Length: ").Append(_length.ToString()).Append("\r\n");
            if (_method == "POST") text.Append("Content-Disposition: attachment; filename=\"").Append(_fileName).Append("\"\r\n");
        }
        else
        {
            text.Append("Accept-Encoding: identity\r\n");
            if (_start > 0) text.Append("Range: bytes=").Append(_start.ToString()).Append("-\r\n");
            if (_start > 0 && _validator.Length > 0) text.Append("If-Range: ").Append(_validator).Append("\r\n");
        }

        return text.Append("\r\n").ToString();
    }

    private void SendPiece()
    {
        if (_source == null || _done == _length)
        {
            _pace.Stop();
            _state = State.Header;
            _stepLimit.Start(AnswerTimeoutMs);
            return;
        }

        int wanted = _length - _done;
        if (wanted > _buffer.Length) wanted = _buffer.Length;
        if (_transport!.SendCapacity < wanted) return; // it tells when there is room again
        int count = _source.Read(_buffer, 0, wanted);
        if (count == 0)
        {
            for (; count < wanted; count++) _buffer[count] = (byte)'\n';
        }

        if (_transport.Send(_buffer, 0, count)) _done += count;
        _turn.Start(0);
    }

    private void Take(int count)
    {
        int offset = 0;
        while (offset < count && _state != State.Body && _state != State.Ended)
        {
            if (!_answer.Take(_buffer, ref offset, count)) return;
            OnHeader();
            if (_state == State.Connecting) return; // redirected
        }

        if (_state == State.Body) TakeBody(offset, count);
    }

    private void OnHeader()
    {
        int status = _answer.Status;
        if (_answer.Problem.Length > 0) End(TransferEnd.Malformed, _answer.Problem);
        else if (status < 200) OnInterimAnswer(status);
        else if (status >= 300 && status < 400 && !(status == 303 && _source != null)) Redirect();
        else if (status == 416 && _start > 0) End(TransferEnd.NoRange, "HTTP 416");
        else if (_source != null && (status == 404 || status == 405 || status == 501)) End(TransferEnd.WrongMethod, $"HTTP {status}");
        else if (status == 401 || status == 403 || status == 407) End(TransferEnd.Denied, $"HTTP {status}");
        else if (status >= 400) End(TransferEnd.Refused, $"HTTP {status}");
        else if (_source != null) EndUpload(status);
        else BeginBody(status);
    }

    private void OnInterimAnswer(int status)
    {
        if (status == 101 || ++_interim > MostInterimAnswers) End(TransferEnd.Malformed, $"HTTP {status}");
        else _answer.Reset();
    }

    // A server that is content before it has the whole file has not got it.
    private void EndUpload(int status)
    {
        if (_done == _length) End(TransferEnd.Done, $"HTTP {status}");
        else End(TransferEnd.Malformed, $"HTTP {status} before the whole file was sent");
    }

    private void Redirect()
    {
        int status = _answer.Status;
        if (status == 300 || status == 304 || status > 308 || status == 305 || status == 306 || _answer.Location.Length == 0)
        {
            End(TransferEnd.Refused, $"HTTP {status}");
            return;
        }

        FileAddress? next = _address!.Redirect(_answer.Location, out string problem);
        if (next == null || problem.Length > 0)
        {
            End(TransferEnd.Refused, problem);
            return;
        }

        if (++_redirects > MostRedirects)
        {
            End(TransferEnd.Refused, $"more than {MostRedirects} redirects");
            return;
        }

        Release();
        _address = next;
        Connect();
    }

    private void BeginBody(int status)
    {
        bool part = status == 206;
        if (status != 200 && !part)
        {
            End(TransferEnd.Malformed, $"HTTP {status}");
            return;
        }

        if (part && (_start == 0 || _answer.RangeStart != _start))
        {
            End(TransferEnd.Malformed, "another part than was asked for");
            return;
        }

        int start = part ? _start : 0;
        _bodyLength = _answer.IsChunked ? -1 : _answer.ContentLength;
        int total = part && _answer.RangeTotal >= 0 ? _answer.RangeTotal : _bodyLength < 0 ? -1 : start + _bodyLength;
        if (!_sink!.Begin(start, total, _answer.Validator))
        {
            End(TransferEnd.NotTaken, total < 0 ? "" : $"{total} bytes");
            return;
        }

        _state = State.Body;
        _stepLimit.Stop();
        _done = _doneAtPace = 0;
        _chunks.Reset();
        _pace.StartPeriodic(PaceMs);
        if (_bodyLength == 0) End(TransferEnd.Done, "");
    }

    private void TakeBody(int offset, int count)
    {
        if (!_answer.IsChunked)
        {
            int length = count - offset;
            if (_bodyLength >= 0 && length > _bodyLength - _done) length = _bodyLength - _done;
            if (TakeContent(offset, length) && _done == _bodyLength) End(TransferEnd.Done, "");
            return;
        }

        while (offset < count)
        {
            int length = _chunks.Next(_buffer, ref offset, count);
            if (length > 0 && !TakeContent(offset, length)) return;
            offset += length;
            if (_chunks.IsBroken) End(TransferEnd.Malformed, "the chunks are malformed");
            else if (_chunks.IsDone) End(TransferEnd.Done, "");
            if (_state != State.Body) return;
        }
    }

    private bool TakeContent(int offset, int length)
    {
        if (length == 0) return true;
        _done += length;
        if (_sink!.Write(_buffer, offset, length)) return true;
        End(TransferEnd.NotTaken, "");
        return false;
    }

    private void OnConnectionEnd(TransportError error, string why)
    {
        // Without a length, the end of the connection is the end of the file (RFC 9112 section 6.3).
        bool isEnd = _state == State.Body && _bodyLength < 0 && !_answer.IsChunked && error == TransportError.ClosedByPeer;
        if (isEnd) End(TransferEnd.Done, "");
        else End(TransferEnd.Broken, _state == State.Body ? $"{why} after {_done} bytes" : why);
    }

    private void OnStepLimit() => End(_state == State.Connecting ? TransferEnd.NotReached : TransferEnd.TooSlow, _state == State.Measuring ? "the file could not be made" : "no answer in time");

    private void OnPace()
    {
        if (_done - _doneAtPace < FewestBytesInPace) End(TransferEnd.TooSlow, $"{_done - _doneAtPace} bytes in {PaceMs / 1000} s");
        _doneAtPace = _done;
    }

    internal static string Describe(ITransport transport)
    {
        string what = transport.Error switch
        {
            TransportError.NameResolution => "host name not resolved",
            TransportError.Refused => "connection refused",
            TransportError.Unreachable => "unreachable",
            TransportError.TimedOut => "timed out",
            TransportError.Tls => "TLS handshake failed",
            TransportError.ClosedByPeer => "the server closed the connection",
            _ => "the connection broke",
        };
        return transport.ErrorDetail.Length == 0 ? what : $"{what}: {transport.ErrorDetail}";
    }

    private void Release()
    {
        _stepLimit.Stop();
        _pace.Stop();
        _transport?.Close();
        _transport = null;
    }

    private void End(TransferEnd end, string detail)
    {
        Release();
        _end = end;
        _detail = detail;
        _state = State.Ended;
        _turn.Stop();
        _tell.Start(0);
    }

    private void TellEnd()
    {
        _state = State.Idle;
        _listener!.OnTransferEnded(_end, _detail);
    }
}
