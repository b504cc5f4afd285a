using ChargePoint.Features;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.SmartCharging;

/// <summary>
/// Keeps the TxProfile of a RemoteStartTransaction until its transaction begins (OCPP 1.6 section 5.11). It belongs to the idTag, and to the
/// connector if the start named one, and is dropped when the time for plugging in is over. It is not kept over a restart: neither is the start.
/// </summary>
public sealed class RemoteStartProfiles : IRemoteStartProfile
{
    private const int GraceSeconds = 60;

    private readonly ProfileStore _store;
    private readonly ProfileReader _reader;
    private readonly ConfigurationStore _configuration;
    private readonly WallClock _clock;
    private readonly EventLoop _loop;
    private readonly Log _log;
    private readonly Waiting?[] _waiting;
    private byte[]? _image;
    private Waiting? _replaced;
    private int _last = -1;

    /// <summary>Makes a keeper.</summary>
    /// <param name="store">Takes the profile when the transaction begins.</param>
    /// <param name="reader">Reads profiles.</param>
    /// <param name="connectors">Number of connectors: as many profiles are kept.</param>
    /// <param name="configuration">ConnectionTimeOut.</param>
    /// <param name="clock">Time of day.</param>
    /// <param name="loop">The event loop.</param>
    /// <param name="log">Log.</param>
    public RemoteStartProfiles(ProfileStore store, ProfileReader reader, int connectors, ConfigurationStore configuration, WallClock clock, EventLoop loop, Log log)
    {
        _store = store;
        _reader = reader;
        _configuration = configuration;
        _clock = clock;
        _loop = loop;
        _log = log;
        _waiting = new Waiting?[connectors];
    }

    /// <summary>Number of profiles that wait for their transaction.</summary>
    public int Count
    {
        get
        {
            int count = 0;
            foreach (Waiting? waiting in _waiting) count += waiting != null && !IsOver(waiting) ? 1 : 0;
            return count;
        }
    }

    /// <inheritdoc/>
    public void Read(Fields request) => _image = _reader.Read(request, _clock.IsKnown ? _clock.UnixMs / 1000 : 0);

    /// <inheritdoc/>
    public bool Keep(string idTag, int connectorId)
    {
        byte[]? image = _image;
        _image = null;
        _last = -1;
        if (image == null)
        {
            _log.Warning("smart", $"charging profile of a remote start rejected: {_reader.Problem}");
            return false;
        }

        if (new ChargingProfile(image).Purpose != ProfilePurpose.Tx)
        {
            _log.Warning("smart", "charging profile of a remote start rejected: it is not a TxProfile");
            return false;
        }

        _last = Place(idTag, connectorId);
        if (_last < 0) return false;
        _replaced = _waiting[_last];
        _waiting[_last] = new Waiting(idTag, connectorId, image, _loop.NowMs);
        return true;
    }

    /// <inheritdoc/>
    public void Forget()
    {
        // The start that is refused may be a repetition of one that was accepted: that one keeps its profile.
        if (_last >= 0) _waiting[_last] = _replaced;
        _replaced = null;
        _last = -1;
    }

    /// <summary>A transaction runs: if a profile waits for it, it is installed.</summary>
    /// <param name="transaction">The transaction.</param>
    public void OnTransaction(Transaction transaction)
    {
        for (int i = 0; i < _waiting.Length; i++)
        {
            Waiting? waiting = _waiting[i];
            if (waiting == null || waiting.IdTag != transaction.IdTag) continue;
            if (waiting.ConnectorId > 0 && waiting.ConnectorId != transaction.ConnectorId) continue;
            _waiting[i] = null;
            if (IsOver(waiting)) continue;
            byte[] image = waiting.Image;
            new ChargingProfile(image).BindTo(transaction.ConnectorId, transaction.LocalId);
            if (!_store.Set(image, out string problem)) _log.Error("smart", $"charging profile of a remote start is not installed: {problem}");
            return;
        }
    }

    // One that is over gives its place up, and so does an earlier one of the same idTag that could be for the same connector.
    private int Place(string idTag, int connectorId)
    {
        int place = -1;
        for (int i = 0; i < _waiting.Length; i++)
        {
            Waiting? waiting = _waiting[i];
            if (waiting == null || IsOver(waiting)) place = i;
            else if (waiting.IdTag == idTag && (waiting.ConnectorId == connectorId || waiting.ConnectorId < 1 || connectorId < 1)) return i;
        }

        return place;
    }

    private bool IsOver(Waiting waiting) => _loop.NowMs - waiting.SinceMs > (_configuration.Integer(Key.ConnectionTimeOut) + GraceSeconds) * 1000L;

    private sealed class Waiting
    {
        public Waiting(string idTag, int connectorId, byte[] image, long sinceMs)
        {
            IdTag = idTag;
            ConnectorId = connectorId;
            Image = image;
            SinceMs = sinceMs;
        }

        public string IdTag { get; }

        public int ConnectorId { get; }

        public byte[] Image { get; }

        public long SinceMs { get; }
    }
}
