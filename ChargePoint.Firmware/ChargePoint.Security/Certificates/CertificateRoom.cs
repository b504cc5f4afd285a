using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Maintenance;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Security;

/// <summary>Puts together what has to do with certificates and signed firmware, for whoever wires the charge point.</summary>
public sealed class CertificateRoom
{
    private readonly IBoard _board;
    private readonly ConfigurationStore _configuration;
    private readonly KnownTime _time;
    private readonly FirmwareUpdater? _updater;
    private readonly ISecurityEvents _events;
    private readonly Log _log;

    /// <summary>Makes everything.</summary>
    /// <param name="room">What connectors share.</param>
    /// <param name="queue">Sends requests for certificates.</param>
    /// <param name="link">Connection to the Central System.</param>
    /// <param name="updater">Updates the firmware, or null for a board that cannot.</param>
    /// <param name="time">What time it is.</param>
    /// <param name="events">Takes what matters to security.</param>
    /// <param name="scratch">Buffer to work in, shared with other stores on the same loop.</param>
    public CertificateRoom(ChargingRoom room, CallQueue queue, CentralSystemLink link, FirmwareUpdater? updater, KnownTime time, ISecurityEvents events, byte[] scratch)
    {
        _board = room.Board;
        _configuration = room.Configuration;
        _time = time;
        _updater = updater;
        _events = events;
        _log = room.Log;
        Store = new CertificateStore(_board.Flash, _board.Trust, _log);
        Installer = new RootInstaller(Store, _board.SecureElement, _configuration, time, events, _log);
        if (_board.SecureElement == null) return;
        if (updater != null) updater.Signature = new ImageSignature(_board.Firmware!, _board.SecureElement, _board.Flash, events, _log);
        Own = new ChargePointCertificate(room, _board.SecureElement, Store, scratch);
        SignCertificate = new SignCertificate(Own, queue, room);
        Watch = new CertificateWatch(Own, SignCertificate, room.Loop, link, events);
    }

    /// <summary>Trusted authorities.</summary>
    public CertificateStore Store { get; }

    /// <summary>Installs authorities.</summary>
    public RootInstaller Installer { get; }

    /// <summary>The charge point's own certificate; null for a board without secure element, which has none.</summary>
    public ChargePointCertificate? Own { get; }

    /// <summary>Asks for certificates; null for a board without secure element.</summary>
    public SignCertificate? SignCertificate { get; }

    /// <summary>Brings new certificates into use; null for a board without secure element.</summary>
    public CertificateWatch? Watch { get; }

    /// <summary>Hands what is trusted, and what is shown, to TLS: before the first connection.</summary>
    /// <param name="identity">Identity of the charge point: the common name of its certificate if the board has no serial number.</param>
    public void Start(string identity)
    {
        Store.Publish();
        Name(identity);
        Watch?.Start();
    }

    /// <summary>The charge point has an identity, or another one.</summary>
    /// <param name="identity">Identity of the charge point.</param>
    public void Name(string identity)
    {
        if (Own == null) return;
        string? serial = _board.Identity.SerialNumber;
        Own.CommonName = serial == null || serial.Length == 0 ? identity : serial;
    }

    /// <summary>Adds the operations of this room.</summary>
    /// <param name="router">Receives them.</param>
    public void AddOperations(CallRouter router)
    {
        router.Add(new InstallCertificate(Installer));
        router.Add(new DeleteCertificate(Store, _configuration));
        router.Add(new GetInstalledCertificateIds(Store));
        router.Add(new CertificateSigned(Own, Watch, _events, _log));
        router.Add(new SignedUpdateFirmware(_updater, _board.SecureElement, Store, _board.Flash, _time, _events, _log));
    }

    /// <summary>Adds the messages of this room that may be asked for.</summary>
    /// <param name="triggered">Receives them.</param>
    public void AddTriggers(TriggeredMessages triggered)
    {
        if (SignCertificate != null) triggered.Add(SignCertificate);
    }

    /// <summary>Adds the calls of this room.</summary>
    /// <param name="queue">Receives them.</param>
    public void AddSources(CallQueue queue)
    {
        if (SignCertificate != null) queue.Add(SignCertificate);
    }

    /// <summary>A connection over TLS to the Central System was made.</summary>
    /// <param name="isOnly">True if no other connection was made at the same time, so that it is known which authority vouched for this one.</param>
    public void OnConnected(bool isOnly)
    {
        if (isOnly) Installer.OnConnected(_board.Trust.LastUsed);
        Watch?.OnConnected();
    }
}
