using System;
using System.Text;
using System.Threading;
using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;
using ChargePoint.Runtime;
using ChargePoint.Safety;
using nanoFramework.TestFramework;

namespace ChargePoint.Firmware.Tests;

[TestClass]
public class BringUpTests
{
    [TestMethod]
    public void A_remote_start_charges_the_vehicle_that_is_plugged_in_from_the_start()
    {
        ManualClock clock = new();
        BringUpBoard board = Board(clock);
        FakeCentralSystem? centralSystem = null;
        ChargePoint chargePoint = new(board, new Log(clock), loop => centralSystem = new FakeCentralSystem(loop, clock));
        chargePoint.Start("ws://central.example", "CP1");
        Run(chargePoint, clock);
        Assert.AreEqual("Preparing", StatusNames.Of(chargePoint.Connectors[0].Status));
        centralSystem!.Call("RemoteStartTransaction", "{\"idTag\":\"CARD1\"}");
        Run(chargePoint, clock);
        Assert.AreEqual("Charging", StatusNames.Of(chargePoint.Connectors[0].Status));
        Assert.AreEqual("Bring-up board", FakeCentralSystem.Text(centralSystem.Last("BootNotification"), "chargePointModel"));
    }

    [TestMethod]
    public void A_board_whose_description_is_wrong_tells_why_and_charges_nobody()
    {
        ManualClock clock = new();
        FakeCentralSystem? centralSystem = null;
        BringUpBoard board = new(Controller(clock), "board.json: version: is missing");
        ChargePoint chargePoint = new(board, new Log(clock), loop => centralSystem = new FakeCentralSystem(loop, clock));
        chargePoint.Start("ws://central.example", "CP1");
        Run(chargePoint, clock);
        Assert.AreEqual("Faulted", StatusNames.Of(chargePoint.Connectors[0].Status));
        string status = centralSystem!.Last("StatusNotification");
        Assert.AreEqual("InternalError", FakeCentralSystem.Text(status, "errorCode"));
    }

    [TestMethod]
    public void A_restart_of_the_board_ends_the_run_with_contactors_open()
    {
        ManualClock clock = new();
        Controller controller = Controller(clock);
        BringUpBoard board = new(controller);
        ChargePoint chargePoint = new(board, new Log(clock), loop => new FakeCentralSystem(loop, clock));
        Supervision supervision = new(chargePoint);
        controller.RestartRequested += supervision.End;
        board.Connectors[0].Contactor.Close();
        board.Restart();
        supervision.Run();
        Assert.IsFalse(board.Connectors[0].Contactor.Commanded);
    }

    [TestMethod]
    public void A_supervisor_that_fails_ends_the_run_and_says_so()
    {
        OneThreadClock clock = new();
        BringUpBoard board = Board(clock);
        Log log = new(new ManualClock());
        ChargePoint chargePoint = new(board, log, loop => new FakeCentralSystem(loop, clock));
        new Supervision(chargePoint).Run();
        Assert.IsTrue(log.TryRead(log.Count - 1, out _, out LogLevel level, out string room, out string message));
        Assert.AreEqual((int)LogLevel.Error, (int)level);
        Assert.AreEqual("safety", room);
        Assert.Contains("another thread", message);
    }

    [TestMethod]
    [DataRow("ws://192.168.1.10:9000\nCP001", "ws://192.168.1.10:9000", "CP001")]
    [DataRow("ws://a.example/x\r\nCP001\r\n", "ws://a.example/x", "CP001")]
    [DataRow("ws://a.example", "", "")]
    [DataRow("", "", "")]
    public void Settings_are_two_lines(string text, string url, string identity)
    {
        MemoryFlash flash = new();
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        flash.Write(BringUpSettings.FileName, bytes, 0, bytes.Length);
        BringUpSettings settings = BringUpSettings.Read(flash);
        Assert.AreEqual(url, settings.CentralSystemUrl);
        Assert.AreEqual(identity, settings.Identity);
    }

    [TestMethod]
    [DataRow(512, true)]
    [DataRow(513, false)]
    public void Settings_of_more_than_512_bytes_are_not_read(int length, bool read)
    {
        MemoryFlash flash = new();
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) bytes[i] = (byte)'x';
        bytes[100] = (byte)'\n';
        flash.Write(BringUpSettings.FileName, bytes, 0, length);
        Assert.AreEqual(read ? 100 : 0, BringUpSettings.Read(flash).CentralSystemUrl.Length);
    }

    private static BringUpBoard Board(IClock clock) => new(Controller(clock));

    private static Controller Controller(IClock clock) => new(clock, new SeededRandom(1), new MemoryFlash(), new UpLink(), new EmptyTrustStore(), null!);

    private static void Run(ChargePoint chargePoint, ManualClock clock)
    {
        for (int passed = 0; passed < 1000; passed += SafetySupervisor.PeriodMs)
        {
            while (chargePoint.Loop.Step())
            {
            }

            clock.Advance(SafetySupervisor.PeriodMs);
            chargePoint.Safety.Step();
        }
    }

    private sealed class UpLink : INetworkLink
    {
        public bool IsUp => true;

        public int SignalDbm => 0;
    }

    /// <summary>A clock that fails on any thread but the one that made it.</summary>
    private sealed class OneThreadClock : IClock
    {
        private readonly int _thread = Thread.CurrentThread.ManagedThreadId;

        public long MonotonicMs => Thread.CurrentThread.ManagedThreadId == _thread ? 0 : throw new InvalidOperationException("asked from another thread");
    }
}
