using ChargePoint.Features;
using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Console.Tests;

/// <summary>The sentence of 'status', rule by rule.</summary>
[TestClass]
public class WhyNotTests
{
    private const string Plugged = "not charging: the vehicle is plugged in, and ";

    [TestMethod]
    public void A_free_connector_says_what_to_do()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("not charging: nothing is plugged in, and no card is there yet: plug in and present one that the local list or cache knows; not connected yet", Why(f));
        f.Connect();
        Assert.AreEqual("not charging: nothing is plugged in, and no card is there yet: plug in and present one", Why(f));
        f.Board.Connector(1).Plug();
        f.Run(100);
        Assert.AreEqual(Plugged + "no card is there yet: present one", Why(f));
        f.Board.Connector(1).UnplugVehicle();
        f.Run(100);
        Assert.StartsWith("not charging: the cable is in the socket without a vehicle, and no card is there yet", Why(f));
    }

    [TestMethod]
    public void A_person_gets_the_sentence_in_80_columns()
    {
        ConsoleFixture f = new();
        f.Break();
        Assert.AreEqual("ok", f.Type("status"));
        foreach (string line in f.Lines) Assert.IsTrue(line.Length < 80, line);
        Assert.Contains("connector 2: not charging: nothing is plugged in, and no card is there yet:;    plug in and present one", f.Text);
        Assert.Contains(";  Available, pilot A, contactor open, unlocked, 0 A offered, 0 kWh;", f.Text);
        Assert.Contains(";Central System: not connected: connection lost without a WebSocket close;", f.Text);
    }

    [TestMethod]
    [DataRow("Blocked", "was refused by the Central System (Blocked) ")]
    [DataRow("Expired", "was refused by the Central System (Expired) ")]
    [DataRow("ConcurrentTx", "was refused by the Central System (ConcurrentTx) ")]
    public void A_card_that_the_Central_System_refuses_is_named(string status, string reason)
    {
        ConsoleFixture f = new();
        f.Connect();
        f.Board.Connector(1).Plug();
        f.Run(100);
        f.Board.Reader.Present("CARD1");
        f.Run(100);
        if (status == "Blocked") Assert.AreEqual("not charging: the card CARD1 is being checked by the Central System", Why(f));
        Settle(f, status);
        Assert.StartsWith(Plugged + "the card CARD1 " + reason, Why(f));
        f.Run(60_000);
        Assert.Contains(" ago", Why(f));
    }

    [TestMethod]
    public void A_card_that_is_accepted_later_ends_the_refusal()
    {
        ConsoleFixture f = new();
        f.Connect();
        f.Board.Reader.Present("CARD1");
        f.Run(100);
        Settle(f, "Invalid");
        Assert.Contains("CARD1 was refused by the Central System (Invalid)", Why(f));
        f.Board.Reader.Present("CARD2");
        f.Run(100);
        Settle(f, "Accepted");
        Assert.AreEqual("not charging: the card CARD2 is accepted, and no vehicle is plugged in yet", Why(f));
    }

    [TestMethod]
    public void Without_the_Central_System_the_sentence_says_who_refused()
    {
        ConsoleFixture f = new();
        f.Board.Connector(1).Plug();
        f.Board.Reader.Present("CARD1");
        f.Run(100);
        Assert.StartsWith(Plugged + "the card CARD1 was refused 0 s ago: the Central System could not be asked, and neither local list nor cache knows it (AllowOfflineTxForUnknownId is false)", Why(f));
        f.Type("config set LocalAuthorizeOffline false");
        Assert.AreEqual(Plugged + "nobody may charge: not connected yet, and LocalAuthorizeOffline is false", Why(f));
        f.Board.Reader.Present("CARD1");
        f.Run(100);
        f.Connect();
        Assert.Contains("the Central System could not be asked, and LocalAuthorizeOffline is false", Why(f));
        f.Board.Reader.Present("CARD1");
        f.Run(100);
        Settle(f, "Blocked");
        f.Type("config set LocalAuthorizeOffline true");
        f.Break();
        f.Board.Reader.Present("CARD1");
        f.Run(100);
        Assert.Contains("the Central System could not be asked, and the local list or cache says (Blocked)", Why(f));
    }

    [TestMethod]
    public void A_card_that_found_no_connector_is_named()
    {
        ConsoleFixture f = new();
        f.Type("availability 0 off");
        f.Board.Reader.Present("CARD1");
        f.Run(100);
        f.Type("availability 0 on");
        Assert.Contains("the card CARD1 was refused 0 s ago: no connector was free for it", Why(f));
    }

    [TestMethod]
    public void A_card_that_waits_is_named()
    {
        ConsoleFixture f = new();
        f.Firmware.Connectors[0].Authorize("CARD1", null);
        f.Run(100);
        Assert.AreEqual("not charging: the card CARD1 is accepted, and no vehicle is plugged in yet", Why(f));
        f.Type("availability 2 off");
        ConsoleFixture g = new();
        g.Board.Connector(1).Plug();
        g.Board.Connector(1).UnplugVehicle();
        g.Firmware.Connectors[0].Authorize("CARD1", null);
        g.Run(100);
        Assert.AreEqual("not charging: the card CARD1 is accepted, and the cable is not plugged into the vehicle yet", Why(g));
    }

    [TestMethod]
    public void A_session_says_what_flows_or_that_the_vehicle_wants_nothing()
    {
        ConsoleFixture f = Charging();
        Assert.StartsWith("charging: CARD1 takes 7.36 kW, 32 A of 32 A offered, 0.0", Why(f));
        f.Board.Connector(1).Vehicle.Suspend();
        f.Run(35_000);
        Assert.AreEqual("not charging: the vehicle does not ask for energy (pilot B for 35 s)", Why(f));
    }

    [TestMethod]
    public void A_vehicle_has_a_moment_to_ask_for_energy()
    {
        ConsoleFixture f = new();
        f.Board.Connector(1).Plug();
        f.Board.Connector(1).Vehicle.Suspend();
        f.Firmware.Connectors[0].Authorize("CARD1", null);
        f.Run(5_000);
        Assert.AreEqual("not charging: the session of CARD1 begins, and the vehicle does not ask for energy yet (pilot B)", Why(f));
        f.Board.Connector(1).Vehicle.NeedsVentilation = true;
        f.Board.Connector(1).Vehicle.Resume();
        f.Run(500);
        Assert.AreEqual("not charging: the vehicle wants a ventilated place (pilot D), and this is none", Why(f));
    }

    [TestMethod]
    public void A_profile_that_leaves_nothing_is_named_with_its_end()
    {
        ConsoleFixture f = new();
        f.Connect();
        f.Call("SetChargingProfile", "{\"connectorId\":1,\"csChargingProfiles\":{\"chargingProfileId\":3,\"stackLevel\":0,\"chargingProfilePurpose\":\"TxDefaultProfile\",\"chargingProfileKind\":\"Absolute\","
            + "\"chargingSchedule\":{\"startSchedule\":\"2026-01-01T00:00:00Z\",\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":0},{\"startPeriod\":3600,\"limit\":16}]}}}");
        string text = "less than 6 A is left: TxDefaultProfile 3 (0 A) limits until 2026-01-01T01:00:00.000Z";
        Assert.AreEqual("not charging: nothing is plugged in, and " + text, Why(f));
        f.Board.Connector(1).Plug();
        f.Firmware.Connectors[0].Authorize("CARD1", null);
        f.Run(3_000);
        Assert.AreEqual("not charging: " + text, Why(f));
    }

    [TestMethod]
    public void A_charge_point_that_is_used_up_by_others_says_so()
    {
        ConsoleFixture f = new();
        f.Connect();
        f.Call("SetChargingProfile", "{\"connectorId\":0,\"csChargingProfiles\":{\"chargingProfileId\":1,\"stackLevel\":0,\"chargingProfilePurpose\":\"ChargePointMaxProfile\",\"chargingProfileKind\":\"Absolute\","
            + "\"chargingSchedule\":{\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":8}]}}}");
        for (int i = 0; i < 2; i++)
        {
            f.Board.Connector(i + 1).Plug();
            f.Firmware.Connectors[i].Authorize("CARD" + i.ToString(), null);
            f.Run(5_000);
        }

        string both = Why(f, 1) + Why(f, 2);
        Assert.Contains("charging: CARD", both);
        Assert.Contains("not charging: less than 6 A is left: the charge point has 8 A by ChargePointMaxProfile 1 (8 A), and others charge", both);
    }

    [TestMethod]
    public void A_fault_says_what_it_is_and_what_ends_it()
    {
        ConsoleFixture f = Charging();
        f.Board.Connector(1).ResidualCurrent.Leaking = true;
        f.Run(100);
        Assert.AreEqual("faulted: residual current, unplug the vehicle (GroundFailure, RCM-TRIP), kept until the vehicle is unplugged, or 'fault clear'", Why(f));
        f.Board.Connector(1).ResidualCurrent.Leaking = false;
        f.Run(100);
        f.Board.EmergencyStop = true;
        f.Run(100);
        Assert.Contains("emergency stop is pressed (OtherError, EMERGENCY-STOP): release it", Why(f, 2));
        Assert.IsTrue(Why(f).EndsWith(", and 1 more: 'faults'"), Why(f));
        f.Board.EmergencyStop = false;
        f.Board.Connector(1).Unplug();
        f.Run(1_000);
        Assert.StartsWith("not charging: ", Why(f));
        f.Board.Connector(2).Fault = Hal.HardwareFault.InternalError;
        f.Run(100);
        Assert.AreEqual("faulted: InternalError", Why(f, 2));
        f.Board.Connector(2).Fault = Hal.HardwareFault.NoError;
        f.Board.Connector(2).Meter.Silent = true;
        f.Run(3_000);
        Assert.AreEqual("faulted: energy meter does not answer (PowerMeterFailure, METER-SILENT): check its wiring, address and baud rate", Why(f, 2));
    }

    [TestMethod]
    public void A_fault_that_is_over_says_until_when_it_is_kept()
    {
        ConsoleFixture f = Charging();
        f.Board.Connector(1).Contactor.Welded = true;
        f.Board.Reader.Present("CARD1");
        f.Run(5_000);
        Assert.AreEqual("faulted: contactor does not open (PowerSwitchFailure, CONTACTOR-WELDED): cut the supply and replace the contactor", Why(f));
        f.Board.Connector(1).Contactor.Welded = false;
        f.Run(1_000);
        Assert.AreEqual("faulted: contactor does not open (PowerSwitchFailure, CONTACTOR-WELDED), is over, kept until 'fault clear' or a restart", Why(f));
    }

    [TestMethod]
    public void A_bad_supply_is_named_before_it_is_a_fault()
    {
        ConsoleFixture f = new();
        f.Connect();
        f.Board.SupplyMillivolts = 190_000;
        f.Run(1_000);
        Assert.AreEqual("not charging: nothing is plugged in, and the supply has 190 V, too low to begin with", Why(f));
        f.Run(5_000);
        Assert.AreEqual("faulted: supply voltage is too low (UnderVoltage, UNDERVOLTAGE): measure the supply", Why(f));
    }

    [TestMethod]
    public void Heat_that_leaves_nothing_is_a_fault_and_a_bad_cable_is_named()
    {
        ConsoleFixture f = new();
        f.Connect();
        f.Board.Connector(1).Plug();
        f.Board.Connector(1).CableMilliamps = 0;
        f.Run(1_000);
        Assert.AreEqual(Plugged + "the rating of the cable cannot be read, or is below 6 A", Why(f));
        f.Firmware.Connectors[0].Authorize("CARD1", null);
        f.Run(1_000);
        Assert.AreEqual("not charging: the rating of the cable cannot be read, or is below 6 A", Why(f));
    }

    [TestMethod]
    public void Out_of_service_says_by_what()
    {
        ConsoleFixture f = new();
        f.Type("availability 1 off");
        Assert.AreEqual("not charging: out of service (ChangeAvailability): 'availability 1 on' ends that", Why(f));
        f.Type("availability 0 off");
        Assert.AreEqual("not charging: the charge point is out of service (ChangeAvailability): 'availability 0 on' ends that", Why(f, 2));
        f.Type("availability 0 on");
        f.Firmware.Availability.IsHeld = true;
        Assert.AreEqual("not charging: a firmware update waits or is being installed", Why(f));
    }

    [TestMethod]
    public void Reserved_says_for_whom_and_until_when()
    {
        ConsoleFixture f = new();
        f.Firmware.Clock.Set(1_767_225_600_000);
        f.Firmware.Reservations.Reserve(new Reservation(1, 1, "HOLDER", null, 1_767_225_600_000, 1_767_229_200_000));
        Assert.AreEqual("not charging: reserved for HOLDER until 2026-01-01T01:00:00.000Z", Why(f));
        f.Firmware.Reservations.Reserve(new Reservation(2, 0, "HOLDER", null, 1_767_225_600_000, 1_767_229_200_000));
        Assert.AreEqual("not charging: kept for whoever has reserved any connector", Why(f, 2));
    }

    [TestMethod]
    public void A_session_that_is_over_says_why()
    {
        ConsoleFixture f = Charging();
        f.Board.Reader.Present("CARD1");
        f.Run(5_000);
        Assert.AreEqual("not charging: the session is over (Local), and the vehicle is still plugged in: present a card for another", Why(f));
        f.Board.Connector(1).UnplugVehicle();
        f.Run(1_000);
        Assert.AreEqual("not charging: the session is over (Local), and the cable is still in the socket: present a card for another", Why(f));
        f.Board.Connector(1).Unplug();
        f.Run(1_000);
        Assert.StartsWith("not charging: nothing is plugged in", Why(f));
        f.Board.Connector(1).Plug();
        f.Run(61_000);
        Assert.AreEqual("not charging: the vehicle is still plugged in, and no card came within ConnectionTimeOut: present one", Why(f));
        ConsoleFixture g = Charging();
        g.Type("config set UnlockConnectorOnEVSideDisconnect false");
        g.Board.Connector(1).UnplugVehicle();
        g.Run(1_000);
        Assert.AreEqual("not charging: the session is over, and the cable is kept until its owner's card is there", Why(g));
    }

    [TestMethod]
    public void A_session_whose_card_was_refused_says_so()
    {
        ConsoleFixture f = new();
        f.Connect();
        f.Board.Connector(1).Plug();
        f.Firmware.Connectors[0].Authorize("CARD1", null);
        f.Run(3_000);
        Settle(f, "Blocked");
        f.Run(4_000);
        Assert.StartsWith("not charging: the session was ended, and the vehicle is still plugged in: the card CARD1 was refused by the Central System (Blocked) ", Why(f));
        ConsoleFixture g = new();
        g.Connect();
        g.Type("config set StopTransactionOnInvalidId false");
        g.Board.Connector(1).Plug();
        g.Firmware.Connectors[0].Authorize("CARD1", null);
        g.Run(3_000);
        Settle(g, "Blocked");
        g.Run(4_000);
        Assert.StartsWith("not charging: the card CARD1 was refused by the Central System (Blocked) ", Why(g));
        Assert.IsTrue(Why(g).EndsWith("; the energy of MaxEnergyOnInvalidId is used up"), Why(g));
    }

    [TestMethod]
    public void A_session_without_a_vehicle_says_why_it_goes_on()
    {
        ConsoleFixture f = Charging();
        f.Type("config set StopTransactionOnEVSideDisconnect false");
        f.Board.Connector(1).UnplugVehicle();
        f.Run(12_000);
        Assert.AreEqual("not charging: CARD1 has unplugged the vehicle, the session goes on (StopTransactionOnEVSideDisconnect is false)", Why(f));
    }

    [TestMethod]
    public void Registration_and_a_dead_reader_and_a_restart_are_named()
    {
        ConsoleFixture f = new();
        f.Connect("Pending");
        Assert.IsTrue(Why(f).EndsWith("; waits for the Central System: registration Pending"), Why(f));
        f.Board.Reader.IsDead = true;
        f.Run(1_000);
        Assert.AreEqual("not charging: nothing is plugged in, and the card reader does not answer", Why(f));
        f.Type("reboot");
        Assert.AreEqual("not charging: a restart is under way", Why(f));
        ConsoleFixture g = new();
        g.Connect("Rejected");
        Assert.IsTrue(Why(g).EndsWith("; the Central System has rejected this charge point"), Why(g));
    }

    [TestMethod]
    public void A_queue_without_room_is_named_with_what_keeps_it()
    {
        ConsoleFixture f = new();
        f.Break();
        ((MemoryFlash)f.Board.Flash).Broken = true;
        for (int i = 0; i < 8; i++)
        {
            f.Board.Connector(1).Plug();
            f.Firmware.Connectors[0].Authorize("CARD1", null);
            f.Run(2_000);
            f.Board.Connector(1).Unplug();
            f.Run(5_000);
        }

        Assert.StartsWith("not charging: no session can begin: 16 transaction messages wait to be sent, and there is no room for more; not connected: ", Why(f));
    }

    private static ConsoleFixture Charging()
    {
        ConsoleFixture f = new();
        f.Board.Connector(1).Plug();
        f.Firmware.Connectors[0].Authorize("CARD1", null);
        f.Run(5_000);
        return f;
    }

    private static string Why(ConsoleFixture f, int connectorId = 1)
    {
        Assert.AreEqual("ok", f.Type($"connector {connectorId} --json"));
        string text = f.Text;
        int start = text.IndexOf("\"why\":\"") + 7;
        return text.Substring(start, text.IndexOf('"', start) - start);
    }

    // Answers what is asked, as long as something is: cards with this status, all else as if all were well.
    private static void Settle(ConsoleFixture f, string status)
    {
        int answered = -1;
        for (int i = 0; i < 10 && answered != f.Sent.Count; i++)
        {
            answered = f.Sent.Count;
            string frame = (string)f.Sent[answered - 1]!;
            string info = "\"idTagInfo\":{\"status\":\"" + status + "\"}";
            f.Answer(frame.IndexOf("\"Authorize\"") > 0 ? "{" + info + "}" : frame.IndexOf("\"StartTransaction\"") > 0 ? "{\"transactionId\":7," + info + "}" : "{}");
        }
    }
}
