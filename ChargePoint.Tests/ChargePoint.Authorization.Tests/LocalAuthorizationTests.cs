using ChargePoint.Features;
using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Authorization.Tests;

/// <summary>List before cache, and expiry dates (OCPP 1.6 section 3.5).</summary>
[TestClass]
public class LocalAuthorizationTests
{
    private const long Now = 1_795_244_400_000; // 2026-11-21T07:00:00Z

    [TestMethod]
    public void The_list_comes_before_the_cache_which_does_not_learn_what_is_in_it()
    {
        ListFixture f = new(new MemoryFlash());
        f.Local.Learn("A", new IdTagInfo(AuthorizationStatus.Accepted));
        f.Full(1, ListFixture.Entry("A", "Blocked") + "," + ListFixture.Entry("B", "Blocked"));
        Assert.AreEqual("Blocked", f.Local.Find("A")!.StatusName);
        f.Local.Learn("B", new IdTagInfo(AuthorizationStatus.Accepted));
        Assert.AreEqual(1, f.Cache.Count);
        Assert.AreEqual("Blocked", f.Local.Find("B")!.StatusName);
        f.Configuration.Change("LocalAuthListEnabled", "false");
        Assert.AreEqual("Accepted", f.Local.Find("A")!.StatusName);
        Assert.IsNull(f.Local.Find("B"));
        f.Local.Learn("B", new IdTagInfo(AuthorizationStatus.Accepted));
        Assert.AreEqual("Accepted", f.Local.Find("B")!.StatusName);
    }

    [TestMethod]
    public void What_has_expired_is_Expired_in_list_and_cache()
    {
        ListFixture f = new(new MemoryFlash());
        f.Full(1, ListFixture.Entry("L", "Accepted", "2026-11-21T07:00:01Z", "G") + "," + ListFixture.Entry("B", "Blocked", "2020-01-01T00:00:00Z"));
        f.Local.Learn("C", new IdTagInfo(AuthorizationStatus.Accepted, "H", Now + 1_000));
        f.Time.Set(Now);
        Assert.AreEqual("Accepted", f.Local.Find("L")!.StatusName);
        Assert.AreEqual("Accepted", f.Local.Find("C")!.StatusName);
        f.Clock.Advance(1_000);
        Assert.AreEqual("Expired", f.Local.Find("L")!.StatusName);
        Assert.AreEqual("G", f.Local.Find("L")!.ParentIdTag);
        Assert.AreEqual("Expired", f.Local.Find("C")!.StatusName);
        Assert.AreEqual("Blocked", f.Local.Find("B")!.StatusName);
    }

    [TestMethod]
    public void While_the_time_is_unknown_no_expiry_date_is_held_against_anybody()
    {
        ListFixture f = new(new MemoryFlash());
        f.Full(1, ListFixture.Entry("L", "Accepted", "2000-01-01T00:00:00Z"));
        Assert.AreEqual("Accepted", f.Local.Find("L")!.StatusName);
        f.Time.Set(Now);
        Assert.AreEqual("Expired", f.Local.Find("L")!.StatusName);
    }
}
