using System.Text;

namespace ChargePoint.Simulator.Tests.Fuzz;

/// <summary>File servers that say anything: each download and upload comes to an end in its time, and the charge point goes on.</summary>
[TestClass]
[DoNotParallelize]
public sealed class TransferFuzzTests
{
    private const int LongestMinutes = 180;

    private static readonly string[] Orders =
    [
        """[2,"t","UpdateFirmware",{"location":"http://files.example/fw.bin","retrieveDate":"2026-01-01T00:00:00Z","retries":1,"retryInterval":1}]""",
        """[2,"t","UpdateFirmware",{"location":"ftp://me:pw@files.example/fw.bin","retrieveDate":"2026-01-01T00:00:00Z","retries":0}]""",
        """[2,"t","UpdateFirmware",{"location":"https://files.example:8443/fw.bin?token=x","retrieveDate":"2026-01-01T00:00:00Z"}]""",
        """[2,"t","GetDiagnostics",{"location":"http://files.example/in","retries":1,"retryInterval":1}]""",
        """[2,"t","GetDiagnostics",{"location":"ftp://files.example/in/"}]""",
        """[2,"t","GetLog",{"logType":"SecurityLog","requestId":7,"log":{"remoteLocation":"http://files.example/in"}}]""",
        """[2,"t","GetLog",{"logType":"DiagnosticsLog","requestId":8,"log":{"remoteLocation":"ftp://[fd00::1]/in"}}]""",
    ];

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void Whatever_a_file_server_says_the_transfer_ends_and_the_charge_point_goes_on()
    {
        FuzzRun run = new("transfers", 20, TestContext);
        FilePeer files = new(run);
        FuzzStation station = FuzzStation.Idle(files);
        run.Begin(station);
        while (run.Next())
        {
            if (run.Index % 100 == 99)
            {
                run.End(station);
                station = FuzzStation.Idle(files);
                run.Begin(station);
            }

            string[] state = station.State();
            string order = Orders[run.Random.Next(Orders.Length)];
            files.Begin(order.Contains("UpdateFirmware", StringComparison.Ordinal));
            station.Say(order);
            int minutes = 0;
            do station.Run(60_000, 500);
            while (!IsAtRest(station) && ++minutes < LongestMinutes);
            byte[] input = [.. Encoding.UTF8.GetBytes(order), .. files.Said];
            if (minutes == LongestMinutes) run.Fail($"does not come to rest in {LongestMinutes} minutes: {station.LastLine}", input);
            if (station.Limits() is { } problem) run.Fail(problem, input);
            string told = string.Join(' ', station.CentralSystem.Received.Where(IsStage).Select(Stage));
            if (!told.Contains("Uploa", StringComparison.Ordinal) && !told.Contains("Install", StringComparison.Ordinal) && !told.Contains("DownloadFailed", StringComparison.Ordinal))
                run.Fail($"no end was told: {told} {station.CentralSystem.Received.Find(frame => frame.Contains("\"t\"", StringComparison.Ordinal))}", input);
            run.Count("ended with " + told[(told.LastIndexOf(' ') + 1)..]);
            run.Learn(input, told + station.LastLine);
            station.CentralSystem.Received.Clear();
            station.Say("[2,\"probe\",\"GetConfiguration\",{\"key\":[\"NumberOfConnectors\"]}]");
            if (!station.CentralSystem.Received.Exists(frame => frame.StartsWith("[3,\"probe\"", StringComparison.Ordinal))) run.Fail("the next call is not answered", input);
            station.CentralSystem.Received.Clear();
            string[] after = station.State();
            for (int i = 0; i < state.Length; i++)
            {
                if (state[i] != after[i]) run.Fail($"the state changed from {state[i]} to {after[i]}", input);
            }
        }

        run.Report();
    }

    private static bool IsAtRest(FuzzStation station) => station.IsOnline && station.ChargePoint.IsQuiet && station.CentralSystem.Received.Exists(frame => IsStage(frame) && IsEnd(Stage(frame)));

    private static bool IsEnd(string stage) => stage is "Uploaded" or "UploadFailed" or "UploadFailure" or "Installed" or "InstallationFailed" or "DownloadFailed" or "BadMessage" or "NotSupportedOperation" or "PermissionDenied";

    private static bool IsStage(string frame) => frame.StartsWith("[2,", StringComparison.Ordinal) && (frame.Contains("\"FirmwareStatusNotification\"", StringComparison.Ordinal)
        || frame.Contains("\"DiagnosticsStatusNotification\"", StringComparison.Ordinal) || frame.Contains("\"LogStatusNotification\"", StringComparison.Ordinal));

    private static string Stage(string frame) => Firmware.Tests.FakeCentralSystem.Text(frame, "status");
}
