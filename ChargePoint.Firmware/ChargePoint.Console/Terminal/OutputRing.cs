using System;
using System.Text;
using ChargePoint.Hal;

namespace ChargePoint.Console;

/// <summary>What the terminal's port has still to take. Small while little is said; grows for an answer in one piece, and shrinks after it.</summary>
internal sealed class OutputRing
{
    /// <summary>Size while nothing is waiting, in bytes.</summary>
    public const int UsualBytes = 1024;

    /// <summary>Largest size, in bytes: the longest answer of one line (a message of the Central System) fits.</summary>
    public const int MostBytes = 8192;

    private byte[] _bytes = new byte[UsualBytes];
    private int _start;

    /// <summary>Bytes that wait.</summary>
    public int Used { get; private set; }

    /// <summary>Adds bytes, all or none.</summary>
    /// <param name="bytes">Holds them.</param>
    /// <param name="offset">First of them.</param>
    /// <param name="count">Number of them.</param>
    /// <param name="most">How many bytes may wait then.</param>
    /// <returns>False if they find no room.</returns>
    public bool Put(byte[] bytes, int offset, int count, int most = MostBytes)
    {
        if (Used + count > most || (Used + count > _bytes.Length && !Grow(Used + count))) return false;
        int end = (_start + Used) % _bytes.Length;
        int first = _bytes.Length - end < count ? _bytes.Length - end : count;
        Array.Copy(bytes, offset, _bytes, end, first);
        if (first < count) Array.Copy(bytes, offset + first, _bytes, 0, count - first);
        Used += count;
        return true;
    }

    /// <summary>Adds text, all or nothing.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">How many bytes may wait then.</param>
    /// <returns>False if it finds no room.</returns>
    public bool Put(string text, int most = MostBytes)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return Put(bytes, 0, bytes.Length, most);
    }

    /// <summary>Hands the port what it takes now.</summary>
    /// <param name="port">The port.</param>
    public void Drain(IConsolePort port)
    {
        while (Used > 0)
        {
            int piece = _bytes.Length - _start < Used ? _bytes.Length - _start : Used;
            int sent = port.Send(_bytes, _start, piece);
            if (sent <= 0) return;
            _start = (_start + sent) % _bytes.Length;
            Used -= sent;
            if (sent < piece) return;
        }

        _start = 0;
        if (_bytes.Length > UsualBytes) _bytes = new byte[UsualBytes];
    }

    // Where no memory is left, the line is lost, and counted as such.
    private bool Grow(int wanted)
    {
        int size = _bytes.Length;
        while (size < wanted) size *= 2;
        try
        {
            byte[] larger = new byte[size];
            int first = _bytes.Length - _start < Used ? _bytes.Length - _start : Used;
            Array.Copy(_bytes, _start, larger, 0, first);
            Array.Copy(_bytes, 0, larger, first, Used - first);
            _bytes = larger;
            _start = 0;
            return true;
        }
        catch (OutOfMemoryException)
        {
            return false;
        }
    }
}
