using System.Collections;
using ChargePoint.Features;
using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Authorization.Tests;

/// <summary>The authorization cache (OCPP 1.6 section 3.5.1) and ClearCache (section 5.4).</summary>
[TestClass]
public class AuthorizationCacheTests
{
    [TestMethod]
    public void What_was_learnt_is_found_also_after_a_restart()
    {
        MemoryFlash flash = new();
        ListFixture f = new(flash);
        f.Cache.Learn("card1", new IdTagInfo(AuthorizationStatus.Accepted, "Group", 1_795_244_400_000));
        f.Cache.Learn("CARD2", new IdTagInfo(AuthorizationStatus.Blocked));
        for (int start = 0; start < 2; start++)
        {
            IdTagInfo info = f.Cache.Find("Card1")!;
            Assert.AreEqual("Accepted", info.StatusName);
            Assert.AreEqual("Group", info.ParentIdTag);
            Assert.AreEqual(1_795_244_400_000L, info.ExpiryUnixMs);
            Assert.AreEqual("Blocked", f.Cache.Find("card2")!.StatusName);
            Assert.IsNull(f.Cache.Find("CARD3"));
            Assert.IsNull(f.Cache.Find(""));
            Assert.AreEqual(2, f.Cache.Count);
            Assert.AreEqual(100, f.Cache.FlashBytes);
            f = new ListFixture(flash);
        }
    }

    [TestMethod]
    public void What_was_said_last_counts_also_after_a_restart()
    {
        MemoryFlash flash = new();
        ListFixture f = new(flash);
        string[] parents = ["", "G", "H", "H"];
        for (int i = 0; i < parents.Length; i++) f.Cache.Learn("A", new IdTagInfo(AuthorizationStatus.Accepted, parents[i].Length == 0 ? null : parents[i]));
        Assert.AreEqual("H", f.Cache.Find("A")!.ParentIdTag);
        f.Cache.Learn("A", new IdTagInfo(AuthorizationStatus.Invalid));
        Assert.AreEqual("Invalid", f.Cache.Find("A")!.StatusName);
        Assert.AreEqual(1, f.Cache.Count);
        Assert.AreEqual("Invalid", new ListFixture(flash).Cache.Find("A")!.StatusName);
    }

    [TestMethod]
    public void What_is_known_already_and_look_ups_write_nothing()
    {
        MemoryFlash flash = new();
        ListFixture f = new(flash);
        f.Cache.Learn("A", new IdTagInfo(AuthorizationStatus.Accepted, "G", 1_795_244_400_123));
        f.Cache.Learn("B", new IdTagInfo(AuthorizationStatus.Accepted, ""));
        int operations = flash.Operations;
        for (int i = 0; i < 100; i++)
        {
            f.Cache.Learn("a", new IdTagInfo(AuthorizationStatus.Accepted, "G", 1_795_244_400_000));
            f.Cache.Learn("B", new IdTagInfo(AuthorizationStatus.Accepted));
            f.Cache.Find("A");
        }

        Assert.AreEqual(operations, flash.Operations);
    }

    [TestMethod]
    public void ConcurrentTx_and_what_cannot_be_kept_are_not_learnt()
    {
        MemoryFlash flash = new();
        ListFixture f = new(flash);
        f.Cache.Learn("A", new IdTagInfo(AuthorizationStatus.Accepted));
        f.Cache.Learn("A", new IdTagInfo(AuthorizationStatus.ConcurrentTx));
        Assert.AreEqual("Accepted", f.Cache.Find("A")!.StatusName);
        f.Cache.Learn("Ä", new IdTagInfo(AuthorizationStatus.Accepted));
        f.Cache.Learn("", new IdTagInfo(AuthorizationStatus.Accepted));
        f.Cache.Learn("123456789012345678901", new IdTagInfo(AuthorizationStatus.Accepted));
        Assert.AreEqual(1, f.Cache.Count);
        f.Cache.Learn("A", new IdTagInfo(AuthorizationStatus.Blocked, "Gruppe Ä"));
        Assert.IsNull(f.Cache.Find("A"), "what was said before does not hold any more");
    }

    [TestMethod]
    public void The_80_learnt_last_are_there_and_flash_and_count_are_bounded()
    {
        MemoryFlash flash = new();
        ListFixture f = new(flash);
        int mostBytes = 0;
        for (int i = 0; i < 1000; i++)
        {
            f.Cache.Learn("CARD" + i.ToString(), new IdTagInfo(AuthorizationStatus.Accepted));
            if (f.Cache.FlashBytes > mostBytes) mostBytes = f.Cache.FlashBytes;
            Assert.IsTrue(f.Cache.Count <= AuthorizationCache.MostRecords);
            if (i % 77 == 0) f = new ListFixture(flash);
            for (int j = i < 79 ? 0 : i - 79; j <= i && i % 10 == 0; j++) Assert.IsNotNull(f.Cache.Find("CARD" + j.ToString()), $"{j} of {i}");
        }

        Assert.IsNull(f.Cache.Find("CARD0"));
        Assert.AreEqual(12_000, mostBytes);
        Assert.AreEqual(3, flash.List().Length);
    }

    [TestMethod]
    public void Whoever_comes_back_is_not_forgotten_for_strangers()
    {
        MemoryFlash flash = new();
        ListFixture f = new(flash);
        for (int i = 0; i < 2000; i++)
        {
            string regular = "REGULAR" + (i % 30).ToString();
            bool known = f.Cache.Find(regular) != null;
            Assert.AreEqual(i >= 30, known, $"{regular} at {i}");
            Meet(f, regular);
            Meet(f, "STRANGER" + i.ToString());
        }

        OutputHelper.WriteLine($"2,000 strangers and 2,000 visits of 30 regulars: {flash.Operations} flash operations, {flash.BytesWritten} bytes");
        Assert.IsTrue(flash.Operations < 2400, flash.Operations.ToString());
    }

    [TestMethod]
    public void Random_use_is_never_wrong_and_keeps_what_was_learnt_last()
    {
        for (uint seed = 1; seed <= 10; seed++)
        {
            MemoryFlash flash = new();
            ListFixture f = new(flash);
            SeededRandom random = new(seed);
            Hashtable said = new();
            Queue changed = new();
            for (int step = 0; step < 2000; step++)
            {
                string idTag = "T" + random.Next(400).ToString();
                IdTagInfo? known = f.Cache.Find(idTag);
                if (known != null) Assert.AreEqual((string)said[idTag]!, known.StatusName + known.ParentIdTag, $"seed {seed}, step {step}");
                IdTagInfo info = new((AuthorizationStatus)random.Next(4), random.Next(2) == 0 ? null : "G" + random.Next(3).ToString());
                string word = info.StatusName + info.ParentIdTag;
                bool same = known != null && known.StatusName + known.ParentIdTag == word;
                f.Cache.Learn(idTag, info);
                said[idTag] = word;
                if (!same) changed.Enqueue(idTag);
                while (changed.Count > 40) changed.Dequeue();
                if (random.Next(100) == 0) f = new ListFixture(flash);
                if (random.Next(500) == 0)
                {
                    Assert.AreEqual("{\"status\":\"Accepted\"}", f.Clear());
                    said.Clear();
                    changed.Clear();
                }

                foreach (string last in changed) Assert.AreEqual((string)said[last]!, f.Cache.Find(last)!.StatusName + f.Cache.Find(last)!.ParentIdTag, $"seed {seed}, step {step}");
            }
        }
    }

    [TestMethod]
    public void ClearCache_forgets_all_and_is_rejected_while_there_is_no_cache()
    {
        MemoryFlash flash = new();
        ListFixture f = new(flash);
        for (int i = 0; i < 200; i++) f.Cache.Learn("CARD" + i.ToString(), new IdTagInfo(AuthorizationStatus.Accepted));
        f.Configuration.Change("AuthorizationCacheEnabled", "false");
        Assert.AreEqual("{\"status\":\"Rejected\"}", f.Clear());
        Assert.IsNull(f.Local.Find("CARD199"));
        f.Local.Learn("NEW", new IdTagInfo(AuthorizationStatus.Accepted));
        f.Configuration.Change("AuthorizationCacheEnabled", "true");
        Assert.IsNull(f.Local.Find("NEW"));
        Assert.IsNotNull(f.Local.Find("CARD199"));
        flash.Broken = true;
        Assert.AreEqual("{\"status\":\"Rejected\"}", f.Clear());
        flash.Broken = false;
        Assert.AreEqual("{\"status\":\"Accepted\"}", f.Clear());
        Assert.AreEqual(0, f.Cache.Count);
        Assert.AreEqual(0, flash.UsedBytes);
        Assert.AreEqual("{\"status\":\"Accepted\"}", f.Clear());
        f.Cache.Learn("A", new IdTagInfo(AuthorizationStatus.Accepted));
        Assert.AreEqual("Accepted", new ListFixture(flash).Cache.Find("A")!.StatusName);
    }

    [TestMethod]
    public void Cut_anywhere_no_outdated_status_comes_back_and_all_or_nothing_is_cleared()
    {
        CutMode[] modes = [CutMode.Before, CutMode.After, CutMode.Torn];
        foreach (CutMode mode in modes)
        {
            for (int cut = 1; cut < 275; cut++)
            {
                MemoryFlash memory = new();
                CuttingFlash flash = new(memory) { CutAt = cut, Mode = mode };
                ListFixture f = new(flash);
                int learnt = -1;
                try
                {
                    for (int i = 0; i < 250; i++)
                    {
                        f.Cache.Learn("CARD" + (i % 50).ToString(), new IdTagInfo(AuthorizationStatus.Accepted, "G" + i.ToString()));
                        learnt = i;
                    }

                    f.Cache.Clear();
                }
                catch (PowerCutException)
                {
                    Assert.IsTrue(flash.IsCut);
                }

                f = new ListFixture(memory);
                int forgotten = 0;
                for (int i = learnt < 50 ? 0 : learnt - 49; i <= learnt; i++)
                {
                    string? parent = f.Cache.Find("CARD" + (i % 50).ToString())?.ParentIdTag;
                    bool right = parent == "G" + i.ToString() || (i == learnt - 49 && parent == "G" + (learnt + 1).ToString()) || (learnt == 249 && parent == null);
                    Assert.IsTrue(right, $"cut {cut}: CARD{i % 50} has {parent}, learnt {learnt}");
                    if (parent == null) forgotten++;
                }

                Assert.IsTrue(forgotten == 0 || forgotten == 50, $"cut {cut}: cleared by half, {forgotten} forgotten");

                f.Cache.Learn("LATER", new IdTagInfo(AuthorizationStatus.Blocked));
                Assert.AreEqual("Blocked", new ListFixture(memory).Cache.Find("LATER")!.StatusName);
            }
        }
    }

    [TestMethod]
    public void Damage_is_no_record_and_no_exception()
    {
        SeededRandom random = new(3);
        for (int round = 0; round < 200; round++)
        {
            MemoryFlash flash = new();
            ListFixture f = new(flash);
            for (int i = 0; i < 230; i++) f.Cache.Learn("CARD" + i.ToString(), new IdTagInfo(AuthorizationStatus.Accepted));
            string[] names = flash.List();
            string name = names[random.Next(names.Length)];
            byte[] bytes = new byte[flash.Length(name)];
            flash.Read(name, 0, bytes, 0, bytes.Length);
            int count = random.Next(2) == 0 ? bytes.Length : random.Next(bytes.Length) + 1;
            for (int i = 0; i < 20; i++) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            flash.Write(names[random.Next(names.Length)], bytes, 0, count);
            f = new ListFixture(flash);
            int found = 0;
            for (int i = 0; i < 230; i++)
            {
                IdTagInfo? info = f.Cache.Find("CARD" + i.ToString());
                if (info == null) continue;
                found++;
                Assert.AreEqual("Accepted", info.StatusName);
            }

            Assert.IsTrue(found >= 70, found.ToString());
            f.Cache.Learn("LATER", new IdTagInfo(AuthorizationStatus.Blocked));
            Assert.AreEqual("Blocked", f.Cache.Find("LATER")!.StatusName);
        }
    }

    [TestMethod]
    public void A_look_up_reads_little()
    {
        CountingFlash flash = new(new MemoryFlash());
        ListFixture f = new(flash);
        for (int i = 0; i < 240; i++) f.Cache.Learn("CARD" + i.ToString(), new IdTagInfo(AuthorizationStatus.Accepted));
        int sum = 0;
        for (int i = 0; i < 480; i++)
        {
            flash.Reads = 0;
            f.Cache.Find("CARD" + i.ToString());
            sum += flash.Reads;
        }

        OutputHelper.WriteLine($"{sum * 10 / 48} hundredths of a read on average");
        Assert.IsTrue(sum < 480 * 4, sum.ToString());
    }

    [TestMethod]
    public void A_flash_that_refuses_loses_only_what_it_refused()
    {
        MemoryFlash flash = new();
        ListFixture f = new(flash);
        f.Cache.Learn("A", new IdTagInfo(AuthorizationStatus.Accepted));
        f.Cache.Learn("B", new IdTagInfo(AuthorizationStatus.Accepted));
        flash.Broken = true;
        f.Cache.Learn("C", new IdTagInfo(AuthorizationStatus.Accepted));
        f.Cache.Learn("A", new IdTagInfo(AuthorizationStatus.Blocked));
        Assert.IsNull(f.Cache.Find("C"));
        Assert.IsNull(f.Cache.Find("A"), "it is not accepted any more");
        Assert.IsNotNull(f.Cache.Find("B"));
        Assert.IsTrue(f.Logged("could not be kept"));
    }

    // As a session does: Authorize, StartTransaction and StopTransaction are all answered with the same.
    private static void Meet(ListFixture f, string idTag)
    {
        for (int i = 0; i < 3; i++) f.Local.Learn(idTag, new IdTagInfo(AuthorizationStatus.Accepted));
    }
}
