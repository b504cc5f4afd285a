using ChargePoint.Hal.Simulated;
using ChargePoint.Runtime;
using nanoFramework.TestFramework;

namespace ChargePoint.SmartCharging.Tests;

/// <summary>Profiles that are installed, replaced, cleared, and loaded again after a restart, a loss of power or damage.</summary>
[TestClass]
public class ProfileStoreTests
{
    [TestMethod]
    public void A_profile_replaces_the_one_with_its_id_or_its_place()
    {
        Profiles profiles = new();
        profiles.Set(Profiles.Simple(1, 0, "TxDefaultProfile", 10));
        profiles.Set(Profiles.Simple(2, 1, "TxDefaultProfile", 11));
        Assert.AreEqual("2 1", profiles.Ids(), "the highest stackLevel comes first");
        profiles.Set(Profiles.Simple(1, 5, "TxDefaultProfile", 12));
        Assert.AreEqual("1 2", profiles.Ids(), "same id");
        profiles.Set(Profiles.Simple(3, 1, "TxDefaultProfile", 13));
        Assert.AreEqual("1 3", profiles.Ids(), "same purpose and stackLevel");
        profiles.Set(Profiles.Simple(4, 1, "TxDefaultProfile", 14, connectorId: 1));
        profiles.Set(Profiles.Simple(5, 1, "ChargePointMaxProfile", 15));
        Assert.AreEqual("1 3 4 5", profiles.Ids(), "other connector, other purpose");
        profiles.Set(Profiles.Simple(4, 1, "TxDefaultProfile", 14));
        Assert.AreEqual("1 4 5", profiles.Ids(), "id and place of two");
        Assert.AreEqual("1 4 5", new Profiles(profiles.Flash).Ids());
    }

    [TestMethod]
    public void Twelve_profiles_fit_and_a_thirteenth_only_in_place_of_one()
    {
        Profiles profiles = new();
        for (int i = 0; i < ProfileStore.MostProfiles; i++) Assert.IsTrue(profiles.Set(Profiles.Full(i, i % 10, i / 10)));
        Assert.IsFalse(profiles.Set(Profiles.Full(99, 9, 2)));
        Assert.AreEqual("MaxChargingProfilesInstalled are installed", profiles.Problem);
        Assert.IsTrue(profiles.Set(Profiles.Full(99, 9, 0)));
        Assert.IsTrue(profiles.Set(Profiles.Full(3, 9, 2)));
        Assert.AreEqual(ProfileStore.MostProfiles, profiles.Store.Count);
        Assert.AreEqual(profiles.Ids(), new Profiles(profiles.Flash).Ids());
    }

    [TestMethod]
    public void A_thousand_changes_use_no_more_than_two_blocks_of_flash()
    {
        MemoryFlash flash = new();
        Profiles profiles = new(flash);
        int most = 0;
        for (int i = 0; i < 1000; i++)
        {
            Assert.IsTrue(profiles.Set(Profiles.Full(i % 12, i % 10, i % 3)), i.ToString());
            if (i % 7 == 0) Assert.IsTrue(profiles.Store.Clear(new ProfileFilter { HasId = true, Id = i % 12 }) == 1);
            if (flash.UsedBytes > most) most = flash.UsedBytes;
        }

        Assert.IsTrue(most <= 8192, most.ToString());
        Assert.AreEqual(profiles.Ids(), new Profiles(flash).Ids());
    }

    [TestMethod]
    public void Profiles_are_cleared_by_id_or_by_what_they_agree_with()
    {
        Assert.AreEqual("4 3 2 1", Cleared(new ProfileFilter { HasId = true, Id = 7 }, 0));
        Assert.AreEqual("4 3 1", Cleared(new ProfileFilter { HasId = true, Id = 2, StackLevel = 9 }, 1));
        Assert.AreEqual("", Cleared(new ProfileFilter(), 4));
        Assert.AreEqual("4 2", Cleared(new ProfileFilter { ConnectorId = 0 }, 2));
        Assert.AreEqual("4 3 2 1", Cleared(new ProfileFilter { ConnectorId = 3 }, 0));
        Assert.AreEqual("1", Cleared(new ProfileFilter { Purpose = (int)ProfilePurpose.TxDefault }, 3));
        Assert.AreEqual("4 2 1", Cleared(new ProfileFilter { StackLevel = 2 }, 1));
        Assert.AreEqual("3 2 1", Cleared(new ProfileFilter { StackLevel = 3, ConnectorId = 2, Purpose = (int)ProfilePurpose.TxDefault }, 1));
        Assert.AreEqual("4 3 2 1", Cleared(new ProfileFilter { StackLevel = 3, ConnectorId = 1, Purpose = (int)ProfilePurpose.TxDefault }, 0));
    }

    [TestMethod]
    public void A_TxProfile_outlives_a_restart_with_its_transaction_only()
    {
        Profiles profiles = new();
        profiles.Set(Profiles.Simple(1, 0, "TxProfile", 10, 1, localId: 7));
        profiles.Set(Profiles.Simple(2, 0, "TxProfile", 10, 2, localId: 8));
        Assert.AreEqual("2", new Profiles(profiles.Flash, new int[] { 8, 9 }).Ids());
        profiles.Store.KeepTransaction(1, 7);
        Assert.AreEqual("1 2", profiles.Ids());
        profiles.Store.KeepTransaction(1, 9);
        Assert.AreEqual("2", profiles.Ids());
        profiles.Store.KeepTransaction(2, 0);
        Assert.AreEqual("", profiles.Ids());
    }

    [TestMethod]
    public void A_flash_that_refuses_changes_nothing()
    {
        MemoryFlash flash = new();
        Profiles profiles = new(flash);
        profiles.Set(Profiles.Simple(1, 0, "TxDefaultProfile", 10));
        flash.Broken = true;
        Assert.IsFalse(profiles.Set(Profiles.Simple(2, 0, "TxDefaultProfile", 10)));
        Assert.AreEqual("the flash does not take it", profiles.Problem);
        Assert.AreEqual(-1, profiles.Store.Clear(new ProfileFilter()));
        Assert.AreEqual("1", profiles.Ids());
        flash.Broken = false;
        Assert.AreEqual("1", new Profiles(flash).Ids());
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    public void A_loss_of_power_at_any_operation_leaves_the_old_or_the_new_profiles(int mode)
    {
        int cuts = 0;
        for (int cutAt = 1; ; cutAt++)
        {
            MemoryFlash memory = new();
            CuttingFlash flash = new(memory) { CutAt = cutAt, Mode = (CutMode)mode, TornPercent = cutAt * 37 % 101 };
            Profiles twin = new(); // has every change but the one under way
            int change = 0;
            try
            {
                for (Profiles profiles = new(flash); change < 40; change++)
                {
                    Change(profiles, change);
                    Change(twin, change);
                }
            }
            catch (PowerCutException)
            {
                cuts++;
            }

            if (!flash.IsCut) break;
            Profiles again = new(memory);
            string found = again.Ids() + Sum(again);
            string before = twin.Ids() + Sum(twin);
            Change(twin, change);
            string after = twin.Ids() + Sum(twin);
            Assert.IsTrue(found == before || found == after, $"cut {cutAt}: {found} is neither {before} nor {after}");

            // And it goes on from there
            Assert.IsTrue(again.Set(Profiles.Simple(77, 9, "ChargePointMaxProfile", 20)));
            Assert.AreEqual(again.Ids(), new Profiles(memory).Ids());
        }

        Assert.IsTrue(cuts > 45, cuts.ToString());
    }

    [TestMethod]
    public void Damage_costs_the_profile_that_it_hits_and_is_reported()
    {
        MemoryFlash flash = new();
        Profiles profiles = new(flash);
        for (int i = 0; i < 3; i++) profiles.Set(Profiles.Full(i, i));
        byte[] content = new byte[flash.Length("profiles.1")];
        flash.Read("profiles.1", 0, content, 0, content.Length);
        for (int i = 0; i < content.Length; i++)
        {
            byte[] damaged = new byte[content.Length];
            System.Array.Copy(content, 0, damaged, 0, content.Length);
            damaged[i] ^= (byte)(1 << (i % 8));
            MemoryFlash other = new();
            other.Write("profiles.1", damaged, 0, damaged.Length);
            Profiles loaded = new(other);
            Assert.IsTrue(loaded.Store.Count >= 2, i.ToString());
            Assert.IsTrue(loaded.Log.Count > 0, i.ToString());
        }
    }

    [TestMethod]
    public void Records_and_fields_of_a_newer_version_are_kept()
    {
        MemoryFlash flash = new();
        RecordLog records = new(flash, "profiles", 4096, 2);
        byte[] unknown = new byte[] { 1, 2, 3 };
        records.BeginSegment(9, unknown, 3);
        byte[] known = Profiles.Full(5, 3);
        byte[] longer = new byte[known.Length + 4];
        System.Array.Copy(known, 0, longer, 0, ChargingProfile.HeaderLength);
        System.Array.Copy(known, ChargingProfile.HeaderLength, longer, ChargingProfile.HeaderLength + 4, known.Length - ChargingProfile.HeaderLength);
        longer[0] += 4;
        longer[ChargingProfile.HeaderLength] = 0xAB;
        records.Append(1, longer, longer.Length);
        byte[] newPurpose = Profiles.Simple(6, 9, "TxDefaultProfile", 6);
        newPurpose[2] = 7;
        records.Append(1, newPurpose, newPurpose.Length);

        Profiles profiles = new(flash);
        Assert.AreEqual("6 5", profiles.Ids());
        Assert.AreEqual(7_000, profiles.At(Profiles.Monday + 3600), "the profile with more fields counts, the one with another purpose does not");
        for (int i = 0; i < 40; i++) profiles.Set(Profiles.Full(1, 1));
        Assert.IsTrue(flash.Length("profiles.1") < 0, "another segment by now");
        Profiles again = new(flash);
        Assert.AreEqual("6 5 1", again.Ids());
        Assert.AreEqual(0xAB, (int)again.Store[1].Image[ChargingProfile.HeaderLength]);
        RecordReader reader = new(new RecordLog(flash, "profiles", 4096, 2));
        int found = 0;
        while (reader.Next())
        {
            if (reader.Type == 9 && reader.Length == 3 && reader.Buffer[RecordLog.HeaderLength + 2] == 3) found++;
        }

        Assert.AreEqual(1, found);
    }

    private static void Change(Profiles profiles, int i)
    {
        if (i % 6 == 5) profiles.Store.Clear(new ProfileFilter { StackLevel = i % 4 });
        else profiles.Set(Profiles.Full(i % 9, i % 7, i % 2));
    }

    private static string Sum(Profiles profiles)
    {
        uint crc = Crc32.Empty;
        for (int i = 0; i < profiles.Store.Count; i++) crc = Crc32.Add(crc, profiles.Store[i].Image, 0, profiles.Store[i].Image.Length);
        return " " + crc.ToString();
    }

    private static string Cleared(ProfileFilter filter, int count)
    {
        Profiles profiles = new();
        profiles.Set(Profiles.Simple(1, 0, "ChargePointMaxProfile", 10));
        profiles.Set(Profiles.Simple(2, 1, "TxDefaultProfile", 10, 1));
        profiles.Set(Profiles.Simple(3, 2, "TxDefaultProfile", 10));
        profiles.Set(Profiles.Simple(4, 3, "TxDefaultProfile", 10, 2));
        Assert.AreEqual(count, profiles.Store.Clear(filter));
        string ids = profiles.Ids();
        Assert.AreEqual(ids, new Profiles(profiles.Flash).Ids(), "after a restart");
        return ids;
    }
}
