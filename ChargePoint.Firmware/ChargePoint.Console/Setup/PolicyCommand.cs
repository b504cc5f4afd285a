using ChargePoint.Features;

namespace ChargePoint.Console;

/// <summary>policy: who may charge, in plain sentences: online, offline, and without a card.</summary>
public sealed class PolicyCommand : IConsoleCommand
{
    private readonly ConfigurationStore _configuration;

    /// <summary>Makes the command.</summary>
    /// <param name="configuration">Holds the rules.</param>
    public PolicyCommand(ConfigurationStore configuration) => _configuration = configuration;

    /// <inheritdoc/>
    public string Forms =>
        "policy [--json] -- who may charge: online, offline, without a card\n" +
        "!policy offline list|unknown|nobody -- offline: known cards, any card but refused ones, none\n" +
        "!policy free-vend IDTAG|off -- every vehicle charges as this idTag once it is plugged in";

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        if (form == 0)
        {
            if (line.IsJson) Report(line, reply);
            else Tell(reply);
            reply.Done();
            return;
        }

        string value = line.Word(2);
        string problem = form == 1 ? SetOffline(value) : SetFreeVend(value == "off" ? "" : value);
        if (problem.Length == 0) reply.Done();
        else reply.Fail(problem);
    }

    // What allows less comes first: a loss of power between the two lets nobody charge who may not.
    private string SetOffline(string who)
    {
        string problem = Set(Key.AllowOfflineTxForUnknownId, false);
        if (problem.Length == 0) problem = Set(Key.LocalAuthorizeOffline, who != "nobody");
        return problem.Length == 0 && who == "unknown" ? Set(Key.AllowOfflineTxForUnknownId, true) : problem;
    }

    private string SetFreeVend(string idTag)
    {
        _configuration.Set(Key.FreeVendIdTag, idTag, out string problem);
        return problem.Length == 0 ? "" : "an idTag " + problem;
    }

    private string Set(int key, bool value)
    {
        _configuration.Set(key, value ? "true" : "false", out string problem);
        return problem;
    }

    private string Offline => !_configuration.Boolean(Key.LocalAuthorizeOffline) ? "nobody" : _configuration.Boolean(Key.AllowOfflineTxForUnknownId) ? "unknown" : "list";

    private void Report(CommandLine line, IConsoleReply reply)
    {
        Report report = new(line, reply);
        string idTag = _configuration.Text(Key.FreeVendIdTag);
        report.Text("offline", Offline);
        report.Text("freeVend", idTag.Length == 0 ? null : idTag);
        report.Flag("localFirst", _configuration.Boolean(Key.LocalPreAuthorize));
        report.Flag("list", _configuration.Boolean(Key.LocalAuthListEnabled));
        report.Flag("cache", _configuration.Boolean(Key.AuthorizationCacheEnabled));
        report.Flag("stopRefused", _configuration.Boolean(Key.StopTransactionOnInvalidId));
        report.End();
    }

    private void Tell(IConsoleReply reply)
    {
        bool list = _configuration.Boolean(Key.LocalAuthListEnabled);
        bool cache = _configuration.Boolean(Key.AuthorizationCacheEnabled);
        string known = list && cache ? "cards of the local list and the cache" : list ? "cards of the local list" : cache ? "cards of the cache" : "no cards (list and cache are off)";
        string idTag = _configuration.Text(Key.FreeVendIdTag);
        string offline = Offline;
        reply.Line(idTag.Length == 0 ? "free vend: off, a card or the Central System begins a session"
            : $"free vend: a vehicle charges as {idTag} as soon as it is plugged in, until it is unplugged");
        reply.Line(_configuration.Boolean(Key.LocalPreAuthorize) ? $"online: {known} charge at once, for others the Central System is asked"
            : "online: the Central System is asked about every card");
        reply.Line(offline == "nobody" ? "offline: nobody can begin to charge"
            : offline == "list" ? $"offline: {known} charge, others do not" : "offline: every card charges, unless list or cache refuse it");
        reply.Line(cache ? "cache: remembers what the Central System says about a card" : "cache: off");
        int energyWh = _configuration.Integer(Key.MaxEnergyOnInvalidId);
        reply.Line(_configuration.Boolean(Key.StopTransactionOnInvalidId) ? "a card that is refused afterwards: the session ends"
            : $"a card that is refused afterwards: the session goes on for {FixedPoint.ToText(energyWh, 3)} kWh");
    }
}
