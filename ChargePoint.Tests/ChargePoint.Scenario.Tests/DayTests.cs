using nanoFramework.TestFramework;

namespace ChargePoint.Scenario.Tests;

/// <summary>
/// The day of a charge point in the heap of a device: boot, a local list of 20, a session with ten samples, three sessions while the
/// Central System cannot be reached, and what is told when it is back. In nanoCLR it prints what is free and how long each part takes;
/// on a PC, whose heap says nothing, it shows that the day itself is right.
/// </summary>
[TestClass]
public class DayTests
{
    /// <summary>What must stay free at any moment, in bytes.</summary>
    private const int LowestFree = 32 * 1024;

    private const int Samples = 10;
    private const int SampleMs = 60_000;
    private const int OfflineSessions = 3;

    [TestMethod]
    public void A_day_leaves_a_third_of_the_heap_of_a_device_free()
    {
        _ = FakeMemory.Shared;
        int atStart = HeapWatch.Free;
        HeapWatch.IsOn = true;
        HeapWatch.Begin();
        Run(false, out int steady);
        HeapWatch.Sample();
        HeapWatch.IsOn = false;
        if (atStart > HeapWatch.Unlimited) return;
        int lowest = HeapWatch.Lowest;
        OutputHelper.WriteLine($"Footprint,heap,start,{atStart}");
        OutputHelper.WriteLine($"Footprint,heap,steady,{steady}");
        OutputHelper.WriteLine($"Footprint,heap,lowest,{lowest}");
        Assert.IsTrue(atStart < FakeMemory.DeviceHeapBytes, $"run it with a heap of {(FakeMemory.DeviceHeapBytes + FakeMemory.Bytes) / 1024} KiB");
        Assert.IsTrue(lowest >= LowestFree, $"at one moment only {lowest} bytes were free");
    }

    [TestMethod]
    public void The_time_of_each_part_of_the_day_is_told()
    {
        Run(true, out _);
    }

    private static void Run(bool timed, out int steady)
    {
        long begin = HeapWatch.NowMicroseconds;
        Station station = new();
        station.Start();
        Assert.IsTrue(station.IsAccepted);
        station.Configuration.Change("MeterValueSampleInterval", "60");
        begin = Tell(timed, "boot", begin);

        SendLocalList(station.CentralSystem);
        station.Pass(10_000);
        Assert.AreEqual(20, station.ListEntries);
        Assert.AreEqual(1, station.CentralSystem.Accepted);
        begin = Tell(timed, "local list of 20", begin);

        station.Plug();
        station.Tap(Card(11));
        station.Pass((Samples / 2 * SampleMs) + 5_000);
        Assert.AreEqual("Charging", station.Status);
        steady = HeapWatch.Free;
        station.Pass(Samples / 2 * SampleMs);
        station.Tap(Card(11));
        station.Unplug();
        Assert.AreEqual(1, station.CentralSystem.Starts);
        Assert.AreEqual(1, station.CentralSystem.Stops);
        Assert.AreEqual(Samples, station.CentralSystem.Samples);
        begin = Tell(timed, "session with ten samples", begin);

        station.CentralSystem.Break();
        for (int i = 0; i < OfflineSessions; i++) RunOffline(station, Card(12 + i));
        Assert.AreEqual(1, station.CentralSystem.Starts);
        begin = Tell(timed, "three offline sessions", begin);

        station.CentralSystem.Repair();
        station.Pass(1_200_000);
        Assert.AreEqual(1 + OfflineSessions, station.CentralSystem.Starts);
        Assert.AreEqual(1 + OfflineSessions, station.CentralSystem.Stops);
        Assert.AreEqual(Samples + (OfflineSessions * Samples), station.CentralSystem.Samples);
        Assert.AreEqual(0, station.Transactions.Waiting);
        Assert.AreEqual(0, station.Failures);
        Tell(timed, "reconnect, all told", begin);
    }

    private static void RunOffline(Station station, string card)
    {
        station.Plug();
        station.Tap(card);
        Assert.AreEqual("Charging", station.Status);
        station.Pass((Samples * SampleMs) + 5_000);
        station.Tap(card);
        station.Unplug();
        Assert.AreEqual("Available", station.Status);
    }

    private static long Tell(bool timed, string part, long begin)
    {
        long now = HeapWatch.NowMicroseconds;
        if (timed) OutputHelper.WriteLine($"Footprint,phase,{part},{now - begin}");
        return now;
    }

    private static string Card(int number) => "04A2B6C1D53E" + number.ToString();

    private static void SendLocalList(CentralSystem centralSystem)
    {
        const string Begin = "[2,\"7f2c1b9e-52c1-4c5e-9b0a-3d2f6a1e8c44\",\"SendLocalList\",{\"listVersion\":1,\"updateType\":\"Full\",\"localAuthorizationList\":[";
        const string Info = "\",\"idTagInfo\":{\"status\":\"Accepted\",\"expiryDate\":\"2030-01-01T00:00:00Z\",\"parentIdTag\":\"FLEET-0815\"}}";
        const string End = "]}]";
        string first = "{\"idTag\":\"" + Card(10) + Info;
        centralSystem.BeginMessage(Begin.Length + (20 * first.Length) + 19 + End.Length);
        centralSystem.Put(Begin);
        for (int i = 10; i < 30; i++)
        {
            if (i > 10) centralSystem.Put(",");
            centralSystem.Put("{\"idTag\":\"" + Card(i) + Info);
        }

        centralSystem.Put(End);
        centralSystem.EndMessage();
    }
}
