using ChargePoint.Features;
using ChargePoint.Hal;
using nanoFramework.TestFramework;

namespace ChargePoint.Console.Tests;

[TestClass]
public class NetworkCommandTests
{
    [TestMethod]
    public void Network_shows_link_and_settings_of_the_factory()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("ok", f.Type("network"));
        Assert.AreEqual("up: yes;type: ethernet;address: 192.168.77.20;ssid: ;password set: no;dhcp: yes;ntp: ;", f.Text);
        Assert.AreEqual("ok", f.Type("network --json"));
        Assert.AreEqual("{\"up\":true,\"type\":\"ethernet\",\"address\":\"192.168.77.20\",\"ssid\":\"\",\"passwordSet\":false,\"dhcp\":true,\"ntp\":\"\"};", f.Text);
    }

    [TestMethod]
    public void Scan_shows_the_strongest_first_when_it_is_done()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("", f.Type("network scan"));
        f.Run(2_000);
        Assert.AreEqual("ok", f.End);
        Assert.AreEqual(" -48 dBm  Depot; -61 dBm  Guest; -73 dBm  Garage 2; -91 dBm  Cellar;", f.Text);
        f.Type("network scan --json");
        f.Run(2_000);
        Assert.StartsWith("{\"ssid\":\"Depot\",\"signalDbm\":-48};", f.Text);
        Assert.AreEqual(0, f.Network.NetworkCount, "their memory is free again");
    }

    [TestMethod]
    public void A_scan_can_be_cancelled_and_made_again()
    {
        ConsoleFixture f = new();
        f.Type("network scan");
        f.Shell.Cancel();
        Assert.AreEqual("error: cancelled", f.End);
        Assert.AreEqual("error: no scan can be made now", f.Type("network scan"));
        f.Run(2_000);
        f.Type("network scan");
        f.Run(2_000);
        Assert.AreEqual("ok", f.End);
    }

    [TestMethod]
    public void Join_tries_a_network_and_keeps_it()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("", f.Type("network join Depot charge-here"));
        Assert.IsNull(Stored(f), "not before it was joined");
        f.Run(3_000);
        Assert.AreEqual("ok", f.End);
        Assert.AreEqual("joining Depot;joined, address 192.168.77.20;", f.Text);
        NetworkSettings stored = Stored(f)!;
        Assert.AreEqual("wifi", stored[NetworkSettings.Type]);
        Assert.AreEqual("Depot", stored[NetworkSettings.Ssid]);
        Assert.AreEqual("charge-here", stored[NetworkSettings.Password]);
        f.Type("network");
        Assert.AreEqual("up: yes;type: wifi;address: 192.168.77.20;signal: -48 dBm;ssid: Depot;password set: yes;dhcp: yes;ntp: ;", f.Text);
        Assert.DoesNotContains("charge-here", f.LogText);
    }

    [TestMethod]
    [DataRow("network join Depot wrong-one", "error: the password is refused; the network before is used again")]
    [DataRow("network join Nowhere 12345678", "error: the network is not there; the network before is used again")]
    [DataRow("network join Cellar out-of-reach", "error: no answer within 20 s; the network before is used again")]
    public void A_network_that_cannot_be_joined_changes_nothing(string line, string expected)
    {
        ConsoleFixture f = new();
        f.Type(line);
        f.Run(3_000);
        Assert.AreEqual(expected, f.End);
        Assert.IsNull(Stored(f));
        Assert.IsTrue(f.Board.Link.IsUp);
        Assert.IsTrue(f.Network.IsEthernet);
    }

    [TestMethod]
    public void Joining_gives_up_when_there_is_no_address()
    {
        ConsoleFixture f = new();
        f.Board.Link.IsUp = false;
        f.Type("network join Depot charge-here");
        f.Run(NetworkCommand.JoinLimitMs - 1_000);
        Assert.AreEqual("", f.End);
        f.Run(2_000);
        Assert.AreEqual("error: no address within 45 s; the network before is used again", f.End);
    }

    [TestMethod]
    public void Joining_can_be_cancelled()
    {
        ConsoleFixture f = new();
        f.Type("network join Depot charge-here");
        f.Shell.Cancel();
        f.Run(5_000);
        Assert.AreEqual("error: cancelled", f.End);
        Assert.AreEqual(1, f.Ends);
        Assert.IsTrue(f.Network.IsEthernet);
        Assert.IsNull(Stored(f));
    }

    [TestMethod]
    public void Two_terminals_do_not_join_at_a_time()
    {
        ConsoleFixture f = new();
        f.Type("network join Depot charge-here");
        Assert.AreEqual("error: a network is just being joined", ConsoleFixture.TypeAt(f.Firmware.NewConsole(), "network join Guest 12345678"));
        f.Run(3_000);
        Assert.AreEqual("ok", f.End);
        Assert.AreEqual("Depot", Stored(f)![NetworkSettings.Ssid]);
    }

    [TestMethod]
    public void A_password_that_was_left_out_is_asked_for_as_a_secret()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("", f.Type("network join \"Garage 2\""));
        Assert.IsTrue(f.Shell.IsTakingLines && f.Shell.AwaitsSecret);
        f.Type("two words");
        f.Run(3_000);
        Assert.AreEqual("ok", f.End);
        f.Type("network join Guest");
        f.Type("");
        f.Run(3_000);
        Assert.AreEqual("ok", f.End);
        f.Type("network join Depot");
        Assert.AreEqual("error: password has 8 to 63 printable characters", f.Type("short"));
        Assert.AreEqual("Guest", Stored(f)![NetworkSettings.Ssid]);
        Assert.AreEqual("error: the quotes of the SSID do not end", f.Type("network join \"Garage 2"));
        f.Type("network join \"Garage 2\" two words");
        f.Run(3_000);
        Assert.AreEqual("ok", f.End);
    }

    [TestMethod]
    public void Ethernet_and_fixed_addresses_are_in_force_at_once()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("ok", f.Type("network static 10.0.0.7 255.255.255.0 10.0.0.1"));
        Assert.AreEqual("10.0.0.7", f.Network.Address);
        f.Type("network --json");
        Assert.Contains("\"dhcp\":false,\"fixed\":\"10.0.0.7\",\"mask\":\"255.255.255.0\",\"gateway\":\"10.0.0.1\",\"dns\":\"10.0.0.1\"", f.Text);
        Assert.AreEqual("ok", f.Type("network static 10.0.0.10 255.255.255.252 10.0.0.9 9.9.9.9"));
        f.Type("network");
        Assert.Contains("dns: 9.9.9.9", f.Text);
    }

    [TestMethod]
    public void Dhcp_takes_the_place_of_a_fixed_address()
    {
        ConsoleFixture f = new();
        f.Type("network static 10.0.0.7 255.255.255.0 10.0.0.1 9.9.9.9");
        Assert.AreEqual("ok", f.Type("network dhcp"));
        Assert.AreEqual("192.168.77.20", f.Network.Address);
        Assert.AreEqual("ok", f.Type("network ethernet"));
        f.Network.IsWithoutCable = true;
        Assert.AreEqual("error: this board has no Ethernet", f.Type("network ethernet"));
    }

    [TestMethod]
    public void The_time_server_counts_after_a_restart()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("ok", f.Type("network ntp pool.ntp.org"));
        Assert.AreEqual("in force after the next restart ('reboot');", f.Text);
        Assert.AreEqual("pool.ntp.org", Stored(f)![NetworkSettings.TimeServer]);
        Assert.AreEqual("ok", f.Type("network ntp none"));
        Assert.AreEqual("", Stored(f)![NetworkSettings.TimeServer]);
        Assert.AreEqual("error: ntp is a host name or address of up to 64 characters", f.Type("network ntp http://x"));
    }

    [TestMethod]
    [DataRow("10.0.0 255.255.255.0 10.0.0.1", "address is an IPv4 address such as 192.168.1.20")]
    [DataRow("10.0.0.256 255.255.255.0 10.0.0.1", "address is an IPv4 address such as 192.168.1.20")]
    [DataRow("10.0.0.07 255.255.255.0 10.0.0.1", "address is an IPv4 address such as 192.168.1.20")]
    [DataRow("127.0.0.1 255.255.255.0 127.0.0.2", "address is an IPv4 address such as 192.168.1.20")]
    [DataRow("224.0.0.1 255.255.255.0 224.0.0.2", "address is an IPv4 address such as 192.168.1.20")]
    [DataRow("10.0.0.7 255.0.255.0 10.0.0.1", "mask is a subnet mask such as 255.255.255.0")]
    [DataRow("10.0.0.7 255.255.255.255 10.0.0.1", "mask is a subnet mask such as 255.255.255.0")]
    [DataRow("10.0.0.7 0.0.0.0 10.0.0.1", "mask is a subnet mask such as 255.255.255.0")]
    [DataRow("10.0.0.255 255.255.255.0 10.0.0.1", "address is that of the net itself, or of its broadcasts")]
    [DataRow("10.0.0.0 255.255.255.0 10.0.0.1", "address is that of the net itself, or of its broadcasts")]
    [DataRow("10.0.0.7 255.255.255.0 10.0.1.1", "gateway is not another address of the same net")]
    [DataRow("10.0.0.7 255.255.255.0 10.0.0.7", "gateway is not another address of the same net")]
    [DataRow("10.0.0.7 255.255.255.0 x", "gateway is an IPv4 address such as 192.168.1.1")]
    [DataRow("10.0.0.7 255.255.255.0 10.0.0.1 dns", "dns is an IPv4 address such as 192.168.1.1")]
    public void A_wrong_address_is_refused_with_its_reason(string arguments, string expected)
    {
        ConsoleFixture f = new();
        Assert.AreEqual("error: " + expected, f.Type("network static " + arguments));
        Assert.IsNull(Stored(f));
    }

    [TestMethod]
    [DataRow("network x")]
    [DataRow("network scan now")]
    [DataRow("network join")]
    [DataRow("network join --json")]
    [DataRow("network ethernet now")]
    [DataRow("network static 1.2.3.4 255.255.255.0")]
    [DataRow("network static 1.2.3.4 255.255.255.0 1.2.3.1 9.9.9.9 x")]
    [DataRow("network dhcp on")]
    [DataRow("network ntp")]
    public void Network_refuses_what_it_does_not_know(string line) => Assert.StartsWith("error: usage: network", new ConsoleFixture().Type(line));

    [TestMethod]
    public void Settings_survive_the_limits_of_their_texts_and_what_a_newer_firmware_added()
    {
        ConsoleFixture f = new();
        NetworkSettings settings = new() { Unknown = "vlan=7\n" };
        settings[NetworkSettings.Type] = "wifi";
        settings[NetworkSettings.Ssid] = "12345678901234567890123456789012";
        settings[NetworkSettings.Password] = "123456789012345678901234567890123456789012345678901234567890123";
        settings[NetworkSettings.TimeServer] = "a234567890123456789012345678901234567890123456789012345678901234";
        Assert.AreEqual("", NetworkStore.Check(settings));
        Assert.IsTrue(NetworkStore.Save(f.Board.Flash, null, settings));
        NetworkSettings stored = Stored(f)!;
        for (int i = 0; i < NetworkSettings.Count; i++) Assert.AreEqual(settings[i], stored[i]);
        Assert.AreEqual("vlan=7\n", stored.Unknown);
        settings[NetworkSettings.Ssid] += "3";
        Assert.AreEqual("ssid has 1 to 32 bytes and no control characters", NetworkStore.Check(settings));
        settings[NetworkSettings.Ssid] = "1234567890123456789012345678901\u00e9";
        Assert.AreEqual("ssid has 1 to 32 bytes and no control characters", NetworkStore.Check(settings));
        settings[NetworkSettings.Ssid] = "";
        Assert.AreEqual("ssid is missing", NetworkStore.Check(settings));
    }

    [TestMethod]
    public void A_board_whose_network_is_what_it_is_says_so()
    {
        ConsoleFixture f = new();
        f.Firmware.Network = null;
        Assert.AreEqual("ok", f.Type("network"));
        Assert.StartsWith("up: yes;signal: -55 dBm;", f.Text);
        Assert.AreEqual("error: the network of this board is not set up here", f.Type("network scan"));
        Assert.AreEqual("error: the network of this board is not set up here", f.Type("network dhcp"));
    }

    private static NetworkSettings? Stored(ConsoleFixture f) => NetworkStore.Load(f.Board.Flash, null, f.Log);
}
