using ChargePoint.Features;
using ChargePoint.Security;

namespace ChargePoint.Console;

/// <summary>central: which Central System, as whom, and how it is protected. Every change is in force at once: the connection is made anew.</summary>
public sealed class CentralCommand : IConsoleCommand
{
    private readonly ISetupHost _host;
    private readonly ConfigurationStore _configuration;
    private readonly SecurityProfiles _profiles;

    /// <summary>Makes the command.</summary>
    /// <param name="host">Connects.</param>
    /// <param name="configuration">Holds what is set.</param>
    /// <param name="profiles">Security profiles.</param>
    public CentralCommand(ISetupHost host, ConfigurationStore configuration, SecurityProfiles profiles)
    {
        _host = host;
        _configuration = configuration;
        _profiles = profiles;
    }

    /// <inheritdoc/>
    public string Forms =>
        "central [--json] -- address, identity and security of the Central System\n" +
        "!*central url URL -- its address (ws:// or wss://, without the identity)\n" +
        "!central identity ID -- name of this charge point there\n" +
        "!*central password PASSWORD... -- AuthorizationKey, 16 to 40 bytes\n" +
        "!central profile N -- profile: 0 none, 1 password, 2 password and TLS, 3 certificate";

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        if (form == 0)
        {
            Show(line, reply);
            return;
        }

        string problem;
        if (form == 1 || form == 2)
        {
            problem = _host.UseCentral(form == 1 ? Key.CentralSystemUrl : Key.Identity, line.Word(2));
        }
        else
        {
            int profile = 0;
            if (form == 4 && !line.Number(2, "N", 0, 3, 0, reply, out profile)) return;
            _configuration.Set(form == 3 ? Key.AuthorizationKey : Key.SecurityProfile, form == 3 ? line.From(2) : profile.ToString(), out problem);
            if (problem.Length > 0) problem = (form == 3 ? "the password " : $"profile {profile} ") + problem;
        }

        if (problem.Length > 0)
        {
            reply.Fail(problem);
            return;
        }

        reply.Line(_host.CentralSystemUrl.Length == 0 ? "'central url' is missing"
            : _host.Identity.Length == 0 ? "'central identity' is missing" : "in force: the connection is made anew");
        reply.Done();
    }

    private void Show(CommandLine line, IConsoleReply reply)
    {
        Report report = new(line, reply);
        report.Text("address", ConfigurationStore.Shown(_host.CentralSystemUrl));
        report.Text("identity", _host.Identity);
        report.Number("profile", _profiles.Present);
        if (_profiles.IsOnTrial) report.Flag("profileOnTrial", true);
        report.Flag("passwordSet", _configuration.Text(Key.AuthorizationKey).Length > 0);
        report.End();
        reply.Done();
    }
}
