using ChargePoint.Simulator.CentralSystem;

namespace ChargePoint.Simulator.Tests.CentralSystem;

[TestClass]
public sealed class WaitableLogTests
{
    [TestMethod]
    public void Keeps_the_newest_entries()
    {
        var log = new WaitableLog<int>(2);
        for (var i = 1; i <= 3; i++)
            log.Add(i);
        CollectionAssert.AreEqual(new[] { 2, 3 }, log.Snapshot().ToArray());
        Assert.AreEqual(3, log.Total);
    }

    [TestMethod]
    public async Task Waits_for_what_came_before_and_what_comes_after()
    {
        var log = new WaitableLog<int>(10);
        log.Add(1);
        Assert.AreEqual(1, await log.WaitForAsync(entry => entry == 1, Fixture.Deadline));
        var waiting = log.WaitForAsync(entry => entry == 3, Fixture.Deadline);
        log.Add(2);
        Assert.IsFalse(waiting.IsCompleted);
        log.Add(3);
        Assert.AreEqual(3, await waiting);
    }

    [TestMethod]
    public async Task Gives_up_after_the_deadline() =>
        await Assert.ThrowsExactlyAsync<TimeoutException>(() => new WaitableLog<int>(1).WaitForAsync(_ => true, TimeSpan.FromMilliseconds(20)));
}
