using ChargePoint.Simulator.CentralSystem;

namespace ChargePoint.Simulator;

/// <summary>One charging session from plug to receipt, with 30 simulated minutes of charging.</summary>
public sealed class Demo(TerminalSession session, FirmwareHost host, BuiltInCentralSystem centralSystem, string identity, TextWriter log)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Plays the session.</summary>
    /// <param name="ending">Ends it early.</param>
    /// <returns>0 when the session was complete, 1 otherwise.</returns>
    public async Task<int> RunAsync(CancellationToken ending)
    {
        try
        {
            await WaitForStatusAsync("Available", ending);
            await StepAsync("A car arrives and is plugged in.", "sim plug 1", "Preparing", ending);
            await StepAsync("The driver presents a card.", "sim tap DEMO-CARD", "Charging", ending);
            await StepAsync("Thirty minutes go by.", "sim skip 1800", "Charging", ending);
            await StepAsync("The driver presents the card again.", "sim tap DEMO-CARD", "Finishing", ending);
            await StepAsync("The car is unplugged and drives off.", "sim unplug 1", "Available", ending);
            await centralSystem.Ledger.WaitUntilAsync(ledger => ledger.Transactions.Any(t => t.StoppedAt != null), Limit);
            TransactionRecord transaction = centralSystem.Ledger.Transactions[^1];
            foreach (string line in new Receipt(transaction, centralSystem.Ledger.ChargePoint(identity)).ToLines()) System.Console.WriteLine(line);
            return centralSystem.Validator.Violations.Total == 0 ? 0 : 1;
        }
        catch (TimeoutException e)
        {
            await log.WriteLineAsync("error: the demo got stuck: " + e.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
    }

    private async Task StepAsync(string story, string command, string status, CancellationToken ending)
    {
        System.Console.WriteLine();
        System.Console.WriteLine("# " + story);
        System.Console.WriteLine("> " + command);
        await session.ExecuteAsync(command);
        await WaitForStatusAsync(status, ending);
    }

    private async Task WaitForStatusAsync(string status, CancellationToken ending)
    {
        DateTime limit = DateTime.UtcNow + Limit;
        while (DateTime.UtcNow < limit)
        {
            ending.ThrowIfCancellationRequested();
            string now = await host.RunAsync(chargePoint => chargePoint is { Registration.IsAccepted: true, IsQuiet: true } ? Features.StatusNames.Of(chargePoint.Connectors[0].Status) : "");
            if (now == status) return;
            await Task.Delay(20, ending);
        }

        throw new TimeoutException($"connector 1 did not become {status}");
    }
}
