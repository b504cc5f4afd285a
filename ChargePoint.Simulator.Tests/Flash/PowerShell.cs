using System.Diagnostics;
using System.Text;

namespace ChargePoint.Simulator.Tests.Flash;

/// <summary>PowerShell, where it is installed: 7 ("pwsh"), or Windows PowerShell 5.1 ("powershell").</summary>
internal static class PowerShell
{
    private static readonly string[] Names = OperatingSystem.IsWindows() ? ["pwsh.exe", "powershell.exe"] : ["pwsh"];
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private static readonly string? Program = Names
        .SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    /// <summary>Ends the test as inconclusive where there is none.</summary>
    public static void Require()
    {
        if (Program == null) Assert.Inconclusive("PowerShell is not installed: neither 'pwsh' nor 'powershell' is on the PATH");
    }

    /// <summary>Runs a script file and gives exit code, standard output and standard error.</summary>
    /// <param name="script">The script.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">The folder that it is called in.</param>
    /// <param name="input">What is typed.</param>
    /// <param name="environment">Environment variables to set.</param>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string script, IEnumerable<string> arguments, string folder, string input = "", IReadOnlyDictionary<string, string>? environment = null)
    {
        ProcessStartInfo start = new(Program!)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (string argument in (string[])["-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-File", script, .. arguments]) start.ArgumentList.Add(argument);
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        using CancellationTokenSource deadline = new(Deadline);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            Task<string> errors = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync(deadline.Token);
            return (process.ExitCode, (await output).ReplaceLineEndings("\n"), (await errors).ReplaceLineEndings("\n"));
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
