using System.Security.Cryptography;
using System.Text;
using ChargePoint.Hal;

namespace ChargePoint.Simulator.Tests.Fuzz;

/// <summary>A Central System at the level of bytes: shakes hands, takes the charge point's frames and answers its calls as it is told to.</summary>
internal sealed class FuzzCentralSystem : IFuzzPeer
{
    private const string KeySuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private readonly List<byte> _arrived = [];
    private readonly List<byte> _fragments = [];
    private bool _upgraded;

    /// <summary>Frames from the charge point since they were taken the last time.</summary>
    public List<string> Received { get; } = [];

    /// <summary>Makes the answer to a call of the charge point (action, id, frame): null for none.</summary>
    public Func<string, string, string, byte[]?> Answer { get; set; } = (_, _, _) => null;

    /// <summary>Changes the answer to a handshake; null leaves it as it is.</summary>
    public Func<byte[], byte[]>? MangleHandshake { get; set; }

    /// <summary>The present connection.</summary>
    public FuzzTransport? Stream { get; private set; }

    /// <summary>True while messages can be sent.</summary>
    public bool IsOpen => _upgraded && Stream is { IsOpen: true };

    public int Handshakes { get; private set; }

    public void OnConnect(FuzzTransport stream)
    {
        Stream = stream;
        _upgraded = false;
        _arrived.Clear();
        stream.Open();
    }

    public void OnBytes(FuzzTransport stream, byte[] bytes)
    {
        if (stream != Stream) return;
        _arrived.AddRange(bytes);
        if (!_upgraded)
        {
            string request = Encoding.Latin1.GetString([.. _arrived]);
            if (!request.EndsWith("\r\n\r\n", StringComparison.Ordinal)) return;
            _arrived.Clear();
            _upgraded = true;
            Handshakes++;
            byte[] answer = Encoding.Latin1.GetBytes(HandshakeFor(request));
            stream.Say(MangleHandshake == null ? answer : MangleHandshake(answer));
            return;
        }

        while (TakeFrame())
        {
        }
    }

    /// <summary>Sends any bytes as one text message.</summary>
    public void Deliver(byte[] message) => Stream!.Say(Frame(0x81, message));

    /// <summary>A frame from a server.</summary>
    public static byte[] Frame(byte start, byte[] payload)
    {
        byte[] header = payload.Length < 126 ? [start, (byte)payload.Length]
            : payload.Length < 65536 ? [start, 126, (byte)(payload.Length >> 8), (byte)payload.Length]
            : [start, 127, 0, 0, 0, 0, (byte)(payload.Length >> 24), (byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length];
        return Mutator.Join(header, payload);
    }

    private static string HandshakeFor(string request)
    {
        const string Name = "Sec-WebSocket-Key: ";
        int at = request.IndexOf(Name, StringComparison.Ordinal) + Name.Length;
        string key = request[at..request.IndexOf('\r', at)];
#pragma warning disable CA5350 // what RFC 6455 asks for
        string accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + KeySuffix)));
#pragma warning restore CA5350
        return $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\nSec-WebSocket-Protocol: ocpp1.6\r\n\r\n";
    }

    private bool TakeFrame()
    {
        if (_arrived.Count < 6) return false;
        int length = _arrived[1] & 0x7F;
        int header = length == 126 ? 8 : 6;
        if (_arrived.Count < header) return false;
        if (length == 126) length = (_arrived[2] << 8) | _arrived[3];
        if (_arrived.Count < header + length) return false;
        byte[] payload = [.. _arrived.Skip(header).Take(length)];
        for (int i = 0; i < length; i++) payload[i] ^= _arrived[header - 4 + (i & 3)];
        int start = _arrived[0];
        bool masked = (_arrived[1] & 0x80) != 0;
        _arrived.RemoveRange(0, header + length);
        if (!masked) throw new InvalidOperationException("a frame of a client is masked");
        Take(start, payload);
        return true;
    }

    private void Take(int start, byte[] payload)
    {
        switch (start)
        {
            case 0x81:
                TakeText(Encoding.UTF8.GetString(payload));
                break;
            case 0x88:
                Stream!.Say(Frame(0x88, payload));
                Stream.Fail(TransportError.ClosedByPeer);
                break;
            case 0x89:
                Stream!.Say(Frame(0x8A, payload));
                break;
            case 0x01:
                _fragments.Clear();
                _fragments.AddRange(payload);
                break;
            case 0x00:
                _fragments.AddRange(payload);
                break;
            case 0x80:
                TakeText(Encoding.UTF8.GetString([.. _fragments, .. payload]));
                break;
        }
    }

    private void TakeText(string frame)
    {
        Received.Add(frame);
        if (!frame.StartsWith("[2,", StringComparison.Ordinal)) return;
        string[] parts = frame.Split('"', 5);
        if (Answer(parts[3], parts[1], frame) is { } answer) Deliver(answer);
    }
}
