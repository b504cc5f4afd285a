using System.Collections;

namespace ChargePoint.Console;

/// <summary>A command line, taken apart at its blanks.</summary>
public sealed class CommandLine
{
    private const string Json = "--json";

    private readonly string _text;
    private readonly ArrayList _words = new();
    private readonly ArrayList _starts = new();
    private readonly int _end;

    /// <summary>Takes a line apart.</summary>
    /// <param name="text">The line.</param>
    public CommandLine(string text)
    {
        _text = text;
        char[] characters = text.ToCharArray();
        int start = -1;
        for (int i = 0; i <= characters.Length; i++)
        {
            bool blank = i == characters.Length || characters[i] == ' ' || characters[i] == '\t' || characters[i] == '\r';
            if (!blank)
            {
                if (start < 0) start = i;
                continue;
            }

            if (start < 0) continue;
            _words.Add(new string(characters, start, i - start));
            _starts.Add(start);
            start = -1;
        }

        IsJson = Count > 1 && Word(Count - 1) == Json;
        _end = IsJson ? (int)_starts[Count - 1]! : text.Length;
        if (IsJson) _words.RemoveAt(Count - 1);
    }

    /// <summary>True if the last word was --json: the answer is for a program. It is not one of the words.</summary>
    public bool IsJson { get; }

    /// <summary>Number of words.</summary>
    public int Count => _words.Count;

    /// <summary>A word.</summary>
    /// <param name="index">0 is the command's name.</param>
    public string Word(int index) => (string)_words[index]!;

    /// <summary>Everything from a word to the end of the line, blanks included; "" if there are not that many words.</summary>
    /// <param name="index">Index of the word.</param>
    public string From(int index) => index < _words.Count ? _text.Substring((int)_starts[index]!, _end - (int)_starts[index]!).TrimEnd() : "";

    /// <summary>Reads a word as a number; a wrong one fails the command.</summary>
    /// <param name="index">Index of the word.</param>
    /// <param name="name">What it is, for the message.</param>
    /// <param name="least">Smallest number.</param>
    /// <param name="most">Largest number.</param>
    /// <param name="absent">The number if the word was left out.</param>
    /// <param name="reply">Takes the failure.</param>
    /// <param name="value">The number.</param>
    /// <returns>False if the command has failed.</returns>
    public bool Number(int index, string name, int least, int most, int absent, IConsoleReply reply, out int value)
    {
        value = absent;
        if (index >= Count || (int.TryParse(Word(index), out value) && value >= least && value <= most)) return true;
        reply.Fail(least == most ? $"{name} is {least}" : $"{name} is {least} to {most}");
        return false;
    }
}
