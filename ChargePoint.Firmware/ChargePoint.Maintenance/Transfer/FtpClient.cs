using System;
using System.Text;
using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Maintenance;

/// <summary>
/// Delivers one file over FTP (RFC 959) in passive mode, binary: USER, PASS, TYPE I, PASV (EPSV on IPv6, RFC 2428), STOR. The data
/// connection goes to the host of the control connection, whatever address the server names: so it works behind NAT, and the server
/// cannot send us anywhere else. Without a user in the URL, the login is anonymous. Made for one transfer.
/// </summary>
public sealed class FtpClient : ITransportListener
{
    /// <summary>Limit for each step, in milliseconds: a connection, a reply.</summary>
    public const int StepTimeoutMs = 60_000;

    private const int BufferBytes = 1024;
    private const int LongestReply = 200;
    private const int MostReplyLines = 200;

    private readonly TransportMaker _makeTransport;
    private readonly LoopTimer _stepLimit;
    private readonly LoopTimer _pace;
    private readonly LoopTimer _turn;
    private readonly LoopTimer _tell;
    private readonly Signal _look;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly byte[] _reply = new byte[LongestReply];
    private FileAddress? _address;
    private string _fileName = "";
    private IByteSource? _source;
    private ITransferListener? _listener;
    private ITransport? _control;
    private ITransport? _data;
    private Step _step;
    private int _replyLength;
    private int _replyLines;
    private int _multilineCode;
    private int _dataPort;
    private int _emptyCapacity;
    private int _done;
    private int _doneAtPace;
    private bool _isPreliminary;
    private TransferEnd _end;
    private string _detail = "";

    /// <summary>Makes a client for one transfer.</summary>
    /// <param name="loop">The event loop.</param>
    /// <param name="makeTransport">Makes byte streams: one for control, one for data.</param>
    public FtpClient(EventLoop loop, TransportMaker makeTransport)
    {
        _makeTransport = makeTransport;
        _stepLimit = loop.CreateTimer(() => End(TransferEnd.TooSlow, "no answer in time"));
        _pace = loop.CreateTimer(OnPace);
        _turn = loop.CreateTimer(Look);
        _tell = loop.CreateTimer(TellEnd);
        _look = loop.CreateSignal(Look);
    }

    // What is awaited
    private enum Step
    {
        Idle,
        Connection,
        Greeting,
        User,
        Password,
        Type,
        Passive,
        DataConnection,
        StoreBegin,
        Data,
        Drain,
        StoreEnd,
        Ended,
    }

    /// <summary>Delivers a file.</summary>
    /// <param name="directory">An ftp URL of a directory.</param>
    /// <param name="fileName">Name of the file in it.</param>
    /// <param name="source">Gives the bytes.</param>
    /// <param name="listener">Is told of the end.</param>
    public void Upload(FileAddress directory, string fileName, IByteSource source, ITransferListener listener)
    {
        if (_step != Step.Idle) throw new InvalidOperationException("a transfer is under way");
        _address = directory;
        _fileName = fileName;
        _source = source;
        _listener = listener;
        source.Rewind();
        _control = _makeTransport();
        Await(Step.Connection);
        _control.Connect(directory.Host, directory.Port, false, this);
    }

    /// <summary>Ends the transfer at once. The listener is not told.</summary>
    public void Abort()
    {
        Release();
        _tell.Stop();
        _step = Step.Idle;
    }

    void ITransportListener.OnTransportEvent() => _look.Raise();

    private void Await(Step step)
    {
        _step = step;
        if (step != Step.Data) _stepLimit.Start(StepTimeoutMs);
    }

    private void Look()
    {
        if (_step == Step.Idle || _step == Step.Ended) return;
        if (_step == Step.Connection)
        {
            if (_control!.IsOpen) Await(Step.Greeting);
            else if (_control.Error != TransportError.None) End(TransferEnd.NotReached, HttpClient.Describe(_control));
            if (_step != Step.Greeting) return;
        }

        ReadReplies();
        if (_step == Step.DataConnection) LookForData();
        else if (_step == Step.Data) SendPiece();
        else if (_step == Step.Drain) CloseData();
    }

    // Byte by byte into the reply's own buffer: replies are short, and the other buffer belongs to the file.
    private void ReadReplies()
    {
        TransportError error = _control!.Error;
        string why = error == TransportError.None ? "" : HttpClient.Describe(_control);
        for (int i = 0; i < BufferBytes; i++)
        {
            if (_control.Receive(_reply, _replyLength, 1) == 0)
            {
                if (error != TransportError.None) End(TransferEnd.Broken, why);
                return;
            }

            TakeReplyByte(_reply[_replyLength]);
            if (_step == Step.Ended) return;
        }

        _turn.Start(0);
    }

    private void TakeReplyByte(byte b)
    {
        if (b != '\n')
        {
            if (_replyLength < LongestReply - 1) _replyLength++;
            return;
        }

        int length = _replyLength;
        _replyLength = 0;
        int code = Code(length);
        char separator = length > 3 ? (char)_reply[3] : ' ';
        if (++_replyLines > MostReplyLines)
        {
            End(TransferEnd.Malformed, "the reply has too many lines");
        }
        else if (_multilineCode > 0)
        {
            if (code == _multilineCode && separator == ' ') EndReply(code, length);
        }
        else if (code < 0)
        {
            End(TransferEnd.Malformed, "the reply has no code");
        }
        else if (separator == '-')
        {
            _multilineCode = code;
        }
        else
        {
            EndReply(code, length);
        }
    }

    private int Code(int length)
    {
        if (length < 3) return -1;
        int code = 0;
        for (int i = 0; i < 3; i++)
        {
            if (_reply[i] < '0' || _reply[i] > '9') return -1;
            code = (code * 10) + (_reply[i] - '0');
        }

        return code >= 100 ? code : -1;
    }

    private void EndReply(int code, int length)
    {
        _multilineCode = 0;
        _replyLines = 0;
        if (code >= 400)
        {
            bool isDenied = code == 530 || code == 532 || code == 550 || code == 553;
            End(isDenied ? TransferEnd.Denied : TransferEnd.Refused, $"FTP {code}");
            return;
        }

        switch (_step)
        {
            case Step.Greeting:
                if (code >= 200) Command(Step.User, "USER " + (_address!.User.Length > 0 ? _address.User : "anonymous"));
                break;
            case Step.User:
                if (code == 331) Command(Step.Password, "PASS " + (_address!.User.Length > 0 ? _address.Password : "anonymous@"));
                else if (code == 230) Command(Step.Type, "TYPE I");
                else Unexpected(code);
                break;
            case Step.Password:
                if (code == 230 || code == 202) Command(Step.Type, "TYPE I");
                else Unexpected(code);
                break;
            case Step.Type:
                Command(Step.Passive, _address!.Host.IndexOf(':') >= 0 ? "EPSV" : "PASV");
                break;
            case Step.Passive:
                OpenData(code, length);
                break;
            default:
                OnStoreReply(code);
                break;
        }
    }

    private void Unexpected(int code) => End(code == 332 ? TransferEnd.Refused : TransferEnd.Malformed, $"FTP {code}");

    // The server may say that it is ready (125, 150) before or after the data connection stands, and the end (226, 250) before all is drained.
    private void OnStoreReply(int code)
    {
        if (code < 200)
        {
            _isPreliminary = true;
            if (_step == Step.StoreBegin) BeginData();
            return;
        }

        if (_step == Step.StoreEnd && _isPreliminary) End(TransferEnd.Done, $"FTP {code}");
        else Unexpected(code);
    }

    private void Command(Step next, string text)
    {
        byte[] line = Encoding.UTF8.GetBytes(text + "\r\n");
        Await(next);
        if (!_control!.Send(line, 0, line.Length) && _control.Error == TransportError.None) End(TransferEnd.Broken, "a command was not taken");
    }

    // 227 ... (h1,h2,h3,h4,p1,p2) or 229 ... (|||port|)
    private void OpenData(int code, int length)
    {
        if (code == 227) _dataPort = PasvPort(length);
        else if (code == 229) _dataPort = LastNumberBefore(length, '|');
        else _dataPort = -1;
        if (_dataPort < 1 || _dataPort > 65535)
        {
            End(TransferEnd.Malformed, $"FTP {code} names no port");
            return;
        }

        _data = _makeTransport();
        Await(Step.DataConnection);
        _data.Connect(_address!.Host, _dataPort, false, this);
    }

    private int PasvPort(int length)
    {
        int commas = 0;
        int number = 0;
        int high = -1;
        bool started = false;
        for (int i = 4; i < length; i++)
        {
            byte b = _reply[i];
            if (b >= '0' && b <= '9')
            {
                started = true;
                number = number > 255 ? 256 : (number * 10) + (b - '0');
            }
            else if (started && b == ',')
            {
                if (++commas == 5) high = number;
                number = 0;
            }
            else if (commas == 5)
            {
                break;
            }
            else
            {
                started = false;
                commas = number = 0;
            }
        }

        return commas == 5 && high >= 0 && high < 256 && number < 256 ? (high << 8) | number : -1;
    }

    private int LastNumberBefore(int length, char mark)
    {
        int end = length;
        while (end > 4 && _reply[end - 1] != mark) end--;
        int number = 0;
        int weight = 1;
        for (int i = end - 2; i > 4 && _reply[i] >= '0' && _reply[i] <= '9' && weight <= 10000; i--, weight *= 10) number += (_reply[i] - '0') * weight;
        return number;
    }

    private void LookForData()
    {
        if (_data!.IsOpen)
        {
            _emptyCapacity = _data.SendCapacity;
            string? directory = _address!.FtpPath;
            if (directory!.Length > 0 && !directory.EndsWith("/")) directory += "/";
            Command(Step.StoreBegin, "STOR " + directory + _fileName);
        }
        else if (_data.Error != TransportError.None)
        {
            End(TransferEnd.NotReached, "data connection: " + HttpClient.Describe(_data));
        }
    }

    private void BeginData()
    {
        _stepLimit.Stop();
        Await(Step.Data);
        _pace.StartPeriodic(HttpClient.PaceMs);
        _turn.Start(0);
    }

    private void SendPiece()
    {
        if (_data!.Error != TransportError.None)
        {
            End(TransferEnd.Broken, HttpClient.Describe(_data));
            return;
        }

        if (_data.SendCapacity < BufferBytes) return; // it tells when there is room again
        int count = _source!.Read(_buffer, 0, BufferBytes);
        if (count == 0)
        {
            _pace.Stop();
            Await(Step.Drain);
        }
        else if (_data.Send(_buffer, 0, count))
        {
            _done += count;
        }

        _turn.Start(0);
    }

    // The end of the data connection is the end of the file: it is closed when everything is on its way.
    private void CloseData()
    {
        if (_data!.Error != TransportError.None)
        {
            End(TransferEnd.Broken, HttpClient.Describe(_data));
            return;
        }

        if (_data.SendCapacity < _emptyCapacity) return;
        _data.Close();
        Await(Step.StoreEnd);
    }

    private void OnPace()
    {
        if (_done - _doneAtPace < HttpClient.FewestBytesInPace) End(TransferEnd.TooSlow, $"{_done - _doneAtPace} bytes in {HttpClient.PaceMs / 1000} s");
        _doneAtPace = _done;
    }

    private void Release()
    {
        _stepLimit.Stop();
        _pace.Stop();
        _turn.Stop();
        _data?.Close();
        _control?.Close();
    }

    private void End(TransferEnd end, string detail)
    {
        Release();
        _end = end;
        _detail = detail;
        _step = Step.Ended;
        _tell.Start(0);
    }

    private void TellEnd()
    {
        _step = Step.Idle;
        _listener!.OnTransferEnded(_end, _detail);
    }
}
