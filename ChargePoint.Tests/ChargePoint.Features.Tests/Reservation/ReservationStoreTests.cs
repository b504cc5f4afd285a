using ChargePoint.Hal.Simulated;
using ChargePoint.Runtime;
using nanoFramework.TestFramework;

namespace ChargePoint.Features.Tests;

[TestClass]
public class ReservationStoreTests
{
    [TestMethod]
    public void What_was_set_is_there_again_after_a_restart()
    {
        MemoryFlash flash = new();
        ReservationStore store = Open(flash, 8);
        for (int i = 0; i < 8; i++)
        {
            Assert.AreEqual(i, store.FindFree());
            Assert.IsTrue(store.Set(i, new Reservation(int.MinValue + i, i, "12345678901234567890", i % 2 == 0 ? null : "ÄÖÜäöüÄÖÜäöüÄÖÜäöüÄÖ", 1_767_225_600_000, 4_102_444_800_000)));
        }

        Assert.AreEqual(-1, store.FindFree());
        store = Open(flash, 8);
        for (int i = 0; i < 8; i++)
        {
            Reservation reservation = store.At(store.Find(int.MinValue + i))!;
            Assert.AreEqual(i, reservation.ConnectorId);
            Assert.AreEqual("12345678901234567890", reservation.IdTag);
            Assert.AreEqual(i % 2 == 0 ? null : "ÄÖÜäöüÄÖÜäöüÄÖÜäöüÄÖ", reservation.ParentIdTag);
            Assert.AreEqual(1_767_225_600_000L, reservation.MadeUnixMs);
            Assert.AreEqual(4_102_444_800_000L, reservation.ExpiryUnixMs);
        }

        Assert.AreEqual(-1, store.Find(7));
    }

    [TestMethod]
    public void What_a_newer_version_has_added_is_kept()
    {
        MemoryFlash flash = new();
        ReservationStore store = Open(flash, 2);
        store.Set(0, new Reservation(5, 1, "A", null, 10, 20) { Unknown = [1, 2, 3] });
        SlotFile file = File(flash);
        byte[] image = new byte[300];
        Assert.IsTrue(file.Load(image, out int length));
        image[length] = 77;
        image[length + 1] = 78;
        Assert.IsTrue(file.Save(image, length + 2));
        store = Open(flash, 2);
        Assert.AreEqual("A", store.At(0)!.IdTag);
        store.Set(1, new Reservation(6, 2, "B", null, 10, 20));
        store.Set(1, null);
        byte[] again = new byte[300];
        File(flash).Load(again, out int lengthAgain);
        Assert.AreEqual(length + 2, lengthAgain);
        for (int i = 0; i < lengthAgain; i++) Assert.AreEqual(image[i], again[i]);
    }

    [TestMethod]
    public void A_damaged_content_gives_what_is_sound_and_no_exception()
    {
        MemoryFlash flash = new();
        Open(flash, 2).Set(0, new Reservation(5, 1, "A", null, 10, 20));
        byte[] image = new byte[300];
        File(flash).Load(image, out int length);
        for (int cut = 0; cut < length; cut++)
        {
            MemoryFlash other = new();
            Assert.IsTrue(File(other).Save(image, cut));
            Assert.AreEqual(0, Open(other, 2).FindFree(), cut.ToString());
        }
    }

    [TestMethod]
    public void The_group_or_the_idTag_itself_may_use_it()
    {
        Reservation reservation = new(1, 1, "Holder", "Family", 0, 0);
        Assert.IsTrue(reservation.IsFor("HOLDER", null));
        Assert.IsTrue(reservation.IsFor("X", "FAMILY"));
        Assert.IsFalse(reservation.IsFor("X", null));
        Assert.IsFalse(reservation.IsFor("Family", "Holder"));
        Assert.IsFalse(new Reservation(1, 1, "Holder", null, 0, 0).IsFor("X", "Family"));
    }

    private static ReservationStore Open(MemoryFlash flash, int capacity) => new(File(flash), capacity, new Log(new ManualClock(), 2048));

    private static SlotFile File(MemoryFlash flash) => new(flash, "reserve", 1, new byte[SlotFile.HeaderLength + 2048]);
}
