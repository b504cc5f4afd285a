using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Security;

/// <summary>Puts together what has to do with certificates, for whoever wires the charge point.</summary>
public sealed class CertificateRoom
{
    private readonly IBoard _board;
    private readonly ConfigurationStore _configuration;
    private readonly Log _log;

    /// <summary>Makes everything.</summary>
    /// <param name="room">What connectors share.</param>
    /// <param name="events">Takes what matters to security.</param>
    public CertificateRoom(ChargingRoom room, ISecurityEvents events)
    {
        _board = room.Board;
        _configuration = room.Configuration;
        _log = room.Log;
        Store = new CertificateStore(_board.Flash, _board.Trust, _log);
        Installer = new RootInstaller(Store, _board.SecureElement, _configuration, room.Clock, events, _log);
    }

    /// <summary>Trusted authorities.</summary>
    public CertificateStore Store { get; }

    /// <summary>Installs authorities.</summary>
    public RootInstaller Installer { get; }

    /// <summary>Hands what is trusted to TLS: before the first connection.</summary>
    public void Start() => Store.Publish();

    /// <summary>Adds the operations of this room.</summary>
    /// <param name="router">Receives them.</param>
    public void AddOperations(CallRouter router)
    {
        router.Add(new InstallCertificate(Installer));
        router.Add(new DeleteCertificate(Store, _configuration, _log));
        router.Add(new GetInstalledCertificateIds(Store));
    }

    /// <summary>A connection over TLS to the Central System was made.</summary>
    public void OnConnected() => Installer.OnConnected(_board.Trust.LastUsed);
}
