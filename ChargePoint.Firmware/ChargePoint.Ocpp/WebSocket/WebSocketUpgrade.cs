using System;
using System.Text;
using ChargePoint.Hal;

namespace ChargePoint.Ocpp;

/// <summary>The opening handshake (RFC 6455 section 4): makes the request and checks the answer.</summary>
internal sealed class WebSocketUpgrade
{
    /// <summary>Longest header of an answer, in bytes, up to and with its empty line.</summary>
    public const int LongestHeader = 2048;

    private const string KeySuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private const int LongestQuote = 60;

    private readonly byte[] _nonce = new byte[16];
    private string _expectedAccept = "";
    private string _subprotocol = "";
    private byte[] _header = new byte[0];
    private int _length;
    private int _lineStart;
    private bool _upgrade;
    private bool _connection;
    private int _accepts;
    private int _protocols;
    private bool _rightAccept;
    private bool _rightProtocol;
    private string _protocol = "";

    /// <summary>What is wrong with the answer, or <see cref="LinkFailure.None"/>.</summary>
    public LinkFailure Failure { get; private set; }

    /// <summary>HTTP status of the answer, 0 before it is known.</summary>
    public int Status { get; private set; }

    /// <summary>More about <see cref="Failure"/>, or the answer's reason phrase.</summary>
    public string Detail { get; private set; } = "";

    /// <summary>Starts a handshake and makes its request.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="options">Subprotocol and credentials.</param>
    /// <param name="random">For the nonce.</param>
    /// <param name="scratch">Holds the answer's header while it arrives; at least <see cref="LongestHeader"/> bytes.</param>
    /// <returns>The request's bytes.</returns>
    public byte[] Begin(WebSocketAddress address, WebSocketOptions options, IRandom random, byte[] scratch)
    {
        random.Fill(_nonce, 0, _nonce.Length);
        string key = WebSocketText.ToBase64(_nonce, _nonce.Length);
        byte[] digest = new byte[Sha1.DigestLength];
        byte[] proof = Encoding.UTF8.GetBytes(key + KeySuffix);
        Sha1.Compute(proof, 0, proof.Length, digest);
        _expectedAccept = WebSocketText.ToBase64(digest, digest.Length);
        _subprotocol = options.Subprotocol;
        _header = scratch;
        _length = _lineStart = _accepts = _protocols = Status = 0;
        _upgrade = _connection = _rightAccept = _rightProtocol = false;
        _protocol = Detail = "";
        Failure = LinkFailure.None;

        StringBuilder request = new(256);
        request.Append("GET ").Append(address.Path).Append(" HTTP/1.1\r\nHost: ").Append(address.HostHeader)
            .Append("\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ").Append(key)
            .Append("\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: ").Append(options.Subprotocol).Append("\r\n");
        if (options.User != null && options.Password != null)
            request.Append("Authorization: Basic ").Append(Credentials(options.User, options.Password)).Append("\r\n");
        return Encoding.UTF8.GetBytes(request.Append("\r\n").ToString());
    }

    /// <summary>Takes bytes of the answer up to the end of its header.</summary>
    /// <param name="data">Holds the bytes.</param>
    /// <param name="offset">First of them; afterwards the first that does not belong to the header.</param>
    /// <param name="end">Behind the last of them.</param>
    /// <returns>True once the answer is known: see <see cref="Failure"/>.</returns>
    public bool Take(byte[] data, ref int offset, int end)
    {
        while (offset < end)
        {
            if (_length == LongestHeader)
            {
                Fail(LinkFailure.UpgradeMalformed, $"header over {LongestHeader} bytes");
                return true;
            }

            byte b = data[offset++];
            _header[_length++] = b;
            if (b == '\n' && TakeLine()) return true;
        }

        return false;
    }

    /// <summary>Ends the handshake early, since nothing more will come. An answer that refused the upgrade is told even when cut short.</summary>
    /// <param name="failure">What to report if the answer's status is not known or is 101.</param>
    /// <param name="detail">More about it.</param>
    public void Fail(LinkFailure failure, string detail)
    {
        if (Status != 0 && Status != 101)
        {
            Failure = LinkFailure.HttpStatus;
            return;
        }

        Failure = failure;
        Detail = detail;
    }

    private static string Credentials(string user, byte[] password)
    {
        byte[] name = Encoding.UTF8.GetBytes(user + ":");
        byte[] both = new byte[name.Length + password.Length];
        Array.Copy(name, 0, both, 0, name.Length);
        Array.Copy(password, 0, both, name.Length, password.Length);
        return WebSocketText.ToBase64(both, both.Length);
    }

    private bool TakeLine()
    {
        int start = _lineStart;
        int end = _length - 1;
        if (end > start && _header[end - 1] == '\r') end--;
        _lineStart = _length;
        if (start == 0) return TakeStatusLine(end);
        if (end == start)
        {
            Conclude();
            return true;
        }

        int colon = start;
        while (colon < end && _header[colon] != ':') colon++;
        bool valid = colon < end && colon > start && !WebSocketText.IsBlank(_header[start]) && !WebSocketText.IsBlank(_header[colon - 1]);
        if (!valid)
        {
            Fail(LinkFailure.UpgradeMalformed, "header line '" + WebSocketText.Printable(_header, start, end, LongestQuote) + "'");
            return true;
        }

        int from = colon + 1;
        while (from < end && WebSocketText.IsBlank(_header[from])) from++;
        while (end > from && WebSocketText.IsBlank(_header[end - 1])) end--;
        TakeField(start, colon, from, end);
        return Failure != LinkFailure.None;
    }

    // "HTTP/1.1 101 Switching Protocols"
    private bool TakeStatusLine(int end)
    {
        bool valid = end >= 12 && WebSocketText.EqualsIgnoreCase(_header, 0, 7, "http/1.") && IsDigit(_header[7]) && _header[8] == ' '
            && IsDigit(_header[9]) && IsDigit(_header[10]) && IsDigit(_header[11]) && (end == 12 || _header[12] == ' ');
        if (!valid)
        {
            Fail(LinkFailure.UpgradeMalformed, "answer starts with '" + WebSocketText.Printable(_header, 0, end, LongestQuote) + "'");
            return true;
        }

        Status = ((_header[9] - '0') * 100) + ((_header[10] - '0') * 10) + (_header[11] - '0');
        if (end > 13) Detail = WebSocketText.Printable(_header, 13, end, LongestQuote);
        return false;
    }

    private void TakeField(int name, int nameEnd, int value, int valueEnd)
    {
        if (Status != 101)
        {
            if (WebSocketText.EqualsIgnoreCase(_header, name, nameEnd, "location"))
                Detail = "to " + WebSocketText.Printable(_header, value, EndOfAuthority(value, valueEnd), 2 * LongestQuote);
        }
        else if (WebSocketText.EqualsIgnoreCase(_header, name, nameEnd, "upgrade"))
        {
            _upgrade |= WebSocketText.HasToken(_header, value, valueEnd, "websocket");
        }
        else if (WebSocketText.EqualsIgnoreCase(_header, name, nameEnd, "connection"))
        {
            _connection |= WebSocketText.HasToken(_header, value, valueEnd, "upgrade");
        }
        else if (WebSocketText.EqualsIgnoreCase(_header, name, nameEnd, "sec-websocket-accept"))
        {
            _accepts++;
            _rightAccept = IsExactly(value, valueEnd, _expectedAccept);
        }
        else if (WebSocketText.EqualsIgnoreCase(_header, name, nameEnd, "sec-websocket-protocol"))
        {
            _protocols++;
            _rightProtocol = IsExactly(value, valueEnd, _subprotocol);
            _protocol = WebSocketText.Printable(_header, value, valueEnd, LongestQuote);
        }
        else if (valueEnd > value && WebSocketText.EqualsIgnoreCase(_header, name, nameEnd, "sec-websocket-extensions"))
        {
            Fail(LinkFailure.UpgradeMalformed, "extension that was not asked for: " + WebSocketText.Printable(_header, value, valueEnd, LongestQuote));
        }
    }

    // Only where to: a path or query may hold a token.
    private int EndOfAuthority(int start, int end)
    {
        int slashes = _header[start] == '/' ? 2 : 0;
        for (int i = start; i < end; i++)
        {
            if (_header[i] == '?') return i;
            if (_header[i] == '/' && ++slashes == 3) return i + 1;
        }

        return end;
    }

    private void Conclude()
    {
        if (Status != 101) Failure = LinkFailure.HttpStatus;
        else if (!_upgrade) Fail(LinkFailure.UpgradeMalformed, "no 'Upgrade: websocket'");
        else if (!_connection) Fail(LinkFailure.UpgradeMalformed, "no 'Connection: Upgrade'");
        else if (_accepts != 1) Fail(LinkFailure.WrongAccept, $"{_accepts} times Sec-WebSocket-Accept");
        else if (!_rightAccept) Fail(LinkFailure.WrongAccept, "");
        else if (_protocols == 0) Fail(LinkFailure.WrongSubprotocol, $"asked for {_subprotocol}, got none");
        else if (_protocols > 1 || !_rightProtocol) Fail(LinkFailure.WrongSubprotocol, $"asked for {_subprotocol}, got '{_protocol}'");
    }

    private bool IsExactly(int start, int end, string text)
    {
        if (end - start != text.Length) return false;
        for (int i = 0; i < text.Length; i++)
        {
            if (_header[start + i] != text[i]) return false;
        }

        return true;
    }

    private static bool IsDigit(byte b) => b >= '0' && b <= '9';
}
