using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;
using ChargePoint.Runtime;
using nanoFramework.TestFramework;

namespace ChargePoint.Console.Tests;

/// <summary>system, firmware and factory-reset.</summary>
[TestClass]
public class SystemTests
{
    [TestMethod]
    public void System_tells_how_the_charge_point_itself_does()
    {
        ConsoleFixture f = new();
        f.Board.FreeMemoryBytes = 40_000;
        f.Run(61_000);
        f.Board.FreeMemoryBytes = 45_000;
        Assert.AreEqual("ok", f.Type("system"));
        Assert.StartsWith("firmware: 0.1.0;uptime: 61 s;boots: 1;last restart: power or crash;free memory: 45000 bytes;lowest memory: 40000 bytes;out of memory errors: 0;loop failures: 0;timers fired: ", f.Text);
        Assert.Contains(";store tx: files 1, used ", f.Text);
        Assert.Contains(";longest delay: ", f.Text);
        foreach (string line in f.Lines) Assert.IsTrue(line.Length < 80, line);
        Assert.AreEqual("ok", f.Type("system --json"));
        Assert.StartsWith("{\"firmware\":\"0.1.0\",\"uptimeSeconds\":61,\"boots\":1,\"lastRestart\":\"power or crash\",\"freeMemoryBytes\":45000,\"lowestMemoryBytes\":40000,", f.Text);
        Assert.Contains(";{\"store\":\"tx\",\"files\":1,\"usedBytes\":", f.Text);
        foreach (string wrong in new string[] { "system now", "system reset now", "system reset --json", "system --xml" }) Assert.StartsWith("error: usage", f.Type(wrong), wrong);
    }

    [TestMethod]
    public void Delays_of_timers_are_measured_until_they_begin_anew()
    {
        ConsoleFixture f = new();
        f.Type("system reset");
        ((ManualClock)f.Board.Clock).Advance(5_000);
        f.Run(100);
        Assert.IsTrue(f.Firmware.Loop.LongestDelayMs >= 4_000, f.Firmware.Loop.LongestDelayMs.ToString());
        Assert.IsTrue(f.Firmware.Loop.DelaysMs >= f.Firmware.Loop.LongestDelayMs);
        Assert.AreEqual("ok", f.Type("system reset"));
        Assert.IsTrue(f.Firmware.Loop.LongestDelayMs < 100);
    }

    [TestMethod]
    public void Firmware_tells_what_there_is_and_goes_back()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("ok", f.Type("firmware"));
        Assert.AreEqual("version: 0.1.0;can install: no;", f.Text);
        Assert.AreEqual("error: this board cannot install firmware", f.Type("firmware rollback"));
        Store store = new();
        f.Board.Firmware = store;
        Assert.AreEqual("error: there is no firmware from before", f.Type("firmware rollback"));
        store.CanRollBack = true;
        Assert.AreEqual("ok", f.Type("firmware --json"));
        Assert.AreEqual("{\"version\":\"0.1.0\",\"canInstall\":true,\"trial\":\"none\",\"canRollBack\":true,\"writtenBytes\":7,\"capacityBytes\":100,\"updateWaits\":false};", f.Text);
        f.Firmware.Availability.IsHeld = true;
        Assert.AreEqual("error: a firmware update waits or is being installed", f.Type("firmware rollback"));
        f.Firmware.Availability.IsHeld = false;
        f.Board.Connector(1).Plug();
        f.Firmware.Connectors[0].Authorize("CARD1", null);
        f.Run(2_000);
        Assert.AreEqual("error: a session runs on connector 1", f.Type("firmware rollback"));
        f.Board.Connector(1).Unplug();
        f.Run(2_000);
        store.IsBroken = true;
        Assert.AreEqual("error: the store does not take it", f.Type("firmware rollback"));
        store.IsBroken = false;
        Assert.AreEqual(0, store.Rollbacks);
        Assert.AreEqual("ok", f.Type("firmware rollback"));
        Assert.AreEqual(1, store.Rollbacks);
        f.Run(10_000);
        Assert.AreEqual(1, f.Restarts);
        foreach (string wrong in new string[] { "firmware 1", "firmware rollback now", "firmware rollback --json" }) Assert.StartsWith("error: usage", f.Type(wrong), wrong);
    }

    [TestMethod]
    public void Factory_reset_asks_and_deletes_with_the_next_start()
    {
        ConsoleFixture f = new();
        f.Type("config set CpoName Somebody");
        f.Type("config set Identity CP7");
        Assert.AreEqual("", f.Type("factory-reset"));
        Assert.Contains("kept: board description, energy register, 0 unsent transaction messages;type 'CP7' to go on, anything else to stop;", f.Text);
        Assert.AreEqual("error: stopped, nothing is deleted", f.Type("yes"));
        f.Type("factory-reset");
        Assert.AreEqual("type 'CP7'", f.Shell.Prompt);
        Assert.AreEqual("ok", f.Type("CP7"));
        f.Run(10_000);
        Assert.AreEqual(1, f.Restarts);
        Firmware.ChargePoint next = new(f.Board, f.Log, loop => f);
        Assert.AreEqual("", next.Configuration.Text(Key.CpoName));
        Assert.AreEqual("", next.Configuration.Text(Key.Identity));
        Assert.AreEqual(-1, f.Board.Flash.Length(FactoryReset.Mark));
        foreach (string wrong in new string[] { "factory-reset now", "factory-reset all now", "factory-reset --json" }) Assert.StartsWith("error: usage", new ConsoleFixture().Type(wrong), wrong);
    }

    [TestMethod]
    public void Unsent_transactions_are_lost_only_if_that_is_said_twice()
    {
        ConsoleFixture f = Unsent();
        f.Type("factory-reset");
        f.Type("yes");
        f.Run(40_000);
        Assert.AreEqual(2, new Firmware.ChargePoint(f.Board, f.Log, loop => f).Transactions.Waiting, "kept");
        f = Unsent();
        f.Type("factory-reset all");
        Assert.AreEqual("", f.Type("yes"));
        Assert.Contains("2 transaction messages that the Central System has not got are lost", f.Text);
        Assert.AreEqual("error: stopped, nothing is deleted", f.Type("yes"));
        Assert.AreEqual(-1, f.Board.Flash.Length(FactoryReset.Mark));
        f.Type("factory-reset all");
        f.Type("yes");
        Assert.AreEqual("ok", f.Type("lose 2"));
        f.Run(40_000);
        Assert.AreEqual(0, new Firmware.ChargePoint(f.Board, f.Log, loop => f).Transactions.Waiting);
    }

    [TestMethod]
    public void Factory_reset_waits_for_no_session_and_a_flash_that_takes_it()
    {
        ConsoleFixture f = new();
        f.Board.Connector(2).Plug();
        f.Firmware.Connectors[1].Authorize("CARD1", null);
        f.Run(2_000);
        Assert.AreEqual("error: a session runs on connector 2", f.Type("factory-reset"));
        ConsoleFixture g = new();
        g.Type("factory-reset");
        g.Board.Connector(1).Plug();
        g.Firmware.Connectors[0].Authorize("CARD1", null);
        g.Run(2_000);
        Assert.AreEqual("error: a session runs on connector 1", g.Type("yes"));
        ConsoleFixture h = new();
        h.Type("factory-reset");
        ((MemoryFlash)h.Board.Flash).Broken = true;
        Assert.AreEqual("error: the flash does not take it, nothing is deleted", h.Type("yes"));
        h.Type("reboot");
        Assert.AreEqual("error: a restart is under way already", h.Type("factory-reset"));
    }

    [TestMethod]
    [DataRow((int)CutMode.Before)]
    [DataRow((int)CutMode.After)]
    [DataRow((int)CutMode.Torn)]
    public void A_power_cut_at_any_moment_leaves_a_reset_that_is_finished_or_not_begun(int mode)
    {
        Log log = new(new ManualClock(), 512);
        for (int cut = 1; cut < 20; cut++)
        {
            MemoryFlash flash = new();
            foreach (string name in new string[] { "config.0", "config.1", "tx.1", "tx.2m", "aside.1", "seclog.1", "board.json", "s0-1.0", "profiles.1" }) flash.Write(name, [1, 2, 3], 0, 3);
            CuttingFlash cutting = new(flash) { CutAt = cut, Mode = (CutMode)mode };
            bool begun = false;
            try
            {
                begun = FactoryReset.Begin(cutting, false);
                FactoryReset.Finish(cutting, log);
            }
            catch (PowerCutException)
            {
                begun |= flash.Length(FactoryReset.Mark) > 0;
            }

            bool isWiped = begun || flash.Length(FactoryReset.Mark) > 0;
            FactoryReset.Finish(flash, log);
            Assert.AreEqual(isWiped ? 5 : 9, flash.List().Length, cut.ToString());
            Assert.AreEqual(-1, flash.Length(FactoryReset.Mark));
            foreach (string name in new string[] { "tx.1", "tx.2m", "aside.1", "board.json", "s0-1.0" }) Assert.AreEqual(3, flash.Length(name), name);
        }
    }

    [TestMethod]
    public void A_factory_reset_whose_restart_does_not_come_is_called_off()
    {
        ConsoleFixture f = Unsent();
        f.Type("factory-reset all");
        f.Type("yes");
        Assert.AreEqual("ok", f.Type("lose 2"));
        f.Run(RestartProcedure.SoftLimitMs + 5_000);
        Assert.AreEqual(2, f.Board.Flash.Length(FactoryReset.Mark));
        f.Run(3 * RestartProcedure.RetryMs);
        Assert.IsFalse(f.Firmware.Restart.IsUnderWay);
        Assert.AreEqual(-1, f.Board.Flash.Length(FactoryReset.Mark));
        Assert.AreEqual(2, new Firmware.ChargePoint(f.Board, f.Log, loop => f).Transactions.Waiting, "a start much later deletes nothing");
    }

    [TestMethod]
    public void What_cannot_be_deleted_is_tried_again_a_few_times_but_the_journal_only_once()
    {
        Log log = new(new ManualClock(), 512);
        MemoryFlash flash = new();
        foreach (string name in new string[] { "config.0", "config.1", "tx.1", "aside.1", "board.json" }) flash.Write(name, [1, 2, 3], 0, 3);
        StubbornFlash stubborn = new(flash) { Kept = "config.1" };
        Assert.IsTrue(FactoryReset.Begin(stubborn, true));
        FactoryReset.Finish(stubborn, log);
        Assert.AreEqual(-1, flash.Length("tx.1"));
        Assert.AreEqual(-1, flash.Length("aside.1"));
        Assert.AreEqual(-1, flash.Length("config.0"));
        for (int i = 1; i < FactoryReset.MostAttempts; i++)
        {
            Assert.AreEqual(2, flash.Length(FactoryReset.Mark), i.ToString());
            flash.Write("tx.2", [1, 2, 3], 0, 3);
            FactoryReset.Finish(stubborn, log);
            Assert.AreEqual(3, flash.Length("tx.2"), "of a new session");
        }

        Assert.AreEqual(-1, flash.Length(FactoryReset.Mark), "given up");
        Assert.AreEqual(3, flash.Length("config.1"));
    }

    [TestMethod]
    public void The_journal_of_new_sessions_is_kept_where_the_flash_does_not_take_the_changed_mark()
    {
        Log log = new(new ManualClock(), 512);
        MemoryFlash flash = new();
        foreach (string name in new string[] { "config.1", "tx.1" }) flash.Write(name, [1, 2, 3], 0, 3);
        StubbornFlash stubborn = new(flash) { Kept = "config.1" };
        FactoryReset.Begin(stubborn, true);
        stubborn.TakesNothing = true;
        FactoryReset.Finish(stubborn, log);
        flash.Write("tx.2", [1, 2, 3], 0, 3);
        FactoryReset.Finish(stubborn, log);
        Assert.AreEqual(3, flash.Length("tx.2"));
        flash.Write(FactoryReset.Mark, [(byte)'A'], 0, 1);
        FactoryReset.Finish(flash, log);
        Assert.AreEqual(-1, flash.Length("tx.2"), "a mark of an older firmware");
        Assert.AreEqual(0, flash.List().Length);
    }

    private static ConsoleFixture Unsent()
    {
        ConsoleFixture f = new();
        f.Board.Connector(1).Plug();
        f.Firmware.Connectors[0].Authorize("CARD1", null);
        f.Run(3_000);
        f.Board.Connector(1).Unplug();
        f.Run(3_000);
        Assert.AreEqual(2, f.Firmware.Transactions.Waiting);
        return f;
    }

    private sealed class StubbornFlash : IFlashStore
    {
        private readonly IFlashStore _flash;

        public StubbornFlash(IFlashStore flash) => _flash = flash;

        /// <summary>Cannot be deleted.</summary>
        public string Kept { get; set; } = "";

        /// <summary>Nothing can be written.</summary>
        public bool TakesNothing { get; set; }

        public int Length(string name) => _flash.Length(name);

        public int Read(string name, int position, byte[] buffer, int offset, int count) => _flash.Read(name, position, buffer, offset, count);

        public bool Append(string name, byte[] buffer, int offset, int count) => !TakesNothing && _flash.Append(name, buffer, offset, count);

        public bool Write(string name, byte[] buffer, int offset, int count) => !TakesNothing && _flash.Write(name, buffer, offset, count);

        public bool Delete(string name) => name != Kept && _flash.Delete(name);

        public string[] List() => _flash.List();
    }

    private sealed class Store : IFirmwareStore
    {
        public int Rollbacks { get; private set; }

        public bool IsBroken { get; set; }

        public int CapacityBytes => 100;

        public int WrittenBytes => 7;

        public FirmwareTrial Trial => FirmwareTrial.None;

        public bool CanRollBack { get; set; }

        public bool Begin() => false;

        public bool Write(byte[] buffer, int offset, int count) => false;

        public int Read(int position, byte[] buffer, int offset, int count) => -1;

        public FirmwareCheck Check() => FirmwareCheck.Bad;

        public bool Activate() => false;

        public bool Confirm() => false;

        public bool RollBack()
        {
            if (IsBroken) return false;
            Rollbacks++;
            return true;
        }
    }
}
