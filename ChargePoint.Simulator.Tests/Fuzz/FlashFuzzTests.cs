using ChargePoint.Hal.Simulated;
using ChargePoint.Runtime;

namespace ChargePoint.Simulator.Tests.Fuzz;

/// <summary>
/// What is in flash when the charge point starts: the contents of real use, damaged, and given sound lengths and checksums again, so that what no CRC finds
/// reaches whoever reads it (another firmware's content, a thief's). It boots, registers and answers, also the second time.
/// </summary>
[TestClass]
[DoNotParallelize]
public sealed class FlashFuzzTests
{
    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void Whatever_is_in_flash_the_charge_point_starts()
    {
        FuzzRun run = new("flash", 10, TestContext);
        MemoryFlash used = Use();
        while (run.Next())
        {
            MemoryFlash flash = used.Copy();
            byte[] input = Damage(run, flash);
            try
            {
                FuzzStation station = new(flash);
                station.Start();
                Check(run, station, input);
                station.PowerCycle();
                station.Run(200);
                Check(run, station, input);
                run.Count("starts");
            }
            catch (Exception e) when (e is not AssertFailedException)
            {
                run.Fail($"does not start: {e}", input);
            }

            if (run.Index % 50 == 49) run.MeasureHeap();
        }

        run.Report($"{used.List().Length} files, {used.UsedBytes} bytes");
    }

    private static void Check(FuzzRun run, FuzzStation station, byte[] input)
    {
        if (!station.RunUntilOnline()) run.Fail($"does not get online: {station.Limits()} {station.LastLine}", input);
        station.Run(5_000, 100);
        station.CentralSystem.Received.Clear();
        station.Say("[2,\"probe\",\"GetConfiguration\",{}]");
        if (!station.CentralSystem.Received.Exists(frame => frame.StartsWith("[3,\"probe\"", StringComparison.Ordinal))) run.Fail($"the call is not answered: {string.Join(' ', station.CentralSystem.Received)}", input);
        station.Run(60_000, 500);
        if (station.Limits() is { } problem) run.Fail(problem, input);
        if (station.Restarts > 3) run.Fail("restarts again and again", input);
        run.Learn(input, station.FirstWarning);
    }

    // Everything that is ever stored: settings, list, cache, profiles, reservation, certificates, prices, sessions told and not told, security log, an update.
    private static MemoryFlash Use()
    {
        FuzzStation station = FuzzStation.Charging();
        string[] calls =
        [
            "\"ChangeConfiguration\",{\"key\":\"MeterValueSampleInterval\",\"value\":\"10\"}", "\"ChangeConfiguration\",{\"key\":\"AuthorizationKey\",\"value\":\"0123456789abcdef\"}",
            "\"ChangeConfiguration\",{\"key\":\"ClockAlignedDataInterval\",\"value\":\"60\"}", "\"ChangeConfiguration\",{\"key\":\"CpoName\",\"value\":\"Example\"}", "\"ChangeAvailability\",{\"connectorId\":0,\"type\":\"Operative\"}",
            "\"SetChargingProfile\",{\"connectorId\":0,\"csChargingProfiles\":{\"chargingProfileId\":1,\"stackLevel\":0,\"chargingProfilePurpose\":\"ChargePointMaxProfile\",\"chargingProfileKind\":\"Absolute\",\"chargingSchedule\":{\"startSchedule\":\"2026-01-01T00:00:00Z\",\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":16.0},{\"startPeriod\":600,\"limit\":10.0}]}}}",
            "\"SetChargingProfile\",{\"connectorId\":1,\"csChargingProfiles\":{\"chargingProfileId\":2,\"stackLevel\":1,\"chargingProfilePurpose\":\"TxDefaultProfile\",\"chargingProfileKind\":\"Recurring\",\"recurrencyKind\":\"Daily\",\"chargingSchedule\":{\"startSchedule\":\"2026-01-01T00:00:00Z\",\"chargingRateUnit\":\"W\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":4000.0}]}}}",
            $"\"InstallCertificate\",{{\"certificateType\":\"CentralSystemRootCertificate\",\"certificate\":{System.Text.Json.JsonSerializer.Serialize(FuzzCertificates.Pems[0])}}}",
            "\"ReserveNow\",{\"connectorId\":0,\"expiryDate\":\"2027-01-01T00:00:00Z\",\"idTag\":\"CARD2\",\"reservationId\":5}", "\"UpdateFirmware\",{\"location\":\"http://files.example/x\",\"retrieveDate\":\"2026-06-01T00:00:00Z\"}",
        ];
        foreach (string call in calls) station.Say($"[2,\"u\",{call}]");
        station.ChargePoint.Console.Execute("service set 123456", new NoReply());
        station.Run(45_000, 100);
        station.CentralSystem.Answer = (action, id, frame) => action is "StartTransaction" or "StopTransaction" or "MeterValues" ? null : station.Friendly(action, id, frame);
        for (int i = 0; i < 6; i++)
        {
            station.Board.Reader.Present("CARD1");
            station.Run(30_000, 100);
        }

        return station.Flash;
    }

    private static byte[] Damage(FuzzRun run, MemoryFlash flash)
    {
        Random random = run.Random;
        Mutator mutator = new(random);
        List<byte> all = [];
        for (int times = random.Next(1, 4); times > 0; times--)
        {
            string[] files = flash.List();
            string file = files[random.Next(files.Length)];
            byte[] content = Content(flash, file);
            byte[] other = Content(flash, files[random.Next(files.Length)]);
            if (other.Length == 0) other = [0];
            byte[] damaged = random.Next(6) == 0 ? mutator.Raw(content, other) : Sound(random, mutator, content, other);
            if (damaged.Length > 30_000) continue;
            flash.Delete(file);
            flash.Write(file, damaged, 0, damaged.Length);
            all.AddRange(System.Text.Encoding.UTF8.GetBytes(file + "="));
            all.AddRange(damaged);
        }

        return [.. all];
    }

    // Damages the content of a slot or of a record, and mends length and CRC around it.
    private static byte[] Sound(Random random, Mutator mutator, byte[] file, byte[] other)
    {
        if (file.Length >= SlotFile.HeaderLength && file[0] == 'C' && file[1] == 'P')
        {
            byte[] content = file[SlotFile.HeaderLength..];
            for (int i = random.Next(1, 4); i > 0; i--) content = mutator.Raw(content, other);
            byte[] slot = [.. file[..SlotFile.HeaderLength], .. content];
            if (random.Next(8) == 0) slot[4] = (byte)random.Next(1, 256);
            BitConverter.TryWriteBytes(slot.AsSpan(12), content.Length);
            uint crc = Crc32.Add(Crc32.Add(Crc32.Empty, slot, 0, 16), slot, SlotFile.HeaderLength, content.Length);
            BitConverter.TryWriteBytes(slot.AsSpan(16), crc);
            return slot;
        }

        List<int> records = [];
        for (int at = RecordLog.NextAt(file, 0, file.Length); at >= 0; at = RecordLog.NextAt(file, at + RecordLog.HeaderLength + RecordLog.LengthAt(file, at), file.Length)) records.Add(at);
        if (records.Count == 0) return mutator.Raw(file, other);
        int begin = records[random.Next(records.Count)];
        int length = RecordLog.LengthAt(file, begin);
        byte[] body = file.AsSpan(begin + RecordLog.HeaderLength, length).ToArray();
        byte[] rest = file[(begin + RecordLog.HeaderLength + length)..];
        if (body.Length == 0) return file;
        for (int i = random.Next(1, 4); i > 0; i--) body = mutator.Raw(body, other);
        if (body.Length > RecordLog.LongestContent) body = body[..RecordLog.LongestContent];
        byte[] record = [.. file.AsSpan(begin, RecordLog.HeaderLength), .. body];
        if (random.Next(8) == 0) record[1] = (byte)random.Next(256);
        record[2] = (byte)body.Length;
        record[3] = (byte)(body.Length >> 8);
        uint sum = Crc32.Add(Crc32.Add(Crc32.Empty, record, 1, 3), record, RecordLog.HeaderLength, body.Length);
        BitConverter.TryWriteBytes(record.AsSpan(4), sum);
        return [.. file[..begin], .. record, .. rest];
    }

    private static byte[] Content(MemoryFlash flash, string file)
    {
        byte[] content = new byte[Math.Max(0, flash.Length(file))];
        flash.Read(file, 0, content, 0, content.Length);
        return content;
    }

    private sealed class NoReply : Console.IConsoleReply
    {
        public void Line(string text)
        {
        }

        public void Done()
        {
        }

        public void Fail(string reason) => throw new InvalidOperationException(reason);
    }
}
