using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;

namespace ChargePoint.Simulator.Tests.Interop;

/// <summary>The folder with the npm packages of the interoperability tests; installed once, from its lock file.</summary>
internal static class NpmFolder
{
    private static readonly Lazy<Task> Installed = new(InstallAsync);

    /// <summary>The folder, in the source tree.</summary>
    public static string Path { get; } = Find();

    /// <summary>Installs the packages unless that was done before for the same lock file.</summary>
    public static Task EnsureInstalledAsync() => Installed.Value;

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "ChargePoint.sln")))
                return System.IO.Path.Combine(folder.FullName, "ChargePoint.Simulator.Tests", "Interop");
        }

        throw new InvalidOperationException("ChargePoint.sln was not found above " + AppContext.BaseDirectory);
    }

    private static async Task InstallAsync()
    {
        var lockFile = System.IO.Path.Combine(Path, "package-lock.json");
        var wanted = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(lockFile)));
        var marker = System.IO.Path.Combine(Path, "node_modules", ".installed");
        if (File.Exists(marker) && await File.ReadAllTextAsync(marker) == wanted)
            return;

        var command = OperatingSystem.IsWindows() ? new ProcessStartInfo("cmd.exe", "/c npm ci") : new ProcessStartInfo("npm", "ci");
        command.WorkingDirectory = Path;
        command.RedirectStandardOutput = true;
        command.RedirectStandardError = true;
        using var npm = Start(command, "npm");
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var output = npm.StandardOutput.ReadToEndAsync(deadline.Token);
        var errors = npm.StandardError.ReadToEndAsync(deadline.Token);
        await npm.WaitForExitAsync(deadline.Token);
        if (npm.ExitCode != 0)
            throw new InvalidOperationException($"'npm ci' in {Path} failed with {npm.ExitCode}:\n{await output}\n{await errors}");
        await File.WriteAllTextAsync(marker, wanted, deadline.Token);
    }

    /// <summary>Starts a program, or says what to install.</summary>
    public static Process Start(ProcessStartInfo command, string program)
    {
        try
        {
            return Process.Start(command)!;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException(
                $"The interoperability tests need Node.js 18 or later with npm; '{program}' could not be started: {missing.Message}", missing);
        }
    }
}
