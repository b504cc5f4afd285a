using System;
using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Security;

/// <summary>
/// The certificate that the charge point shows to the Central System (security profile 3), and the one that is to take its place. Each belongs
/// to a key pair of the secure element. Which is which is in flash, so it outlives restarts and losses of power:
/// <code>
/// key pair made: pending -> (CertificateSigned) -> on trial -> (connection made with it) -> in use
///                                                     \ (only the one before connects) -> dropped
/// </code>
/// A new certificate is tried as soon as it is valid. While it is on trial, the one before is kept: after <see cref="TrialAttempts"/>
/// attempts to connect that failed it is shown again, then the new one, and so on, until a connection is made and decides.
/// </summary>
public sealed class ChargePointCertificate : IClientCertificate
{
    /// <summary>Attempts to connect with one certificate, before the other is shown again.</summary>
    public const int TrialAttempts = 3;

    private const int None = -1;
    private const byte NoSlot = 255;
    private const int StateLength = 3;

    private readonly IBoard _board;
    private readonly ISecureElement _element;
    private readonly ChainValidator _validator;
    private readonly ConfigurationStore _configuration;
    private readonly WallClock _clock;
    private readonly byte[] _scratch;
    private readonly Log _log;
    private int _inUse = None;
    private int _onTrial = None;
    private int _pending = None;
    private int _shown = None;
    private int _attemptsBefore;
    private long _validFromUnixMs;
    private bool _wasTried;
    private readonly byte[] _rest = new byte[0];

    /// <summary>Reads what is in flash.</summary>
    /// <param name="room">What connectors share.</param>
    /// <param name="element">Has the key pairs.</param>
    /// <param name="store">Has the authorities that certify.</param>
    /// <param name="scratch">Buffer to work in, shared with other stores on the same loop.</param>
    public ChargePointCertificate(ChargingRoom room, ISecureElement element, CertificateStore store, byte[] scratch)
    {
        _board = room.Board;
        _element = element;
        _validator = new ChainValidator(element, new StoredAnchors(store, CertificateUse.CentralSystemRootCertificate));
        _configuration = room.Configuration;
        _clock = room.Clock;
        _log = room.Log;
        _scratch = scratch;
        SlotFile file = NewFile();
        byte[] image = new byte[64];
        bool loaded = file.Load(image, out int length);
        if (file.Reason.Length > 0) _log.Warning("certificate", file.Reason);
        if (!loaded || length < StateLength) return;
        _inUse = SlotOf(image[0]);
        _onTrial = SlotOf(image[1]);
        _pending = SlotOf(image[2]);
        _rest = new byte[length - StateLength];
        Array.Copy(image, StateLength, _rest, 0, _rest.Length);
    }

    /// <summary>Common name that the certificate has to have: the serial number, or the identity of a board without one.</summary>
    public string CommonName { get; set; } = "";

    /// <inheritdoc/>
    public bool IsReady => NotAfterUnixMs != 0 && (!_clock.IsKnown || _clock.UnixMs <= NotAfterUnixMs);

    /// <summary>True while a new certificate waits for its first connection.</summary>
    public bool IsOnTrial => _onTrial != None;

    /// <summary>True while a key pair waits for its certificate.</summary>
    public bool IsPending => _pending != None;

    /// <summary>Last moment of the certificate that is shown, in milliseconds since 1970; 0 if there is none.</summary>
    public long NotAfterUnixMs { get; private set; }

    /// <summary>Its length of validity, in milliseconds.</summary>
    public long LifetimeMs { get; private set; }

    /// <summary>Called when another certificate is shown from now on, while the connection still stands on the one before; or null.</summary>
    public Action? Changed { get; set; }

    /// <summary>Hands the certificate to TLS, if there is one.</summary>
    /// <param name="attempts">Attempts to connect so far.</param>
    public void Start(int attempts)
    {
        _attemptsBefore = attempts;
        if (_onTrial != None) _validFromUnixMs = ValidFrom(_onTrial);
        Show(_onTrial != None && IsTimeForTrial() ? _onTrial : _inUse != None ? _inUse : _onTrial);
    }

    /// <summary>Makes a signing request; a new key pair is made for it, unless one still waits for its certificate.</summary>
    /// <returns>The request in PEM, or null: no key pair is free or can be made.</returns>
    public string? MakeRequest()
    {
        if (_pending == None)
        {
            if (_inUse != None && _onTrial != None) return null;
            int slot = _inUse == 0 || _onTrial == 0 ? 1 : 0;
            if (!_element.MakeKey(slot)) return null;
            _pending = slot;
            if (!Save())
            {
                _pending = None;
                return null;
            }
        }

        return CertificateRequest.Make(_element, _pending, CommonName, _configuration.Text(Key.CpoName));
    }

    /// <summary>Takes the certificate for the key pair that waits for one.</summary>
    /// <param name="pem">The certificate and those that lead from it to an authority, in PEM; the array is used up.</param>
    /// <param name="problem">Why it was not taken; "" if it was.</param>
    /// <returns>False if it was not taken.</returns>
    public bool Take(byte[] pem, out string problem)
    {
        problem = _pending == None ? "none was asked for" : "";
        if (problem.Length > 0) return false;
        int[] ends = new int[ChainValidator.MostCertificates + 1]; // some send the root along
        int count = Pem.Decode(pem, pem.Length, ends);
        Certificate[]? chain = count < 1 ? null : Parse(pem, ends, count);
        problem = chain == null ? "it is no certificate" : Check(chain);
        if (problem.Length > 0) return false;
        long validFrom = chain![0].NotBeforeUnixMs;
        string description = chain[0].Describe(); // before the bytes behind the chain are used for the file
        if (!ChainFile.Write(_board.Flash, _pending, pem, ends[count - 1]))
        {
            problem = "the flash does not take it";
            return false;
        }

        int replaced = _onTrial;
        _onTrial = _pending;
        _pending = None;
        if (!Save())
        {
            _pending = _onTrial;
            _onTrial = replaced;
            problem = "the flash does not take it";
            return false;
        }

        _log.Info("certificate", "new: " + description);
        _validFromUnixMs = validFrom;
        _wasTried = false;
        if (_shown == _onTrial) _shown = None; // the same key pair, another certificate
        return true;
    }

    /// <summary>Looks whether another certificate is to be shown. Called from time to time, and after <see cref="Take"/>.</summary>
    /// <param name="isOnline">True while connected to the Central System.</param>
    /// <param name="attempts">Attempts to connect so far.</param>
    public void Tend(bool isOnline, int attempts)
    {
        if (_onTrial == None) return;
        if (isOnline && _shown != _onTrial && IsTimeForTrial())
        {
            _attemptsBefore = attempts;
            Show(_onTrial);
            Changed?.Invoke();
        }
        else if (!isOnline && _inUse != None && attempts - _attemptsBefore >= TrialAttempts)
        {
            _attemptsBefore = attempts;
            Show(_shown == _onTrial ? _inUse : _onTrial);
        }
    }

    /// <summary>A connection over TLS was made: it has shown which certificate works.</summary>
    /// <param name="attempts">Attempts to connect so far.</param>
    /// <returns>False if it was the one before: the new one was dropped.</returns>
    public bool OnConnected(int attempts)
    {
        _attemptsBefore = attempts;
        if (_onTrial == None) return true;
        if (_shown == _onTrial)
        {
            int old = _inUse;
            _inUse = _onTrial;
            _onTrial = None;
            if (!Save()) _log.Warning("certificate", "the flash does not take which certificate is in use");
            else if (old != None) ChainFile.Delete(_board.Flash, old);
            _log.Info("certificate", "the new certificate is in use");
            return true;
        }

        if (!_wasTried) return true;
        _log.Error("certificate", "no connection can be made with the new certificate: the one before stays");
        int dropped = _onTrial;
        _onTrial = None;
        if (Save()) ChainFile.Delete(_board.Flash, dropped);
        return false;
    }

    private static int SlotOf(byte value) => value < 2 ? value : None;

    private static byte ValueOf(int slot) => slot == None ? NoSlot : (byte)slot;

    private static Certificate[]? Parse(byte[] der, int[] ends, int count)
    {
        Certificate[] chain = new Certificate[count];
        for (int i = 0; i < count; i++)
        {
            int start = i == 0 ? 0 : ends[i - 1];
            Certificate? certificate = CertificateParser.Parse(new ByteRange(der, start, ends[i] - start));
            if (certificate == null) return null;
            chain[i] = certificate;
        }

        return chain;
    }

    private bool IsTimeForTrial() => !_clock.IsKnown || _clock.UnixMs >= _validFromUnixMs;

    // A certificate that is not valid yet is taken, and shown when its time has come.
    private string Check(Certificate[] chain)
    {
        Certificate own = chain[0];
        byte[] point = new byte[65];
        if (!_element.ReadPublicKey(_pending, point)) return "the key pair is gone";
        if (!own.PublicKey.IsSameAs(new ByteRange(point, 0, point.Length))) return "it is for another key pair";
        if (own.CommonName != CommonName) return "its common name is not " + CommonName;
        string organization = _configuration.Text(Key.CpoName);
        if (organization.Length > 0 && own.Organization != organization) return "its organization is not " + organization;
        if (!own.MaySign || !own.MayBeClient) return "it may not be used by a TLS client";
        long now = _clock.IsKnown ? _clock.UnixMs : 0;
        return _validator.Check(chain, now != 0 && now < own.NotBeforeUnixMs ? own.NotBeforeUnixMs : now);
    }

    private long ValidFrom(int slot)
    {
        byte[]? der = ChainFile.Read(_board.Flash, slot, out int count);
        Certificate? first = der == null ? null : First(der, count);
        return first == null ? 0 : first.NotBeforeUnixMs;
    }

    private void Show(int slot)
    {
        _shown = slot;
        _wasTried |= slot != None && slot == _onTrial;
        NotAfterUnixMs = LifetimeMs = 0;
        if (slot == None) return;
        byte[]? der = ChainFile.Read(_board.Flash, slot, out int count);
        Certificate? first = der == null ? null : First(der, count);
        if (first == null || !_board.Trust.Show(slot, der!, count))
        {
            _log.Error("certificate", first == null ? "the certificate is damaged" : "TLS of this board cannot show the certificate");
            _board.Trust.Show(None, new byte[0], 0);
            return;
        }

        NotAfterUnixMs = first.NotAfterUnixMs;
        LifetimeMs = first.NotAfterUnixMs - first.NotBeforeUnixMs;
    }

    private static Certificate? First(byte[] der, int count)
    {
        DerReader reader = new(new ByteRange(der, 0, count));
        return reader.Next() ? CertificateParser.Parse(reader.Whole) : null;
    }

    private bool Save()
    {
        byte[] image = new byte[StateLength + _rest.Length];
        image[0] = ValueOf(_inUse);
        image[1] = ValueOf(_onTrial);
        image[2] = ValueOf(_pending);
        Array.Copy(_rest, 0, image, StateLength, _rest.Length);
        return NewFile().Save(image, image.Length);
    }

    private SlotFile NewFile() => new(_board.Flash, "certkeys", 1, _scratch);
}
