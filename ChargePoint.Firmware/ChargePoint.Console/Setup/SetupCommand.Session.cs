using ChargePoint.Features;
using ChargePoint.Hal;

namespace ChargePoint.Console;

// What takes time: connecting, and the test session.
public sealed partial class SetupCommand
{
    /// <summary>How long the vehicle and the card may take, in milliseconds.</summary>
    public const int VehicleLimitMs = 300_000;

    /// <summary>How long the Central System may take to confirm begin and end of the session, in milliseconds.</summary>
    public const int ConfirmLimitMs = 60_000;

    private Transaction?[]? _before; // what ran at each connector when the test session was begun: sessions of others
    private Transaction? _tested;
    private Connector? _testedAt;
    private bool _isTestOver;
    private string _shown = "";

    private void BeginConnect()
    {
        _reply!.Line("connecting ...");
        if (!_link.IsOnline) _host.Reconnect();
        _beginMs = _loop.NowMs;
        _attempts = _link.Attempts;
        _look.StartPeriodic(LookMs);
    }

    private void BeginSession()
    {
        if (_tested != null)
        {
            EndSession();
            return;
        }

        _reply!.Line(_configuration.Text(Key.FreeVendIdTag).Length > 0 ? "plug in the vehicle (Enter gives up) ..." : "plug in the vehicle and present a card (Enter gives up) ...");
        _beginMs = _loop.NowMs;
        _shown = "";
        _before = new Transaction?[_connectors.Length];
        for (int i = 0; i < _before.Length; i++) _before[i] = _connectors[i].Transaction;
        _look.StartPeriodic(LookMs);
        _shell.TakeLines(this);
    }

    private void EndSession()
    {
        if (_testedAt!.Transaction == _tested) _testedAt.Stop(StopReason.Local, null);
        _isTestOver = true;
        _beginMs = _loop.NowMs;
        _reply!.Line("waiting for the Central System ...");
        _look.StartPeriodic(LookMs);
    }

    private void Look()
    {
        long passedMs = _loop.NowMs - _beginMs;
        if (_step == Connect) LookAtLink(passedMs);
        else if (_isTestOver) LookAtEnd(passedMs);
        else LookAtVehicle(passedMs);
    }

    private void LookAtLink(long passedMs)
    {
        if (passedMs < SettleMs) return;
        if (_link.IsOnline && _registration.IsAccepted)
        {
            _look.Stop();
            _reply!.Line("  connected, and accepted by the Central System");
            Next();
            return;
        }

        bool hasFailed = !_link.IsOnline && !_link.IsWaiting && _link.Attempts > _attempts && _link.LastFailure.Length > 0;
        if (!hasFailed && passedMs < ConnectLimitMs) return;
        _look.Stop();
        string why = _link.IsOnline ? _registration.Status == RegistrationStatus.Rejected ? "the Central System rejects this charge point: is the identity registered there?"
            : _registration.Status == RegistrationStatus.Pending ? "the Central System has not accepted this charge point yet (Pending)" : "the Central System does not answer BootNotification"
            : _link.LastFailure.Length > 0 ? _link.LastFailure : "nobody answers";
        _reply!.Line("  " + why);
        Ask();
    }

    private void LookAtVehicle(long passedMs)
    {
        string shown = "";
        for (int i = 0; i < _connectors.Length; i++)
        {
            Connector connector = _connectors[i];
            bool isOther = connector.Transaction != null && connector.Transaction == _before![i];
            shown += $"{(shown.Length > 0 ? ", " : "")}connector {connector.Id} {StatusNames.Of(connector.Status)}";
            if (connector.Error != HardwareFault.NoError) shown += $" ({StatusNames.Of(connector.Error)}{(connector.Info.Length > 0 ? ": " + connector.Info : "")})";
            if (isOther) shown += " (began before, is left alone)";
            if (isOther || connector.Status != ConnectorStatus.Charging || connector.Meter.Reading.PowerW <= 0) continue;
            _look.Stop();
            _tested = connector.Transaction;
            _testedAt = connector;
            _reply!.Line($"  connector {connector.Id} charges with {FixedPoint.ToText(connector.Meter.Reading.PowerW, 3)} kW, idTag {_tested!.IdTag}");
            Ask();
            return;
        }

        if (shown != _shown) _reply!.Line("  " + shown);
        _shown = shown;
        if (passedMs < VehicleLimitMs) return;
        _look.Stop();
        _reply!.Line("  not done: no vehicle charges ('status' tells why)");
        Ask();
    }

    private void LookAtEnd(long passedMs)
    {
        bool isTold = _tested!.HasId && _tested.End != null && _transactions.Waiting == 0;
        if (!isTold && passedMs < ConfirmLimitMs) return;
        _look.Stop();
        Next();
    }

    private void Summarize()
    {
        IConsoleReply reply = _reply!;
        reply.Line("--- report ---");
        reply.Line("board: " + _host.BoardName);
        reply.Line("service PIN: " + PresentOf(Pin));
        if (_host.Network != null) reply.Line($"network: {PresentOf(Network)}, address {_host.Network.Address}");
        Words.Fold(reply, $"Central System: {PresentOf(Url)} as {PresentOf(Identity)}, profile {PresentOf(Profile)}, {(_link.IsOnline && _registration.IsAccepted ? "connected and accepted" : "NOT connected")}");
        reply.Line($"offline: {PresentOf(Offline)}, free vend: {PresentOf(FreeVend)}");
        reply.Line("self test: " + _selfTest);
        bool isConfirmed = _tested != null && _tested.HasId && _transactions.Waiting == 0;
        if (_tested == null)
        {
            reply.Line("test session: left out");
        }
        else
        {
            long energyWh = _tested.End == null ? 0 : _tested.End.EnergyWh - _tested.Begin.EnergyWh;
            reply.Line($"test session: {FixedPoint.ToText(energyWh, 3)} kWh, {(isConfirmed ? $"begin and end confirmed (transaction {_tested.Id})" : $"NOT confirmed, {_transactions.Waiting} messages wait")}");
        }

        bool isTested = _selfTest == LeftOut || _selfTest.IndexOf(" 0 failed") >= 0 || _selfTest.IndexOf("\"failed\":0") >= 0;
        reply.Line(isConfirmed && isTested && _registration.IsAccepted ? "the charge point is ready" : "something is left to do: see above");
        _tested = null;
        _testedAt = null;
        _before = null;
        Finish("");
    }
}
