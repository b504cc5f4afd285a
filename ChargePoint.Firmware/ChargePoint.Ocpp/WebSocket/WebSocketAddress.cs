using System.Text;

namespace ChargePoint.Ocpp;

/// <summary>
/// Address of a Central System: a ws or wss URL in its parts (RFC 6455 section 3). It holds no password: those travel in
/// <see cref="WebSocketOptions"/>, so an address may be logged.
/// </summary>
public sealed class WebSocketAddress
{
    /// <summary>Longest URL, in characters, that is accepted.</summary>
    public const int LongestUrl = 512;

    private const int LongestHost = 253; // RFC 1035 section 2.3.4, without the dots at the ends

    private WebSocketAddress(bool secure, string host, int port, string path)
    {
        Secure = secure;
        Host = host;
        Port = port;
        Path = path;
    }

    /// <summary>Host name or IP address; an IPv6 address without its brackets.</summary>
    public string Host { get; }

    /// <summary>TCP port, 1 to 65,535; 80 or 443 when the URL names none.</summary>
    public int Port { get; }

    /// <summary>True for wss (TLS).</summary>
    public bool Secure { get; }

    /// <summary>Path and query as they stand in the request line; at least "/".</summary>
    public string Path { get; }

    /// <summary>Value of the Host header (RFC 9112 section 3.2): brackets around IPv6, the port only when it is not the default.</summary>
    public string HostHeader
    {
        get
        {
            string host = Host.IndexOf(':') >= 0 ? $"[{Host}]" : Host;
            return Port == (Secure ? 443 : 80) ? host : $"{host}:{Port}";
        }
    }

    /// <summary>Takes a URL apart.</summary>
    /// <param name="url">For example "wss://csms.example.org/ocpp" or "ws://[fd00::1]:8180/steve/?a=b".</param>
    /// <param name="error">One line that says what is wrong; empty when nothing is.</param>
    /// <returns>The address, or null.</returns>
    public static WebSocketAddress? Parse(string url, out string error)
    {
        error = "";
        char[] text = url.ToCharArray();
        int start = SchemeLength(text);
        if (text.Length > LongestUrl) error = $"the URL is longer than {LongestUrl} characters";
        else if (start == 0) error = "the URL must start with ws:// or wss://";
        else error = FirstForbidden(text, start);
        if (error.Length > 0) return null;

        bool secure = start == 6;
        int pathStart = start;
        while (pathStart < text.Length && text[pathStart] != '/' && text[pathStart] != '?') pathStart++;
        int hostEnd = HostEnd(text, start, pathStart);
        bool bracketed = hostEnd > start && text[start] == '[' && text[hostEnd - 1] == ']';
        string host = bracketed ? new string(text, start + 1, hostEnd - start - 2) : new string(text, start, hostEnd - start);
        error = CheckHost(host, bracketed);
        int port = secure ? 443 : 80;
        if (error.Length == 0 && hostEnd < pathStart && !TryPort(text, hostEnd, pathStart, out port))
            error = "the port must be a number from 1 to 65535";
        if (error.Length > 0) return null;

        string path = new(text, pathStart, text.Length - pathStart);
        return new WebSocketAddress(secure, host, port, path.Length > 0 && path[0] == '/' ? path : "/" + path);
    }

    /// <summary>
    /// Adds the charge point's identity as last segment of the path (OCPP-J 1.6 section 3.1.1): one slash between, percent-encoded,
    /// before the query.
    /// </summary>
    /// <param name="identity">Identity of the charge point.</param>
    /// <returns>The longer address, or null if the identity is empty, "." or "..".</returns>
    public WebSocketAddress? Append(string identity)
    {
        if (identity.Length == 0 || identity == "." || identity == "..") return null;
        int query = Path.IndexOf('?');
        string path = query < 0 ? Path : Path.Substring(0, query);
        if (!path.EndsWith("/")) path += "/";
        return new WebSocketAddress(Secure, Host, Port, path + PercentEncode(identity) + (query < 0 ? "" : Path.Substring(query)));
    }

    /// <summary>The URL.</summary>
    public override string ToString() => (Secure ? "wss://" : "ws://") + HostHeader + Path;

    private static int SchemeLength(char[] text)
    {
        if (Matches(text, "ws://")) return 5;
        return Matches(text, "wss://") ? 6 : 0;
    }

    private static bool Matches(char[] text, string scheme)
    {
        if (text.Length < scheme.Length) return false;
        char[] wanted = scheme.ToCharArray();
        for (int i = 0; i < wanted.Length; i++)
        {
            if ((text[i] | (wanted[i] >= 'a' ? 0x20 : 0)) != wanted[i]) return false;
        }

        return true;
    }

    // Whatever could break out of the request line or the Host header is refused here, once for all parts.
    private static string FirstForbidden(char[] text, int start)
    {
        bool inPath = false;
        for (int i = start; i < text.Length; i++)
        {
            char c = text[i];
            if (c <= ' ' || c >= 0x7F) return "the URL holds a space, control or non-ASCII character: percent-encode it";
            if (c == '#') return "the URL must not have a fragment (#)";
            if (c == '/' || c == '?') inPath = true;
            if (c == '@' && !inPath) return "the URL must not hold a user name or password: use AuthorizationKey";
        }

        return "";
    }

    private static int HostEnd(char[] text, int start, int end)
    {
        int i = start;
        bool bracketed = start < end && text[start] == '[';
        while (i < end && (bracketed ? text[i] != ']' : text[i] != ':')) i++;
        return bracketed && i < end ? i + 1 : i;
    }

    private static string CheckHost(string host, bool bracketed)
    {
        if (host.Length == 0) return "the URL names no host";
        if (host.Length > LongestHost) return $"the host name is longer than {LongestHost} characters";
        char[] text = host.ToCharArray();
        bool colon = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            colon |= c == ':';
            bool digit = c >= '0' && c <= '9';
            int lower = c | 0x20;
            bool allowed = bracketed
                ? digit || c == ':' || c == '.' || (lower >= 'a' && lower <= 'f')
                : digit || c == '-' || c == '.' || c == '_' || (lower >= 'a' && lower <= 'z');
            if (!allowed) return $"the host name holds the character '{c}'";
        }

        return bracketed && !colon ? "brackets are for IPv6 addresses only" : "";
    }

    private static bool TryPort(char[] text, int colon, int end, out int port)
    {
        port = 0;
        if (text[colon] != ':' || end - colon < 2 || end - colon > 6) return false;
        for (int i = colon + 1; i < end; i++)
        {
            if (text[i] < '0' || text[i] > '9') return false;
            port = (port * 10) + (text[i] - '0');
        }

        return port >= 1 && port <= 65535;
    }

    private static string PercentEncode(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        StringBuilder encoded = new(utf8.Length * 3);
        for (int i = 0; i < utf8.Length; i++)
        {
            byte b = utf8[i];
            int lower = b | 0x20;
            bool unreserved = (b >= '0' && b <= '9') || (lower >= 'a' && lower <= 'z') || b == '-' || b == '.' || b == '_' || b == '~';
            if (unreserved) encoded.Append((char)b);
            else encoded.Append('%').Append(b.ToString("X2"));
        }

        return encoded.ToString();
    }
}
