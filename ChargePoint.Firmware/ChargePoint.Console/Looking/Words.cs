using ChargePoint.Features;
using ChargePoint.Runtime;

namespace ChargePoint.Console;

/// <summary>Words for people: durations, and sentences that fit the terminal.</summary>
internal static class Words
{
    /// <summary>A duration in the two largest units that matter: "35 s", "12 min", "3 h 20 min", "5 d 2 h".</summary>
    /// <param name="milliseconds">The duration; a negative one counts as none.</param>
    public static string Duration(long milliseconds)
    {
        long seconds = milliseconds < 0 ? 0 : milliseconds / 1000;
        if (seconds < 120) return seconds.ToString() + " s";
        long minutes = seconds / 60;
        if (minutes < 120) return minutes.ToString() + " min";
        long hours = minutes / 60;
        return hours < 48 ? $"{hours} h {minutes % 60} min" : $"{hours / 24} d {hours % 24} h";
    }

    /// <summary>How long ago a moment was, in milliseconds; -1 if nobody can tell.</summary>
    /// <param name="moment">The moment.</param>
    /// <param name="nowMs">Present monotonic time.</param>
    /// <param name="clock">Time of day.</param>
    public static long AgeMs(Moment moment, long nowMs, WallClock clock)
    {
        if (moment.Boot == clock.Boot) return nowMs - moment.MonotonicMs;
        return clock.IsKnown ? clock.UnixMs - moment.UnixMs(clock) : -1;
    }

    /// <summary>Writes a sentence, broken at its blanks; what follows the first line is indented.</summary>
    /// <param name="reply">Takes the lines.</param>
    /// <param name="text">The sentence.</param>
    public static void Fold(IConsoleReply reply, string text)
    {
        string indent = "";
        string line = "";
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && indent.Length + line.Length + 1 + word.Length > Report.Columns)
            {
                reply.Line(indent + line);
                indent = "    ";
                line = "";
            }

            line += line.Length > 0 ? " " + word : word;
        }

        reply.Line(indent + line);
    }
}
