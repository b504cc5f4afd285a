using System;
using System.Threading;
using ChargePoint.Boards;
using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;
using ChargePoint.Runtime;
using ChargePoint.Safety;
using nanoFramework.TestFramework;

namespace ChargePoint.Firmware.Tests;

[TestClass]
public class SupervisionTests
{
    private const string Defect = "connectors[0].contactor.feedback: is needed for a contactor that is watched";

    [TestMethod]
    public void A_board_whose_description_is_wrong_tells_why_and_charges_nobody()
    {
        ManualClock clock = new();
        FakeCentralSystem? centralSystem = null;
        FaultedBoard board = new(Controller(clock), "0.1.0", Defect);
        ChargePoint chargePoint = new(board, new Log(clock), loop => centralSystem = new FakeCentralSystem(loop, clock));
        chargePoint.Start("ws://central.example", "CP1");
        Run(chargePoint, clock);
        Assert.AreEqual("Faulted", StatusNames.Of(chargePoint.Connectors[0].Status));
        string status = centralSystem!.Last("StatusNotification");
        Assert.AreEqual("InternalError", FakeCentralSystem.Text(status, "errorCode"));
        Assert.AreEqual(Defect.Substring(0, 50), FakeCentralSystem.Text(status, "info"));
        Assert.AreEqual("Undescribed board", FakeCentralSystem.Text(centralSystem.Last("BootNotification"), "chargePointModel"));
        centralSystem.Call("RemoteStartTransaction", "{\"idTag\":\"CARD1\"}");
        Run(chargePoint, clock);
        Assert.IsNull(chargePoint.Connectors[0].Transaction);
    }

    [TestMethod]
    public void A_restart_of_the_board_ends_the_run_with_contactors_open()
    {
        ManualClock clock = new();
        SimulatedBoard board = new(clock, new SeededRandom(1), new MemoryFlash());
        ChargePoint chargePoint = new(board, new Log(clock), loop => new FakeCentralSystem(loop, clock));
        Supervision supervision = new(chargePoint);
        board.RestartRequested += supervision.End;
        board.Connector(1).Contactor.Close();
        board.Restart();
        supervision.Run();
        Assert.IsFalse(board.Connector(1).Contactor.Commanded);
    }

    [TestMethod]
    public void A_supervisor_that_fails_ends_the_run_and_says_so()
    {
        OneThreadClock clock = new();
        FaultedBoard board = new(Controller(clock), "0.1.0", Defect);
        Log log = new(new ManualClock());
        ChargePoint chargePoint = new(board, log, loop => new FakeCentralSystem(loop, clock));
        new Supervision(chargePoint).Run();
        Assert.IsTrue(log.TryRead(log.Count - 1, out _, out LogLevel level, out string room, out string message));
        Assert.AreEqual((int)LogLevel.Error, (int)level);
        Assert.AreEqual("safety", room);
        Assert.Contains("another thread", message);
    }

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
