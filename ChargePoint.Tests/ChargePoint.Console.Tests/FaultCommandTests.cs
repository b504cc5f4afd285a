using ChargePoint.Hal;
using nanoFramework.TestFramework;

namespace ChargePoint.Console.Tests;

[TestClass]
public class FaultCommandTests
{
    [TestMethod]
    public void Faults_shows_what_is_there_what_is_kept_and_what_was()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("ok", f.Type("faults"));
        Assert.AreEqual("connector 1: no fault;connector 2: no fault;", f.Text);
        f.Board.Connector(1).Contactor.Welded = true;
        f.Board.Connector(2).Fault = HardwareFault.GroundFailure;
        f.Run(500);
        f.Type("faults");
        Assert.Contains("  CONTACTOR-WELDED: contactor does not open, now; seen 1 time(s)", f.Text);
        Assert.Contains("  HARDWARE: fault of the hardware, now; seen 1 time(s)", f.Text);
        f.Board.Connector(1).Contactor.Welded = false;
        f.Board.Connector(2).Fault = HardwareFault.NoError;
        f.Run(500);
        f.Type("faults");
        Assert.Contains("contactor does not open, over, kept until 'fault clear' or a restart;", f.Text);
        Assert.Contains("connector 2: no fault;  HARDWARE: fault of the hardware, over; seen 1 time(s)", f.Text);
        Assert.AreEqual("ok", f.Type("fault clear 1"));
        f.Run(100);
        Assert.AreEqual(0, f.Firmware.Safety.Active(1));
    }

    [TestMethod]
    public void The_same_for_a_program()
    {
        ConsoleFixture f = new();
        f.Board.Connector(2).Contactor.Welded = true;
        f.Run(500);
        Assert.AreEqual("ok", f.Type("faults --json"));
        Assert.AreEqual(1, f.Lines.Count);
        Assert.AreEqual("{\"connectors\":[{\"id\":1,\"faults\":[]},{\"id\":2,\"faults\":[{\"fault\":\"CONTACTOR-WELDED\",\"errorCode\":\"PowerSwitchFailure\",\"present\":true,\"active\":true,\"count\":1}]}]}", (string)f.Lines[0]!);
    }

    [TestMethod]
    [DataRow("faults now")]
    [DataRow("faults --json 1")]
    [DataRow("fault")]
    [DataRow("fault 1")]
    [DataRow("fault clear 0")]
    [DataRow("fault clear 3")]
    [DataRow("fault clear x")]
    [DataRow("fault clear 1 2")]
    public void Anything_else_is_refused(string line)
    {
        ConsoleFixture f = new();
        Assert.StartsWith("error: ", f.Type(line));
    }

    [TestMethod]
    public void Clear_without_a_connector_is_for_all()
    {
        ConsoleFixture f = new();
        f.Board.Connector(1).Contactor.Welded = true;
        f.Board.Connector(2).Contactor.Welded = true;
        f.Run(500);
        f.Board.Connector(1).Contactor.Welded = false;
        f.Board.Connector(2).Contactor.Welded = false;
        f.Run(500);
        Assert.IsTrue(f.Firmware.Safety.Active(1) != 0 && f.Firmware.Safety.Active(2) != 0);
        Assert.AreEqual("ok", f.Type("fault clear"));
        f.Run(100);
        Assert.AreEqual(0, f.Firmware.Safety.Active(1) | f.Firmware.Safety.Active(2));
    }
}
