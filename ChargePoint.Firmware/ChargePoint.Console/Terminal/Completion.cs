using System.Collections;

namespace ChargePoint.Console;

/// <summary>The words that can stand where the cursor is: commands, words of their forms, and what commands know of their placeholders.</summary>
internal sealed class Completion
{
    private readonly ConsoleShell _shell;
    private readonly CommandLine _line;
    private readonly int _index;
    private readonly string _begun;
    private readonly ArrayList _words = new();

    /// <summary>Finds the words.</summary>
    /// <param name="shell">Knows the commands.</param>
    /// <param name="text">The line up to the cursor.</param>
    public Completion(ConsoleShell shell, string text)
    {
        _shell = shell;
        _line = new CommandLine(text);
        bool begins = text.Length == 0 || text[text.Length - 1] == ' ';
        _index = begins ? _line.Count : _line.Count - 1;
        _begun = begins || _index < 0 ? "" : _line.Word(_index);
        if (_line.IsJson) return;
        if (_index > 0) FindWords();
        else
        {
            for (int i = 0; i < shell.Count; i++) Take(NameOf(shell[i]));
        }
    }

    /// <summary>Number of words.</summary>
    public int Count => _words.Count;

    /// <summary>What all the words go on with; with a blank if there is but one.</summary>
    public string Rest
    {
        get
        {
            if (Count == 0) return "";
            string common = (string)_words[0]!;
            foreach (string word in _words)
            {
                while (!Begins(word, common)) common = common.Substring(0, common.Length - 1);
            }

            return common.Substring(_begun.Length) + (Count == 1 ? " " : "");
        }
    }

    /// <summary>The words, in columns.</summary>
    /// <param name="reply">Takes the lines.</param>
    public void List(IConsoleReply reply)
    {
        int width = 0;
        foreach (string word in _words)
        {
            if (word.Length + 2 > width) width = word.Length + 2;
        }

        string line = "";
        foreach (string word in _words)
        {
            if (line.Length + width > Report.Columns && line.Length > 0)
            {
                reply.Line(line.TrimEnd());
                line = "";
            }

            line += word.PadRight(width);
        }

        reply.Line(line.TrimEnd());
    }

    private static bool Begins(string word, string with) => word.Length >= with.Length && word.Substring(0, with.Length) == with;

    private static string NameOf(IConsoleCommand command)
    {
        CommandForm form = new(command.Forms);
        form.Next();
        return form.Name;
    }

    private void FindWords()
    {
        IConsoleCommand? command = _shell.Find(_line.Word(0));
        if (command == null) return;
        CommandForm form = new(command.Forms);
        while (form.Next())
        {
            bool fits = true;
            for (int i = 1; i < _index && fits; i++) fits = form.FitsWord(i, _line.Word(i));
            if (!fits) continue;
            if (_index < form.Words.Length) TakeWord(command, CommandForm.Bare(form.Words[_index]));
            if (form.IsQuery && (_index >= form.Words.Length ? _index == form.Words.Length : form.Words[_index][0] == '[')) Take("--json");
        }
    }

    private void TakeWord(IConsoleCommand command, string wanted)
    {
        foreach (string choice in wanted.Split('|'))
        {
            if (!CommandForm.IsPlaceholder(choice))
            {
                Take(choice);
                continue;
            }

            if (command is not IWordSource source) continue;
            for (int i = 0; source.WordFor(choice, i) is string word; i++) Take(word);
        }
    }

    private void Take(string word)
    {
        if (Begins(word, _begun) && !_words.Contains(word)) _words.Add(word);
    }
}
