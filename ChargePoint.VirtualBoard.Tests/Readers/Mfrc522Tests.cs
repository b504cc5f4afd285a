using System.Device.Gpio;
using ChargePoint.Hal.Readers;

namespace ChargePoint.VirtualBoard.Tests.Readers;

/// <summary>The MFRC522 driver over the chip's registers, and cards bit by bit.</summary>
[TestClass]
public sealed class Mfrc522Tests
{
    [TestMethod]
    public void Reset_pin_is_used_where_there_is_one()
    {
        using Mfrc522Bench bench = new(resetPin: true);
        Assert.IsFalse(bench.Controller.Pin(ReaderBench.ResetPin).IsHigh);
        bench.Run(300);
        Assert.IsTrue(bench.Controller.Pin(ReaderBench.ResetPin).IsHigh);
        bench.Chip.Present([1, 2, 3, 4], 500);
        bench.Run(1000);
        CollectionAssert.AreEqual(new[] { "01020304" }, bench.Cards);
    }

    [TestMethod]
    [DataRow(0x91, true)]
    [DataRow(0x92, true)]
    [DataRow(0x88, true)]
    [DataRow(0xB2, true)]
    [DataRow(0x00, false)]
    [DataRow(0xFF, false)]
    [DataRow(0x37, false)]
    public void Only_chips_that_are_known_are_used(int version, bool known)
    {
        using Mfrc522Bench bench = new();
        bench.Chip.Version = (byte)version;
        bench.Run(10_000);
        Assert.AreEqual(!known, bench.Reader.IsFaulty);
    }

    [TestMethod]
    public void Collisions_of_two_cards_are_resolved_to_one_of_them()
    {
        Random random = new(3);
        int read = 0;
        for (int i = 0; i < 300; i++)
        {
            using Mfrc522Bench bench = new();
            bench.Run(200);
            byte[][] uids = [new byte[random.Next(3) * 3 + 4], new byte[random.Next(3) * 3 + 4]];
            foreach (byte[] uid in uids)
            {
                random.NextBytes(uid);
                if (uid[0] == 0x88) uid[0] = 0x04;
            }

            // close relatives: the same but for a bit, wherever it is
            if (i % 3 == 0)
            {
                uids[1] = [.. uids[0]];
                uids[1][random.Next(uids[1].Length)] ^= (byte)(1 << random.Next(8));
                if (uids[1][0] == 0x88) continue;
            }

            bench.Chip.Present(uids[0], 1500);
            bench.Chip.Present(uids[1], 1500);
            bench.Run(1400);
            foreach (string card in bench.Cards)
            {
                read++;
                CollectionAssert.Contains(uids.Select(Convert.ToHexString).ToList(), card);
            }

            Assert.IsLessThanOrEqualTo(1, bench.Cards.Count);
        }

        Console.WriteLine($"{read} of 300 pairs gave a card");
        Assert.IsGreaterThan(270, read);
    }

    [TestMethod]
    public void Ten_thousand_weak_answers_never_make_a_wrong_card()
    {
        int weakened = 0;
        int read = 0;
        Random random = new(5);
        byte[][] uids = [[0x04, 0x99, 0x12, 0x34], [0x04, 1, 2, 3, 4, 5, 6], [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]];
        while (weakened < 10_000)
        {
            foreach (byte[] uid in uids)
            {
                using Mfrc522Bench bench = new();
                bench.Run(200);
                bench.Field.Weaken = bits =>
                {
                    if (random.Next(3) == 0) return false;
                    weakened++;
                    if (random.Next(5) == 0 && bits.Count > 1) bits.RemoveRange(random.Next(bits.Count), 1);
                    for (int i = random.Next(6); i >= 0 && bits.Count > 0; i--)
                    {
                        int at = random.Next(bits.Count);
                        bits[at] = !bits[at];
                    }

                    return random.Next(4) == 0;
                };
                bench.Chip.Present(uid, 30_000);
                bench.Run(20_000);
                read += bench.Cards.Count;
                foreach (string card in bench.Cards) Assert.AreEqual(Convert.ToHexString(uid), card);
            }
        }

        Console.WriteLine($"{weakened} weak answers, {read} cards, all right");
    }

    [TestMethod]
    public void Noise_on_the_SPI_cable_never_makes_a_wrong_card()
    {
        Random random = new(6);
        for (int rate = 20; rate < 2000; rate *= 3)
        {
            using Mfrc522Bench bench = new();
            bench.Run(200);
            bench.Chip.SpiNoise = value => random.Next(rate) == 0 ? (byte)random.Next(256) : value;
            bench.Chip.Present([0x04, 0x99, 0x12, 0x34], 600_000);
            bench.Run(100_000);
            foreach (string card in bench.Cards) Assert.AreEqual("04991234", card);
        }
    }

    [TestMethod]
    public void Chip_that_never_ends_an_exchange_is_reset_and_reported()
    {
        using Mfrc522Bench bench = new();
        bench.Run(500);
        bench.Chip.IsStuck = true;
        bench.Run(12_000);
        Assert.IsTrue(bench.Reader.IsFaulty);
        bench.Chip.IsStuck = false;
        bench.Run(4000);
        Assert.IsFalse(bench.Reader.IsFaulty);
    }

    [TestMethod]
    public void Chip_that_reads_zero_is_reported()
    {
        using Mfrc522Bench bench = new();
        bench.Run(500);
        bench.Chip.IsDead = true;
        bench.Run(10_000);
        Assert.IsTrue(bench.Reader.IsFaulty);
    }

    [TestMethod]
    [DataRow(10)]
    [DataRow(30)]
    [DataRow(70)]
    public void Slow_exchanges_are_waited_for(int delayMs)
    {
        using Mfrc522Bench bench = new();
        bench.Chip.DelayMs = delayMs;
        bench.Run(500);
        bench.Chip.Present([1, 2, 3, 4, 5, 6, 7], 1500);
        bench.Run(2000);
        CollectionAssert.AreEqual(new[] { "01020304050607" }, bench.Cards);
    }

    [TestMethod]
    public void Options_outside_their_ranges_are_refused()
    {
        using Mfrc522Bench bench = new();
        Assert.ThrowsExactly<ArgumentException>(() => new Mfrc522Reader(bench.Clock, new GpioController(), new Mfrc522Options { ClockHz = 99_999 }));
        Assert.ThrowsExactly<ArgumentException>(() => new Mfrc522Reader(bench.Clock, null, new Mfrc522Options { ResetPin = 4 }));
    }
}
