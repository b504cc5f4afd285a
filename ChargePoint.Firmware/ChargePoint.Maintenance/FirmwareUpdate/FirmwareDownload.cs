using ChargePoint.Hal;

namespace ChargePoint.Maintenance;

/// <summary>What is to be done after an attempt to fetch an image.</summary>
internal enum DownloadOutcome
{
    /// <summary>The image is there.</summary>
    Done,

    /// <summary>Another attempt may help.</summary>
    Failed,

    /// <summary>No attempt will help: the image is too long, or the store does not take it.</summary>
    Impossible,
}

/// <summary>Hears of the end of an attempt.</summary>
internal interface IDownloadListener
{
    /// <summary>The attempt has ended.</summary>
    /// <param name="outcome">What is to be done.</param>
    /// <param name="detail">What happened, for the log.</param>
    /// <param name="progressed">True if it brought bytes that were not there before.</param>
    void OnDownloadEnded(DownloadOutcome outcome, string detail, bool progressed);
}

/// <summary>
/// Fetches an image into the store, and goes on where an earlier attempt ended (Range, If-Range). Should the server have another file
/// now, or no ranges, it begins from the first byte.
/// </summary>
internal sealed class FirmwareDownload : IByteSink, ITransferListener
{
    private const int WorthwhileBytes = 1024;

    private readonly FileTransfer _transfer;
    private readonly IFirmwareStore _store;
    private readonly UpdateState _state;
    private readonly IDownloadListener _listener;
    private int _most;
    private int _mostBefore;
    private bool _isTooLong;
    private bool _isOther;
    private bool _isBroken;

    public FirmwareDownload(FileTransfer transfer, IFirmwareStore store, UpdateState state, IDownloadListener listener)
    {
        _transfer = transfer;
        _store = store;
        _state = state;
        _listener = listener;
    }

    /// <summary>True while an attempt is under way.</summary>
    public bool IsUnderWay { get; private set; }

    /// <summary>Forgets what an earlier image has brought.</summary>
    public void Reset()
    {
        Abort();
        _most = 0;
        _state.Validator = "";
        _store.Begin();
    }

    /// <summary>Begins an attempt.</summary>
    /// <param name="from">Where the image is.</param>
    public void Begin(FileAddress from)
    {
        IsUnderWay = true;
        _isTooLong = _isOther = _isBroken = false;
        if (_store.WrittenBytes > _most) _most = _store.WrittenBytes;
        _mostBefore = _most;
        _transfer.Download(from, _store.WrittenBytes, _state.Validator, this, this);
    }

    /// <summary>Ends the attempt that is under way, if there is one.</summary>
    public void Abort()
    {
        if (IsUnderWay) _transfer.Abort();
        IsUnderWay = false;
    }

    bool IByteSink.Begin(int start, int total, string validator)
    {
        _isTooLong = total > _store.CapacityBytes;
        if (_isTooLong) return false;
        if (start > 0)
        {
            // A server that does not heed If-Range: what it has now is another file.
            _isOther = validator.Length > 0 && _state.Validator.Length > 0 && validator != _state.Validator;
            return !_isOther;
        }

        _isBroken = !_store.Begin();
        if (_isBroken) return false;
        if (_state.Validator == validator) return true;
        _state.Validator = validator;
        _state.Save(); // should it not be kept, a restart resumes without If-Range; the check of the image remains
        return true;
    }

    bool IByteSink.Write(byte[] buffer, int offset, int count)
    {
        _isTooLong = _store.WrittenBytes + count > _store.CapacityBytes;
        _isBroken = !_isTooLong && !_store.Write(buffer, offset, count);
        if (_store.WrittenBytes > _most) _most = _store.WrittenBytes;
        return !_isTooLong && !_isBroken;
    }

    void ITransferListener.OnTransferEnded(TransferEnd end, string detail)
    {
        IsUnderWay = false;
        bool progressed = _most - _mostBefore >= WorthwhileBytes;
        if (end == TransferEnd.NoRange || _isOther)
        {
            // From the first byte next time; that is no progress, so it cannot go on for ever.
            _state.Validator = "";
            _store.Begin();
        }

        string what = _isTooLong ? $"the image is longer than {_store.CapacityBytes} bytes"
            : _isBroken ? "the store does not take the image"
            : _isOther ? "the file on the server has changed"
            : TransferEnds.Explain(end, detail);
        DownloadOutcome outcome = end == TransferEnd.Done ? DownloadOutcome.Done : _isTooLong || _isBroken ? DownloadOutcome.Impossible : DownloadOutcome.Failed;
        _listener.OnDownloadEnded(outcome, what, progressed);
    }
}
