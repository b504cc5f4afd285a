using nanoFramework.TestFramework;

namespace ChargePoint.Features.Tests;

/// <summary>The changes of status of OCPP 1.6 section 4.9, written down a second time in the words of the specification.</summary>
[TestClass]
public class StatusTransitionsTests
{
    // In the columns of the specification: Available Preparing Charging SuspendedEV SuspendedEVSE Finishing Reserved Unavailable Faulted
    private static readonly string[] Table =
    [
        "A2 A3 A4 A5 A7 A8 A9",
        "B1 B3 B4 B5 B6 B9",
        "C1 C4 C5 C6 C8 C9",
        "D1 D3 D5 D6 D8 D9",
        "E1 E3 E4 E6 E8 E9",
        "F1 F2 F8 F9",
        "G1 G2 G8 G9",
        "H1 H2 H3 H4 H5 H9",
        "I1 I2 I3 I4 I5 I6 I7 I8",
    ];

    private static readonly ConnectorStatus[] Columns =
    [
        ConnectorStatus.Available, ConnectorStatus.Preparing, ConnectorStatus.Charging, ConnectorStatus.SuspendedEV, ConnectorStatus.SuspendedEVSE,
        ConnectorStatus.Finishing, ConnectorStatus.Reserved, ConnectorStatus.Unavailable, ConnectorStatus.Faulted,
    ];

    [TestMethod]
    public void Each_pair_of_statuses_is_known_as_the_specification_says()
    {
        int known = 0;
        for (int from = 0; from < 9; from++)
        {
            for (int to = 0; to < 9; to++)
            {
                string code = "ABCDEFGHI".Substring(from, 1) + (to + 1).ToString();
                bool expected = Table[from].IndexOf(code) >= 0;
                Assert.AreEqual(expected, StatusTransitions.Knows(Columns[from], Columns[to]), code);
                if (expected) known++;
            }
        }

        Assert.AreEqual(53, known);
    }

    [TestMethod]
    public void Whatever_lies_between_two_statuses_is_known_on_both_sides()
    {
        foreach (ConnectorStatus from in Columns)
        {
            foreach (ConnectorStatus to in Columns)
            {
                if (from == to) continue;

                // Finishing and Preparing within a transaction come from where a transaction was or is to be, never out of the blue.
                bool outOfTheBlue = to == ConnectorStatus.Finishing && (from == ConnectorStatus.Available || from == ConnectorStatus.Reserved || from == ConnectorStatus.Unavailable);
                bool backwards = to == ConnectorStatus.Preparing && (from == ConnectorStatus.Charging || from == ConnectorStatus.SuspendedEV || from == ConnectorStatus.SuspendedEVSE);
                if (outOfTheBlue) continue;
                ConnectorStatus between = StatusTransitions.Between(from, to);
                string pair = StatusNames.Of(from) + " -> " + StatusNames.Of(between) + " -> " + StatusNames.Of(to);
                Assert.IsTrue(StatusTransitions.Knows(from, between), pair);
                if (between != to) Assert.IsTrue(StatusTransitions.Knows(between, to), pair);
                if (backwards) Assert.AreEqual((int)ConnectorStatus.Available, (int)between, pair);
            }
        }
    }
}
