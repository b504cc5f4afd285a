using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Console;

/// <summary>link: the connection to the Central System: how it stands, what failed last, in plain words with what to do, and what comes next.</summary>
public sealed class LinkCommand : IConsoleCommand
{
    private readonly CentralSystemLink _link;
    private readonly Registration _registration;
    private readonly ConfigurationStore _configuration;
    private readonly INetworkLink _network;
    private readonly EventLoop _loop;

    /// <summary>Makes the command.</summary>
    /// <param name="room">What connectors share.</param>
    /// <param name="link">The connection.</param>
    /// <param name="registration">Registration.</param>
    public LinkCommand(ChargingRoom room, CentralSystemLink link, Registration registration)
    {
        _link = link;
        _registration = registration;
        _configuration = room.Configuration;
        _network = room.Board.Link;
        _loop = room.Loop;
    }

    /// <inheritdoc/>
    public string Forms => "link [--json] -- connection to the Central System, last failure and what to do";

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        Report report = new(line, reply);
        report.Text("state", State);
        report.Number("stateSinceSeconds", Since(_link.SinceMs));
        WebSocketAddress? address = _link.Address;

        // Neither path nor query: operators put tokens there.
        report.Text("address", address == null ? null : (address.Secure ? "wss://" : "ws://") + address.HostHeader);
        report.Number("securityProfile", _configuration.Integer(Key.SecurityProfile));
        report.Text("registration", StatusCommand.NameOf(_registration.Status));
        report.Flag("network", _network.IsUp);
        if (_network.SignalDbm != 0) report.Number("signalDbm", _network.SignalDbm);
        report.Number("attempts", _link.Attempts);
        if (_link.NextAttemptMs >= 0) report.Number("nextAttemptSeconds", (_link.NextAttemptMs - _loop.NowMs + 999) / 1000);
        report.Number("sent", _link.Sent);
        if (_link.Sent > 0) report.Number("lastSentAgoSeconds", Since(_link.SentMs));
        report.Number("received", _link.Received);
        if (_link.Received > 0) report.Number("lastReceivedAgoSeconds", Since(_link.ReceivedMs));
        ShowFailure(report, reply);
        report.End();
        reply.Done();
    }

    private string State
    {
        get
        {
            if (_link.IsOnline) return "connected";
            if (_link.Address == null) return "not set: 'central url', 'central identity'";
            if (!_network.IsUp) return "network is down";
            return _link.IsOpening ? "connecting" : "not connected";
        }
    }

    private void ShowFailure(Report report, IConsoleReply reply)
    {
        if (_link.Failure == LinkFailure.None) return;
        string what = LinkFailures.Explain(_link.Failure, _link.FailureCode, _link.FailureDetail);
        string advice = LinkAdvice.For(_link.Failure, _link.FailureCode, _link.FailureDetail);
        report.Number("lastFailureAgoSeconds", Since(_link.FailureMs));
        if (report.IsJson)
        {
            report.Text("lastFailure", what);
            report.Text("advice", advice);
            return;
        }

        Words.Fold(reply, "last failure: " + what);
        if (advice.Length > 0) Words.Fold(reply, "what to do: " + advice);
    }

    private long Since(long monotonicMs) => (_loop.NowMs - monotonicMs) / 1000;
}
