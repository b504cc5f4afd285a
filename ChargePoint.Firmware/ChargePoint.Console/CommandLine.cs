using System.Collections;

namespace ChargePoint.Console;

/// <summary>A command line, taken apart at its blanks.</summary>
public sealed class CommandLine
{
    private readonly string _text;
    private readonly ArrayList _words = new();
    private readonly ArrayList _starts = new();

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
    }

    /// <summary>Number of words.</summary>
    public int Count => _words.Count;

    /// <summary>A word.</summary>
    /// <param name="index">0 is the command's name.</param>
    public string Word(int index) => (string)_words[index]!;

    /// <summary>Everything from a word to the end of the line, blanks included; "" if there are not that many words.</summary>
    /// <param name="index">Index of the word.</param>
    public string From(int index) => index < _starts.Count ? _text.Substring((int)_starts[index]!).TrimEnd() : "";
}
