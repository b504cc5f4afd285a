namespace ChargePoint.Simulator.Tests.EndToEnd;

[TestClass]
public class StartTests
{
    [TestMethod]
    public async Task Commands_that_are_there_before_the_charge_point_has_come_up_find_it_up()
    {
        (int exitCode, string output, string errors) = await SimulatorProcess.RunAsync(
            ["--script"], "sim plug 1\nsim tap CARD1\nsim skip 600\nsim tap CARD1\nsim skip 1\ncs transactions\n");
        Assert.AreEqual(0, exitCode, errors);
        Assert.Contains("card CARD1", output, errors);
        Assert.Contains("Local", output, errors);
    }
}
