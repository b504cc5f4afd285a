namespace ChargePoint.Maintenance;

/// <summary>How a transfer of a file ended.</summary>
public enum TransferEnd
{
    /// <summary>All bytes were transferred, and the server has confirmed it.</summary>
    Done,

    /// <summary>The server could not be reached: name, TCP or TLS.</summary>
    NotReached,

    /// <summary>The server refused: an HTTP status of 400 and more, an FTP reply of 400 and more, a redirect that is not followed.</summary>
    Refused,

    /// <summary>The server wants credentials, or other ones: HTTP status 401, 403 and 407, FTP reply 530, 532, 550 and 553.</summary>
    Denied,

    /// <summary>The server does not take this way of delivery (404, 405, 501): another may work.</summary>
    WrongMethod,

    /// <summary>The server cannot go on from this byte (416): only from the beginning.</summary>
    NoRange,

    /// <summary>The connection broke before the end: it may be resumed.</summary>
    Broken,

    /// <summary>The server took too long, or became too slow.</summary>
    TooSlow,

    /// <summary>The server broke its protocol.</summary>
    Malformed,

    /// <summary>The receiver of the bytes does not take them: too long, or it is broken.</summary>
    NotTaken,
}

/// <summary>Gives the bytes of a file that is sent. It makes them as they are asked for, so the file is nowhere in memory.</summary>
public interface IByteSource
{
    /// <summary>Goes in front of the first byte.</summary>
    void Rewind();

    /// <summary>Gives the bytes that follow.</summary>
    /// <param name="buffer">Receives them.</param>
    /// <param name="offset">Where they go.</param>
    /// <param name="count">How many fit, 1 or more.</param>
    /// <returns>Number of bytes given; 0 at the end.</returns>
    int Read(byte[] buffer, int offset, int count);
}

/// <summary>Takes the bytes of a file that is fetched, piece by piece.</summary>
public interface IByteSink
{
    /// <summary>The server is about to send.</summary>
    /// <param name="start">Number of the first byte that comes: as was asked for, or 0 if the server sends everything again.</param>
    /// <param name="total">Length of the whole file in bytes, or -1 if the server does not say.</param>
    /// <param name="validator">Names this state of the file for <c>If-Range</c> (RFC 9110 section 13.1.5); "" if the server does not name it.</param>
    /// <returns>False if it is not wanted: too long, or not the file that was begun.</returns>
    bool Begin(int start, int total, string validator);

    /// <summary>Takes the bytes that follow.</summary>
    /// <param name="buffer">Holds them.</param>
    /// <param name="offset">First of them.</param>
    /// <param name="count">Number of them.</param>
    /// <returns>False if they are not taken: the transfer ends.</returns>
    bool Write(byte[] buffer, int offset, int count);
}

/// <summary>Is told of the end of a transfer: once for each, on the event loop, never from within the call that began it.</summary>
public interface ITransferListener
{
    /// <summary>The transfer has ended.</summary>
    /// <param name="end">How.</param>
    /// <param name="detail">More about it for the log, without secrets; may be empty.</param>
    void OnTransferEnded(TransferEnd end, string detail);
}

/// <summary>Plain words for <see cref="TransferEnd"/>.</summary>
public static class TransferEnds
{
    /// <summary>One line for the log.</summary>
    /// <param name="end">How a transfer ended.</param>
    /// <param name="detail">More about it; may be empty.</param>
    public static string Explain(TransferEnd end, string detail)
    {
        string text = end switch
        {
            TransferEnd.Done => "done",
            TransferEnd.NotReached => "the server cannot be reached",
            TransferEnd.Denied => "the server denies access",
            TransferEnd.Refused or TransferEnd.WrongMethod => "the server refuses",
            TransferEnd.NoRange => "the server does not go on where it ended",
            TransferEnd.Broken => "the connection broke",
            TransferEnd.TooSlow => "the server is too slow",
            TransferEnd.Malformed => "the server's answer is malformed",
            _ => "the file is not taken",
        };
        return detail.Length == 0 ? text : $"{text} ({detail})";
    }
}
