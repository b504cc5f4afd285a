using System.Text;
using ChargePoint.Ocpp;

namespace ChargePoint.Maintenance;

/// <summary>
/// The header of an HTTP/1.1 answer (RFC 9112), read as it comes in. Only a line is held at a time; a line that is too long is passed
/// over, unless it is one that counts.
/// </summary>
internal sealed class HttpAnswer
{
    /// <summary>Longest header in bytes, with its empty line.</summary>
    public const int LongestHeader = 8192;

    /// <summary>Longest validator that is kept, in characters; a longer one counts as none.</summary>
    public const int LongestValidator = 80;

    private const int LongestLine = FileAddress.LongestUrl + 16;

    private readonly byte[] _line = new byte[LongestLine];
    private int _length;
    private int _total;
    private bool _cut;

    /// <summary>HTTP status; 0 before it is known.</summary>
    public int Status { get; private set; }

    /// <summary>What is wrong with the header, in one line; "" so far.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>Content-Length, or -1.</summary>
    public int ContentLength { get; private set; }

    /// <summary>True if the body comes in chunks.</summary>
    public bool IsChunked { get; private set; }

    /// <summary>Location, or "".</summary>
    public string Location { get; private set; } = "";

    /// <summary>First byte of a part (Content-Range), or -1.</summary>
    public int RangeStart { get; private set; }

    /// <summary>Length of the whole file by Content-Range, or -1.</summary>
    public int RangeTotal { get; private set; }

    /// <summary>Strong ETag, else Last-Modified, else "".</summary>
    public string Validator { get; private set; } = "";

    /// <summary>Begins with a new answer.</summary>
    public void Reset()
    {
        _length = _total = Status = 0;
        _cut = IsChunked = false;
        ContentLength = RangeStart = RangeTotal = -1;
        Problem = Location = Validator = "";
    }

    /// <summary>Takes bytes up to the end of the header.</summary>
    /// <param name="data">Holds them.</param>
    /// <param name="offset">First of them; afterwards the first that does not belong to the header.</param>
    /// <param name="end">Behind the last of them.</param>
    /// <returns>True at the end of the header, or with a problem.</returns>
    public bool Take(byte[] data, ref int offset, int end)
    {
        while (offset < end)
        {
            byte b = data[offset++];
            if (++_total > LongestHeader) return Fail($"the header is longer than {LongestHeader} bytes");
            if (b != '\n')
            {
                if (_length < LongestLine) _line[_length++] = b;
                else _cut = true;
                continue;
            }

            if (!_cut && _length > 0 && _line[_length - 1] == '\r') _length--;
            bool last = TakeLine();
            _length = 0;
            _cut = false;
            if (last || Problem.Length > 0) return true;
        }

        return false;
    }

    private bool Fail(string problem)
    {
        Problem = problem;
        return true;
    }

    private bool TakeLine()
    {
        if (Status == 0)
        {
            TakeStatusLine();
            return false;
        }

        if (_length == 0) return true;
        int colon = 0;
        while (colon < _length && _line[colon] != ':') colon++;
        if (colon == 0 || colon == _length || WebSocketText.IsBlank(_line[0]) || WebSocketText.IsBlank(_line[colon - 1]))
        {
            // A long line that is cut may be anything; a short one without a name is no header.
            if (!_cut) Fail("a header line has no name");
            return false;
        }

        int from = colon + 1;
        int end = _length;
        while (from < end && WebSocketText.IsBlank(_line[from])) from++;
        while (end > from && WebSocketText.IsBlank(_line[end - 1])) end--;
        TakeField(colon, from, end);
        return false;
    }

    private void TakeStatusLine()
    {
        bool valid = _length >= 12 && WebSocketText.EqualsIgnoreCase(_line, 0, 7, "http/1.") && _line[8] == ' ' && (_length == 12 || _line[12] == ' ');
        int status = valid ? Number(9, 12) : -1;
        if (status < 100 || status > 599) Fail("the answer is no HTTP/1.1");
        else Status = status;
    }

    private void TakeField(int nameEnd, int from, int end)
    {
        if (Is(nameEnd, "content-length"))
        {
            int length = Number(from, end);
            if (length < 0 || (ContentLength >= 0 && ContentLength != length)) Fail("Content-Length is malformed or too large");
            ContentLength = length;
        }
        else if (Is(nameEnd, "transfer-encoding"))
        {
            IsChunked = WebSocketText.EqualsIgnoreCase(_line, from, end, "chunked");
            if (!IsChunked) Fail("an unknown Transfer-Encoding");
        }
        else if (Is(nameEnd, "content-encoding"))
        {
            if (!WebSocketText.EqualsIgnoreCase(_line, from, end, "identity")) Fail("the file is encoded, which was not asked for");
        }
        else if (Is(nameEnd, "location"))
        {
            if (_cut || end - from > FileAddress.LongestUrl) Fail("the redirect is too long");
            else Location = Text(from, end);
        }
        else if (Is(nameEnd, "content-range"))
        {
            TakeRange(from, end);
        }
        else if (Is(nameEnd, "etag"))
        {
            // A weak one ("W/...") says nothing about the bytes.
            if (!_cut && end - from <= LongestValidator && end > from && _line[from] == '"') Validator = Text(from, end);
        }
        else if (Is(nameEnd, "last-modified"))
        {
            if (Validator.Length == 0 && end - from <= LongestValidator) Validator = Text(from, end);
        }
    }

    // "bytes 1000-1999/2000" or "bytes 1000-1999/*"
    private void TakeRange(int from, int end)
    {
        int dash = from;
        while (dash < end && _line[dash] != '-') dash++;
        int slash = dash;
        while (slash < end && _line[slash] != '/') slash++;
        if (slash >= end || dash - from < 7 || !WebSocketText.EqualsIgnoreCase(_line, from, from + 6, "bytes ")) return;
        RangeStart = Number(from + 6, dash);
        RangeTotal = Number(slash + 1, end);
    }

    private bool Is(int nameEnd, string lowerCase) => WebSocketText.EqualsIgnoreCase(_line, 0, nameEnd, lowerCase);

    private string Text(int from, int end) => WebSocketText.IsUtf8(_line, from, end - from) ? Encoding.UTF8.GetString(_line, from, end - from) : "";

    // A number of up to nine digits: no file of a charge point is longer. -1 if it is none.
    private int Number(int from, int end)
    {
        if (end <= from || end - from > 9) return -1;
        int number = 0;
        for (int i = from; i < end; i++)
        {
            if (_line[i] < '0' || _line[i] > '9') return -1;
            number = (number * 10) + (_line[i] - '0');
        }

        return number;
    }
}
