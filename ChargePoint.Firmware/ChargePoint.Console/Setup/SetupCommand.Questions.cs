using ChargePoint.Features;
using ChargePoint.Hal;

namespace ChargePoint.Console;

// What is asked, in this order.
public sealed partial class SetupCommand
{
    private const int Board = 0;
    private const int Pin = 1;
    private const int Network = 2;
    private const int Ssid = 3;
    private const int Url = 4;
    private const int Identity = 5;
    private const int Password = 6;
    private const int Profile = 7;
    private const int Certificate = 8;
    private const int Connect = 9;
    private const int Offline = 10;
    private const int FreeVend = 11;
    private const int Card = 12;
    private const int SelfTest = 13;
    private const int Session = 14;
    private const int Summary = 15;

    private static string NameOf(int step) => step switch
    {
        Board => "board",
        Pin => "service PIN",
        Network => "network",
        Ssid => "wireless network",
        Url => "address",
        Identity => "identity",
        Password => "password",
        Profile => "profile",
        Connect => "connect",
        Offline => "offline",
        FreeVend => "free vend",
        Card => "card",
        SelfTest => "self test",
        _ => "test session",
    };

    private string QuestionOf(int step) => step switch
    {
        Board => "Is this the board: " + _host.BoardName + "?",
        Pin => "Service PIN for this console, 6 to 12 digits",
        Network => "Network: ethernet, wifi, dhcp, or static ADDRESS MASK GATEWAY [DNS]",
        Ssid => "Name of the wireless network",
        Url => "Address of the Central System, ws:// or wss://, without the identity",
        Identity => "Identity of this charge point at the Central System",
        Password => "Password (AuthorizationKey), 16 to 40 characters",
        Profile => "Security profile: 0 none, 1 password, 2 password and TLS, 3 certificate",
        Connect => "Not connected: retry, back, or skip",
        Offline => "Who charges while the Central System is away: list, unknown or nobody",
        FreeVend => "Free vend: idTag under which every vehicle charges without a card, or off",
        Card => "Learn a card for the local list?",
        SelfTest => "Self test of the hardware? auto asks nothing, skip leaves it out",
        _ => _tested == null ? "Test session: ready to plug in a vehicle? skip leaves it out" : "End the session now?",
    };

    private string PresentOf(int step)
    {
        switch (step)
        {
            case Pin:
                return _security.Pin.IsSet ? "set" : "not set";
            case Network:
                return _host.Network!.IsEthernet ? "ethernet" : "wifi " + _host.LoadNetwork()[NetworkSettings.Ssid];
            case Ssid:
                NetworkSettings settings = _host.LoadNetwork();
                return _host.Network!.IsEthernet ? "" : settings[NetworkSettings.Ssid];
            case Url:
                return ConfigurationStore.Shown(_host.CentralSystemUrl);
            case Identity:
                return _host.Identity;
            case Password:
                return _configuration.Text(Key.AuthorizationKey).Length > 0 ? "set" : "not set";
            case Profile:
                return _security.Profiles.Present.ToString();
            case Connect:
                return "retry";
            case Offline:
                return !_configuration.Boolean(Key.LocalAuthorizeOffline) ? "nobody" : _configuration.Boolean(Key.AllowOfflineTxForUnknownId) ? "unknown" : "list";
            case FreeVend:
                string idTag = _configuration.Text(Key.FreeVendIdTag);
                return idTag.Length > 0 ? idTag : "off";
            case Card:
                return "no";
            default:
                return "yes";
        }
    }

    private static string HelpOf(int step) => step switch
    {
        Board => "The board description says how the board is wired. 'no' leaves: 'board apply' takes another one.",
        Pin => "Without a PIN, whoever opens the cover can change everything. It cannot be read back: write it down.",
        Network => "How the charge point reaches the internet. wifi looks which networks are there; dhcp and static are for the link that is used.",
        Ssid => "As it stands in the list, or the name of a hidden one. The password is asked for next, unless it follows the name.",
        Url => "The operator of the Central System names it. wss:// is encrypted.",
        Identity => "The operator has registered this charge point under a name: letters, digits and marks, no blank, no colon.",
        Password => "The operator gives one for each charge point. It is not shown, neither now nor later.",
        Profile => "What the Central System asks for. 2 and 3 need the certificate of its authority, 3 one of this charge point as well.",
        Connect => "'back' leads to the answers before; 'skip' goes on offline. 'link' and 'log' tell more.",
        Offline => "list: cards of the local list and the cache; unknown: every card that they do not refuse; nobody: none.",
        FreeVend => "For places where nobody pays. The idTag is what the Central System books the sessions under.",
        Card => "The next card at the reader is added to the local list. Online, the Central System is asked about it all the same.",
        SelfTest => "Tests contactor, residual-current monitor, lock, reader, meter and lights, with nothing plugged in.",
        _ => "A vehicle, or a tester, is plugged in and charges for a while; the Central System has to confirm begin and end.",
    };
}
