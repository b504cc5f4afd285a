using System.Diagnostics;
using ChargePoint.Firmware.Tests;
using ChargePoint.Hal.Simulated;

namespace ChargePoint.Simulator.Tests.Storage;

/// <summary>The power is cut at every flash operation of days of every kind, within it in several ways, and again while the charge point recovers.</summary>
[TestClass]
public class PowerCutEverywhereTests
{
    private static readonly (CutMode Mode, int TornPercent)[] Ways =
        [(CutMode.Before, 0), (CutMode.After, 0), (CutMode.Torn, 3), (CutMode.Torn, 50), (CutMode.Torn, 97)];

    private static readonly (DayKind Kind, int SampleSeconds)[] Days =
        [(DayKind.Plain, 7), (DayKind.Plain, 20), (DayKind.Checkpoints, 0), (DayKind.Silent, 11), (DayKind.ClockUnknown, 10),
         (DayKind.TwoConnectors, 15), (DayKind.VehicleLeaves, 10), (DayKind.MeterSilent, 10), (DayKind.ResetInSession, 10)];

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void Cut_at_every_operation_nothing_is_lost_or_doubled()
    {
        int cutPoints = 0;
        foreach ((DayKind kind, int sampleSeconds) in Days)
        {
            Stopwatch watch = Stopwatch.StartNew();
            int repeated = 0;
            int operations = OperationsOf(kind, sampleSeconds);
            foreach ((CutMode mode, int tornPercent) in Ways)
            {
                for (int cut = 1; cut <= operations; cut++)
                {
                    PowerCutDay day = new(kind, mode, cut, 0, tornPercent, sampleSeconds);
                    string violation = day.Run();
                    Assert.AreEqual("", violation, $"{violation} ({kind} {sampleSeconds}, {mode} {tornPercent} %, cut {cut} of {operations}: {day.Ledger.Text()})");
                    repeated += day.Ledger.Repeated;
                }
            }

            cutPoints += Ways.Length * operations;
            TestContext.WriteLine($"{kind}, {operations} flash operations x {Ways.Length} ways of cutting: 0 violations, {repeated} messages told again under the same number, {watch.ElapsedMilliseconds} ms");
        }

        TestContext.WriteLine($"{cutPoints} cut points, 0 violations");
        Assert.IsGreaterThan(2_000, cutPoints);
    }

    [TestMethod]
    [DataRow(DayKind.Plain)]
    [DataRow(DayKind.ClockUnknown)]
    [DataRow(DayKind.VehicleLeaves)]
    [DataRow(DayKind.ResetInSession)]
    public void Cut_again_during_the_recovery_nothing_is_lost_or_doubled(DayKind kind)
    {
        int operations = OperationsOf(kind, 20);
        int cutPoints = 0;
        foreach (CutMode mode in new[] { CutMode.Before, CutMode.After, CutMode.Torn })
        {
            for (int cut = 1; cut <= operations; cut++)
            {
                PowerCutDay once = new(kind, mode, cut);
                once.Run();

                // The recovery itself is the first few operations; what follows is much like any other day.
                for (int again = 1; again <= once.OperationsAfterCut; again += again < 4 ? 1 : 6)
                {
                    PowerCutDay day = new(kind, mode, cut, again);
                    string violation = day.Run();
                    Assert.AreEqual("", violation, $"{violation} ({mode}, cut {cut} of {operations}, then {again} of {once.OperationsAfterCut}: {day.Ledger.Text()})");
                    cutPoints++;
                }
            }
        }

        TestContext.WriteLine($"{kind}: {cutPoints} pairs of cut points, 0 violations");
    }

    private static int OperationsOf(DayKind kind, int sampleSeconds)
    {
        PowerCutDay whole = new(kind, sampleSeconds: sampleSeconds);
        Assert.AreEqual("", whole.Run(), whole.Ledger.Text());
        return whole.Operations;
    }
}
