using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Maintenance;

/// <summary>A file that is made as it is sent, and that can be limited to a time.</summary>
public interface IReport : IByteSource
{
    /// <summary>Says what time is wanted.</summary>
    /// <param name="fromUnixMs">Its beginning, in milliseconds since 1970.</param>
    /// <param name="toUnixMs">Its end, in milliseconds since 1970.</param>
    void Limit(long fromUnixMs, long toUnixMs);

    /// <summary>Forgets what was only needed while the file was made.</summary>
    void Release();
}

/// <summary>What a Central System asks for with GetDiagnostics or GetLog. What it does not say has the value that stands here.</summary>
public sealed class DeliveryOrder
{
    /// <summary>URL of the directory, at most <see cref="FileAddress.LongestUrl"/> characters.</summary>
    public string Location { get; set; } = "";

    /// <summary>Number of attempts, or -1.</summary>
    public int Retries { get; set; } = -1;

    /// <summary>Seconds between two attempts, or -1.</summary>
    public int RetrySeconds { get; set; } = -1;

    /// <summary>Beginning of the time that is wanted, in milliseconds since 1970.</summary>
    public long FromUnixMs { get; set; } = long.MinValue;

    /// <summary>End of the time that is wanted, in milliseconds since 1970.</summary>
    public long ToUnixMs { get; set; } = long.MaxValue;
}

/// <summary>Is told of the end of a delivery: once for each that has not given way to another.</summary>
public interface IDeliveryListener
{
    /// <summary>The delivery has ended.</summary>
    /// <param name="end">How the last attempt ended; <see cref="TransferEnd.WrongMethod"/> also if the location's protocol is none of ours, and
    /// <see cref="TransferEnd.Malformed"/> if the location is malformed.</param>
    void OnDelivered(TransferEnd end);
}

/// <summary>
/// Delivers a file for GetDiagnostics or GetLog, in as many attempts as were asked for. Rules where OCPP is open:
/// <list type="bullet">
/// <item>retries is the number of attempts (0 counts as 1; without it, <see cref="DefaultAttempts"/>).</item>
/// <item>Nothing is available if the time asked for is empty or begins in the future.</item>
/// <item>While the network is away, no attempt is made; while another file is transferred, the delivery waits.</item>
/// </list>
/// </summary>
public sealed class FileDelivery : ITransferListener
{
    /// <summary>Attempts if the Central System names no number.</summary>
    public const int DefaultAttempts = 3;

    /// <summary>Seconds between two attempts if the Central System names none.</summary>
    public const int DefaultRetrySeconds = 60;

    /// <summary>Longest wait between two attempts, in seconds: a longer one is cut to it.</summary>
    public const int LongestRetrySeconds = 604_800;

    /// <summary>Most attempts: a larger number is cut to it.</summary>
    public const int MostAttempts = 100;

    private const int LookMs = 5_000;

    private readonly FileTransfer _transfer;
    private readonly INetworkLink _network;
    private readonly WallClock _clock;
    private readonly Log _log;
    private readonly LoopTimer _timer;
    private readonly IDeliveryListener _listener;
    private DeliveryOrder? _order;
    private IReport? _report;
    private FileAddress? _address;
    private int _attemptsLeft;
    private int _retrySeconds;
    private int _lastNumber;
    private bool _isTransferring;

    /// <summary>Makes it; nothing is delivered yet.</summary>
    /// <param name="loop">The event loop.</param>
    /// <param name="transfer">Transfers the file.</param>
    /// <param name="network">Tells whether the network is there.</param>
    /// <param name="clock">Time of day.</param>
    /// <param name="log">Log.</param>
    /// <param name="listener">Is told of the end.</param>
    public FileDelivery(EventLoop loop, FileTransfer transfer, INetworkLink network, WallClock clock, Log log, IDeliveryListener listener)
    {
        _transfer = transfer;
        _network = network;
        _clock = clock;
        _log = log;
        _listener = listener;
        _timer = loop.CreateTimer(Try);
    }

    /// <summary>True while a file is delivered, or is going to be.</summary>
    public bool IsUnderWay => _order != null;

    /// <summary>Name of the file that was ordered last.</summary>
    public string FileName { get; private set; } = "";

    /// <summary>True if there is something of the time that is asked for.</summary>
    /// <param name="order">What is asked for.</param>
    public bool IsAvailable(DeliveryOrder order)
        => order.FromUnixMs <= order.ToUnixMs && !(_clock.IsKnown && order.FromUnixMs > _clock.UnixMs);

    /// <summary>Begins to deliver a file. One that is under way gives way to it, and its end is not told.</summary>
    /// <param name="order">What is asked for; not to be changed any more.</param>
    /// <param name="report">The file.</param>
    /// <param name="kind">First word of the file's name, such as "diagnostics".</param>
    public void Begin(DeliveryOrder order, IReport report, string kind)
    {
        if (IsUnderWay) _log.Info("diagnostics", "the delivery that is under way gives way to another");
        if (_isTransferring)
        {
            _transfer.Abort();
            _report!.Release();
        }

        _isTransferring = false;
        _order = order;
        _report = report;
        FileName = NewFileName(kind);
        _attemptsLeft = order.Retries < 0 ? DefaultAttempts : order.Retries == 0 ? 1 : order.Retries > MostAttempts ? MostAttempts : order.Retries;
        _retrySeconds = order.RetrySeconds < 0 ? DefaultRetrySeconds : order.RetrySeconds > LongestRetrySeconds ? LongestRetrySeconds : order.RetrySeconds;
        _timer.Start(0);
    }

    void ITransferListener.OnTransferEnded(TransferEnd end, string detail)
    {
        _isTransferring = false;
        _report!.Release();
        if (end == TransferEnd.Done)
        {
            _log.Info("diagnostics", $"{FileName} delivered to {_address}");
            Finish(end);
            return;
        }

        _log.Warning("diagnostics", $"{FileName} not delivered to {_address}: {TransferEnds.Explain(end, detail)}");
        if (_network.IsUp) _attemptsLeft--;
        if (_attemptsLeft > 0) _timer.Start(_retrySeconds * 1000L);
        else Finish(end);
    }

    // Such as diagnostics-20261121T071501-1-2.txt: no two files of a kind have the same name.
    private string NewFileName(string kind)
    {
        string number = _clock.Boot.ToString() + "-" + (++_lastNumber).ToString();
        if (!_clock.IsKnown) return $"{kind}-{number}.txt";
        string time = Iso8601.ToText(_clock.UnixMs);
        string date = time.Substring(0, 4) + time.Substring(5, 2) + time.Substring(8, 2);
        return $"{kind}-{date}T{time.Substring(11, 2)}{time.Substring(14, 2)}{time.Substring(17, 2)}-{number}.txt";
    }

    private void Try()
    {
        if (_order == null || _isTransferring) return;
        _address = FileAddress.Parse(_order.Location, out string problem);
        if (_address == null)
        {
            _log.Warning("diagnostics", "cannot be delivered: " + problem);
            Finish(FileAddress.HasKnownProtocol(_order.Location) ? TransferEnd.Malformed : TransferEnd.WrongMethod);
            return;
        }

        if (_transfer.IsBusy || !_network.IsUp)
        {
            _timer.Start(LookMs);
            return;
        }

        _log.Info("diagnostics", $"{FileName} is delivered to {_address}");
        _isTransferring = true;
        _report!.Limit(_order.FromUnixMs, _order.ToUnixMs);
        _transfer.Upload(_address, FileName, _report, this);
    }

    private void Finish(TransferEnd end)
    {
        _order = null;
        _report = null;
        _address = null;
        _timer.Stop();
        _listener.OnDelivered(end);
    }
}
