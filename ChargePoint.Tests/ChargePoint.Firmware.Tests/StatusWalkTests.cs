using System.Collections;
using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;
using ChargePoint.Runtime;
using nanoFramework.TestFramework;

namespace ChargePoint.Firmware.Tests;

/// <summary>
/// Whatever happens around a charge point, in whatever order: its connectors change their status only as OCPP 1.6 section 4.9 says, and
/// what must never be is not. The same seed is the same story.
/// </summary>
[TestClass]
public class StatusWalkTests
{
    [TestMethod]
    public void With_sockets_every_change_of_status_is_known_to_the_specification() => Walk(1, 2, 3, false);

    [TestMethod]
    public void With_attached_cables_every_change_of_status_is_known_to_the_specification() => Walk(11, 12, 13, true);

    private static void Walk(int first, int second, int third, bool fixedCable)
    {
        Hashtable seen = new();
        foreach (int seed in new int[] { first, second, third }) new Life(seed, fixedCable, seen).Run(300);
        Assert.IsTrue(seen.Count >= 33, seen.Count.ToString());
        string all = "";
        foreach (object change in seen.Keys) all += " " + change;
        OutputHelper.WriteLine($"{seen.Count} different changes of status:{all}");
    }

    private sealed class Life
    {
        private const int ConnectorCount = 2;

        private static readonly string[] Names = ["Available", "Preparing", "Charging", "SuspendedEVSE", "SuspendedEV", "Finishing", "Reserved", "Unavailable", "Faulted"];
        private static readonly string[] Cards = ["ALICE", "BOB", "CAROL"];

        private readonly Station _station;
        private readonly Hashtable _seen;
        private readonly int _seed;
        private uint _random;
        private string _story = "";

        public Life(int seed, bool fixedCable, Hashtable seen)
        {
            _seed = seed;
            _random = (uint)seed * 2654435761u;
            _seen = seen;
            _station = new Station(ConnectorCount, fixedCable).Boot();
        }

        public void Run(int events)
        {
            for (int i = 0; i < events; i++)
            {
                string what = Happen(1 + Next(ConnectorCount), Cards[Next(Cards.Length)]);
                _story = $"seed {_seed}, event {i}: {what}";
                _station.Run(Next(8) == 0 ? 61_000 : 20 + Next(3_000));
                CheckChanges();
                for (int id = 1; id <= ConnectorCount; id++) CheckConnector(_station.Connector(id), _station.Board.Connector(id));
                Assert.AreEqual(0, _station.ChargePoint.Loop.Failures, _story);
            }

            _station.Run(5_000);
            for (int id = 1; id <= ConnectorCount; id++) Assert.AreEqual(_station.Status(id), LastTold(id), _story);
        }

        private string Happen(int id, string card)
        {
            SimulatedConnector connector = _station.Board.Connector(id);
            int what = Next(22);
            switch (what)
            {
                case 0:
                case 1:
                case 2:
                    connector.Plug();
                    return $"plug {id}";
                case 3:
                    connector.Unplug();
                    return $"unplug {id}";
                case 4:
                    connector.UnplugVehicle();
                    return $"unplug {id} ev";
                case 5:
                case 6:
                case 7:
                    _station.Board.Reader.Present(card);
                    return $"tap {card}";
                case 8:
                    connector.Vehicle.Suspend();
                    return $"suspend {id}";
                case 9:
                    connector.Vehicle.Resume();
                    return $"resume {id}";
                case 10:
                    connector.Fault = connector.Fault == HardwareFault.NoError ? HardwareFault.GroundFailure : HardwareFault.NoError;
                    return $"fault {id}";
                case 11:
                    if (Next(4) == 0) _station.Board.EmergencyStop = true;
                    _station.Run(1_000);
                    _station.Board.EmergencyStop = false;
                    return "emergency stop";
                default:
                    return Command(what - 12, id, card);
            }
        }

        private string Command(int what, int id, string card)
        {
            switch (what)
            {
                case 0:
                    return Call("ChangeAvailability", $"{{\"connectorId\":{Next(ConnectorCount + 1)},\"type\":\"Inoperative\"}}");
                case 1:
                case 2:
                    return Call("ChangeAvailability", $"{{\"connectorId\":{Next(ConnectorCount + 1)},\"type\":\"Operative\"}}");
                case 3:
                    string expiry = Iso8601.ToText(_station.CentralSystem.NowUnixMs + 90_000);
                    return Call("ReserveNow", $"{{\"connectorId\":{Next(ConnectorCount + 1)},\"expiryDate\":\"{expiry}\",\"idTag\":\"{card}\",\"reservationId\":{Next(4)}}}");
                case 4:
                    return Call("CancelReservation", $"{{\"reservationId\":{Next(4)}}}");
                case 5:
                    return Call("RemoteStartTransaction", $"{{\"connectorId\":{id},\"idTag\":\"{card}\"}}");
                case 6:
                    return Call("UnlockConnector", $"{{\"connectorId\":{id}}}");
                case 7:
                    return Call("ClearChargingProfile", "{}");
                case 8:
                    return Call("SetChargingProfile", "{\"connectorId\":0,\"csChargingProfiles\":{\"chargingProfileId\":1,\"stackLevel\":0,\"chargingProfilePurpose\":\"ChargePointMaxProfile\",\"chargingProfileKind\":\"Relative\",\"chargingSchedule\":{\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":0}]}}}");
                default:
                    string key = Next(2) == 0 ? "StopTransactionOnEVSideDisconnect" : "UnlockConnectorOnEVSideDisconnect";
                    return Call("ChangeConfiguration", $"{{\"key\":\"{key}\",\"value\":\"{(Next(2) == 0 ? "true" : "false")}\"}}");
            }
        }

        private string Call(string action, string payload)
        {
            _station.CentralSystem.Call(action, payload);
            return action + payload;
        }

        // The log tells also what lies between: two changes in one turn.
        private void CheckChanges()
        {
            for (int i = 0; i < _station.Log.Count; i++)
            {
                if (!_station.Log.TryRead(i, out _, out _, out _, out string message)) continue;
                int arrow = message.IndexOf(" -> ");
                if (arrow < 0 || !message.StartsWith("connector ")) continue;
                int from = Find(message.Substring(13, arrow - 13));
                int to = Find(message.Substring(arrow + 4));
                Assert.IsTrue(from >= 0 && to >= 0, message);
                Assert.IsTrue(StatusTransitions.Knows((ConnectorStatus)from, (ConnectorStatus)to), _story + ": " + message);
                _seen[Names[from] + "-" + Names[to]] = true;
            }
        }

        private void CheckConnector(Connector connector, SimulatedConnector world)
        {
            string where = $"{_story}, connector {connector.Id} {StatusNames.Of(connector.Status)}";
            bool closed = world.Contactor.Feedback;
            if (closed) Assert.IsNotNull(connector.Transaction, where);
            if (closed && world.Lock != null) Assert.AreEqual((int)LockState.Locked, (int)world.Lock.State, where);
            if (connector.Status == ConnectorStatus.Charging) Assert.IsTrue(closed, where);
            if (connector.IsReserved) Assert.IsNull(connector.Transaction, where);
            if (connector.IsUnavailable) Assert.IsNull(connector.AuthorizedIdTag, where);
            bool inTransaction = connector.Status == ConnectorStatus.Charging || connector.Status == ConnectorStatus.SuspendedEV || connector.Status == ConnectorStatus.SuspendedEVSE;
            if (inTransaction) Assert.IsNotNull(connector.Transaction, where);
        }

        private string LastTold(int connectorId)
        {
            string told = "";
            foreach (string frame in _station.CentralSystem.Received)
            {
                if (frame.IndexOf("\"StatusNotification\"") > 0 && FakeCentralSystem.Number(frame, "connectorId") == connectorId) told = FakeCentralSystem.Text(frame, "status");
            }

            return told;
        }

        private static int Find(string name)
        {
            for (int i = 0; i < Names.Length; i++)
            {
                if (Names[i] == name) return i;
            }

            return -1;
        }

        private int Next(int below)
        {
            _random = (_random * 1664525u) + 1013904223u;
            return (int)((_random >> 8) % (uint)below);
        }
    }
}
