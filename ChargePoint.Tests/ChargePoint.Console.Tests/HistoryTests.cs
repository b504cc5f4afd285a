using ChargePoint.Features;
using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Console.Tests;

[TestClass]
public class HistoryTests
{
    [TestMethod]
    public void Starts_sessions_faults_and_the_connection_are_told_in_their_order()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("ok", f.Type("history"));
        Assert.AreEqual("boot 1 + 0 s start: firmware 0.1.0;", f.Text);
        f.Board.Connector(1).Plug();
        f.Firmware.Connectors[0].Authorize("CARD1", null);
        f.Run(36_000);
        f.Board.EmergencyStop = true;
        f.Run(2_000);
        f.Board.EmergencyStop = false;
        f.Run(2_000);
        f.Connect();
        f.Break();
        Assert.AreEqual("ok", f.Type("history"));
        Assert.AreEqual("2025-12-31T23:59:19 start: firmware 0.1.0;2025-12-31T23:59:55 session connector 1: CARD1, 36 s, 0.073 kWh, EmergencyStop;"
            + "2025-12-31T23:59:55 fault connector 1: emergency stop is pressed;2025-12-31T23:59:55 fault connector 2: emergency stop is pressed;2025-12-31T23:59:57 fault over connector 1: emergency stop is pressed;"
            + "2025-12-31T23:59:57 fault over connector 2: emergency stop is pressed;2025-12-31T23:59:59 link up;2026-01-01T00:00:00 link lost: connection lost without a WebSocket close;", f.Text);
        f.Type("history 2");
        Assert.AreEqual(2, f.Lines.Count);
        Assert.Contains("link up;", f.Text);
        f.Type("history 1 --json");
        Assert.StartsWith("{\"boot\":1,\"atSeconds\":40,\"time\":\"2026-01-01T00:00:0", f.Text);
        Assert.Contains("\"event\":\"link lost\",\"text\":\"connection lost without a WebSocket close\"};", f.Text);
        foreach (string wrong in new string[] { "history 0", "history x", "history 1 2", "history 10000" }) Assert.StartsWith("error: ", f.Type(wrong), wrong);
    }

    [TestMethod]
    public void A_session_that_a_reset_ends_is_noted_before_the_restart()
    {
        ConsoleFixture f = new();
        f.Board.Connector(1).Plug();
        f.Firmware.Connectors[0].Authorize("CARD1", null);
        f.Run(36_000);
        f.Firmware.Restart.Begin(StopReason.HardReset);
        f.Run(1);
        Assert.AreEqual(0, f.Restarts);
        f.Type("history");
        Assert.Contains("session connector 1: CARD1, 36 s, 0.073 kWh, HardReset;", f.Text);
    }

    [TestMethod]
    public void It_outlives_restarts()
    {
        ConsoleFixture f = new();
        f.Board.EmergencyStop = true;
        f.Run(2_000);
        Firmware.ChargePoint next = new(f.Board, f.Log, loop => f);
        next.Start("ws://central.example", "CP1");
        ConsoleShell shell = next.NewConsole();
        f.Lines.Clear();
        shell.Execute("history", f);
        while (shell.Pump())
        {
        }

        Assert.Contains("boot 1 + 0 s start: firmware 0.1.0;boot 1 + 0 s fault connector 1: emergency stop is pressed;", f.Text);
        Assert.Contains("boot 2 + ", f.Text);
    }

    [TestMethod]
    public void A_connection_that_comes_and_goes_does_not_wear_the_flash()
    {
        ConsoleFixture f = new();
        EventHistory history = new(f.Board.Flash, f.Firmware.Loop, f.Firmware.Clock);
        for (int i = 0; i < 100; i++) history.Add(HistoryKind.LinkLost, 0, "x");
        Assert.AreEqual(EventHistory.MostAtOnce, Count(history));
        Assert.AreEqual(100 - EventHistory.MostAtOnce, history.Dropped);
        history.Add(HistoryKind.Session, 1, "CARD1");
        Assert.AreEqual(EventHistory.MostAtOnce + 1, Count(history), "sessions are always kept");
        ((ManualClock)f.Board.Clock).Advance(2 * EventHistory.RefillMs);
        for (int i = 0; i < 100; i++) history.Add(HistoryKind.Fault, 1, "x");
        Assert.AreEqual(EventHistory.MostAtOnce + 3, Count(history));
    }

    [TestMethod]
    public void It_stays_within_two_files_and_keeps_the_newest()
    {
        ConsoleFixture f = new();
        EventHistory history = new(f.Board.Flash, f.Firmware.Loop, f.Firmware.Clock);
        for (int i = 0; i < 200; i++)
        {
            ((ManualClock)f.Board.Clock).Advance(1_000);
            history.Add(HistoryKind.Session, 1, "CARD" + i.ToString() + new string('x', 200));
            Assert.IsTrue(f.Board.Flash.Length("history.0") <= EventHistory.FileBytes && f.Board.Flash.Length("history.1") <= EventHistory.FileBytes);
        }

        int place = 0;
        int expected = 200 - Count(history);
        Assert.IsTrue(expected <= 200 - (EventHistory.FileBytes / 96), expected.ToString());
        for (HistoryEntry? entry = history.Next(ref place); entry != null; entry = history.Next(ref place))
        {
            Assert.StartsWith("CARD" + expected.ToString() + "x", entry.Text);
            Assert.AreEqual(EventHistory.LongestText, entry.Text.Length);
            expected++;
        }

        Assert.AreEqual(200, expected);
    }

    [TestMethod]
    public void Damage_costs_what_is_damaged()
    {
        ConsoleFixture f = new();
        MemoryFlash flash = new();
        EventHistory history = new(flash, f.Firmware.Loop, f.Firmware.Clock);
        for (int i = 0; i < 10; i++) history.Add(HistoryKind.Session, 1, "CARD" + i.ToString());
        byte[] file = new byte[flash.Length("history.0")];
        for (int at = 0; at < file.Length; at++)
        {
            flash.Read("history.0", 0, file, 0, file.Length);
            file[at] ^= 0xFF;
            flash.Write("history.0", file, 0, file.Length);
            int count = Count(history);
            Assert.IsTrue(count >= 8 && count <= 10, at.ToString());
            file[at] ^= 0xFF;
            flash.Write("history.0", file, 0, file.Length);
        }

        Assert.AreEqual(10, Count(history));
        flash.Broken = true;
        history.Add(HistoryKind.Session, 1, "LOST");
        flash.Broken = false;
        Assert.AreEqual(10, Count(history));
    }

    private static int Count(EventHistory history)
    {
        int place = 0;
        int count = 0;
        while (history.Next(ref place) != null) count++;
        return count;
    }
}
