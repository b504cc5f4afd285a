using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Console.Tests;

[TestClass]
public class SelfTestTests
{
    [TestMethod]
    public void Somebody_is_led_through_all_steps()
    {
        ConsoleFixture f = new();
        f.Connect();
        Assert.AreEqual("", f.Type("selftest 1"));
        Assert.Contains("self test of ", f.Text);
        Answer(f, "does nobody touch the connector?", "y");
        Answer(f, "accepted: is that", "y");
        Until(f, "present any card within 20 s (Enter skips);");
        f.Board.Reader.Present("CARD1");
        f.Run(2_000);
        Assert.AreEqual("ok", f.End);
        Assert.AreEqual(1, f.Ends);
        Assert.Contains(";PASS connector 1 pilot: 12 V;", f.Text);
        Assert.Contains(";PASS connector 1 residual current: the monitor trips on its test current, and;    releases;PASS connector 1 contactor: closes;PASS connector 1 weld check: opens;PASS connector 1 lock: locks and unlocks;PASS connector 1 meter: 0 kWh, 230 V;PASS connector 1 temperature: 25 C;", f.Text);
        Assert.Contains(";PASS connector 1 light: seen;", f.Text);
        Assert.Contains(";PASS reader: card CARD1;PASS flash: written, read and deleted;PASS clock: 2026-01-01T", f.Text);
        Assert.Contains(";PASS link: connected;12 passed, 0 failed, 0 skipped;", f.Text);
        Assert.AreEqual(1, f.Board.Connector(1).Contactor.Operations);
        Assert.AreEqual(0, f.Board.Connector(2).Contactor.Operations);
        AssertPutBack(f);
        Assert.AreEqual(-1, f.Board.Flash.Length("selftest"));
    }

    [TestMethod]
    public void What_nobody_answers_is_skipped()
    {
        ConsoleFixture f = new();
        f.Type("selftest 1");
        Answer(f, "does nobody touch", "");
        Answer(f, "accepted: is that", "");
        Until(f, "present any card");
        f.Run(21_000);
        Assert.AreEqual("ok", f.End);
        Assert.Contains(";SKIP connector 1 contactor: not allowed;", f.Text);
        Assert.Contains(";SKIP connector 1 light: nobody has looked;", f.Text);
        Assert.Contains(";FAIL reader: no card was seen within 20 s;", f.Text);
        Assert.Contains(";SKIP clock: the time of day is not known yet;FAIL link: not connected yet;", f.Text);
        Assert.AreEqual(0, f.Board.Connector(1).Contactor.Operations);
        f.Board.Reader.Present("CARD1");
        f.Run(1_000);
        f.Type("status");
        Assert.Contains("the card CARD1 was;    refused 1 s ago", f.Text, "cards are taken as ever");
        foreach (string line in f.Lines) Assert.IsTrue(line.Length < 80, line);
    }

    [TestMethod]
    public void A_program_is_asked_nothing()
    {
        ConsoleFixture f = Json(null, 0);
        Assert.AreEqual(17, f.Lines.Count);
        Assert.AreEqual("{\"result\":\"PASS\",\"connector\":1,\"part\":\"pilot\",\"detail\":\"12 V\"}", (string)f.Lines[0]!);
        Assert.Contains(";{\"result\":\"SKIP\",\"connector\":2,\"part\":\"contactor\",\"detail\":\"nobody was asked\"};", f.Text);
        Assert.Contains(";{\"result\":\"SKIP\",\"part\":\"reader\",\"detail\":\"somebody has to present a card\"};", f.Text);
        Assert.Contains(";{\"passed\":11,\"failed\":0,\"skipped\":5};", f.Text);
        Assert.AreEqual(0, f.Board.Connector(1).Contactor.Operations + f.Board.Connector(2).Contactor.Operations);
        AssertPutBack(f);
    }

    [TestMethod]
    [DataRow(3, "\"part\":\"lock\",\"detail\":\"does not lock\"")]
    [DataRow(4, "\"part\":\"meter\",\"detail\":\"does not answer: check wiring, address and baud rate\"")]
    [DataRow(5, "\"part\":\"meter\",\"detail\":\"tells 190 V: measure the supply\"")]
    [DataRow(6, "\"part\":\"temperature\",\"detail\":\"the sensor is missing, shorted or broken\"")]
    [DataRow(7, "\"part\":\"temperature\",\"detail\":\"90 C cannot be\"")]
    [DataRow(8, "\"part\":\"pilot\",\"detail\":\"does not follow what is driven, 0 V\"")]
    [DataRow(9, "\"part\":\"reader\",\"detail\":\"does not answer\"")]
    [DataRow(10, "\"part\":\"flash\",\"detail\":\"does not take a file\"")]
    [DataRow(11, "\"part\":\"link\",\"detail\":\"not connected: ")]
    public void Each_failure_is_found(int failure, string expected)
    {
        ConsoleFixture f = Json(failure.ToString(), failure);
        Assert.Contains(expected, f.Text);
        Assert.Contains("\"FAIL\"", f.Text);
        Assert.AreEqual("ok", f.End);
        Assert.IsFalse(f.Board.Connector(1).Contactor.Commanded);
    }

    [TestMethod]
    [DataRow(0, "contactor: does not close, or its feedback does not tell")]
    [DataRow(1, "weld check: does not open, or its feedback does not tell")]
    [DataRow(2, "residual current: the monitor does not pass its self test")]
    public void Each_failure_of_the_contactor_is_found(int failure, string expected)
    {
        ConsoleFixture f = new();
        f.Connect();
        SimulatedConnector c = f.Board.Connector(1);
        if (failure == 0) c.Contactor.StuckOpen = true;
        else if (failure == 2) c.ResidualCurrent.Broken = true;
        f.Type("selftest 1");
        Answer(f, "does nobody touch", "y");
        if (failure == 1)
        {
            UntilClosed(f);
            c.Contactor.Welded = true;
        }

        Until(f, ";FAIL connector 1 " + expected + ";");
        Assert.IsFalse(c.Contactor.Commanded);
    }

    [TestMethod]
    public void The_contactor_stays_open_while_a_connection_is_made()
    {
        ConsoleFixture f = new();
        f.Type("selftest 1");
        Answer(f, "does nobody touch", "y");
        f.Run(5_000);
        Assert.AreEqual(0, f.Board.Connector(1).Contactor.Operations, "it is being made");
        f.Connect();
        Until(f, ";PASS connector 1 weld check: opens;");
        ConsoleFixture g = new();
        g.Type("selftest 1");
        Answer(g, "does nobody touch", "y");
        g.Run(31_000);
        Assert.Contains(";SKIP connector 1 contactor: not closed while the connection is being made;", g.Text);
        Assert.AreEqual(0, g.Board.Connector(1).Contactor.Operations);
    }

    [TestMethod]
    public void A_contactor_that_closes_for_a_vehicle_only_is_left_out_without_a_question()
    {
        ConsoleFixture f = new();
        f.Board.Connector(1).Contactor.ClosesWithoutVehicle = false;
        f.Connect();
        f.Type("selftest 1");
        Until(f, ";SKIP connector 1 contactor: closes for a vehicle only;");
        Answer(f, "accepted: is that", "y");
        Assert.IsFalse(f.Text.IndexOf("does nobody touch") >= 0);
        Assert.AreEqual(0, f.Board.Connector(1).Contactor.Operations);
        Assert.AreEqual(0, f.Firmware.Safety.Active(1));
    }

    [TestMethod]
    public void The_contactor_closes_between_two_attempts_to_connect()
    {
        for (int ms = 0; ms < 6_000; ms += 200)
        {
            ConsoleFixture f = new();
            f.FailToOpen();
            f.Run(ms);
            f.Type("selftest 1");
            Answer(f, "does nobody touch", "y");
            for (int i = 0; i < 2_000 && f.Board.Connector(1).Contactor.Operations == 0 && f.End.Length == 0; i++)
            {
                if (f.Firmware.Link.IsOpening) f.FailToOpen();
                f.Run(20);
            }

            Assert.AreEqual(1, f.Board.Connector(1).Contactor.Operations);
            f.Run(700);
            Assert.IsFalse(f.Firmware.Link.IsOpening, "no attempt in the middle of it");
            Assert.IsFalse(f.Board.Connector(1).Contactor.Commanded);
            Until(f, ";PASS connector 1 weld check: opens;");
        }
    }

    [TestMethod]
    public void Nothing_is_tested_where_somebody_charges_or_something_is_plugged()
    {
        ConsoleFixture f = new();
        f.Board.Connector(1).Plug();
        f.Run(100);
        Assert.AreEqual("error: connector 1: a vehicle is plugged in", f.Type("selftest"));
        Assert.AreEqual("error: connector 1: a vehicle is plugged in", f.Type("selftest 1 --json"));
        f.Firmware.Connectors[0].Authorize("CARD1", null);
        f.Run(3_000);
        Assert.AreEqual("error: connector 1: a session runs", f.Type("selftest"));
        f.Firmware.Connectors[1].Authorize("CARD2", null);
        Assert.AreEqual("error: connector 2: a card waits for its vehicle", f.Type("selftest 2"));
        ConsoleFixture g = new();
        g.Board.Connector(1).Plug();
        g.Board.Connector(1).UnplugVehicle();
        g.Run(100);
        Assert.AreEqual("error: connector 1: a plug is in the socket", g.Type("selftest"));
        Assert.AreEqual("", g.Type("selftest 2"));
        Assert.AreEqual("error: connector 2: a self test is under way", ConsoleFixtureAnswer(g, "selftest 2"));
        foreach (string wrong in new string[] { "selftest 0", "selftest 3", "selftest x", "selftest 1 2" }) Assert.StartsWith("error: ", new ConsoleFixture().Type(wrong), wrong);
    }

    [TestMethod]
    public void A_vehicle_that_comes_ends_the_test_and_gets_its_session()
    {
        ConsoleFixture f = new();
        f.Connect();
        f.Type("selftest 1");
        Answer(f, "does nobody touch", "y");
        UntilClosed(f);
        f.Board.Connector(1).Plug();
        f.Run(40);
        Assert.IsFalse(f.Board.Connector(1).Contactor.Commanded);
        f.Run(200);
        Assert.AreEqual("error: ended early: connector 1: a vehicle is plugged in", f.End);
        f.Firmware.Connectors[0].Authorize("CARD1", null);
        f.Run(3_000);
        Assert.AreEqual("Charging", Features.StatusNames.Of(f.Firmware.Connectors[0].Status));
    }

    [TestMethod]
    public void It_can_be_given_up_at_every_step()
    {
        for (int ms = 0; ms < 6_000; ms += 300)
        {
            ConsoleFixture f = new();
            f.Connect();
            f.Type("selftest");
            Answer(f, "does nobody touch", "y");
            f.Run(ms);
            f.Shell.Cancel();
            Assert.AreEqual("error: cancelled", f.End);
            f.Run(40);
            Assert.IsFalse(f.Board.Connector(1).Contactor.Commanded || f.Board.Connector(2).Contactor.Commanded);
            f.Run(1_000);
            Assert.AreEqual(1, f.Ends);
            AssertPutBack(f);
        }
    }

    [TestMethod]
    [DataRow(false, 0)]
    [DataRow(false, 3)]
    [DataRow(true, 0)]
    [DataRow(true, 2)]
    public void A_failure_in_the_middle_puts_everything_back(bool isJson, int lines)
    {
        ConsoleFixture f = new();
        f.Connect();
        EndOf reply = new() { LinesTaken = lines };
        f.Firmware.NewConsole().Execute(isJson ? "selftest --json" : "selftest", reply);
        f.Run(10_000);
        Assert.AreEqual("error: selftest failed: no memory", reply.End);
        AssertPutBack(f);
        Assert.AreEqual("", f.Type("selftest"), "it can be begun again");
    }

    [TestMethod]
    public void It_needs_the_service_PIN()
    {
        ConsoleFixture f = new();
        f.Type("service set 135790");
        f.Type("service end");
        Assert.StartsWith("error: needs the service PIN", f.Type("selftest"));
        Assert.AreEqual(0, f.Board.Connector(1).Contactor.Operations);
    }

    private static ConsoleFixture Json(string? name, int failure)
    {
        ConsoleFixture f = new();
        f.Connect();
        if (name != null) Inject(f, failure);
        f.Run(1_000);
        f.Type("selftest --json");
        f.Run(25_000);
        Assert.AreEqual("ok", f.End, name ?? "");
        return f;
    }

    private static void Inject(ConsoleFixture f, int failure)
    {
        SimulatedConnector c = f.Board.Connector(1);
        if (failure == 3) c.Lock!.Stuck = true;
        else if (failure == 4) c.Meter.Silent = true;
        else if (failure == 5) f.Board.SupplyMillivolts = 190_000;
        else if (failure == 6) c.Temperature.Broken = true;
        else if (failure == 7) c.Temperature.DeciCelsius = 900;
        else if (failure == 8) c.Pilot.Shorted = true;
        else if (failure == 9) f.Board.Reader.IsDead = true;
        else if (failure == 10) ((MemoryFlash)f.Board.Flash).Broken = true;
        else f.Break();
    }

    private static void Until(ConsoleFixture f, string text)
    {
        for (int i = 0; i < 200 && f.Text.IndexOf(text) < 0; i++) f.Run(100);
        Assert.Contains(text, f.Text);
    }

    private static void UntilClosed(ConsoleFixture f)
    {
        for (int i = 0; i < 200 && !f.Board.Connector(1).Contactor.Commanded; i++) f.Run(20);
        Assert.IsTrue(f.Board.Connector(1).Contactor.Commanded);
        f.Run(200);
    }

    private static void Answer(ConsoleFixture f, string question, string answer)
    {
        Until(f, question);
        Assert.IsTrue(f.Shell.IsTakingLines);
        f.Shell.Execute(answer, f);
        f.Run(200);
    }

    private static string ConsoleFixtureAnswer(ConsoleFixture f, string line) => EndOf.Type(f.Firmware.NewConsole(), line);

    private static void AssertPutBack(ConsoleFixture f)
    {
        for (int id = 1; id <= 2; id++)
        {
            Assert.IsFalse(f.Firmware.Connectors[id - 1].IsUnderTest);
            Assert.AreEqual((int)LockState.Unlocked, (int)f.Board.Connector(id).Lock!.State);
            Assert.AreEqual((int)Indication.Available, (int)f.Board.Connector(id).Indicator.Shown);
            Assert.AreEqual("", f.Firmware.Safety.Active(id) == 0 ? "" : "a fault");
        }
    }

    private sealed class EndOf : IConsoleReply
    {
        public string End { get; private set; } = "";

        /// <summary>How many lines are taken before there is no memory for one.</summary>
        public int LinesTaken { get; set; } = 1_000;

        public static string Type(ConsoleShell shell, string line)
        {
            EndOf reply = new();
            shell.Execute(line, reply);
            return reply.End;
        }

        public void Line(string text)
        {
            if (LinesTaken-- == 0) throw new System.InvalidOperationException("no memory");
        }

        public void Done() => End = "ok";

        public void Fail(string reason) => End = "error: " + reason;
    }
}
