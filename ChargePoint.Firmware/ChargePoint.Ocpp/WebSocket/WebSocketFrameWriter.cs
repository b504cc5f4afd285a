using System;
using ChargePoint.Hal;

namespace ChargePoint.Ocpp;

/// <summary>Writes masked frames (RFC 6455 section 5.3) in pieces, through one small buffer that is made once.</summary>
internal sealed class WebSocketFrameWriter
{
    private const int PieceBytes = 136; // a control frame is one piece

    private readonly IRandom _random;
    private readonly byte[] _mask = new byte[4];
    private readonly byte[] _piece = new byte[PieceBytes];
    private int _maximumPayload;

    /// <summary>Makes a writer.</summary>
    /// <param name="random">Source of masks.</param>
    public WebSocketFrameWriter(IRandom random) => _random = random;

    /// <summary>Makes the writer ready for a new connection.</summary>
    /// <param name="maximumPayload">Longest payload of a frame, 125 to 65,535 bytes.</param>
    public void Reset(int maximumPayload) => _maximumPayload = maximumPayload;

    /// <summary>Bytes on the wire for a message of some length.</summary>
    public long SizeOf(int count)
    {
        int whole = count / _maximumPayload;
        int rest = count - (whole * _maximumPayload);
        long size = (long)whole * (_maximumPayload + HeaderOf(_maximumPayload));
        return rest > 0 || whole == 0 ? size + rest + HeaderOf(rest) : size;
    }

    /// <summary>Sends a text message, in fragments if it is longer than a frame.</summary>
    /// <returns>False if the transport did not take all of it: the stream is broken then.</returns>
    public bool SendText(ITransport transport, byte[] data, int offset, int count)
    {
        int opcode = WebSocketFrame.Text;
        do
        {
            int length = count > _maximumPayload ? _maximumPayload : count;
            count -= length;
            if (!SendFrame(transport, opcode, count == 0, data, offset, length)) return false;
            offset += length;
            opcode = WebSocketFrame.Continuation;
        }
        while (count > 0);
        return true;
    }

    /// <summary>Sends a control frame of at most 125 bytes.</summary>
    /// <returns>False if the transport did not take it.</returns>
    public bool SendControl(ITransport transport, int opcode, byte[] data, int count)
        => SendFrame(transport, opcode, true, data, 0, count);

    private static int HeaderOf(int length) => length < 126 ? 6 : 8;

    private bool SendFrame(ITransport transport, int opcode, bool final, byte[] data, int offset, int count)
    {
        int at = 0;
        _piece[at++] = (byte)(opcode | (final ? 0x80 : 0));
        if (count < 126)
        {
            _piece[at++] = (byte)(0x80 | count);
        }
        else
        {
            _piece[at++] = 0x80 | 126;
            _piece[at++] = (byte)(count >> 8);
            _piece[at++] = (byte)count;
        }

        _random.Fill(_mask, 0, 4);
        Array.Copy(_mask, 0, _piece, at, 4);
        at += 4;
        for (int i = 0; i < count; i++)
        {
            if (at == PieceBytes)
            {
                if (!transport.Send(_piece, 0, at)) return false;
                at = 0;
            }

            _piece[at++] = (byte)(data[offset + i] ^ _mask[i & 3]);
        }

        return transport.Send(_piece, 0, at);
    }
}
