using System;
using ChargePoint.Runtime;

namespace ChargePoint.Safety;

/// <summary>Is told that a fault was raised, or is over.</summary>
/// <param name="connectorId">Connector.</param>
/// <param name="fault">The fault.</param>
/// <param name="isOver">True if it is over.</param>
public delegate void FaultObserver(int connectorId, SafetyFault fault, bool isOver);

/// <summary>
/// Counts the faults of each connector, in flash: what a technician asks first is how often, and when last. Runs on the event loop and
/// looks at what the supervisor has raised; writes at most once a minute, so a power cut loses the counts of a minute at most and a
/// rattling fault does not wear the flash out.
/// <code>
/// content: rows of 8 bytes in the order in which faults were seen first
///  0  1  connectorId
///  1  1  number of the <see cref="SafetyFault"/>
///  2  2  how often, at most 65,535 (little-endian)
///  4  4  when last, in seconds since 1970; 0 for not known (little-endian)
/// </code>
/// Rows of connectors and faults that this version does not know are kept.
/// </summary>
public sealed class FaultCounters
{
    /// <summary>Most rows: more combinations of connector and fault are not counted.</summary>
    public const int MostRows = 128;

    /// <summary>Shortest time between two writes, in milliseconds.</summary>
    public const int SavePeriodMs = 60_000;

    private const int RowLength = 8;
    private const int GrowRows = 8;

    private readonly SafetySupervisor _safety;
    private readonly SlotFile _file;
    private readonly WallClock _clock;
    private readonly Log _log;
    private readonly EventLoop _loop;
    private LoopTimer? _pause; // made when it is needed
    private readonly byte[] _seen;
    private readonly int[] _active;
    private byte[] _rows;
    private int _count;
    private bool _isChanged;
    private bool _isFull;

    /// <summary>Reads the counts.</summary>
    /// <param name="safety">Raises the faults.</param>
    /// <param name="connectorCount">Number of connectors.</param>
    /// <param name="file">Where they are kept.</param>
    /// <param name="loop">The event loop.</param>
    /// <param name="clock">Time of day.</param>
    /// <param name="log">Log.</param>
    public FaultCounters(SafetySupervisor safety, int connectorCount, SlotFile file, EventLoop loop, WallClock clock, Log log)
    {
        _safety = safety;
        _file = file;
        _clock = clock;
        _log = log;
        _loop = loop;
        _seen = new byte[connectorCount * FaultTable.Count];
        _active = new int[connectorCount];
        byte[] image = new byte[MostRows * RowLength];
        file.Load(image, out int length);
        if (file.Reason.Length > 0) log.Warning("safety", file.Reason);
        _count = length / RowLength;
        _rows = new byte[(_count + GrowRows) * RowLength];
        Array.Copy(image, _rows, _count * RowLength);
    }

    /// <summary>Is told of each fault, or null; set once.</summary>
    public FaultObserver? Observer { get; set; }

    /// <summary>Number of writes that the flash has taken since the start.</summary>
    public int Writes { get; private set; }

    /// <summary>Counts and logs what has happened since the look before.</summary>
    public void Look()
    {
        for (int i = 0; i < _active.Length; i++)
        {
            int active = _safety.Active(i + 1);
            for (int fault = 0; fault < FaultTable.Count; fault++) Look(i, (SafetyFault)fault, active);
            _active[i] = active;
        }

        if (_isChanged && _pause is not { IsRunning: true }) Save();
    }

    /// <summary>How often a fault was seen on a connector.</summary>
    /// <param name="connectorId">The connector.</param>
    /// <param name="fault">The fault.</param>
    public int Count(int connectorId, SafetyFault fault)
    {
        int row = Find(connectorId, fault);
        return row < 0 ? 0 : _rows[row + 2] | (_rows[row + 3] << 8);
    }

    /// <summary>When a fault was seen last on a connector, in seconds since 1970; 0 if it was never, or the time was not known.</summary>
    /// <param name="connectorId">The connector.</param>
    /// <param name="fault">The fault.</param>
    public long LastUnixSeconds(int connectorId, SafetyFault fault)
    {
        int row = Find(connectorId, fault);
        return row < 0 ? 0 : (uint)(_rows[row + 4] | (_rows[row + 5] << 8) | (_rows[row + 6] << 16) | (_rows[row + 7] << 24));
    }

    private void Look(int index, SafetyFault fault, int active)
    {
        int bit = FaultTable.Bit(fault);
        byte raised = _safety.Raised(index + 1, fault);
        int seen = (index * FaultTable.Count) + (int)fault;
        int times = (byte)(raised - _seen[seen]);
        if (times > 0)
        {
            _seen[seen] = raised;
            Add(index + 1, fault, times);
            _log.Warning("safety", $"connector {index + 1}: {FaultTable.Info(fault)}");
            Observer?.Invoke(index + 1, fault, false);
        }
        else if ((_active[index] & bit) != 0 && (active & bit) == 0)
        {
            _log.Info("safety", $"connector {index + 1}: over: {FaultTable.Info(fault)}");
            Observer?.Invoke(index + 1, fault, true);
        }
    }

    private void Add(int connectorId, SafetyFault fault, int times)
    {
        int row = Find(connectorId, fault);
        if (row < 0) row = NewRow(connectorId, fault);
        if (row < 0) return;
        int count = (_rows[row + 2] | (_rows[row + 3] << 8)) + times;
        if (count > ushort.MaxValue) count = ushort.MaxValue;
        _rows[row + 2] = (byte)count;
        _rows[row + 3] = (byte)(count >> 8);
        uint seconds = _clock.IsKnown ? (uint)(_clock.UnixMs / 1000) : 0;
        for (int i = 0; i < 4; i++) _rows[row + 4 + i] = (byte)(seconds >> (8 * i));
        _isChanged = true;
    }

    private int NewRow(int connectorId, SafetyFault fault)
    {
        if (_count >= MostRows)
        {
            if (!_isFull) _log.Warning("safety", "no room to count further faults");
            _isFull = true;
            return -1;
        }

        if ((_count + 1) * RowLength > _rows.Length)
        {
            byte[] rows = new byte[(_count + GrowRows) * RowLength];
            Array.Copy(_rows, rows, _count * RowLength);
            _rows = rows;
        }

        int row = _count++ * RowLength;
        _rows[row] = (byte)connectorId;
        _rows[row + 1] = (byte)fault;
        return row;
    }

    private int Find(int connectorId, SafetyFault fault)
    {
        for (int row = 0; row < _count * RowLength; row += RowLength)
        {
            if (_rows[row] == connectorId && _rows[row + 1] == (byte)fault) return row;
        }

        return -1;
    }

    // Also called when the pause after a write is over. What the flash refuses is tried again a minute later.
    private void Save()
    {
        if (!_isChanged) return;
        (_pause ??= _loop.CreateTimer(Save)).Start(SavePeriodMs);
        if (!_file.Save(_rows, _count * RowLength)) return;
        _isChanged = false;
        Writes++;
    }
}
