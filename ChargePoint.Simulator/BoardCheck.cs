using System.CommandLine;

namespace ChargePoint.Simulator;

/// <summary>Judges a board description as the device would, before it is written to one.</summary>
public static class BoardCheck
{
    /// <summary>The command: <c>check-board FILE</c>.</summary>
    public static Command Command()
    {
        Argument<string> file = new("file") { Description = "board description", HelpName = "FILE" };
        Command command = new("check-board", "judges a board description as the device would") { file };
        command.SetAction(parsed => Run(parsed.GetValue(file)!));
        return command;
    }

    /// <summary>Judges a file; each problem is a line on standard error.</summary>
    /// <param name="file">The file.</param>
    /// <returns>Exit code: 0 for a sound description, 1 for a wrong one, 2 if it cannot be read.</returns>
    public static int Run(string file)
    {
        byte[] text;
        try
        {
            text = File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            System.Console.Error.WriteLine($"error: {file} cannot be read: {e.Message.ReplaceLineEndings(" ")}");
            return CommandLineParser.UsageError;
        }

        if (Machine.Read(text, out string[] problems) != null)
        {
            System.Console.WriteLine($"{file}: a sound board description");
            return 0;
        }

        foreach (string problem in problems) System.Console.Error.WriteLine($"error: {file}: {problem}");
        return 1;
    }
}
