using System;

namespace ChargePoint.Scenario;

/// <summary>Is told when a part of the day is over.</summary>
/// <param name="part">What it was.</param>
public delegate void PartOver(string part);

/// <summary>
/// The day of a charge point: boot, a local list of 20, a session with ten samples, three sessions while the Central System cannot be
/// reached, and what is told when it is back. What is not as it has to be throws.
/// </summary>
public static class Day
{
    private const int Samples = 10;
    private const int SampleMs = 60_000;
    private const int OfflineSessions = 3;
    private const int ListEntries = 20;

    /// <summary>Runs the day on a factory-new charge point.</summary>
    /// <param name="over">Told of each part, or null.</param>
    /// <returns>Bytes that are free in the middle of a session; 0 where the heap is not watched.</returns>
    public static uint Run(PartOver? over)
    {
        Station station = new();
        station.Start();
        Expect(station.IsAccepted, "accepted");
        station.Configuration.Change("MeterValueSampleInterval", "60");
        over?.Invoke("boot");

        SendLocalList(station.CentralSystem);
        station.Pass(10_000);
        Expect(station.ListEntries == ListEntries && station.CentralSystem.Accepted == 1, "local list");
        over?.Invoke("local list of 20");

        uint steady = RunOnline(station);
        over?.Invoke("session with ten samples");

        station.CentralSystem.Break();
        for (int i = 0; i < OfflineSessions; i++) RunOffline(station, Card(12 + i));
        Expect(station.CentralSystem.Starts == 1, "nothing is told while offline");
        over?.Invoke("three offline sessions");

        station.CentralSystem.Repair();
        station.Pass(1_200_000);
        Expect(station.CentralSystem.Starts == 1 + OfflineSessions, "all starts told");
        Expect(station.CentralSystem.Stops == 1 + OfflineSessions, "all stops told");
        Expect(station.CentralSystem.Samples == Samples * (1 + OfflineSessions), "all samples told");
        Expect(station.Transactions.Waiting == 0, "nothing waits");
        Expect(station.Failures == 0, "no handler failed");
        over?.Invoke("reconnect, all told");
        return steady;
    }

    private static uint RunOnline(Station station)
    {
        station.Plug();
        station.Tap(Card(11));
        station.Pass((Samples / 2 * SampleMs) + 5_000);
        Expect(station.Status == "Charging", "charging");
        uint steady = HeapWatch.Sample();
        station.Pass(Samples / 2 * SampleMs);
        station.Tap(Card(11));
        station.Unplug();
        Expect(station.CentralSystem.Starts == 1 && station.CentralSystem.Stops == 1 && station.CentralSystem.Samples == Samples, "session told");
        return steady;
    }

    private static void RunOffline(Station station, string card)
    {
        station.Plug();
        station.Tap(card);
        Expect(station.Status == "Charging", "charging offline");
        station.Pass((Samples * SampleMs) + 5_000);
        station.Tap(card);
        station.Unplug();
        Expect(station.Status == "Available", "available again");
    }

    private static void SendLocalList(CentralSystem centralSystem)
    {
        const string Begin = "[2,\"7f2c1b9e-52c1-4c5e-9b0a-3d2f6a1e8c44\",\"SendLocalList\",{\"listVersion\":1,\"updateType\":\"Full\",\"localAuthorizationList\":[";
        const string Info = "\",\"idTagInfo\":{\"status\":\"Accepted\",\"expiryDate\":\"2030-01-01T00:00:00Z\",\"parentIdTag\":\"FLEET-0815\"}}";
        const string End = "]}]";
        string first = "{\"idTag\":\"" + Card(10) + Info;
        centralSystem.BeginMessage(Begin.Length + (ListEntries * first.Length) + ListEntries - 1 + End.Length);
        centralSystem.Put(Begin);
        for (int i = 0; i < ListEntries; i++)
        {
            if (i > 0) centralSystem.Put(",");
            centralSystem.Put("{\"idTag\":\"" + Card(10 + i) + Info);
        }

        centralSystem.Put(End);
        centralSystem.EndMessage();
    }

    private static string Card(int number) => "04A2B6C1D53E" + number.ToString();

    private static void Expect(bool condition, string what)
    {
        if (!condition) throw new InvalidOperationException($"not as expected: {what}");
    }
}
