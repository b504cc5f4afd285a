using ChargePoint.Hal;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Maintenance;

/// <summary>
/// GetDiagnostics (OCPP 1.6 section 5.9): names the file in its confirmation, delivers it, and tells the stages. Rules where OCPP is open:
/// <list type="bullet">
/// <item>retries is the number of attempts (0 counts as 1; without it, <see cref="DefaultAttempts"/>), UploadFailed is told after the last.</item>
/// <item>A location that cannot be used (not http, https or ftp) is answered like any other, and then told as UploadFailed.</item>
/// <item>A request while a delivery is under way takes its place.</item>
/// <item>Nothing is available, and the confirmation empty, if the time asked for is empty or begins in the future.</item>
/// <item>While the network is away, no attempt is made; while a firmware is downloaded, the delivery waits.</item>
/// </list>
/// </summary>
public sealed class GetDiagnostics : ICallHandler, ITransferListener
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
    private readonly DiagnosticsReport _report;
    private readonly StageNotifier _stages;
    private readonly INetworkLink _network;
    private readonly WallClock _clock;
    private readonly Log _log;
    private readonly LoopTimer _timer;
    private string? _location;
    private FileAddress? _address;
    private string _fileName = "";
    private int _attemptsLeft;
    private int _retrySeconds;
    private int _lastNumber;
    private bool _isTransferring;

    /// <summary>Makes the operation.</summary>
    /// <param name="loop">The event loop.</param>
    /// <param name="transfer">Delivers the file.</param>
    /// <param name="report">The file.</param>
    /// <param name="stages">Tells the stages (DiagnosticsStatusNotification).</param>
    /// <param name="network">Tells whether the network is there.</param>
    /// <param name="clock">Time of day.</param>
    /// <param name="log">Log.</param>
    public GetDiagnostics(EventLoop loop, FileTransfer transfer, DiagnosticsReport report, StageNotifier stages, INetworkLink network, WallClock clock, Log log)
    {
        _transfer = transfer;
        _report = report;
        _stages = stages;
        _network = network;
        _clock = clock;
        _log = log;
        _timer = loop.CreateTimer(Try);
    }

    /// <inheritdoc/>
    public string Action => "GetDiagnostics";

    /// <summary>True while a file is delivered, or is going to be.</summary>
    public bool IsUnderWay => _location != null;

    /// <inheritdoc/>
    public CallError? Handle(Fields request, JsonWriter confirmation)
    {
        string? location = null;
        int retries = -1;
        int retryInterval = -1;
        long from = long.MinValue;
        long to = long.MaxValue;
        request.BeginObject();
        while (request.NextMember())
        {
            if (request.Is("location")) location = request.Text(FileAddress.LongestUrl);
            else if (request.Is("retries")) retries = request.Integer(0);
            else if (request.Is("retryInterval")) retryInterval = request.Integer(0);
            else if (request.Is("startTime")) from = request.Timestamp();
            else if (request.Is("stopTime")) to = request.Timestamp();
        }

        request.Require(location != null, "location");
        if (request.Error != null) return request.Error;
        bool available = from <= to && !(_clock.IsKnown && from > _clock.UnixMs);
        if (available) Begin(location!, retries, retryInterval, from, to);
        confirmation.StartObject();
        if (available) confirmation.Member("fileName", _fileName);
        confirmation.EndObject();
        return null;
    }

    void ITransferListener.OnTransferEnded(TransferEnd end, string detail)
    {
        _isTransferring = false;
        _report.Release();
        if (end == TransferEnd.Done)
        {
            _log.Info("diagnostics", $"{_fileName} delivered to {_address}");
            Finish("Uploaded");
            return;
        }

        _log.Warning("diagnostics", $"{_fileName} not delivered to {_address}: {TransferEnds.Explain(end, detail)}");
        if (_network.IsUp) _attemptsLeft--;
        if (_attemptsLeft > 0) _timer.Start(_retrySeconds * 1000L);
        else Finish("UploadFailed");
    }

    private void Begin(string location, int retries, int retryInterval, long from, long to)
    {
        if (IsUnderWay) _log.Info("diagnostics", "the delivery that is under way gives way to another");
        if (_isTransferring) _transfer.Abort();
        _isTransferring = false;
        _location = location;
        _fileName = NewFileName();
        _attemptsLeft = retries < 0 ? DefaultAttempts : retries == 0 ? 1 : retries > MostAttempts ? MostAttempts : retries;
        _retrySeconds = retryInterval < 0 ? DefaultRetrySeconds : retryInterval > LongestRetrySeconds ? LongestRetrySeconds : retryInterval;
        _report.FromUnixMs = from;
        _report.ToUnixMs = to;
        _stages.Tell("Uploading", false);
        _timer.Start(0);
    }

    // Such as diagnostics-20261121T071501-1.txt: no two files of a charge point have the same name.
    private string NewFileName()
    {
        string number = _clock.Boot.ToString() + "-" + (++_lastNumber).ToString();
        if (!_clock.IsKnown) return $"diagnostics-{number}.txt";
        string time = Iso8601.ToText(_clock.UnixMs);
        string date = time.Substring(0, 4) + time.Substring(5, 2) + time.Substring(8, 2);
        return $"diagnostics-{date}T{time.Substring(11, 2)}{time.Substring(14, 2)}{time.Substring(17, 2)}-{number}.txt";
    }

    private void Try()
    {
        if (_location == null || _isTransferring) return;
        _address = FileAddress.Parse(_location, out string problem);
        if (_address == null)
        {
            _log.Warning("diagnostics", "cannot be delivered: " + problem);
            Finish("UploadFailed");
            return;
        }

        if (_transfer.IsBusy || !_network.IsUp)
        {
            _timer.Start(LookMs);
            return;
        }

        _log.Info("diagnostics", $"{_fileName} is delivered to {_address}");
        _isTransferring = true;
        _transfer.Upload(_address, _fileName, _report, this);
    }

    private void Finish(string stage)
    {
        _location = null;
        _address = null;
        _timer.Stop();
        _stages.Tell(stage, true);
    }
}
