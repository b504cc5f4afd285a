using System.Collections.Concurrent;
using System.Text;
using ChargePoint.Hal;

namespace ChargePoint.Simulator.Terminals;

/// <summary>The terminal from which the simulator was started, key by key. Keys become what a VT100 sends for them.</summary>
public sealed class KeyPort : IConsolePort, IDisposable
{
    private const int MostWaiting = 65_536;

    private readonly ConcurrentQueue<byte> _typed = new();
    private readonly Stream _screen = System.Console.OpenStandardOutput();

    /// <summary>True if there are keys and a screen: neither standard input nor output goes elsewhere.</summary>
    public static bool IsThere => !System.Console.IsInputRedirected && !System.Console.IsOutputRedirected;

    /// <summary>Begins to read keys, on a thread of its own: a read cannot be called off.</summary>
    public void Start()
    {
        System.Console.TreatControlCAsInput = true;
        _typed.Enqueue(0x0C); // draws the prompt
        new Thread(Read) { IsBackground = true, Name = "keys" }.Start();
    }

    /// <inheritdoc/>
    public int Receive(byte[] buffer, int offset, int count)
    {
        int taken = 0;
        while (taken < count && _typed.TryDequeue(out byte value)) buffer[offset + taken++] = value;
        return taken;
    }

    /// <inheritdoc/>
    public int Send(byte[] buffer, int offset, int count)
    {
        _screen.Write(buffer, offset, count);
        _screen.Flush();
        return count;
    }

    /// <summary>Leaves the terminal as it was.</summary>
    public void Dispose()
    {
        System.Console.TreatControlCAsInput = false;
        _screen.Write("\r\n"u8);
        _screen.Dispose();
    }

    /// <summary>What a VT100 sends for a key; "" for none.</summary>
    public static string Sequence(ConsoleKeyInfo key) => key.Key switch
    {
        ConsoleKey.UpArrow => "\e[A",
        ConsoleKey.DownArrow => "\e[B",
        ConsoleKey.RightArrow => "\e[C",
        ConsoleKey.LeftArrow => "\e[D",
        ConsoleKey.Home => "\e[H",
        ConsoleKey.End => "\e[F",
        ConsoleKey.Delete => "\e[3~",
        ConsoleKey.Backspace => "\x7F",
        ConsoleKey.Enter => "\r",
        ConsoleKey.Tab => "\t",
        _ when key.KeyChar != 0 => key.KeyChar.ToString(),
        _ => "",
    };

    private void Read()
    {
        StringBuilder text = new();
        while (true)
        {
            ConsoleKeyInfo key;
            try
            {
                key = System.Console.ReadKey(true);
            }
            catch (InvalidOperationException)
            {
                _typed.Enqueue(4); // the terminal is gone: the end of what is typed
                return;
            }

            text.Append(Sequence(key));
            if (char.IsHighSurrogate(key.KeyChar)) continue; // its other half comes next
            foreach (byte value in Encoding.UTF8.GetBytes(text.ToString()))
            {
                if (_typed.Count < MostWaiting) _typed.Enqueue(value);
            }

            text.Clear();
        }
    }
}
