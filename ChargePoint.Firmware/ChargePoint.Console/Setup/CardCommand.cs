using ChargePoint.Authorization;
using ChargePoint.Features;
using ChargePoint.Runtime;

namespace ChargePoint.Console;

/// <summary>card: the local authorization list and the authorization cache; learns the next card at the reader.</summary>
public sealed class CardCommand : IConsoleCommand, ILongAnswer, ILineTaker, ICancellable, ICardTaker
{
    private const int DefaultSeconds = 30;
    private const int MostSeconds = 600;

    private readonly LocalAuthorization _local;
    private readonly ConfigurationStore _configuration;
    private readonly CardHandler _cards;
    private readonly ConsoleShell _shell;
    private readonly LoopTimer _limit;
    private IConsoleReply? _reply;
    private Report? _report;
    private int _cursor;

    /// <summary>Makes the command.</summary>
    /// <param name="local">List and cache.</param>
    /// <param name="configuration">LocalAuthListEnabled, LocalPreAuthorize.</param>
    /// <param name="cards">Hands over the card that is to be learned.</param>
    /// <param name="shell">Writes the long list.</param>
    /// <param name="loop">The event loop.</param>
    public CardCommand(LocalAuthorization local, ConfigurationStore configuration, CardHandler cards, ConsoleShell shell, EventLoop loop)
    {
        _local = local;
        _configuration = configuration;
        _cards = cards;
        _shell = shell;
        _limit = loop.CreateTimer(OnLimit);
    }

    /// <inheritdoc/>
    public string Forms =>
        "card [--json] -- local authorization list and authorization cache\n" +
        "card list [--json] -- all cards of the local list\n" +
        "card find IDTAG... [--json] -- what list and cache say about a card\n" +
        "!card learn [SECONDS] -- adds the next card at the reader to the local list\n" +
        "!card forget IDTAG... -- takes a card out of the local list\n" +
        "card clear -- forgets all cards of the cache";

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        switch (form)
        {
            case 0:
                Show(line, reply);
                break;
            case 1:
                _report = new Report(line, reply);
                _cursor = 0;
                _shell.AnswerAtLength(this);
                break;
            case 2:
                Find(line, reply);
                break;
            case 3:
                Learn(line, reply);
                break;
            default:
                End(form == 4 ? _local.List.Change(line.From(2), null) : _local.Cache.Clear() ? "" : "the flash does not take it", reply);
                break;
        }
    }

    /// <inheritdoc/>
    public bool WriteNext(IConsoleReply reply)
    {
        string? idTag = _local.List.Next(ref _cursor, out IdTagInfo? info);
        if (idTag != null) Write(_report!, idTag.PadRight(20), idTag, info!, reply);
        else _report = null;
        return idTag != null;
    }

    string ILineTaker.Name => "card";

    string ILineTaker.Prompt => "card";

    bool ILineTaker.IsSecret => false;

    /// <inheritdoc/>
    public bool TakeLine(string text, IConsoleReply reply)
    {
        // Whoever types does not want to wait for a card any more
        Cancel();
        reply.Fail("no card was presented");
        return false;
    }

    /// <inheritdoc/>
    public bool TakeCard(string idTag)
    {
        IConsoleReply reply = _reply!;
        _reply = null;
        _limit.Stop();
        string problem = _local.List.Change(idTag, new IdTagInfo(AuthorizationStatus.Accepted));
        if (problem.Length == 0)
        {
            reply.Line("learned: " + idTag);
            if (!_configuration.Boolean(Key.LocalPreAuthorize)) reply.Line("it counts offline; online the Central System is asked (LocalPreAuthorize)");
        }

        End(problem, reply);
        return problem.Length == 0;
    }

    /// <inheritdoc/>
    public void Cancel()
    {
        _limit.Stop();
        _reply = null;
        if (_cards.Taker == this) _cards.Taker = null;
    }

    private static void End(string problem, IConsoleReply reply)
    {
        if (problem.Length == 0) reply.Done();
        else reply.Fail(problem);
    }

    private void Show(CommandLine line, IConsoleReply reply)
    {
        Report report = new(line, reply);
        LocalAuthorizationList list = _local.List;
        report.Number("listVersion", list.Version);
        report.Number("listCards", list.Count);
        report.Number("listBytes", list.FlashBytes);
        if (list.IsDamaged) report.Flag("listDamaged", true);
        if (list.IsDamaged) report.Remark("the Central System has to send it again");
        report.Number("cacheCards", _local.Cache.Count);
        report.Number("cacheBytes", _local.Cache.FlashBytes);
        report.End();
        reply.Done();
    }

    private void Find(CommandLine line, IConsoleReply reply)
    {
        string idTag = line.From(2);
        IdTagInfo? listed = _local.List.Find(idTag);
        IdTagInfo? cached = _local.Cache.Find(idTag);
        if (listed == null && cached == null)
        {
            reply.Fail("not found");
            return;
        }

        _report = new Report(line, reply);
        if (listed != null) Write(_report, "list: ", idTag, listed, reply);
        if (cached != null) Write(_report, "cache: ", idTag, cached, reply);
        _report = null;
        reply.Done();
    }

    private static void Write(Report report, string head, string idTag, IdTagInfo info, IConsoleReply reply)
    {
        if (!report.IsJson)
        {
            string expiry = info.ExpiryUnixMs > 0 ? ", until " + Iso8601.ToText(info.ExpiryUnixMs) : "";
            string group = info.ParentIdTag != null ? ", group " + info.ParentIdTag : "";
            reply.Line(head + info.StatusName + expiry + group);
            return;
        }

        report.Text("idTag", idTag);
        report.Text("in", head == "cache: " ? "cache" : "list");
        report.Text("status", info.StatusName);
        report.Time("expiry", info.ExpiryUnixMs);
        report.Text("group", info.ParentIdTag);
        report.End();
    }

    private void Learn(CommandLine line, IConsoleReply reply)
    {
        if (!line.Number(2, "SECONDS", 1, MostSeconds, DefaultSeconds, reply, out int seconds)) return;
        if (!_configuration.Boolean(Key.LocalAuthListEnabled) || _cards.Taker != null)
        {
            reply.Fail(_cards.Taker != null ? "another terminal learns a card" : "LocalAuthListEnabled is false");
            return;
        }

        reply.Line($"present the card to the reader ({seconds} s, Enter gives up)");
        _reply = reply;
        _cards.Taker = this;
        _limit.Start(seconds * 1000L);
        _shell.LetCancel(this);
        _shell.TakeLines(this);
    }

    private void OnLimit()
    {
        IConsoleReply? reply = _reply;
        Cancel();
        reply?.Fail("no card was presented");
    }
}
