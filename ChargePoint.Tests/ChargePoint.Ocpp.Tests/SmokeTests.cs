using nanoFramework.TestFramework;

namespace ChargePoint.Ocpp.Tests;

[TestClass]
public class SmokeTests
{
    [TestMethod]
    public void Assembly_loads() => Assert.IsTrue(true);
}
