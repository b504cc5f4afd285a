using System.Text;
using ChargePoint.Features;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Console;

/// <summary>
/// trace: writes each OCPP message to the log as it is sent (&gt;) and received (&lt;). It lasts over lost connections and ends with a restart.
/// Of a secret nothing is written: neither the value of AuthorizationKey nor what URLs carry in front of their host and behind their path.
/// </summary>
public sealed class TraceCommand : IConsoleCommand, ILinkTrace
{
    /// <summary>Most bytes of a message that are written so that a line holds them.</summary>
    public const int LineBytes = 60;

    /// <summary>Most bytes of a message that are written at all: what the log takes.</summary>
    public const int MostBytes = Log.LongestMessage - 2;

    private readonly CentralSystemLink _link;
    private readonly Log _log;
    private int _bytes;

    /// <summary>Makes the command.</summary>
    /// <param name="link">The connection.</param>
    /// <param name="log">Takes the messages.</param>
    public TraceCommand(CentralSystemLink link, Log log)
    {
        _link = link;
        _log = log;
    }

    /// <inheritdoc/>
    public string Forms =>
        "trace -- is it on?\n" +
        "trace on|full|off -- OCPP messages to the log, cut to a line; full: to 238 bytes";

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        if (form == 0)
        {
            reply.Line(_link.Trace == null ? "off" : "on");
        }
        else
        {
            string word = line.Word(1);
            _bytes = word == "full" ? MostBytes : LineBytes;
            _link.Trace = word == "off" ? null : this;
        }

        reply.Done();
    }

    void ILinkTrace.OnMessage(bool isSent, byte[] buffer, int offset, int count)
        => _log.Info("ocpp", (isSent ? "> " : "< ") + Shown(buffer, offset, count, _bytes));

    /// <summary>What may be shown of a message.</summary>
    /// <param name="buffer">Holds it.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="count">Number of bytes.</param>
    /// <param name="most">Most bytes that are shown.</param>
    public static string Shown(byte[] buffer, int offset, int count, int most)
    {
        int end = offset + count;
        int payload = offset;
        while (payload < end && buffer[payload] != '{') payload++;
        bool isSecret = HoldsSecret(buffer, payload, end);
        byte[] text = new byte[most];
        int length = 0;
        int at = offset;
        int last = isSecret ? payload : end;
        while (at < last && length < most)
        {
            if (IsUrl(buffer, at, end)) at = CopyUrl(buffer, at, end, text, ref length);
            else text[length++] = buffer[at++];
        }

        length = at < end ? WholeCharacters(text, length) : length;
        string shown = Encoding.UTF8.GetString(text, 0, length);
        return isSecret ? shown + "(not shown: a secret)" : shown;
    }

    // Whoever writes plain letters as \u0041 may hide anything behind it.
    private static bool HoldsSecret(byte[] buffer, int start, int end)
    {
        string key = KeyTable.NameOf(Key.AuthorizationKey);
        for (int i = start; i < end; i++)
        {
            int c = buffer[i] | 0x20;
            if (c == 'a' && Matches(buffer, i, end, key)) return true;
            if (buffer[i] == '\\' && i + 4 < end && (buffer[i + 1] | 0x20) == 'u' && buffer[i + 2] == '0' && buffer[i + 3] == '0' && buffer[i + 4] >= '2' && buffer[i + 4] <= '7') return true;
        }

        return false;
    }

    private static bool Matches(byte[] buffer, int at, int end, string word)
    {
        if (at + word.Length > end) return false;
        char[] wanted = word.ToCharArray();
        for (int i = 0; i < wanted.Length; i++)
        {
            if ((buffer[at + i] | 0x20) != (wanted[i] | 0x20)) return false;
        }

        return true;
    }

    // "://", or ":\/\/" as JSON may write it
    private static bool IsUrl(byte[] buffer, int at, int end)
    {
        if (buffer[at] != ':' || at + 2 >= end) return false;
        if (buffer[at + 1] == '/') return buffer[at + 2] == '/';
        return at + 4 < end && buffer[at + 1] == '\\' && buffer[at + 2] == '/' && buffer[at + 3] == '\\' && buffer[at + 4] == '/';
    }

    // User and password stand in front of the last @; tokens behind a question mark.
    private static int CopyUrl(byte[] buffer, int at, int end, byte[] text, ref int length)
    {
        int stop = at;
        int from = at;
        int query = -1;
        while (stop < end && buffer[stop] != '"')
        {
            if (buffer[stop] == '@' && query < 0) from = stop;
            if (buffer[stop] == '?' && query < 0) query = stop;
            stop++;
        }

        Put(text, ref length, ':');
        Put(text, ref length, '/');
        Put(text, ref length, '/');
        if (stop == end)
        {
            // Torn: nobody knows what it would have been
            Put(text, ref length, '*');
            return end;
        }

        if (from > at) Put(text, ref length, '*');
        else from = buffer[at + 1] == '/' ? at + 3 : at + 5;
        int to = query < 0 ? stop : query + 1;
        while (from < to) Put(text, ref length, (char)buffer[from++]);
        if (query >= 0) Put(text, ref length, '*');
        return stop;
    }

    private static void Put(byte[] text, ref int length, char c)
    {
        if (length < text.Length) text[length++] = (byte)c;
    }

    // A character that was cut is left out.
    private static int WholeCharacters(byte[] text, int length)
    {
        int start = length;
        while (start > 0 && (text[start - 1] & 0xC0) == 0x80) start--;
        if (start == 0 || text[start - 1] < 0xC0) return length;
        int lead = text[start - 1];
        int wanted = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        return length - start + 1 == wanted ? length : start - 1;
    }
}
