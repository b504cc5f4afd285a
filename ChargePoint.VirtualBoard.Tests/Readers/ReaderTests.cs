namespace ChargePoint.VirtualBoard.Tests.Readers;

/// <summary>What every reader does, whatever its chip.</summary>
[TestClass]
public sealed class ReaderTests
{
    private const string Mfrc522 = "MFRC522";
    private const string I2c = "PN532 I2C";
    private const string Serial = "PN532 serial";

    private static readonly byte[] Four = [0x04, 0xA1, 0xB2, 0xC3];
    private static readonly byte[] Seven = [0x04, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66];
    private static readonly byte[] Ten = [0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0A];

    [TestMethod]
    [DataRow(Mfrc522)]
    [DataRow(I2c)]
    [DataRow(Serial)]
    public void Cards_of_all_lengths_are_read_once_for_each_presentation(string kind)
    {
        using ReaderBench bench = ReaderBench.Make(kind);
        bench.Run(500);
        List<string> expected = [];
        foreach (byte[] uid in new[] { Four, Seven, Ten, [0x08, 1, 2, 3], Seven })
        {
            bench.Field.Present(uid, 800);
            bench.Run(3000);
            expected.Add(Convert.ToHexString(uid));
        }

        CollectionAssert.AreEqual(expected, bench.Cards);
        Assert.IsFalse(bench.Reader.IsFaulty);
    }

    [TestMethod]
    [DataRow(Mfrc522)]
    [DataRow(I2c)]
    [DataRow(Serial)]
    public void Card_that_stays_is_told_once_also_by_a_caller_that_stands_still(string kind)
    {
        using ReaderBench bench = ReaderBench.Make(kind);
        bench.Run(500);
        bench.Field.Present(Seven, 600_000);
        bench.Run(10_000);
        for (int i = 0; i < 50; i++)
        {
            bench.Clock.Advance(5000);
            bench.Run(20 * (i % 20));
        }

        CollectionAssert.AreEqual(new[] { Convert.ToHexString(Seven) }, bench.Cards);
    }

    [TestMethod]
    [DataRow(Mfrc522)]
    [DataRow(I2c)]
    [DataRow(Serial)]
    public void Card_that_was_away_for_half_a_second_is_the_same_presentation(string kind)
    {
        using ReaderBench bench = ReaderBench.Make(kind);
        bench.Run(500);
        bench.Field.Present(Four, 500);
        bench.Run(1000);
        bench.Field.Present(Four, 500);
        bench.Run(3000);
        Assert.HasCount(1, bench.Cards);
    }

    [TestMethod]
    [DataRow(Mfrc522)]
    [DataRow(I2c)]
    [DataRow(Serial)]
    public void Short_tap_is_enough(string kind)
    {
        using ReaderBench bench = ReaderBench.Make(kind);
        bench.Run(1000);
        for (int i = 0; i < 20; i++)
        {
            byte[] uid = [.. Ten[..9], (byte)i];
            bench.Run(20 * i);
            bench.Field.Present(uid, 400);
            bench.Run(1500);
            Assert.HasCount(i + 1, bench.Cards);
        }
    }

    [TestMethod]
    [DataRow(Mfrc522)]
    [DataRow(I2c)]
    [DataRow(Serial)]
    public void Four_cards_wait_and_a_fifth_is_not_seen(string kind)
    {
        using ReaderBench bench = ReaderBench.Make(kind);
        bench.Run(500);
        for (byte i = 0; i < 5; i++)
        {
            bench.Field.Present([0x10, 0x20, 0x30, i], 500);
            bench.Run(2500, take: false);
        }

        Assert.IsTrue(bench.Reader.HasCard);
        for (byte i = 0; i < 4; i++) Assert.AreEqual($"1020300{i}", bench.Reader.TakeCard());
        Assert.IsFalse(bench.Reader.HasCard);
        Assert.IsNull(bench.Reader.TakeCard());
    }

    [TestMethod]
    [DataRow(Mfrc522)]
    [DataRow(I2c)]
    [DataRow(Serial)]
    public void Reader_that_is_unplugged_is_faulty_and_works_again_when_it_is_back(string kind)
    {
        using ReaderBench bench = ReaderBench.Make(kind);
        bench.Run(1000);
        Assert.IsFalse(bench.Reader.IsFaulty);
        bench.Break(true);
        bench.Run(10_000);
        Assert.IsTrue(bench.Reader.IsFaulty);
        bench.Break(false);
        bench.LosePower();
        bench.Run(4000);
        Assert.IsFalse(bench.Reader.IsFaulty);
        bench.Field.Present(Seven, 500);
        bench.Run(1000);
        CollectionAssert.AreEqual(new[] { Convert.ToHexString(Seven) }, bench.Cards);
    }

    [TestMethod]
    [DataRow(Mfrc522)]
    [DataRow(I2c)]
    [DataRow(Serial)]
    public void Reader_that_was_never_there_is_faulty_soon_and_found_later(string kind)
    {
        using ReaderBench bench = ReaderBench.Make(kind);
        bench.Break(true);
        bench.Run(9000);
        Assert.IsTrue(bench.Reader.IsFaulty);
        bench.Break(false);
        bench.Run(4000);
        Assert.IsFalse(bench.Reader.IsFaulty);
    }

    [TestMethod]
    [DataRow(Mfrc522)]
    [DataRow(I2c)]
    [DataRow(Serial)]
    public void Reader_that_lost_its_supply_for_a_moment_is_set_up_again_without_a_fault(string kind)
    {
        using ReaderBench bench = ReaderBench.Make(kind);
        for (int i = 0; i < 20; i++)
        {
            bench.Run(1000 + (20 * i));
            bench.LosePower();
            bench.Run(2500);
            bench.Field.Present([1, 2, 3, (byte)i], 500);
            bench.Run(1500);
            Assert.IsFalse(bench.Reader.IsFaulty, $"{i}");
            Assert.HasCount(i + 1, bench.Cards);
        }
    }

    [TestMethod]
    [DataRow(Mfrc522)]
    [DataRow(I2c)]
    [DataRow(Serial)]
    public void Stalls_of_the_caller_make_no_fault(string kind)
    {
        using ReaderBench bench = ReaderBench.Make(kind);
        bench.Run(1000);
        for (int i = 0; i < 100; i++)
        {
            bench.Clock.Advance(7000);
            bench.Run(20 * (i % 25));
            Assert.IsFalse(bench.Reader.IsFaulty);
        }
    }

    [TestMethod]
    [DataRow(Mfrc522)]
    [DataRow(I2c)]
    [DataRow(Serial)]
    public void Cards_of_a_source_are_all_read_whatever_the_callers_pace(string kind)
    {
        using ReaderBench bench = ReaderBench.Make(kind);
        Queue<byte[]> queue = new([Four, Four, Ten, Seven]);
        bench.Field.Source = () => queue.TryDequeue(out byte[]? uid) ? uid : null;
        for (int i = 0; i < 800 && bench.Cards.Count < 4; i++)
        {
            bench.Clock.Advance(i % 7 * 100);
            bench.Run(20);
        }

        CollectionAssert.AreEqual(new[] { Four, Four, Ten, Seven }.Select(Convert.ToHexString).ToList(), bench.Cards);
    }

    [TestMethod]
    [DataRow(Mfrc522, 16.0)] // 1 MHz and the time between two transfers
    [DataRow(I2c, 90.0)] // 100 kHz
    [DataRow(Serial, 87.0)] // 115,200 baud
    public void No_poll_keeps_the_bus_busy_for_more_than_5_ms(string kind, double microsecondsPerByte)
    {
        using ReaderBench bench = ReaderBench.Make(kind);
        bench.Run(1000);
        bench.Field.Present(Ten, 1000);
        bench.Run(3000);
        bench.Break(true);
        bench.Run(10_000);
        double ms = bench.MostBusBytes * microsecondsPerByte / 1000;
        Console.WriteLine($"{kind}: busiest poll {bench.MostBusBytes} bytes, {ms:F2} ms");
        Assert.IsLessThan(5, ms);
    }
}
