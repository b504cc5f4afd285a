using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Firmware.Tests;

/// <summary>
/// The power is cut at every flash operation of a session in which the Central System updates the local list: after the restart the list is the
/// old or the new one, the session is told once, and the next update is taken.
/// </summary>
[TestClass]
public class LocalListPowerCutTests
{
    private const int Updates = 6;
    private const int Cards = 38; // with one that is added and one that goes: as many as an update takes

    [TestMethod]
    public void Cut_before_any_operation_list_and_session_are_whole() => CutEverywhere(CutMode.Before);

    [TestMethod]
    public void Cut_after_any_operation_list_and_session_are_whole() => CutEverywhere(CutMode.After);

    [TestMethod]
    public void Cut_within_any_operation_list_and_session_are_whole() => CutEverywhere(CutMode.Torn);

    private static void CutEverywhere(CutMode mode)
    {
        int cut = 1;
        for (bool isCut = true; isCut; cut++)
        {
            MemoryFlash memory = new();
            CuttingFlash flash = new(memory) { CutAt = cut, Mode = mode };
            Ledger ledger = new();
            Station? before = null;
            int accepted = 0;
            try
            {
                before = new Station(1, false, memory, flash);
                before.CentralSystem.Ledger = ledger;
                before.CentralSystem.Flash = flash;
                accepted = Play(before);
            }
            catch (PowerCutException)
            {
                Assert.IsTrue(flash.IsCut);
            }

            isCut = flash.IsCut;
            string where = $"cut {cut}, {accepted} updates accepted";
            Station station = new(1, false, memory);
            station.CentralSystem.Ledger = ledger;
            station.CentralSystem.StartUnixMs = FakeCentralSystem.BootTimeUnixMs + 1_000_000;
            if (before != null) station.Board.ImportWorld(before.Board.ExportWorld());
            station.Boot();
            int version = station.ChargePoint.LocalList.Version;
            Assert.IsTrue(version == accepted || version == accepted + 1, $"{where}: version {version}");
            AssertList(station, version, where);
            for (int next = version + 1; next <= Updates; next++) Assert.Contains("\"Accepted\"", Send(station, next), where);
            AssertList(station, Updates, where);
            station.Unplug(1);
            station.Run(400_000);
            Assert.AreEqual("", ledger.Violation, where);
            Assert.AreEqual(ledger.Starts, ledger.Stops, where);
        }

        OutputHelper.WriteLine($"{cut - 2} cut points, 0 violations");
    }

    // Gives the number of updates that were accepted.
    private static int Play(Station station)
    {
        station.Boot();
        station.Plug(1);
        station.Tap("CARD0");
        for (int update = 1; update <= Updates; update++)
        {
            if (station.IsOver || Send(station, update).IndexOf("\"Accepted\"") < 0) return update - 1;
            station.Run(7_000);
        }

        if (!station.IsOver) station.Tap("CARD0");
        return Updates;
    }

    // The first is full; each of the others changes all cards, and adds and removes one.
    private static string Send(Station station, int update)
    {
        string entries = "";
        for (int card = 0; card < Cards; card++) entries += $"{{\"idTag\":\"LIST{card}\",\"idTagInfo\":{{\"status\":\"Accepted\",\"parentIdTag\":\"G{update}\"}}}},";
        entries += $"{{\"idTag\":\"NEW{update}\",\"idTagInfo\":{{\"status\":\"Blocked\"}}}}";
        if (update > 1) entries += $",{{\"idTag\":\"new{update - 1}\"}}";
        return station.Call("SendLocalList", $"{{\"listVersion\":{update},\"updateType\":\"{(update == 1 ? "Full" : "Differential")}\",\"localAuthorizationList\":[{entries}]}}");
    }

    private static void AssertList(Station station, int update, string where)
    {
        Authorization.LocalAuthorizationList list = station.ChargePoint.LocalList;
        Assert.AreEqual(update == 0 ? 0 : Cards + 1, list.Count, where);
        for (int card = 0; card < Cards; card++)
        {
            string? group = list.Find("LIST" + card.ToString())?.ParentIdTag;
            Assert.AreEqual(update == 0 ? "" : "G" + update.ToString(), group ?? "", where);
        }

        for (int i = 1; i <= Updates; i++) Assert.AreEqual(i == update, list.Find("NEW" + i.ToString()) != null, where);
    }
}
