using System;
using System.Text;
using ChargePoint.Hal;
using ChargePoint.Ocpp;

namespace ChargePoint.Scenario;

/// <summary>
/// A Central System at the other end of a TCP stream, which speaks RFC 6455 and accepts everything. Its clock stands still, so that each
/// heartbeat sets the clock, which is one of the deepest chains of calls. It keeps the beginning of a
/// message only, and counts what it is told. One object serves one connection after the other.
/// </summary>
public sealed class CentralSystem : ITransport
{
    private const string KeySuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455 section 1.3
    private const string KeyHeader = "Sec-WebSocket-Key: ";

    private const int Start = FakeMemory.LineOffset;
    private const int Head = FakeMemory.HeardOffset; // mask of the frame, and behind it the beginning of the message

    private readonly byte[] _memory = FakeMemory.Shared;
    private ITransportListener? _listener;
    private int _outStart;
    private int _outEnd;
    private int _headLength;
    private bool _upgraded;
    private int _payloadLeft;
    private int _maskAt;
    private int _frameAt;
    private int _opcode;
    private bool _final;

    /// <summary>False while it cannot be reached.</summary>
    public bool IsReachable { get; private set; } = true;

    /// <summary>StartTransaction.req that came.</summary>
    public int Starts { get; private set; }

    /// <summary>StopTransaction.req that came.</summary>
    public int Stops { get; private set; }

    /// <summary>MeterValues.req that came.</summary>
    public int Samples { get; private set; }

    /// <summary>Messages that came.</summary>
    public int Messages { get; private set; }

    /// <summary>Answers to calls of the Central System that say "Accepted".</summary>
    public int Accepted { get; private set; }

    /// <inheritdoc/>
    public bool IsOpen => _listener != null && IsReachable && Error == TransportError.None;

    /// <inheritdoc/>
    public TransportError Error { get; private set; }

    /// <inheritdoc/>
    public string ErrorDetail => "";

    /// <inheritdoc/>
    public int SendCapacity => 16384;

    /// <summary>The connection breaks, and none can be made.</summary>
    public void Break()
    {
        IsReachable = false;
        Error = TransportError.Reset;
        _listener!.OnTransportEvent();
    }

    /// <summary>Connections can be made again.</summary>
    public void Repair() => IsReachable = true;

    /// <inheritdoc/>
    public void Connect(string host, int port, bool secure, ITransportListener listener)
    {
        _listener = listener;
        _outStart = _outEnd = _headLength = _payloadLeft = 0;
        _upgraded = false;
        Error = IsReachable ? TransportError.None : TransportError.Refused;
        listener.OnTransportEvent();
    }

    /// <inheritdoc/>
    public int Receive(byte[] buffer, int offset, int count)
    {
        if (count > _outEnd - _outStart) count = _outEnd - _outStart;
        Array.Copy(_memory, Start + _outStart, buffer, offset, count);
        _outStart += count;
        if (_outStart == _outEnd) _outStart = _outEnd = 0;
        return count;
    }

    /// <inheritdoc/>
    public bool Send(byte[] buffer, int offset, int count)
    {
        HeapWatch.Sample();
        if (!IsOpen) return false;
        for (int i = 0; i < count; i++)
        {
            if (_upgraded) TakeFrameByte(buffer[offset + i]);
            else TakeRequestByte(buffer[offset + i]);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Close() => _listener = null;

    /// <summary>Begins a text message to the charge point of a length that is known.</summary>
    /// <param name="length">Bytes of the message.</param>
    public void BeginMessage(int length)
    {
        Put(0x81);
        Put(length < 126 ? length : 126);
        if (length < 126) return;
        Put(length >> 8);
        Put(length & 0xFF);
    }

    /// <summary>Adds to a message.</summary>
    /// <param name="text">ASCII.</param>
    public void Put(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        for (int i = 0; i < bytes.Length; i++) Put(bytes[i]);
    }

    /// <summary>The message is complete.</summary>
    public void EndMessage() => _listener!.OnTransportEvent();

    private void Put(int value)
    {
        if (_outEnd == FakeMemory.LineBytes) throw new InvalidOperationException("the message is longer than the fake's memory");
        _memory[Start + _outEnd++] = (byte)value;
    }

    private void TakeRequestByte(byte value)
    {
        if (_headLength < FakeMemory.HeardBytes) _memory[Head + _headLength++] = value;
        if (_headLength < 4 || value != '\n' || _memory[Head + _headLength - 3] != '\n') return;
        string request = Encoding.UTF8.GetString(_memory, Head, _headLength);
        int key = request.IndexOf(KeyHeader) + KeyHeader.Length;
        byte[] proof = Encoding.UTF8.GetBytes(request.Substring(key, 24) + KeySuffix);
        byte[] digest = new byte[Sha1.DigestLength];
        Sha1.Compute(proof, 0, proof.Length, digest);
        Put("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Protocol: ocpp1.6\r\nSec-WebSocket-Accept: ");
        Put(Convert.ToBase64String(digest) + "\r\n\r\n");
        _upgraded = true;
        _headLength = _frameAt = 0;
        EndMessage();
    }

    // A masked frame with a length of up to 16 bits: header, mask, payload. The first bytes of the message are kept.
    private void TakeFrameByte(byte value)
    {
        if (_payloadLeft > 0)
        {
            if (_headLength < FakeMemory.HeardBytes - 4 && _opcode <= 1) _memory[Head + 4 + _headLength++] = (byte)(value ^ _memory[Head + (_maskAt & 3)]);
            _maskAt++;
            if (--_payloadLeft == 0) EndFrame();
            return;
        }

        int at = _frameAt++;
        if (at == 0)
        {
            _opcode = value & 0x0F;
            _final = (value & 0x80) != 0;
            if (_opcode == 1) _headLength = 0;
        }
        else if (at == 1)
        {
            _maskAt = value & 0x7F;
            if (_maskAt != 126) _frameAt = 4;
        }
        else if (at < 4)
        {
            _maskAt = at == 2 ? value : (_maskAt << 8) | value;
        }
        else
        {
            _memory[Head + at - 4] = value;
            if (at < 7) return;
            _payloadLeft = _maskAt;
            _maskAt = _frameAt = 0;
            if (_payloadLeft == 0) EndFrame();
        }
    }

    private void EndFrame()
    {
        if (!_final || _opcode > 1) return;
        Messages++;
        string message = Encoding.UTF8.GetString(_memory, Head + 4, _headLength);
        if (message.IndexOf("[2,\"") == 0) Answer(message.Substring(4));
        else if (message.IndexOf("\"Accepted\"") > 0) Accepted++;
    }

    private void Answer(string call)
    {
        int idEnd = call.IndexOf('"');
        string action = call.Substring(idEnd + 3);
        if (action.IndexOf("StartTransaction") == 0) Starts++;
        else if (action.IndexOf("StopTransaction") == 0) Stops++;
        else if (action.IndexOf("MeterValues") == 0) Samples++;
        string answer = "[3,\"" + call.Substring(0, idEnd) + "\"," + Payload(action) + "]";
        BeginMessage(answer.Length);
        Put(answer);
        EndMessage();
    }

    private string Payload(string action)
    {
        if (action.IndexOf("BootNotification") == 0) return "{\"status\":\"Accepted\",\"currentTime\":\"2026-01-01T00:00:00.000Z\",\"interval\":300}";
        if (action.IndexOf("Heartbeat") == 0) return "{\"currentTime\":\"2026-01-01T00:00:00.000Z\"}";
        if (action.IndexOf("StartTransaction") == 0) return "{\"transactionId\":" + (100 + Starts).ToString() + ",\"idTagInfo\":{\"status\":\"Accepted\"}}";
        return action.IndexOf("Authorize") == 0 ? "{\"idTagInfo\":{\"status\":\"Accepted\"}}" : "{}";
    }
}
