using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Firmware.Tests;

/// <summary>
/// The power is cut at flash operations of a day; then the charge point starts again and the day goes on. Only some of the operations,
/// so that a device's interpreter can run this, too: the tests of the simulator cut at every one.
/// </summary>
[TestClass]
public class PowerCutTests
{
    private const int Stride = 5;

    [TestMethod]
    public void A_day_without_a_cut_is_in_the_ledger()
    {
        for (int kind = 0; kind < PowerCutDay.Kinds; kind++)
        {
            PowerCutDay day = new((DayKind)kind);
            Assert.AreEqual("", day.Run(), $"kind {kind}: {day.Ledger.Text()}");
            if (kind != (int)DayKind.Silent) Assert.AreEqual(0, day.Ledger.Repeated, $"kind {kind}");
        }
    }

    [TestMethod]
    public void Cut_before_an_operation_nothing_is_lost_or_doubled() => Cut(CutMode.Before, 1);

    [TestMethod]
    public void Cut_after_an_operation_nothing_is_lost_or_doubled() => Cut(CutMode.After, 2);

    [TestMethod]
    public void Cut_within_an_operation_nothing_is_lost_or_doubled() => Cut(CutMode.Torn, 3);

    private static void Cut(CutMode mode, int first)
    {
        PowerCutDay whole = new(DayKind.Plain);
        whole.Run();
        int cuts = 0;
        for (int cut = first; cut <= whole.Operations; cut += Stride)
        {
            PowerCutDay day = new(DayKind.Plain, mode, cut);
            Assert.AreEqual("", day.Run(), $"cut {cut} of {whole.Operations}: {day.Ledger.Text()}");
            cuts++;
        }

        OutputHelper.WriteLine($"{cuts} cut points of {whole.Operations}, 0 violations");
    }
}
