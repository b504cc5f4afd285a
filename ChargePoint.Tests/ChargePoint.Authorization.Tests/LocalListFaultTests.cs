using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Authorization.Tests;

/// <summary>The local authorization list when the power is cut, the flash refuses, or content is damaged.</summary>
[TestClass]
public class LocalListFaultTests
{
    [TestMethod]
    public void Cut_before_any_operation_the_old_or_the_new_list_is_there() => CutEverywhere(CutMode.Before);

    [TestMethod]
    public void Cut_after_any_operation_the_old_or_the_new_list_is_there() => CutEverywhere(CutMode.After);

    [TestMethod]
    public void Cut_within_any_operation_the_old_or_the_new_list_is_there() => CutEverywhere(CutMode.Torn);

    [TestMethod]
    public void A_flash_that_refuses_from_any_operation_on_leaves_the_old_list()
    {
        int left = 0;
        for (int done = 0; done < ListStory.Last; left++)
        {
            CountingFlash flash = new(new MemoryFlash());
            ListStory story = new(new ListFixture(flash));
            story.Go(0);
            flash.ChangesLeft = left;
            story.Go(ListStory.Last);
            done = story.Done;
            Assert.AreEqual(done == ListStory.Last ? "Accepted" : "Failed", story.Status);
            story.AssertList(done, $"refused after {left} changes");
            flash.ChangesLeft = -1;
            story = new ListStory(new ListFixture(flash), done);
            story.AssertList(done, $"refused after {left} changes, restarted");
            story.Go(ListStory.Last);
            story.AssertList(ListStory.Last, $"refused after {left} changes, to the end");
        }

        OutputHelper.WriteLine($"{left} places to refuse at");
    }

    [TestMethod]
    public void A_full_flash_leaves_the_old_list()
    {
        int accepted = 0;
        for (int capacity = 200; capacity < 14_000; capacity += 150)
        {
            MemoryFlash flash = new(capacity);
            ListStory story = new(new ListFixture(flash));
            story.Go(ListStory.Last);
            int done = story.Done;
            Assert.AreEqual(done == ListStory.Last ? "Accepted" : "Failed", story.Status);
            story.AssertList(done, $"{capacity} bytes");
            new ListStory(new ListFixture(flash)).AssertList(done, $"{capacity} bytes, restarted");
            Assert.IsTrue(flash.UsedBytes <= capacity);
            if (done == ListStory.Last) accepted++;
        }

        Assert.IsTrue(accepted > 0 && accepted < 90, accepted.ToString());
    }

    [TestMethod]
    public void What_is_damaged_is_not_known_and_the_version_is_0_until_a_full_update()
    {
        SeededRandom random = new(1);
        int unnoticed = 0;
        for (int round = 0; round < 400; round++)
        {
            MemoryFlash flash = new();
            ListFixture f = new(flash);
            new ListStory(f).Go(ListStory.Last);
            string[] names = flash.List();
            string name = names[random.Next(names.Length)];
            Damage(flash, name, random);
            f = new ListFixture(flash);
            bool atStart = f.List.Version == 0;
            int wrong = 0;
            for (int i = 0; i < ListStory.Cards; i++)
            {
                string status = f.Status(ListStory.Card(i));
                string expected = ListStory.Expected(i, ListStory.Last);
                if (status == expected) continue;
                wrong++;
                Assert.IsTrue(f.List.Version == 0 || name.StartsWith("local.") || status == "-", $"round {round}, {name}, {ListStory.Card(i)}: {status}");
            }

            // A log whose end was cut off may tell of an older list, but of no mix.
            if (wrong > 0 && f.List.Version != 0) new ListStory(f).AssertList(f.List.Version - 1, $"round {round}, {name}");
            if (wrong == 0 && !atStart) unnoticed++;
            if (f.List.IsDamaged) Assert.AreEqual("Failed", f.Differential(99, ListFixture.Entry("X")));
            Assert.AreEqual("Accepted", f.Full(50, ListFixture.Entry("ONLY")), $"round {round}");
            f = new ListFixture(flash);
            Assert.AreEqual("{\"listVersion\":50}", f.Version);
            Assert.AreEqual("Accepted", f.Status("ONLY"));
            for (int i = 0; i < ListStory.Cards; i++) Assert.AreEqual("-", f.Status(ListStory.Card(i)));
        }

        Assert.IsTrue(unnoticed < 200, unnoticed.ToString());
    }

    [TestMethod]
    public void Damage_is_reported_and_outlives_a_restart()
    {
        MemoryFlash flash = new();
        ListFixture f = new(flash);
        new ListStory(f).Go(ListStory.Last);
        byte[] bytes = new byte[8000];
        int length = flash.Read("local-2.0", 0, bytes, 0, bytes.Length);
        string name = length > 0 ? "local-2.0" : "local-2.1";
        if (length <= 0) length = flash.Read(name, 0, bytes, 0, bytes.Length);
        bytes[100] ^= 1;
        flash.Write(name, bytes, 0, length);
        f = new ListFixture(flash);
        Assert.AreEqual(ListStory.Last + 1, f.List.Version);
        for (int i = 0; i < ListStory.Cards; i++) f.Status(ListStory.Card(i));
        Assert.AreEqual("{\"listVersion\":0}", f.Version);
        Assert.IsTrue(f.List.IsDamaged);
        Assert.IsTrue(f.Logged("the local list is damaged"));
        f = new ListFixture(flash);
        Assert.AreEqual("{\"listVersion\":0}", f.Version);
        Assert.IsTrue(f.List.IsDamaged);
    }

    private static void CutEverywhere(CutMode mode)
    {
        int operations = 1;
        for (int cut = 1; cut <= operations; cut++)
        {
            MemoryFlash memory = new();
            CuttingFlash flash = new(memory) { CutAt = cut, Mode = mode };
            ListStory story = new(new ListFixture(flash));
            string where = $"cut {cut}";
            story.Go(ListStory.Last);
            if (flash.IsCut) operations = cut + 1;
            else Assert.AreEqual(ListStory.Last, story.Done, where);
            ListFixture f = new(memory);
            int now = f.List.Version - 1;
            Assert.IsTrue(now == story.Done || now == story.Done + 1, $"{where}: {now} after {story.Done}");
            new ListStory(f).AssertList(now, where);

            // The story goes on from there, after one more start.
            story = new ListStory(new ListFixture(memory), now);
            story.AssertList(now, where + ", second start");
            story.Go(ListStory.Last);
            story.AssertList(ListStory.Last, where + ", to the end");
            new ListStory(new ListFixture(memory)).AssertList(ListStory.Last, where + ", to the end and restarted");
        }

        OutputHelper.WriteLine($"{operations - 1} cut points, 0 violations");
    }

    private static void Damage(MemoryFlash flash, string name, SeededRandom random)
    {
        int length = flash.Length(name);
        byte[] bytes = new byte[length];
        flash.Read(name, 0, bytes, 0, length);
        string[] names = flash.List();
        switch (random.Next(4))
        {
            case 0:
                flash.Delete(name);
                return;
            case 1:
                length = random.Next(length) + 1;
                break;
            case 2:
                name = names[random.Next(names.Length)];
                break;
            default:
                bytes[random.Next(length)] ^= (byte)(1 << random.Next(8));
                break;
        }

        flash.Write(name, bytes, 0, length);
    }
}

/// <summary>
/// Full and differential updates of 120 cards: step 0 and 4 are full, the others change, add and take away. So many that the log is merged.
/// After step n the list has version n + 1.
/// </summary>
internal sealed class ListStory
{
    public const int Cards = 120;

    public const int Last = 8;

    private readonly ListFixture _f;

    public ListStory(ListFixture f, int done = -1)
    {
        _f = f;
        Done = done;
    }

    /// <summary>Last step that was accepted; -1 before the first.</summary>
    public int Done { get; private set; }

    /// <summary>What the last step was answered with.</summary>
    public string Status { get; private set; } = "Accepted";

    /// <summary>Carries out the steps that are left, until one fails.</summary>
    public void Go(int to)
    {
        while (Done < to)
        {
            Status = Send(Done + 1);
            if (Status != "Accepted") return;
            Done++;
            _f.Tidy();
        }
    }

    /// <summary>Status of a card after a step, "-" if it is not in the list.</summary>
    public static string Expected(int card, int step)
    {
        if (step < 0) return "-";
        int first = step < 4 ? 0 : 4;
        int group = step < 4 ? 0 : 1;
        return (step - first) switch
        {
            0 => card % 3 == group ? "Accepted" : "-",
            1 => card % 3 == group || card % 3 == 2 ? "Accepted" : "-",
            2 => card % 4 == 0 ? "Blocked" : Expected(card, step - 1),
            3 => card % 5 == 0 ? "-" : Expected(card, step - 1),
            _ => card % 3 == 1 ? "Expired" : Expected(card, step - 1),
        };
    }

    public static string Card(int number) => "CARD" + (number * 31).ToString();

    public void AssertList(int step, string where)
    {
        Assert.AreEqual(step + 1, _f.List.Version, where);
        int count = 0;
        for (int i = 0; i < Cards; i++)
        {
            string expected = Expected(i, step);
            if (expected != "-") count++;
            Assert.AreEqual(expected, _f.Status(Card(i)), $"{where}: {Card(i)} after step {step}");
        }

        Assert.AreEqual(count, _f.List.Count, where);
    }

    private string Send(int step)
    {
        bool full = step == 0 || step == 4;
        string entries = "";
        for (int i = 0; i < Cards; i++)
        {
            string expected = Expected(i, step);
            string before = full ? "-" : Expected(i, step - 1);
            if (expected == before) continue;
            if (entries.Length > 0) entries += ",";
            entries += ListFixture.Entry(Card(i), expected == "-" ? null : expected, null, "GROUP");
        }

        return _f.Update(full ? "Full" : "Differential", step + 1, entries);
    }
}
