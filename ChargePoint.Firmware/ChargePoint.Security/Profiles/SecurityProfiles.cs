using System.Text;
using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Security;

/// <summary>Makes the settings of a connection for the present profile and key.</summary>
/// <returns>Settings that nobody changes any more.</returns>
public delegate WebSocketOptions OptionsMaker();

/// <summary>
/// The security profiles (whitepaper, section 2) and the change from one to another. Rules where it is open:
/// <list type="bullet">
/// <item>The Central System can raise the profile only, the technician can lower it too. Asked for what is there already, both are Accepted.</item>
/// <item>1 and 2 need an AuthorizationKey, 2 and 3 a trusted authority and an address, 3 a certificate of this charge point.</item>
/// <item>With 2 and 3, an address that begins with ws:// is used as if it began with wss://: same host, same path, and the same port if it
/// names one. An address that begins with wss:// is connected to over TLS with 0 and 1 as well.</item>
/// <item>Basic authentication is sent with 1 and 2, and with 0 if there is an AuthorizationKey; never with 3.</item>
/// <item>The connection is opened anew half a second after the answer. The new profile is on trial until a BootNotification, which is sent
/// for this, is accepted. After <see cref="MostFailures"/> connections that failed, were closed or rejected, or on which it was not accepted
/// in <see cref="AcceptMs"/>, the profile before is back. Without a network nothing is counted. A restart continues the trial. What the
/// technician sets is not on trial: it is meant so.</item>
/// <item>The AuthorizationKey has 16 to 40 bytes. It is sent as it is (edition 3). If the Central System refuses it and it consists of hex
/// digits, the bytes that they stand for are sent in turn (OCPP-J 1.6, edition 2).</item>
/// </list>
/// </summary>
public sealed class SecurityProfiles : IConfigurationGuard
{
    /// <summary>Connections that may fail before a profile on trial is given up.</summary>
    public const int MostFailures = 5;

    /// <summary>How long a connection may be open without the charge point being accepted, while a profile is on trial, in milliseconds.</summary>
    public const int AcceptMs = 120_000;

    /// <summary>Shortest AuthorizationKey, in bytes.</summary>
    public const int ShortestKey = 16;

    /// <summary>Longest AuthorizationKey, in bytes.</summary>
    public const int LongestKey = 40;

    private readonly ConfigurationStore _configuration;
    private readonly CentralSystemLink _link;
    private readonly Registration _registration;
    private readonly ISecurityEvents _events;
    private readonly ProfileTrial _trial;
    private readonly EventLoop _loop;
    private LoopTimer? _accept; // made when it is needed
    private string _url = "";
    private string _identity = "";
    private int _before = -1;
    private int _failures;
    private bool _sendsBytes;
    private bool _isGoingBack;

    /// <summary>Makes it.</summary>
    /// <param name="flash">Keeps which profile to go back to.</param>
    /// <param name="scratch">Buffer to work in, shared with other stores on the same loop.</param>
    /// <param name="configuration">Holds the profile and the key.</param>
    /// <param name="link">The connection.</param>
    /// <param name="registration">Tells whether the Central System accepts this charge point.</param>
    /// <param name="events">Is told of a profile that failed.</param>
    /// <param name="loop">The event loop.</param>
    public SecurityProfiles(IFlashStore flash, byte[] scratch, ConfigurationStore configuration, CentralSystemLink link, Registration registration, ISecurityEvents events, EventLoop loop)
    {
        _configuration = configuration;
        _link = link;
        _registration = registration;
        _events = events;
        _trial = new ProfileTrial(flash, scratch);
        _loop = loop;
        configuration.Guard = this;
    }

    /// <summary>Makes the settings of connections; set once, before <see cref="Start"/>.</summary>
    public OptionsMaker? Options { get; set; }

    /// <summary>What profiles 2 and 3 need; null if there is none of it.</summary>
    public IProfileCredentials? Credentials { get; set; }

    /// <summary>The present profile, 0 to 3.</summary>
    public int Present => _configuration.Integer(Key.SecurityProfile);

    /// <summary>True while the present profile is on trial.</summary>
    public bool IsOnTrial => _before >= 0;

    /// <summary>Address for the present profile.</summary>
    /// <param name="url">Address as it is configured, without the identity.</param>
    /// <param name="identity">Identity.</param>
    /// <param name="problem">What is wrong with it, in one line without path and query; empty when nothing is.</param>
    /// <returns>The address with the identity, or null.</returns>
    public WebSocketAddress? Start(string url, string identity, out string problem)
    {
        _url = url;
        _identity = identity;
        _before = _trial.Before(Present);
        return Address(Present, out problem);
    }

    /// <summary>Password for the present profile, or null.</summary>
    public byte[]? Password()
    {
        string key = _configuration.Text(Key.AuthorizationKey);
        if (key.Length == 0 || Present == 3) return null;
        byte[] text = Encoding.UTF8.GetBytes(key);
        return (_sendsBytes ? Bytes(text) : null) ?? text;
    }

    /// <summary>The profile or the key was changed: connects with it.</summary>
    /// <param name="key">Number of what was changed.</param>
    public void OnChanged(int key)
    {
        if (key == Key.AuthorizationKey) _sendsBytes = false;
        if (key == Key.SecurityProfile)
        {
            _failures = 0;
            _before = _trial.Before(Present);
        }

        Reopen();
    }

    /// <summary>The connection is open.</summary>
    public void OnOnline()
    {
        if (!IsOnTrial) return;
        (_accept ??= _loop.CreateTimer(OnAcceptLimit)).Start(AcceptMs);
        _registration.Trigger();
    }

    /// <summary>The Central System has accepted this charge point.</summary>
    public void OnAccepted()
    {
        _accept?.Stop();
        if (!IsOnTrial || !_link.IsOnline) return;
        _before = -1;
        _trial.End();
    }

    /// <summary>The Central System has rejected this charge point.</summary>
    public void OnRejected()
    {
        if (IsOnTrial) OnAcceptLimit();
    }

    /// <summary>A connection has failed.</summary>
    /// <param name="isRefused">True if the server refused the credentials (HTTP 401).</param>
    /// <returns>False if the key is tried in its other form next: nothing is refused for good yet.</returns>
    public bool OnFailed(bool isRefused)
    {
        _accept?.Stop();
        if (isRefused && Present != 3 && Bytes(Encoding.UTF8.GetBytes(_configuration.Text(Key.AuthorizationKey))) != null)
        {
            _sendsBytes = !_sendsBytes;
            if (Options != null) _link.Use(Options());
            if (_sendsBytes) return false;
        }

        if (IsOnTrial && ++_failures >= MostFailures) GoBack();
        return true;
    }

    string IConfigurationGuard.Refuse(int key, string value, bool isRemote)
    {
        if (key == Key.AuthorizationKey)
        {
            int length = Encoding.UTF8.GetBytes(value).Length;
            if (length == 0) return Present == 1 || Present == 2 ? "is needed by the security profile" : ""; // back to none
            return length < ShortestKey || length > LongestKey ? $"must have {ShortestKey} to {LongestKey} bytes" : "";
        }

        if (key != Key.SecurityProfile) return "";
        int wanted = int.Parse(value);
        if (_isGoingBack) return "";
        string problem = wanted < Present ? (isRemote ? "can only be raised" : "") : Missing(wanted);
        if (problem.Length > 0) return problem;
        bool stored = isRemote ? _trial.Begin(Present, wanted) : _trial.End();
        return stored ? "" : "the flash does not take it";
    }

    private string Missing(int profile)
    {
        if (profile < 3 && _configuration.Text(Key.AuthorizationKey).Length == 0) return "needs an AuthorizationKey";
        if (profile == 1) return "";
        if (Credentials == null || !Credentials.HasAuthority) return "needs the certificate of a trusted authority";
        if (_url.Length > 0 && Address(profile, out _) == null) return "needs an address that can be used with wss://";
        return profile == 3 && !Credentials.HasClientCertificate ? "needs a certificate of this charge point" : "";
    }

    private WebSocketAddress? Address(int profile, out string problem)
    {
        string url = _url;
        bool isPlain = url.Length > 5 && url.Substring(0, 5).ToLower() == "ws://";
        if (profile >= 2 && isPlain) url = "wss://" + url.Substring(5);
        return WebSocketAddress.Parse(url, out problem)?.Append(_identity);
    }

    private void OnAcceptLimit()
    {
        if (!IsOnTrial) return;
        if (++_failures >= MostFailures) GoBack();
        else Reopen();
    }

    private void Reopen()
    {
        WebSocketAddress? address = Address(Present, out _);
        if (address != null && Options != null) _link.Reopen(address, Options());
    }

    // Until the old profile is stored, the new one is still on trial: a loss of power between changes nothing.
    private void GoBack()
    {
        int failed = Present;
        int before = _before;
        _failures = 0;
        _before = -1;
        _isGoingBack = true;
        ChangeOutcome outcome = _configuration.Set(Key.SecurityProfile, before.ToString(), out _);
        _isGoingBack = false;
        if (outcome == ChangeOutcome.Rejected)
        {
            _before = before; // the flash does not take it: tried again after as many failures
            return;
        }

        _trial.End();
        _events.Raise(SecurityEventTypes.ReconfigurationOfSecurityParameters, $"security profile {failed} failed, back to {before}");
    }

    // The bytes that a key means if it is hexadecimal, or null.
    private static byte[]? Bytes(byte[] key) => key.Length < 2 * ShortestKey ? null : Hex.Read(key);
}
