using System;
using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Maintenance;

/// <summary>
/// Fetches and delivers files, one at a time, whatever the protocol. The clients and their buffers exist only while a transfer is under
/// way: a few times a year some 3 KiB, and the byte stream's own buffers, are taken from the heap.
/// </summary>
/// <remarks>
/// A file is delivered over HTTP in the first of these ways that the server takes (it does not take one that it answers with 404, 405
/// or 501): PUT of the file in the directory that the URL names, POST to the URL, PUT to the URL. A URL with a query names the file
/// itself, as signed URLs do, and is used as it stands.
/// </remarks>
public sealed class FileTransfer : ITransferListener
{
    private readonly EventLoop _loop;
    private readonly TransportMaker _makeTransport;
    private HttpClient? _http;
    private FtpClient? _ftp;
    private ITransferListener? _listener;
    private FileAddress? _directory;
    private string _fileName = "";
    private IByteSource? _source;
    private int _way;

    /// <summary>Makes it; nothing is transferred yet.</summary>
    /// <param name="loop">The event loop.</param>
    /// <param name="makeTransport">Makes byte streams, such as <see cref="IController.CreateTransport"/>.</param>
    public FileTransfer(EventLoop loop, TransportMaker makeTransport)
    {
        _loop = loop;
        _makeTransport = makeTransport;
    }

    /// <summary>True while a transfer is under way.</summary>
    public bool IsBusy => _listener != null;

    /// <summary>Fetches a file, or the rest of it, over HTTP or HTTPS.</summary>
    /// <param name="from">Where it is.</param>
    /// <param name="start">First byte that is wanted.</param>
    /// <param name="validator">Names the state of the file that the bytes before belong to, or "".</param>
    /// <param name="sink">Takes the bytes.</param>
    /// <param name="listener">Is told of the end.</param>
    public void Download(FileAddress from, int start, string validator, IByteSink sink, ITransferListener listener)
    {
        Begin(listener);
        _http = new HttpClient(_loop, _makeTransport);
        _http.Download(from, start, validator, sink, this);
    }

    /// <summary>Delivers a file over HTTP, HTTPS or FTP.</summary>
    /// <param name="directory">Where to.</param>
    /// <param name="fileName">Name of the file: letters, digits, '.', '-' and '_'.</param>
    /// <param name="source">Gives its bytes.</param>
    /// <param name="listener">Is told of the end.</param>
    public void Upload(FileAddress directory, string fileName, IByteSource source, ITransferListener listener)
    {
        Begin(listener);
        _directory = directory;
        _fileName = fileName;
        _source = source;
        _way = 0;
        if (directory.Protocol != FileProtocol.Ftp)
        {
            Upload();
            return;
        }

        _ftp = new FtpClient(_loop, _makeTransport);
        _ftp.Upload(directory, fileName, source, this);
    }

    /// <summary>Ends the transfer that is under way. Its listener is not told.</summary>
    public void Abort()
    {
        _http?.Abort();
        _ftp?.Abort();
        Release();
    }

    void ITransferListener.OnTransferEnded(TransferEnd end, string detail)
    {
        bool isUpload = _source != null && _http != null;
        if (isUpload && end == TransferEnd.WrongMethod && _way < 2)
        {
            _way++;
            Upload();
            return;
        }

        ITransferListener listener = _listener!;
        Release();
        listener.OnTransferEnded(end, detail);
    }

    private void Begin(ITransferListener listener)
    {
        if (IsBusy) throw new InvalidOperationException("a transfer is under way");
        _listener = listener;
    }

    private void Upload()
    {
        FileAddress to = _way == 0 ? _directory!.File(_fileName) ?? _directory : _directory!;
        _http ??= new HttpClient(_loop, _makeTransport);
        _http.Abort();
        _http.Upload(_way == 1 ? "POST" : "PUT", to, _fileName, _source!, this);
    }

    private void Release()
    {
        _http = null;
        _ftp = null;
        _listener = null;
        _source = null;
        _directory = null;
    }
}
