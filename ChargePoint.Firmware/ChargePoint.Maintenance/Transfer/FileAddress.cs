using System.Text;
using ChargePoint.Ocpp;

namespace ChargePoint.Maintenance;

/// <summary>How a file is fetched or delivered.</summary>
public enum FileProtocol
{
    /// <summary>HTTP without TLS.</summary>
    Http,

    /// <summary>HTTP over TLS.</summary>
    Https,

    /// <summary>FTP (RFC 959), passive mode, without TLS.</summary>
    Ftp,
}

/// <summary>
/// Where a file is fetched from or delivered to: an http, https or ftp URL in its parts. User name and password may stand in the URL
/// (RFC 3986 section 3.2.1), and a signature may stand in its query: so neither is in <see cref="ToString"/>, which is for the log.
/// </summary>
public sealed class FileAddress
{
    /// <summary>Longest URL that is accepted, in characters.</summary>
    public const int LongestUrl = 512;

    private const int LongestCredential = 64;

    private readonly WebSocketAddress _place;

    private FileAddress(FileProtocol protocol, WebSocketAddress place, string user, string password)
    {
        Protocol = protocol;
        _place = place;
        User = user;
        Password = password;
    }

    /// <summary>Protocol.</summary>
    public FileProtocol Protocol { get; }

    /// <summary>True if the bytes travel over TLS.</summary>
    public bool Secure => Protocol == FileProtocol.Https;

    /// <summary>Host name or IP address.</summary>
    public string Host => _place.Host;

    /// <summary>TCP port.</summary>
    public int Port => _place.Port;

    /// <summary>Value of the Host header.</summary>
    public string HostHeader => _place.HostHeader;

    /// <summary>Path and query as they stand in the URL; at least "/".</summary>
    public string Path => _place.Path;

    /// <summary>True if the URL has a query: it names one file exactly, as signed URLs do.</summary>
    public bool HasQuery => _place.Path.IndexOf('?') >= 0;

    /// <summary>User name, decoded; "" if the URL has none.</summary>
    public string User { get; }

    /// <summary>Password, decoded; "" if the URL has none.</summary>
    public string Password { get; }

    /// <summary>True if a URL begins with a protocol that files are transferred by.</summary>
    /// <param name="url">The URL.</param>
    public static bool HasKnownProtocol(string url)
    {
        string start = (url.Length > 8 ? url.Substring(0, 8) : url).ToLower();
        return start.StartsWith("http://") || start.StartsWith("https://") || start.StartsWith("ftp://");
    }

    /// <summary>Takes a URL apart.</summary>
    /// <param name="url">Such as "https://user:secret@files.example.org/firmware/2.0.bin".</param>
    /// <param name="problem">What is wrong, in one line without any part of the URL that could be secret; empty when nothing is.</param>
    /// <returns>The address, or null.</returns>
    public static FileAddress? Parse(string url, out string problem)
    {
        int start = url.IndexOf("://");
        string scheme = start < 0 ? "" : url.Substring(0, start).ToLower();
        bool ftp = scheme == "ftp";
        bool secure = scheme == "https";
        problem = url.Length > LongestUrl ? $"the URL is longer than {LongestUrl} characters"
            : !ftp && !secure && scheme != "http" ? "the URL must start with http://, https:// or ftp://" : "";
        if (problem.Length > 0) return null;

        string rest = url.Substring(start + 3);
        int end = EndOfAuthority(rest);
        string authority = rest.Substring(0, end);
        int at = authority.LastIndexOf('@');
        if (!TryCredentials(at < 0 ? "" : authority.Substring(0, at), out string user, out string password))
        {
            problem = "user name or password in the URL is malformed";
            return null;
        }

        string place = authority.Substring(at + 1);
        if (ftp && place.LastIndexOf(':') <= place.LastIndexOf(']')) place += ":21";
        WebSocketAddress? parsed = WebSocketAddress.Parse((secure ? "wss://" : "ws://") + place + rest.Substring(end), out problem);
        if (parsed == null) return null;
        FileAddress address = new(ftp ? FileProtocol.Ftp : secure ? FileProtocol.Https : FileProtocol.Http, parsed, user, password);
        if (!ftp || address.FtpPath != null) return address;
        problem = "the path of an ftp URL is malformed";
        return null;
    }

    /// <summary>Path of an FTP command, decoded and relative to where the login leads (RFC 1738 section 3.2.2); null if it is malformed.</summary>
    public string? FtpPath => Decode(_place.Path.Substring(1));

    /// <summary>A file in the directory that this URL names.</summary>
    /// <param name="fileName">Name of the file: letters, digits, '.', '-' and '_'.</param>
    /// <returns>Its address; this one if it has a query, since that names a file already; null if the URL gets too long.</returns>
    public FileAddress? File(string fileName)
    {
        if (HasQuery) return this;
        WebSocketAddress? file = _place.Append(fileName);
        return file == null || file.Path.Length > LongestUrl ? null : new FileAddress(Protocol, file, User, Password);
    }

    /// <summary>Follows a redirect (RFC 9110 section 15.4). Credentials go along to the same server only.</summary>
    /// <param name="location">Value of the Location header.</param>
    /// <param name="problem">Why it is not followed, in one line; empty when nothing is wrong.</param>
    /// <returns>The new address, or null: it is malformed, no HTTP, or would give up TLS.</returns>
    public FileAddress? Redirect(string location, out string problem)
    {
        string target = location;
        string origin = (Secure ? "https://" : "http://") + HostHeader;
        if (location.StartsWith("//")) target = (Secure ? "https:" : "http:") + location;
        else if (location.StartsWith("/")) target = origin + location;
        else if (location.IndexOf("://") < 0) target = origin + Directory() + location;
        FileAddress? next = Parse(target, out problem);
        if (next == null) return null;
        if (next.Protocol == FileProtocol.Ftp) problem = "a redirect from HTTP to FTP is not followed";
        else if (Secure && !next.Secure) problem = "a redirect that gives up TLS is not followed";
        if (problem.Length > 0) return null;
        bool same = next.Protocol == Protocol && next.Host.ToLower() == Host.ToLower() && next.Port == Port;
        return next.User.Length == 0 && same ? new FileAddress(next.Protocol, next._place, User, Password) : next;
    }

    /// <summary>The URL without what could be secret.</summary>
    public override string ToString()
    {
        int query = Path.IndexOf('?');
        string scheme = Protocol == FileProtocol.Ftp ? "ftp://" : Secure ? "https://" : "http://";
        return scheme + HostHeader + (query < 0 ? Path : Path.Substring(0, query) + "?...");
    }

    private string Directory()
    {
        int query = Path.IndexOf('?');
        string path = query < 0 ? Path : Path.Substring(0, query);
        return path.Substring(0, path.LastIndexOf('/') + 1);
    }

    private static int EndOfAuthority(string rest)
    {
        char[] text = rest.ToCharArray();
        int end = 0;
        while (end < text.Length && text[end] != '/' && text[end] != '?' && text[end] != '#') end++;
        return end;
    }

    private static bool TryCredentials(string text, out string user, out string password)
    {
        int colon = text.IndexOf(':');
        string? name = Decode(colon < 0 ? text : text.Substring(0, colon));
        string? secret = Decode(colon < 0 ? "" : text.Substring(colon + 1));
        user = name ?? "";
        password = secret ?? "";
        return name != null && secret != null && name.IndexOf(':') < 0 && name.Length <= LongestCredential && secret.Length <= LongestCredential;
    }

    // What could end a line of a protocol is refused here, once for all of them.
    private static string? Decode(string text)
    {
        byte[] encoded = Encoding.UTF8.GetBytes(text);
        int length = 0;
        for (int i = 0; i < encoded.Length; i++)
        {
            int value = encoded[i];
            if (value == '%')
            {
                int high = HexOf(encoded, i + 1);
                int low = HexOf(encoded, i + 2);
                if (high < 0 || low < 0) return null;
                value = (high << 4) | low;
                i += 2;
            }

            if (value < 0x20 || value == 0x7F) return null;
            encoded[length++] = (byte)value;
        }

        return WebSocketText.IsUtf8(encoded, 0, length) ? Encoding.UTF8.GetString(encoded, 0, length) : null;
    }

    private static int HexOf(byte[] text, int position)
    {
        if (position >= text.Length) return -1;
        int c = text[position];
        if (c >= '0' && c <= '9') return c - '0';
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
