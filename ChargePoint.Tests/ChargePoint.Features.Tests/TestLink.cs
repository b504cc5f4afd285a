using System.Collections;
using System.Text;
using ChargePoint.Ocpp;

namespace ChargePoint.Features.Tests;

/// <summary>A connection that keeps what is sent.</summary>
internal sealed class TestLink : IMessageLink
{
    public bool IsOpen { get; set; }

    public bool IsWaiting => false;

    public ArrayList Sent { get; } = new();

    public string Last => Sent.Count == 0 ? "" : (string)Sent[Sent.Count - 1]!;

    public void Open(WebSocketAddress address, WebSocketOptions options, IWebSocketListener listener)
    {
    }

    public bool Send(byte[] buffer, int offset, int count)
    {
        if (!IsOpen) return false;
        Sent.Add(Encoding.UTF8.GetString(buffer, offset, count));
        return true;
    }

    public void Close(int code, string reason) => IsOpen = false;

    public void Abort() => IsOpen = false;

    /// <summary>Payload of the call sent last.</summary>
    public string LastPayload => Last.Length == 0 ? "" : Last.Substring(Last.IndexOf('{'), Last.Length - 1 - Last.IndexOf('{'));

    /// <summary>Action of the call sent last.</summary>
    public string LastAction => Last.Length == 0 ? "" : Last.Split('"')[3];
}
