using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Ocpp;

namespace ChargePoint.Security;

/// <summary>Puts security log, events, profiles, time and service PIN together, for whoever wires the charge point.</summary>
public sealed class SecurityRoom : ILinkWatch
{
    private readonly ChargingRoom _room;
    private readonly SecurityWatch _watch;
    private readonly byte[] _scratch;
    private ServicePin? _pin;
    private int _outOfMemory;

    /// <summary>Makes everything; nothing is raised yet.</summary>
    /// <param name="room">What connectors share.</param>
    /// <param name="link">Connection to the Central System.</param>
    /// <param name="queue">Sends the events.</param>
    /// <param name="registration">Registration.</param>
    /// <param name="scratch">Buffer to work in, shared with other stores on the same loop.</param>
    public SecurityRoom(ChargingRoom room, CentralSystemLink link, CallQueue queue, Registration registration, byte[] scratch)
    {
        _room = room;
        IFlashStore flash = room.Board.Flash;
        Log = new SecurityLog(flash, scratch, room.Clock, room.Loop, room.Log);
        Events = new SecurityEvents(Log, room.Loop, queue, room.Clock, room.Log);
        Time = new KnownTime(flash, scratch, room.Clock, room.Log);
        _watch = new SecurityWatch(Events, Time, room.Clock);
        Profiles = new SecurityProfiles(flash, scratch, room.Configuration, link, registration, Events, room.Loop);
        _scratch = scratch;
        link.Watch = this;
        registration.Confirmed = Profiles.OnAccepted;
    }

    /// <summary>The security log.</summary>
    public SecurityLog Log { get; }

    /// <summary>Takes security events.</summary>
    public SecurityEvents Events { get; }

    /// <summary>What time it is, as far as certificates are concerned.</summary>
    public KnownTime Time { get; }

    /// <summary>Security profiles.</summary>
    public SecurityProfiles Profiles { get; }

    /// <summary>Service PIN of the console, which few charge points ever have anybody at.</summary>
    public ServicePin Pin => _pin ??= new ServicePin(_room.Board.Flash, _scratch, _room.Board.Random, _room.Loop, Events);

    /// <summary>Raises what there is to say about the start.</summary>
    /// <param name="wasCommanded">True if a reset or reboot was commanded, and it was no loss of power.</param>
    public void Start(bool wasCommanded)
    {
        string version = _room.Board.Identity.FirmwareVersion;
        if (Log.IsEmpty && !Time.IsNew) Events.Raise(SecurityEventTypes.SecurityLogWasCleared, null);
        Events.Raise(SecurityEventTypes.StartupOfTheDevice, $"firmware {version}");
        if (wasCommanded) Events.Raise(SecurityEventTypes.ResetOrReboot, "commanded");
        if (Time.NoteVersion(version)) Events.Raise(SecurityEventTypes.FirmwareUpdated, $"firmware {version}");
        if (Profiles.Present > 0) Events.OnKnown();
        Tend();
    }

    /// <summary>Looks at what nobody tells. To be called every second or so; cheap.</summary>
    public void Tend()
    {
        Time.Look();
        int outOfMemory = _room.Log.OutOfMemory;
        if (outOfMemory == _outOfMemory) return;
        _outOfMemory = outOfMemory;
        Events.Raise(SecurityEventTypes.MemoryExhaustion, $"{outOfMemory} times since the start");
    }

    /// <summary>A configuration value has changed.</summary>
    /// <param name="key">Its number in <see cref="Key"/>.</param>
    public void OnConfigurationChanged(int key)
    {
        _watch.OnConfigurationChanged(key);
        if (key == Key.SecurityProfile && Profiles.Present > 0) Events.OnKnown();
        if (key == Key.AuthorizationKey || key == Key.SecurityProfile) Profiles.OnChanged(key);
    }

    private static bool IsOfWhitepaper(string action) => action switch
    {
        "CertificateSigned" or "DeleteCertificate" or "ExtendedTriggerMessage" or "GetInstalledCertificateIds" or "GetLog" or "InstallCertificate"
            or "SignedUpdateFirmware" => true,
        _ => false,
    };

    void ILinkWatch.OnLinkFailed(LinkFailure failure, int code, string detail)
    {
        if (Profiles.OnFailed(failure == LinkFailure.HttpStatus && code == 401)) _watch.OnLinkFailed(failure, code, detail);
    }

    void ILinkWatch.OnCalled(string action)
    {
        if (!Events.IsKnown && IsOfWhitepaper(action)) Events.OnKnown();
    }

    void ILinkWatch.OnInvalidMessage(string problem) => Events.Raise(SecurityEventTypes.InvalidMessages, problem);
}
