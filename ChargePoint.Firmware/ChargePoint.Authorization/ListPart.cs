using System;
using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Authorization;

/// <summary>
/// Form of a part of the local authorization list: pages of fixed size with records in the order of their hashes, then a table of contents
/// that completes the file. A file without a sound table was never finished, and does not count.
/// <code>
///  page:   CRC-32 of the rest (4), bytes used (2), records; 512 bytes altogether
///  table:  hash of the first record of each page (2 each), number of the part (1), pages (1), records (2), epoch (4),
///          sequence number (4), CRC-32 of all before (4)
/// </code>
/// </summary>
internal static class ListPart
{
    public const int PageBytes = 512;
    public const int PageHeader = 6;
    public const int MostPages = 240;

    private const int TableTail = 16;

    /// <summary>Length of the table of contents.</summary>
    public static int TableLength(int pages) => (2 * pages) + TableTail;

    /// <summary>Pages of a file of this length, or -1 if it cannot be one.</summary>
    public static int PagesOf(int fileLength)
    {
        int pages = (fileLength - TableTail) / (PageBytes + 2);
        return fileLength >= TableTail && pages <= MostPages && (pages * PageBytes) + TableLength(pages) == fileLength ? pages : -1;
    }

    /// <summary>Completes a table whose hashes stand in the buffer already.</summary>
    public static void SealTable(byte[] buffer, int at, int part, int pages, int records, uint epoch, uint sequence)
    {
        int tail = at + (2 * pages);
        buffer[tail] = (byte)part;
        buffer[tail + 1] = (byte)pages;
        ListBytes.PutShort(buffer, tail + 2, records);
        ListBytes.Put(buffer, tail + 4, epoch);
        ListBytes.Put(buffer, tail + 8, sequence);
        ListBytes.Put(buffer, tail + 12, Crc32.Add(Crc32.Empty, buffer, at, tail + 12 - at));
    }

    /// <summary>Reads the table of contents.</summary>
    /// <returns>False if it cannot be read or is not the right one.</returns>
    public static bool ReadTable(IFlashStore flash, string file, int part, int pages, byte[] buffer, int at)
    {
        int length = TableLength(pages);
        if (flash.Read(file, pages * PageBytes, buffer, at, length) != length) return false;
        int tail = at + (2 * pages);
        return ListBytes.Get(buffer, tail + 12) == Crc32.Add(Crc32.Empty, buffer, at, length - 4) && buffer[tail] == part && buffer[tail + 1] == pages;
    }

    public static int RecordsOf(byte[] table, int at, int pages) => ListBytes.GetShort(table, at + (2 * pages) + 2);

    public static uint EpochOf(byte[] table, int at, int pages) => ListBytes.Get(table, at + (2 * pages) + 4);

    public static uint SequenceOf(byte[] table, int at, int pages) => ListBytes.Get(table, at + (2 * pages) + 8);

    /// <summary>Reads a page.</summary>
    /// <returns>Position in the buffer behind its last record, or -1 if it cannot be read or is damaged.</returns>
    public static int ReadPage(IFlashStore flash, string file, int page, byte[] buffer, int at)
    {
        if (flash.Read(file, page * PageBytes, buffer, at, PageBytes) != PageBytes) return -1;
        int used = ListBytes.GetShort(buffer, at + 4);
        bool sound = used <= PageBytes - PageHeader && ListBytes.Get(buffer, at) == Crc32.Add(Crc32.Empty, buffer, at + 4, PageBytes - 4);
        return sound ? at + PageHeader + used : -1;
    }
}

/// <summary>Goes through the records of a part in the order of their hashes.</summary>
internal sealed class ListPartReader
{
    private readonly IFlashStore _flash;
    private readonly string _file;
    private readonly int _pages;
    private readonly byte[] _buffer;
    private readonly int _window;
    private int _page;
    private int _end;

    /// <summary>Makes a reader in front of the first record; a part without pages needs no file.</summary>
    public ListPartReader(IFlashStore flash, string file, int pages, byte[] buffer, int window)
    {
        _flash = flash;
        _file = file;
        _pages = pages;
        _buffer = buffer;
        _window = window;
    }

    /// <summary>Position of the present record in the buffer.</summary>
    public int At { get; private set; }

    /// <summary>Hash of the present record's idTag.</summary>
    public int Print { get; private set; }

    /// <summary>True if the records ended at a page that is damaged.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>Goes to the next record.</summary>
    /// <returns>False at the end.</returns>
    public bool Next()
    {
        int next = _end == 0 ? 0 : At + AuthorizationEntry.LengthAt(_buffer, At);
        while (next >= _end)
        {
            if (_page == _pages) return false;
            _end = ListPart.ReadPage(_flash, _file, _page++, _buffer, _window);
            IsDamaged = _end < 0;
            if (IsDamaged) return false;
            next = _window + ListPart.PageHeader;
        }

        At = next;
        Print = AuthorizationEntry.PrintAt(_buffer, At);
        return true;
    }
}

/// <summary>Writes a part, two pages at a time. What is there under its name is replaced.</summary>
internal sealed class ListPartWriter
{
    /// <summary>Bytes of the buffer that it needs at its place for pages, and again as many for the table.</summary>
    public const int PagesBytes = 2 * ListPart.PageBytes;

    private readonly IFlashStore _flash;
    private readonly string _file;
    private readonly byte[] _buffer;
    private readonly int _out;
    private readonly int _table;
    private int _used;
    private int _ready;
    private bool _begun;

    /// <summary>Makes a writer; nothing is written yet.</summary>
    public ListPartWriter(IFlashStore flash, string file, byte[] buffer, int pagesAt, int tableAt)
    {
        _flash = flash;
        _file = file;
        _buffer = buffer;
        _out = pagesAt;
        _table = tableAt;
    }

    /// <summary>Records so far.</summary>
    public int Records { get; private set; }

    /// <summary>Pages so far.</summary>
    public int Pages { get; private set; }

    private int PageAt => _out + (_ready * ListPart.PageBytes);

    /// <summary>Adds a record. They come in the order of their hashes.</summary>
    /// <returns>False if the flash refuses, or the part is too long.</returns>
    public bool Add(byte[] record, int at, int print)
    {
        int length = AuthorizationEntry.LengthAt(record, at);
        bool fits = Pages > 0 && ListPart.PageHeader + _used + length <= ListPart.PageBytes;
        if (!fits && !BeginPage(print)) return false;
        Array.Copy(record, at, _buffer, PageAt + ListPart.PageHeader + _used, length);
        _used += length;
        Records++;
        return true;
    }

    /// <summary>Completes the file.</summary>
    /// <returns>False if the flash refuses; the file does not count then.</returns>
    public bool Finish(int part, uint epoch, uint sequence)
    {
        if (Pages > 0) EndPage();
        if (_ready == 2 && !Flush(PagesBytes)) return false;
        int length = ListPart.TableLength(Pages);
        ListPart.SealTable(_buffer, _table, part, Pages, Records, epoch, sequence);
        Array.Copy(_buffer, _table, _buffer, PageAt, length);
        return Flush((_ready * ListPart.PageBytes) + length);
    }

    private bool BeginPage(int print)
    {
        if (Pages > 0) EndPage();
        if (Pages == ListPart.MostPages || (_ready == 2 && !Flush(PagesBytes))) return false;
        ListBytes.PutShort(_buffer, _table + (2 * Pages), print);
        Pages++;
        _used = 0;
        int page = PageAt;
        for (int i = 0; i < ListPart.PageBytes; i++) _buffer[page + i] = 0;
        return true;
    }

    private void EndPage()
    {
        int page = PageAt;
        ListBytes.PutShort(_buffer, page + 4, _used);
        ListBytes.Put(_buffer, page, Crc32.Add(Crc32.Empty, _buffer, page + 4, ListPart.PageBytes - 4));
        _ready++;
    }

    private bool Flush(int count)
    {
        bool done = _begun ? _flash.Append(_file, _buffer, _out, count) : _flash.Write(_file, _buffer, _out, count);
        _begun = true;
        _ready = 0;
        return done;
    }
}
