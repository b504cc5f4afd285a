using ChargePoint.VirtualBoard.Tests.Meters;

namespace ChargePoint.VirtualBoard.Tests.Readers;

/// <summary>The PN532 driver over the chip's frames.</summary>
[TestClass]
public sealed class Pn532Tests
{
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Reset_pin_is_used_where_there_is_one(bool serial)
    {
        using Pn532Bench bench = new(serial, resetPin: true);
        bench.Run(1000);
        Assert.IsTrue(bench.Controller.Pin(ReaderBench.ResetPin).IsHigh);
        bench.Chip.Present([1, 2, 3, 4], 500);
        bench.Run(1000);
        CollectionAssert.AreEqual(new[] { "01020304" }, bench.Cards);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Another_chip_is_not_used(bool serial)
    {
        using Pn532Bench bench = new(serial);
        bench.Chip.Kind = 0x33;
        bench.Run(10_000);
        Assert.IsTrue(bench.Reader.IsFaulty);
    }

    [TestMethod]
    [DataRow(false, 300)]
    [DataRow(true, 300)]
    [DataRow(true, 900)]
    public void Slow_answers_are_waited_for(bool serial, int delayMs)
    {
        using Pn532Bench bench = new(serial);
        bench.Chip.DelayMs = delayMs;
        bench.Chip.Present([1, 2, 3, 4, 5, 6, 7], 20_000);
        bench.Run(15_000);
        CollectionAssert.AreEqual(new[] { "01020304050607" }, bench.Cards);
        Assert.IsFalse(bench.Reader.IsFaulty);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Answers_that_stay_away_are_a_fault_and_no_longer_when_they_come(bool serial)
    {
        using Pn532Bench bench = new(serial);
        bench.Run(1000);
        bench.Chip.Mutate = frame => frame.Length > 6 ? null : frame;
        bench.Run(15_000);
        Assert.IsTrue(bench.Reader.IsFaulty);
        bench.Chip.Mutate = null;
        bench.Run(5000);
        Assert.IsFalse(bench.Reader.IsFaulty);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Frames_with_wrong_checksums_are_none(bool serial)
    {
        using Pn532Bench bench = new(serial);
        bench.Run(1000);
        bench.Chip.Mutate = frame =>
        {
            if (frame.Length > 6) frame[^2] ^= 1;
            return frame;
        };
        bench.Chip.Present([1, 2, 3, 4], 60_000);
        bench.Run(20_000);
        Assert.IsEmpty(bench.Cards);
        bench.Chip.Mutate = null;
        bench.Run(5000);
        CollectionAssert.AreEqual(new[] { "01020304" }, bench.Cards);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Ten_thousand_mutated_frames_never_make_a_wrong_card(bool serial)
    {
        Random random = new(serial ? 8 : 9);
        int mutated = 0;
        int read = 0;
        byte[][] uids = [[0x04, 0x99, 0x12, 0x34], [0x04, 1, 2, 3, 4, 5, 6], [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]];
        while (mutated < 10_000)
        {
            foreach (byte[] uid in uids)
            {
                using Pn532Bench bench = new(serial);
                bench.Run(600);
                bench.Chip.Mutate = frame =>
                {
                    if (random.Next(3) > 0) return frame;
                    mutated++;
                    return Mutation.Of(frame, random);
                };
                bench.Chip.Present(uid, 1_000_000);
                bench.Run(200_000);
                read += bench.Cards.Count;
                foreach (string card in bench.Cards) Assert.AreEqual(Convert.ToHexString(uid), card);
            }
        }

        Console.WriteLine($"{mutated} mutated frames, {read} cards, all right");
        Assert.IsGreaterThan(0, read);
    }
}
