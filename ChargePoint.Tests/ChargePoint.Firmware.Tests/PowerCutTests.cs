using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Firmware.Tests;

/// <summary>
/// The power is cut at every single flash operation of a day with an online session, a reset and three offline sessions; then the
/// charge point starts again and the day goes on. The ledger must have every transaction once, and every watt-hour.
/// </summary>
[TestClass]
public class PowerCutTests
{
    [TestMethod]
    public void A_day_without_a_cut_is_in_the_ledger()
    {
        Day day = new(0, CutMode.Before);
        day.Run();
        Assert.AreEqual("", day.Ledger.Violation);
        Assert.AreEqual(4, day.Ledger.Stops, day.Ledger.Text());
        Assert.AreEqual(day.RegisterWh, day.Ledger.EnergyWh, day.Ledger.Text());
        Assert.AreEqual(0, day.Ledger.Repeated);
    }

    [TestMethod]
    public void Cut_before_any_operation_nothing_is_lost_or_doubled() => CutEverywhere(CutMode.Before);

    [TestMethod]
    public void Cut_after_any_operation_nothing_is_lost_or_doubled() => CutEverywhere(CutMode.After);

    [TestMethod]
    public void Cut_within_any_operation_nothing_is_lost_or_doubled() => CutEverywhere(CutMode.Torn);

    private static void CutEverywhere(CutMode mode)
    {
        Day whole = new(0, mode);
        whole.Run();
        int operations = whole.Operations;
        int repeated = 0;
        for (int cut = 1; cut <= operations; cut++)
        {
            Day day = new(cut, mode);
            day.Run();
            string where = $"cut {cut} of {operations}: {day.Ledger.Text()}";
            Assert.AreEqual("", day.Ledger.Violation, where);
            Assert.AreEqual(day.Ledger.Starts, day.Ledger.Stops, where);
            Assert.AreEqual(day.RegisterWh, day.Ledger.EnergyWh, where);
            repeated += day.Ledger.Repeated;
        }

        OutputHelper.WriteLine($"{operations} cut points, 0 violations, {repeated} messages told twice under the same number");
    }

    /// <summary>A day in the life of a charge point, whose power may be cut once.</summary>
    private sealed class Day
    {
        private readonly MemoryFlash _memory = new();
        private readonly CuttingFlash _flash;
        private Station _station;
        private long _startUnixMs = FakeCentralSystem.BootTimeUnixMs;
        private bool _online = true;

        public Day(int cutAt, CutMode mode)
        {
            _flash = new CuttingFlash(_memory) { CutAt = cutAt, Mode = mode };
            _station = PowerOn(null);
        }

        public Ledger Ledger { get; } = new();

        public int Operations => _flash.Operations;

        public long RegisterWh { get; private set; }

        public void Run()
        {
            Do(() => _station.Call("ChangeConfiguration", "{\"key\":\"MeterValueSampleInterval\",\"value\":\"20\"}"));
            Do(() => _station.Call("ChangeConfiguration", "{\"key\":\"AllowOfflineTxForUnknownId\",\"value\":\"true\"}"));
            Session();
            Do(() => _station.Call("Reset", "{\"type\":\"Soft\"}"));
            Do(() => _station.Run(3_000));
            GoOffline();
            Session();
            Session();
            Session();
            GoOnline();
            Do(() => _station.Run(400_000));

            // Whatever still runs is ended by unplugging, and told.
            Do(() => _station.Unplug(1));
            Do(() => _station.Run(400_000));
            RegisterWh = _station.Connector(1).EnergyWh;
        }

        private void Session()
        {
            Do(() => _station.Plug(1));
            Do(() => _station.Tap("CARD1"));
            Do(() => _station.Run(70_000));
            Do(() => _station.Tap("CARD1"));
            Do(() => _station.Unplug(1));
        }

        private void GoOffline()
        {
            _online = false;
            Do(() =>
            {
                _station.CentralSystem.Reachable = false;
                _station.CentralSystem.Break();
            });
        }

        private void GoOnline()
        {
            _online = true;
            _station.CentralSystem.Reachable = true;
        }

        // After a cut or a reset the next thing happens to the charge point as it has started again.
        private void Do(System.Action happens)
        {
            try
            {
                happens();
            }
            catch (PowerCutException)
            {
                // What was under way when the power went is over.
                Assert.IsTrue(_station.IsOver);
            }

            if (_station.IsOver) _station = PowerOn(_station);
        }

        private Station PowerOn(Station? before)
        {
            while (true)
            {
                CuttingFlash flash = _flash.IsCut ? new CuttingFlash(_memory) : _flash;
                try
                {
                    Station station = new(1, false, _memory, flash);
                    station.CentralSystem.Ledger = Ledger;
                    station.CentralSystem.Flash = flash;
                    if (before != null)
                    {
                        _startUnixMs += before.Clock.MonotonicMs + 5_000;
                        station.Board.ImportWorld(before.Board.ExportWorld());
                    }

                    station.CentralSystem.StartUnixMs = _startUnixMs;
                    station.CentralSystem.Reachable = _online;
                    station.Boot();
                    if (!station.IsOver) return station;
                    before = station;
                }
                catch (PowerCutException)
                {
                    // Cut while it started: it starts once more.
                    Assert.IsTrue(_flash.IsCut);
                }
            }
        }
    }
}
