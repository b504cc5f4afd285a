namespace ChargePoint.Console;

/// <summary>
/// A way to write a command, read from the text that the command has of itself, such as
/// <code>
/// config get KEY [--json] -- one value
/// !config reset KEY|all -- back to the value of the factory
/// </code>
/// Words in small letters stand for themselves, <c>on|off</c> for one of several; words in capitals are what the technician puts in;
/// <c>TEXT...</c> is the rest of the line; what is in brackets may be left out. <c>[--json]</c>: answers for a program too. In front,
/// <c>!</c>: needs the service PIN; <c>*</c>: the line holds a secret and is not remembered.
/// </summary>
public sealed class CommandForm
{
    private const string Separator = " -- ";
    private const string Json = " [--json]";

    private readonly string _text;
    private int _next;

    /// <summary>Reads the forms of a command; <see cref="Next"/> goes to the first.</summary>
    /// <param name="forms">The forms, a line each.</param>
    public CommandForm(string forms) => _text = forms;

    /// <summary>How it is written, with brackets.</summary>
    public string Usage { get; private set; } = "";

    /// <summary>What it does.</summary>
    public string Summary { get; private set; } = "";

    /// <summary>True if it can answer in JSON.</summary>
    public bool IsQuery { get; private set; }

    /// <summary>True if it needs the service PIN.</summary>
    public bool IsDangerous { get; private set; }

    /// <summary>True if the line holds a secret.</summary>
    public bool HasSecret { get; private set; }

    /// <summary>Words of the usage, without [--json].</summary>
    public string[] Words { get; private set; } = [];

    /// <summary>Name of the command: its first word.</summary>
    public string Name => Words[0];

    /// <summary>Goes to the next form.</summary>
    /// <returns>False if there is none.</returns>
    public bool Next()
    {
        if (_next >= _text.Length) return false;
        int end = _text.IndexOf('\n', _next);
        if (end < 0) end = _text.Length;
        IsDangerous = _text[_next] == '!';
        if (IsDangerous) _next++;
        HasSecret = _text[_next] == '*';
        if (HasSecret) _next++;
        string line = _text.Substring(_next, end - _next);
        _next = end + 1;
        int separator = line.IndexOf(Separator);
        Usage = line.Substring(0, separator);
        Summary = line.Substring(separator + Separator.Length);
        IsQuery = Usage.EndsWith(Json);
        Words = (IsQuery ? Usage.Substring(0, Usage.Length - Json.Length) : Usage).Split(' ');
        return true;
    }

    /// <summary>Tells whether a line is written this way.</summary>
    /// <param name="line">The line.</param>
    public bool Fits(CommandLine line)
    {
        if (line.IsJson && !IsQuery) return false;
        for (int i = 0; i < Words.Length; i++)
        {
            if (i >= line.Count) return Words[i][0] == '[';
            if (!FitsWord(i, line.Word(i))) return false;
            if (Words[i].EndsWith("...") || Words[i].EndsWith("...]")) return true;
        }

        return line.Count == Words.Length;
    }

    /// <summary>Tells whether a word of a line fits where it stands.</summary>
    /// <param name="index">Index of the word.</param>
    /// <param name="word">The word.</param>
    public bool FitsWord(int index, string word)
    {
        if (index >= Words.Length) return Words[Words.Length - 1].EndsWith("...");
        string wanted = Bare(Words[index]);
        if (IsPlaceholder(wanted)) return true;
        foreach (string choice in wanted.Split('|'))
        {
            if (choice == word) return true;
        }

        return false;
    }

    /// <summary>A word of the usage without brackets and dots.</summary>
    /// <param name="word">The word.</param>
    public static string Bare(string word)
    {
        string bare = word[0] == '[' ? word.Substring(1, word.Length - 2) : word;
        return bare.EndsWith("...") ? bare.Substring(0, bare.Length - 3) : bare;
    }

    /// <summary>True for a word that stands for what the technician puts in.</summary>
    /// <param name="bare">The word, bare.</param>
    public static bool IsPlaceholder(string bare) => bare[0] >= 'A' && bare[0] <= 'Z';
}
