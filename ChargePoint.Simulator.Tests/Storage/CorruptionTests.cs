using ChargePoint.Firmware.Tests;
using ChargePoint.Hal.Simulated;
using ChargePoint.Runtime;

namespace ChargePoint.Simulator.Tests.Storage;

/// <summary>
/// A flash that real use has filled is damaged at random: bits, truncated, deleted, exchanged, copied, foreign and overlong files. The charge
/// point boots, nothing throws, and every start and stop whose record is sound is told.
/// </summary>
[TestClass]
public class CorruptionTests
{
    /// <summary>How many damaged flashes; more with the environment variable CHARGEPOINT_SEEDS.</summary>
    private static readonly int Seeds = int.TryParse(Environment.GetEnvironmentVariable("CHARGEPOINT_SEEDS"), out int seeds) ? seeds : 500;

    // Types of the journal's records, as they stand in flash
    private const int Start = 2;
    private const int Stop = 4;

    // What the log writes at the beginning of a segment, and what says there that it is one of the journal
    private const int OwnHeader = 254;
    private static readonly byte JournalMark = (byte)Crc32.Add(Crc32.Empty, "tx"u8.ToArray(), 0, 2);

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void Whatever_happens_to_the_flash_what_is_sound_is_told()
    {
        MemoryFlash used = Use();
        List<int> all = Expected(used, true);
        Assert.IsGreaterThan(20, all.Count);
        int expectedSum = 0;
        int reported = 0;
        for (int seed = 1; seed <= Seeds; seed++)
        {
            MemoryFlash flash = used.Copy();
            string what = Damage(flash, new Random(seed), out bool exchanged);
            List<int> expected = Expected(flash, !exchanged);
            Station station = new(1, false, flash);
            station.Boot();
            station.Run(20_000);
            Assert.AreEqual(0, station.ChargePoint.Loop.Failures, $"seed {seed}: {what}");
            HashSet<int> told = Told(station);

            Assert.IsEmpty(expected.Where(number => !told.Contains(number)), $"seed {seed}: {what}: {string.Join(' ', expected.Where(number => !told.Contains(number)))} of {string.Join(' ', expected)}; log: {LogOf(station)}");
            expectedSum += expected.Count;
            if (station.Logged("damaged") || station.Logged("torn") || station.Logged("corrupt")) reported++;
        }

        TestContext.WriteLine($"{Seeds} damaged flashes of {used.List().Length} files and {used.UsedBytes} bytes: all booted; of {Seeds * all.Count} starts and stops {expectedSum} were sound, and told; {reported} times the log says what was damaged");
    }

    // Online, then offline: configuration, list, cache, a message set aside, sessions that are not told yet.
    private static MemoryFlash Use()
    {
        Station station = new Station().Boot();
        station.Call("ChangeConfiguration", "{\"key\":\"MeterValueSampleInterval\",\"value\":\"10\"}");
        station.Call("ChangeConfiguration", "{\"key\":\"AllowOfflineTxForUnknownId\",\"value\":\"true\"}");
        station.Call("ChangeConfiguration", "{\"key\":\"LocalAuthListEnabled\",\"value\":\"true\"}");
        station.Call("SendLocalList", "{\"listVersion\":1,\"updateType\":\"Full\",\"localAuthorizationList\":[{\"idTag\":\"LISTED\",\"idTagInfo\":{\"status\":\"Accepted\"}}]}");
        Session(station);
        station.CentralSystem.AnswerWith("StartTransaction", "!InternalError");
        Session(station);
        station.Run(400_000);
        station.CentralSystem.AnswerWith("StartTransaction", null);
        station.CentralSystem.Reachable = false;
        station.CentralSystem.Break();
        for (int i = 0; i < 25; i++) Session(station);
        return station.Flash;
    }

    private static void Session(Station station)
    {
        station.Plug(1);
        station.Tap("CARD1");
        station.Run(45_000);
        station.Tap("CARD1");
        station.Unplug(1);
    }

    private static string Damage(MemoryFlash flash, Random random, out bool exchanged)
    {
        exchanged = false;
        string what = "";
        int times = random.Next(1, 4);
        for (int i = 0; i < times; i++)
        {
            string[] files = flash.List();
            if (files.Length == 0) break;
            string file = files[random.Next(files.Length)];
            byte[] content = Content(flash, file);
            int kind = random.Next(7);
            string other = files[random.Next(files.Length)];
            what += $"{kind}:{file} {(kind == 3 ? "and " + other : "")} ";
            if (kind == 0) Flip(flash, file, content, random);
            else if (kind == 1) flash.Write(file, content, 0, random.Next(content.Length));
            else if (kind == 2) flash.Delete(file);
            else if (kind == 3) exchanged |= Exchange(flash, file, other);
            else if (kind == 4) exchanged |= Copy(flash, content, file, random);
            else if (kind == 5) Foreign(flash, random);
            else AppendNoise(flash, file, random, exchanged ? 4_000 : 9_000); // a segment under a strange name is rescued up to twice its length
        }

        return what;
    }

    private static void Flip(MemoryFlash flash, string file, byte[] content, Random random)
    {
        for (int bits = random.Next(1, 20); bits > 0; bits--) content[random.Next(content.Length)] ^= (byte)(1 << random.Next(8));
        flash.Write(file, content, 0, content.Length);
    }

    private static bool Exchange(MemoryFlash flash, string a, string b)
    {
        byte[] contentOfA = Content(flash, a);
        byte[] contentOfB = Content(flash, b);
        flash.Write(a, contentOfB, 0, contentOfB.Length);
        flash.Write(b, contentOfA, 0, contentOfA.Length);
        return a.StartsWith("tx.", StringComparison.Ordinal) || b.StartsWith("tx.", StringComparison.Ordinal);
    }

    private static bool Copy(MemoryFlash flash, byte[] content, string file, Random random)
    {
        string[] names = ["tx.99999999", "tx.2147483647", "tx.77", "tx.0", "tx.01", "tx.t9", "config.2", "aside.12", "cache.1000000", "list.9", "copy"];
        flash.Write(names[random.Next(names.Length)], content, 0, content.Length);
        return file.StartsWith("tx.", StringComparison.Ordinal);
    }

    private static void Foreign(MemoryFlash flash, Random random)
    {
        string[] names = ["wifi", "tx", "tx.", "tx.99999998", "tx.abc", "tx.t3", "config.0", "cache.3", "reset", "aside.99999999", "zz"];
        byte[] noise = Noise(random, random.Next(1, 9_000));
        flash.Write(names[random.Next(names.Length)], noise, 0, noise.Length);
    }

    private static void AppendNoise(MemoryFlash flash, string file, Random random, int most)
    {
        byte[] noise = Noise(random, random.Next(1, most));
        flash.Append(file, noise, 0, noise.Length);
    }

    private static byte[] Noise(Random random, int length)
    {
        byte[] noise = new byte[length];
        random.NextBytes(noise);
        return noise;
    }

    private static byte[] Content(MemoryFlash flash, string file)
    {
        byte[] content = new byte[Math.Max(0, flash.Length(file))];
        flash.Read(file, 0, content, 0, content.Length);
        return content;
    }

    // Numbers of the starts and stops in the journal that are sound; a stop counts only with its start.
    // A segment whose beginning is damaged is known by its name only: not when names were exchanged.
    private static List<int> Expected(MemoryFlash flash, bool namesAreRight)
    {
        int settled = 0;
        List<(int Number, int LocalId)> starts = [];
        List<(int Number, int LocalId)> stops = [];
        foreach (string file in flash.List())
        {
            byte[] content = Content(flash, file);
            bool isSegment = RecordLog.NextAt(content, 0, content.Length) == 0 && RecordLog.TypeAt(content, 0) == OwnHeader;
            if (isSegment && content[RecordLog.HeaderLength] != JournalMark) continue;
            if (!isSegment && (!namesAreRight || !IsSegmentName(file))) continue;
            for (int at = RecordLog.NextAt(content, 0, content.Length); at >= 0; at = RecordLog.NextAt(content, at + RecordLog.HeaderLength + RecordLog.LengthAt(content, at), content.Length))
            {
                int body = at + RecordLog.HeaderLength;
                if (RecordLog.TypeAt(content, at) < OwnHeader) settled = Math.Max(settled, BitConverter.ToInt32(content, body));
                if (RecordLog.TypeAt(content, at) is not (Start or Stop)) continue;
                (RecordLog.TypeAt(content, at) == Start ? starts : stops).Add((BitConverter.ToInt32(content, body + 4), BitConverter.ToInt32(content, body + 8)));
            }
        }

        List<int> expected = [.. starts.Where(s => s.Number > settled).Select(s => s.Number)];
        HashSet<int> told = [.. starts.Where(s => s.Number > settled).Select(s => s.LocalId)];
        expected.AddRange(stops.Where(s => s.Number > settled && told.Contains(s.LocalId)).Select(s => s.Number));
        return expected;
    }

    private static bool IsSegmentName(string file) => file.StartsWith("tx.", StringComparison.Ordinal) && file.Length is 4 or 5 && file[3..].All(char.IsDigit);

    private static string LogOf(Station station)
    {
        string text = "";
        for (int i = 0; i < station.Log.Count; i++)
        {
            if (station.Log.TryRead(i, out _, out LogLevel level, out _, out string message) && level >= LogLevel.Warning) text += message + "; ";
        }

        return text;
    }

    private static HashSet<int> Told(Station station)
    {
        HashSet<int> told = [];
        foreach (string frame in station.CentralSystem.Received)
        {
            if (!frame.StartsWith("[2,\"tx-", StringComparison.Ordinal)) continue;
            string id = FakeCentralSystem.Id(frame);
            told.Add(int.Parse(id.Split('-')[1], System.Globalization.CultureInfo.InvariantCulture));
        }

        return told;
    }
}
