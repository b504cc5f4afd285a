using ChargePoint.Ocpp;

namespace ChargePoint.Console;

/// <summary>What a technician does about a connection that fails. What happened is said by <see cref="LinkFailures"/>.</summary>
public static class LinkAdvice
{
    /// <summary>What to do, with the commands for it; "" if there is nothing to do but wait.</summary>
    /// <param name="failure">What failed.</param>
    /// <param name="code">HTTP status or close code.</param>
    /// <param name="detail">More about it.</param>
    public static string For(LinkFailure failure, int code, string detail) => failure switch
    {
        LinkFailure.NameResolution => "correct the name with 'central url', or look at the DNS server with 'network'",
        LinkFailure.Refused => "correct the port with 'central url', or ask whether the Central System runs",
        LinkFailure.Unreachable => "look at address and gateway with 'network'",
        LinkFailure.ConnectTimeout => "look at address and gateway with 'network'; a firewall may block the port",
        LinkFailure.NetworkDown => "look at cable or Wi-Fi with 'network'",
        LinkFailure.Tls => ForTls(detail),
        LinkFailure.HttpStatus => ForStatus(code),
        LinkFailure.UpgradeTimeout or LinkFailure.UpgradeMalformed or LinkFailure.WrongAccept => "correct the address with 'central url': no OCPP-J server answers there, or a proxy is between",
        LinkFailure.WrongSubprotocol => "ask the operator to offer OCPP 1.6-J (subprotocol ocpp1.6) at this address",
        LinkFailure.ClosedByPeer => code == 1008 ? "ask the operator whether this identity is registered, and is not connected twice" : "it connects again by itself; if it happens often, ask the operator",
        LinkFailure.ProtocolError or LinkFailure.InvalidPayload or LinkFailure.BinaryMessage or LinkFailure.MessageTooBig => "tell the operator: the Central System breaks the rules of OCPP-J ('trace on' shows its messages)",
        LinkFailure.Lost or LinkFailure.PingTimeout or LinkFailure.IdleTimeout or LinkFailure.MessageTimeout or LinkFailure.SendBufferFull or LinkFailure.SendTimeout
            => "it connects again by itself; if it happens often, look at the signal with 'network'",
        _ => "",
    };

    private static string ForTls(string detail)
    {
        if (detail.IndexOf("no CA") >= 0 || detail.IndexOf("not trusted") >= 0) return "trust its authority with 'certificate import'; is the time right ('clock')?";
        if (detail.IndexOf("expired") >= 0 || detail.IndexOf("valid only") >= 0) return "is the time right ('clock')? If it is, the Central System needs a new certificate";
        if (detail.IndexOf("is for") >= 0) return "the certificate names another host: correct 'central url'";
        if (detail.IndexOf("version") >= 0 || detail.IndexOf("cipher") >= 0) return "ask the operator to offer TLS 1.2 or newer; does it want a client certificate (profile 3)?";
        if (detail.IndexOf("does not speak TLS") >= 0) return "wrong port, or the Central System wants ws:// and not wss://";
        return "look at 'certificate list' and 'clock'";
    }

    private static string ForStatus(int status)
    {
        if (status == 401 || status == 403) return "identity or password is wrong: 'central identity', 'central password'";
        if (status == 404) return "path or identity is not known there: 'central url', 'central identity'";
        if (status == 426) return "correct ws:// or wss:// with 'central url'";
        if (status >= 500 || status == 429) return "wait, or ask the operator: the Central System has a problem of its own";
        return "correct the address with 'central url'";
    }
}
