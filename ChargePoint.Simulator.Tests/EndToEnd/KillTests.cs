using ChargePoint.Simulator.CentralSystem;
using ChargePoint.Simulator.Tests.Bench;

namespace ChargePoint.Simulator.Tests.EndToEnd;

/// <summary>
/// The process is killed (kill -9) at random moments of its sessions, and started again on the same storage. The Central System, which
/// lives on, must have every transaction once and every watt-hour that the meter counted. CHARGEPOINT_KILLS sets how often.
/// </summary>
[TestClass]
public class KillTests
{
    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("CHARGEPOINT_KILLS"), out int kills) ? kills : 8;

    [TestMethod]
    public async Task Killed_at_random_moments_no_transaction_is_lost_or_billed_twice()
    {
        const int Seed = 20261121;
        Random random = new(Seed);
        using TemporaryFolder folder = new();
        await using BuiltInCentralSystem centralSystem = new(new OcppServerOptions(), () => DateTimeOffset.UtcNow);
        await centralSystem.StartAsync();
        // Without drivers: the register that bills are held against is then read at the very moment, and not some milliseconds before.
        string[] arguments = ["--board", "plain", "--storage", folder.At("storage"), "--id", "KILLED", "--central-system", centralSystem.Server.Url.ToString(), "--set", "MeterValueSampleInterval=30"];
        for (int i = 0; i < Kills; i++)
        {
            await using SimulatorProcess simulator = SimulatorProcess.StartPlain(arguments);
            StatusReport before = await simulator.OnlineAsync();
            await simulator.DoAsync("sim plug 1");
            if (before[1].TransactionId == null) await simulator.DoAsync($"sim tap CARD{i}");

            // Often enough a session is under way, however slow the machine is
            if (i % 4 == 0) await simulator.UntilAsync("a session", report => report[1].TransactionId != null);

            // ... and often enough one is over
            if (i % 4 == 3)
            {
                await simulator.DoAsync("sim unplug 1");
                await simulator.UntilAsync("no session", report => report[1].TransactionId == null);
            }

            // Otherwise without waiting for anything: the kill falls into authorization, start, samples or stop, as it happens.
            await simulator.TypeAsync($"sim skip {random.Next(1, 200)}\n");
            if (random.Next(4) != 0) await simulator.TypeAsync(random.Next(2) == 0 ? "sim unplug 1\n" : $"sim tap CARD{i}\n");
            await Task.Delay(random.Next(0, 250));
            await simulator.KillAsync();
        }

        await using SimulatorProcess last = SimulatorProcess.StartPlain(arguments);
        await last.OnlineAsync();
        await last.DoAsync("sim unplug 1");
        await last.UntilAsync("Available");
        StatusReport status = await last.UntilAsync("told everything", report => report.TransactionMessages == 0);
        await last.QuitAsync();

        IReadOnlyList<TransactionRecord> transactions = centralSystem.Ledger.Transactions;
        string ledger = string.Join('\n', transactions.Select(t => $"{t.TransactionId} {t.IdTag} {t.MeterStartWh}-{t.MeterStopWh} {t.Reason}"));
        Assert.IsGreaterThan(Kills / 8, transactions.Count, ledger);
        Assert.IsGreaterThan(0, status[1].EnergyWh);
        Assert.IsTrue(transactions.All(t => t.MeterStopWh != null), ledger);
        Assert.AreEqual(status[1].EnergyWh, transactions.Sum(t => t.MeterStopWh!.Value - t.MeterStartWh), ledger);
        Assert.IsEmpty(centralSystem.Validator.Violations.Snapshot());
        System.Console.WriteLine($"{Kills} kills, {transactions.Count} transactions, {status[1].EnergyWh} Wh:\n{ledger}");
    }
}
