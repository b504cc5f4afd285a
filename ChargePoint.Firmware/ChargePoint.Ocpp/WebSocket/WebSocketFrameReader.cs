using System;

namespace ChargePoint.Ocpp;

/// <summary>What <see cref="WebSocketFrameReader.Read"/> found.</summary>
internal enum FrameEvent
{
    /// <summary>All bytes were taken, nothing is complete.</summary>
    None,

    /// <summary>A whole text message.</summary>
    Message,

    /// <summary>A ping; its payload is to be sent back.</summary>
    Ping,

    /// <summary>A pong.</summary>
    Pong,

    /// <summary>A valid close frame.</summary>
    Close,

    /// <summary>The peer broke a rule; the connection must be failed.</summary>
    Fault,
}

/// <summary>
/// Reads frames from a byte stream that may be cut anywhere, and puts fragments together. Holds one message and one control
/// frame in buffers that are made once; a message over the limit is refused by its announced length.
/// </summary>
internal sealed class WebSocketFrameReader
{
    private readonly FrameBuffer _frames;
    private readonly byte[] _header = new byte[10];
    private int _headerLength;
    private int _headerNeeded = 2;
    private int _maximumMessage;
    private int _opcode;
    private bool _final;
    private bool _fragmented;
    private int _payloadLength;
    private int _payloadTaken;
    private bool _inPayload;

    /// <summary>Makes a reader.</summary>
    /// <param name="frames">Buffer that messages are put together in, at its start.</param>
    public WebSocketFrameReader(FrameBuffer frames) => _frames = frames;

    /// <summary>The message that was completed, or its beginning.</summary>
    public byte[] Message => _frames.Bytes;

    /// <summary>Bytes in <see cref="Message"/>.</summary>
    public int MessageLength
    {
        get => _frames.Occupied;
        private set => _frames.Occupied = value;
    }

    /// <summary>Payload of the control frame that was completed.</summary>
    public byte[] Control { get; } = new byte[WebSocketFrame.LongestControl];

    /// <summary>Bytes in <see cref="Control"/>.</summary>
    public int ControlLength { get; private set; }

    /// <summary>Close code of a close frame (1005 for none), or the one to fail the connection with.</summary>
    public int Code { get; private set; }

    /// <summary>What the peer broke.</summary>
    public LinkFailure Failure { get; private set; }

    /// <summary>More about <see cref="Failure"/>.</summary>
    public string Detail { get; private set; } = "";

    /// <summary>True while a message or frame has begun and is not complete.</summary>
    public bool IsMidway => _headerLength > 0 || _inPayload || _fragmented;

    /// <summary>Makes the reader ready for a new connection.</summary>
    /// <param name="maximumMessage">Longest message, in bytes, at most the buffer's length.</param>
    public void Reset(int maximumMessage)
    {
        _maximumMessage = maximumMessage;
        _fragmented = false;
        MessageLength = 0;
        ControlLength = 0;
        Failure = LinkFailure.None;
        Detail = "";
        BeginHeader();
    }

    /// <summary>Takes place at the start of the buffer for something else.</summary>
    /// <param name="bytes">How much.</param>
    public void Occupy(int bytes) => MessageLength = bytes;

    /// <summary>What stands at the start of the buffer was handled: its place is free.</summary>
    public void DropMessage() => MessageLength = 0;

    /// <summary>Takes bytes until something is complete or they are used up. Not to be called again after a fault.</summary>
    /// <param name="data">Holds the bytes.</param>
    /// <param name="offset">First of them; afterwards the first that was not taken.</param>
    /// <param name="end">Behind the last of them.</param>
    public FrameEvent Read(byte[] data, ref int offset, int end)
    {
        while (true)
        {
            if (!_inPayload)
            {
                while (_headerLength < _headerNeeded && offset < end) _header[_headerLength++] = data[offset++];
                if (_headerLength < _headerNeeded) return FrameEvent.None;
                if (_headerLength == 2 && !CheckStart()) return FrameEvent.Fault;
                if (_headerLength < _headerNeeded) continue;
                if (!BeginPayload()) return FrameEvent.Fault;
            }

            int wanted = _payloadLength - _payloadTaken;
            int taken = end - offset < wanted ? end - offset : wanted;
            Store(data, offset, taken);
            offset += taken;
            if (taken < wanted) return FrameEvent.None;
            FrameEvent found = EndFrame();
            if (found != FrameEvent.None) return found;
        }
    }

    private bool IsControl => _opcode >= WebSocketFrame.Close;

    private void BeginHeader()
    {
        _headerLength = 0;
        _headerNeeded = 2;
        _inPayload = false;
        _payloadTaken = 0;
    }

    // RFC 6455 section 5.2, as far as the first two bytes tell.
    private bool CheckStart()
    {
        _final = (_header[0] & 0x80) != 0;
        _opcode = _header[0] & 0x0F;
        int length = _header[1] & 0x7F;
        if ((_header[0] & 0x70) != 0) return Broken("reserved bit set");
        if ((_header[1] & 0x80) != 0) return Broken("masked frame from a server");
        if (IsControl)
        {
            if (_opcode > WebSocketFrame.Pong) return Broken($"reserved opcode {_opcode}");
            if (!_final) return Broken("fragmented control frame");
            if (length > WebSocketFrame.LongestControl) return Broken("control frame over 125 bytes");
        }
        else
        {
            if (_opcode > WebSocketFrame.Binary) return Broken($"reserved opcode {_opcode}");
            if (_opcode == WebSocketFrame.Continuation && !_fragmented) return Broken("continuation without a start");
            if (_opcode != WebSocketFrame.Continuation && _fragmented) return Broken("new message before the last one was complete");
            if (_opcode == WebSocketFrame.Binary) return Fault(LinkFailure.BinaryMessage, WebSocketFrame.UnacceptableData, "");
        }

        _headerNeeded = length == 126 ? 4 : length == 127 ? 10 : 2;
        return true;
    }

    private bool BeginPayload()
    {
        long length = _header[1];
        if (_headerNeeded > 2)
        {
            if (_headerNeeded == 10 && (_header[2] & 0x80) != 0) return Broken("frame length with its top bit set");
            length = 0;
            for (int i = 2; i < _headerNeeded; i++) length = (length << 8) | _header[i];
            if (length < (_headerNeeded == 4 ? 126 : 65536)) return Broken("frame length not in its shortest form");
        }

        if (!IsControl)
        {
            int used = _fragmented ? MessageLength : 0;
            if (length > _maximumMessage - used)
                return Fault(LinkFailure.MessageTooBig, WebSocketFrame.MessageTooBig, $"{used + length} bytes announced, limit {_maximumMessage}");
            if (!_fragmented) MessageLength = 0;
        }

        _payloadLength = (int)length;
        _inPayload = true;
        return true;
    }

    private void Store(byte[] data, int offset, int count)
    {
        if (IsControl)
        {
            Array.Copy(data, offset, Control, _payloadTaken, count);
        }
        else
        {
            Array.Copy(data, offset, Message, MessageLength, count);
            MessageLength += count;
        }

        _payloadTaken += count;
    }

    private FrameEvent EndFrame()
    {
        BeginHeader();
        if (IsControl)
        {
            ControlLength = _payloadLength;
            if (_opcode == WebSocketFrame.Close) return CheckClose() ? FrameEvent.Close : FrameEvent.Fault;
            return _opcode == WebSocketFrame.Ping ? FrameEvent.Ping : FrameEvent.Pong;
        }

        _fragmented = !_final;
        if (_fragmented) return FrameEvent.None;
        if (WebSocketText.IsUtf8(Message, 0, MessageLength)) return FrameEvent.Message;
        Fault(LinkFailure.InvalidPayload, WebSocketFrame.InvalidPayload, "text message");
        return FrameEvent.Fault;
    }

    // RFC 6455 section 7.4: no body, or a code and a reason in UTF-8.
    private bool CheckClose()
    {
        Code = WebSocketFrame.NoCode;
        if (ControlLength == 0) return true;
        if (ControlLength == 1) return Broken("close frame of one byte");
        Code = (Control[0] << 8) | Control[1];
        if (!WebSocketFrame.IsCloseCode(Code)) return Broken($"close code {Code}");
        return WebSocketText.IsUtf8(Control, 2, ControlLength - 2)
            || Fault(LinkFailure.InvalidPayload, WebSocketFrame.InvalidPayload, "reason of a close frame");
    }

    private bool Broken(string detail) => Fault(LinkFailure.ProtocolError, WebSocketFrame.ProtocolError, detail);

    private bool Fault(LinkFailure failure, int code, string detail)
    {
        Failure = failure;
        Code = code;
        Detail = detail;
        return false;
    }
}
