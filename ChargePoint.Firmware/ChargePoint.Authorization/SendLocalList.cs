using ChargePoint.Features;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Authorization;

/// <summary>
/// SendLocalList (OCPP 1.6 section 5.15). The request is read twice, each time as it stands in the frame: first all of it is checked, then it
/// is carried out entry by entry, so that a wrong request changes nothing and no list is held in memory.
/// <list type="bullet">
/// <item>NotSupported: LocalAuthListEnabled is false.</item>
/// <item>VersionMismatch: the version of a differential update is not above the present one.</item>
/// <item>Failed: an idTag is there twice; the list would get longer than LocalAuthListMaxLength; the flash does not take it; or a
/// differential update is sent to a list that is damaged.</item>
/// <item>Version 0 means an empty list: it is accepted with a full update without entries only. A list that gets empty has version 0.</item>
/// <item>More than SendLocalListMaxLength entries are an OccurrenceConstraintViolation, and so is a full update with an entry without idTagInfo.</item>
/// </list>
/// </summary>
public sealed class SendLocalList : ICallHandler
{
    private const int CellBytes = 1 + AuthorizationEntry.LongestText;
    private const byte RemovalBit = 0x80;

    private static string[] UpdateTypes => ["Full", "Differential"];

    private readonly LocalAuthorizationList _list;
    private readonly AuthorizationWorkspace _work;
    private readonly ConfigurationStore _configuration;
    private readonly Log _log;
    private int _version;
    private int _type;
    private int _entries;
    private bool _duplicate;

    internal SendLocalList(LocalAuthorizationList list, AuthorizationWorkspace work, ConfigurationStore configuration, Log log)
    {
        _list = list;
        _work = work;
        _configuration = configuration;
        _log = log;
    }

    /// <inheritdoc/>
    public string Action => "SendLocalList";

    private bool IsFull => _type == 0;

    /// <inheritdoc/>
    public CallError? Handle(Fields request, JsonWriter confirmation)
    {
        CallError? error = Check(request);
        if (error != null) return error;
        string status = Update(request);
        _log.Info("auth", $"local list, {UpdateTypes[_type]} of {_entries} to version {_version}: {status}; it has {_list.Count} entries, version {_list.Version}");
        confirmation.StartObject();
        confirmation.Member("status", status);
        confirmation.EndObject();
        return null;
    }

    // First reading: everything is looked at, and the idTags are collected in the buffer.
    private CallError? Check(Fields request)
    {
        bool hasVersion = false;
        bool hasList = false;
        bool lacksInfo = false;
        _type = -1;
        _entries = 0;
        _duplicate = false;
        request.BeginObject();
        while (request.NextMember())
        {
            if (request.Is("listVersion"))
            {
                _version = request.Integer(0);
                hasVersion = true;
            }
            else if (request.Is("updateType"))
            {
                _type = request.OneOf(UpdateTypes);
            }
            else if (request.Is("localAuthorizationList"))
            {
                if (hasList) request.Fail(CallError.Occurrence("localAuthorizationList is there twice"));
                hasList = true;
                request.BeginArray();
                while (request.NextElement()) lacksInfo |= !CheckEntry(request);
            }
        }

        request.Require(hasVersion, "listVersion");
        request.Require(_type >= 0, "updateType");
        request.Require(!IsFull || !lacksInfo, "idTagInfo");
        if (request.Error == null && IsFull && _version == 0 && _entries > 0) request.Fail(CallError.PropertyConstraint("listVersion 0 means an empty list"));
        return request.Error;
    }

    // True if the entry has an idTagInfo.
    private bool CheckEntry(Fields request)
    {
        bool hasInfo = ReadEntry(request);
        if (request.Error != null) return false;
        if (_entries == LocalAuthorizationList.MostEntriesInUpdate)
        {
            request.Fail(CallError.Occurrence($"localAuthorizationList has more than {LocalAuthorizationList.MostEntriesInUpdate} entries"));
            return false;
        }

        byte[] cells = _work.Buffer;
        for (int cell = 0; cell < _entries; cell++) _duplicate |= _work.Entry.IsIdTag(cells, (cell * CellBytes) + 1, cells[cell * CellBytes] & ~RemovalBit);
        int at = _entries++ * CellBytes;
        cells[at] = (byte)(_work.Entry.IdTagLength | (hasInfo ? 0 : RemovalBit));
        _work.Entry.CopyIdTag(cells, at + 1);
        return hasInfo;
    }

    // Reads an entry into the workspace. True if it has an idTagInfo; without one it is a removal.
    private bool ReadEntry(Fields request)
    {
        AuthorizationEntry entry = _work.Entry;
        bool hasIdTag = false;
        entry.IsRemoval = true;
        request.BeginObject();
        while (request.NextMember())
        {
            if (request.Is("idTag"))
            {
                int length = request.Ascii(_work.Slot, 0, AuthorizationEntry.LongestText);
                if (length == 0) request.Fail(CallError.PropertyConstraint("idTag is empty"));
                entry.SetIdTag(_work.Slot, 0, length);
                hasIdTag = true;
            }
            else if (request.Is("idTagInfo"))
            {
                ReadInfo(request, entry);
            }
        }

        request.Require(hasIdTag, "idTag");
        return !entry.IsRemoval;
    }

    private static void ReadInfo(Fields request, AuthorizationEntry entry)
    {
        int status = -1;
        entry.ExpiryUnixMs = 0;
        entry.ParentLength = 0;
        request.BeginObject();
        while (request.NextMember())
        {
            if (request.Is("status")) status = IdTagInfo.ReadStatus(request);
            else if (request.Is("expiryDate")) entry.ExpiryUnixMs = NotZero(request.Timestamp());
            else if (request.Is("parentIdTag")) entry.ParentLength = request.Ascii(entry.Parent, 0, AuthorizationEntry.LongestText);
        }

        request.Require(status >= 0, "idTagInfo.status");
        entry.Status = status < 0 ? AuthorizationStatus.Invalid : (AuthorizationStatus)status;
        entry.IsRemoval = false;
    }

    // What expired in 1970 or before is not the same as what never expires.
    private static long NotZero(long unixMs) => unixMs < 1000 ? 1000 : unixMs;

    private string Update(Fields request)
    {
        if (!_configuration.Boolean(Key.LocalAuthListEnabled)) return "NotSupported";
        if (!IsFull && _version <= _list.Version) return "VersionMismatch";
        if (_duplicate || (!IsFull && _list.IsDamaged)) return "Failed";
        int count = IsFull ? _entries : CountAfter();
        if (count > _configuration.Integer(Key.LocalAuthListMaxLength) || (!IsFull && _list.IsDamaged)) return "Failed";
        if (_list.Begin(IsFull, _entries) && PutAll(request) && _list.Commit(count == 0 ? 0 : _version, count)) return "Accepted";
        _list.Abandon();
        return "Failed";
    }

    // Entries that the list will have: which of the idTags it has already can only be looked up.
    private int CountAfter()
    {
        int count = _list.Count;
        for (int cell = 0; cell < _entries; cell++)
        {
            int at = cell * CellBytes;
            byte[] cells = _work.Buffer;
            bool removal = (cells[at] & RemovalBit) != 0;
            _work.Entry.SetIdTag(cells, at + 1, cells[at] & ~RemovalBit);
            bool known = _list.Count > 0 && _list.Locate(out _) != null;
            if (known && removal) count--;
            else if (!known && !removal) count++;
        }

        return count;
    }

    // Second reading
    private bool PutAll(Fields request)
    {
        request.Rewind();
        request.BeginObject();
        while (request.NextMember())
        {
            if (!request.Is("localAuthorizationList")) continue;
            request.BeginArray();
            while (request.NextElement())
            {
                ReadEntry(request);
                if (!_list.Put()) return false;
            }
        }

        return request.Error == null;
    }
}
