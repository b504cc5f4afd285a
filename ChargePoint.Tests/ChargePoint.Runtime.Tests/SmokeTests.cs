using nanoFramework.TestFramework;

namespace ChargePoint.Runtime.Tests;

[TestClass]
public class SmokeTests
{
    [TestMethod]
    public void Assembly_loads() => Assert.IsTrue(true);
}
