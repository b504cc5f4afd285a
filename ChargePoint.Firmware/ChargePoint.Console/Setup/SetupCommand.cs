using ChargePoint.Features;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;
using ChargePoint.Security;

namespace ChargePoint.Console;

/// <summary>
/// setup: commissions a charge point question by question, and ends in a test session. It types the commands of the console at a console of its
/// own, so what it does can be done by hand as well. Each answer is in force when the next question comes: whoever leaves has lost nothing.
/// </summary>
public sealed partial class SetupCommand : IConsoleCommand, ILineTaker, ICancellable, IConsoleReply
{
    /// <summary>How long a connection that the Central System accepts may take, in milliseconds.</summary>
    public const int ConnectLimitMs = 60_000;

    private const string LeftOut = "left out";
    private const int LookMs = 500;
    private const int SettleMs = 1_500; // changes are in force after half a second

    private readonly ISetupHost _host;
    private readonly ConsoleShell _shell;
    private readonly Connector[] _connectors;
    private readonly CentralSystemLink _link;
    private readonly Registration _registration;
    private readonly TransactionQueue _transactions;
    private readonly ConfigurationStore _configuration;
    private readonly SecurityRoom _security;
    private readonly EventLoop _loop;
    private readonly LoopTimer _look;
    private ConsoleShell? _inner;
    private IConsoleReply? _reply;
    private int _step;
    private int _profile;
    private int _stepAfter = -1; // where a good answer leads; -1: to the next question
    private bool _isTyping;
    private bool _needsPin;
    private string? _result; // of the command that was typed: "" is good
    private string _selfTest = LeftOut;
    private long _beginMs;
    private int _attempts;

    /// <summary>Makes the command.</summary>
    /// <param name="host">Makes the console that it types at.</param>
    /// <param name="shell">The console whose command it is.</param>
    /// <param name="connectors">All connectors.</param>
    /// <param name="link">Connection.</param>
    /// <param name="registration">Registration.</param>
    /// <param name="transactions">Messages that wait.</param>
    /// <param name="configuration">Present values.</param>
    /// <param name="security">Profile and service PIN.</param>
    /// <param name="loop">The event loop.</param>
    public SetupCommand(
        ISetupHost host, ConsoleShell shell, Connector[] connectors, CentralSystemLink link, Registration registration, TransactionQueue transactions, ConfigurationStore configuration, SecurityRoom security, EventLoop loop)
    {
        _host = host;
        _shell = shell;
        _connectors = connectors;
        _link = link;
        _registration = registration;
        _transactions = transactions;
        _configuration = configuration;
        _security = security;
        _loop = loop;
        _look = loop.CreateTimer(Look);
    }

    /// <inheritdoc/>
    public string Forms => "!setup -- commissions it: asks, connects, tests, charges once";

    string ILineTaker.Name => "setup";

    string ILineTaker.Prompt => _inner!.IsTakingLines ? _inner.Prompt : _needsPin ? "service PIN" : NameOf(_step);

    bool ILineTaker.IsSecret => _inner!.IsTakingLines ? _inner.AwaitsSecret : _needsPin || _step == Pin || _step == Password;

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        _reply = reply;
        _inner = _host.NewConsole();
        _step = Board;
        _profile = -1;
        _needsPin = false;
        _stepAfter = -1;
        _selfTest = LeftOut;
        _tested = null;
        _isTestOver = false;
        _shell.LetCancel(this);
        reply.Line("Enter keeps what is in brackets, ? explains, 'back' goes back, 'cancel' leaves; what was answered is in force");
        Ask();
    }

    /// <inheritdoc/>
    public bool TakeLine(string text, IConsoleReply reply)
    {
        ConsoleShell inner = _inner!;
        string answer = text.Trim();
        if (inner.IsTakingLines)
        {
            if (answer == "cancel") inner.Cancel();
            else Type(text);
        }
        else if (answer == "cancel") Finish("cancelled; what was answered is in force");
        else if (_step == Session && _look.IsRunning)
        {
            // Whoever types does not want to wait for a vehicle any more
            _look.Stop();
            Ask();
        }
        else if (answer == "?") Explain();
        else if (_needsPin)
        {
            _needsPin = false;
            _stepAfter = _step;
            Type("service " + answer);
        }
        else if (answer == "back") Back();
        else if (answer.Length == 0) Keep();
        else Answer(answer);
        return false; // whoever asks again says so
    }

    /// <inheritdoc/>
    public void Cancel()
    {
        // First of all nobody is answered any more: what was typed ends as well
        ConsoleShell? inner = _inner;
        _look.Stop();
        _reply = null;
        _inner = null;
        inner?.Cancel();
    }

    void IConsoleReply.Line(string text)
    {
        if (_step == SelfTest) _selfTest = text; // its last line is the result
        _reply?.Line("  " + text);
    }

    void IConsoleReply.Done() => OnTyped("");

    void IConsoleReply.Fail(string reason) => OnTyped(reason);

    private void Finish(string problem)
    {
        IConsoleReply reply = _reply!;
        Cancel();
        if (problem.Length == 0) reply.Done();
        else reply.Fail(problem);
    }

    // Types a line at the inner console. Its answer may come later, or be the wish for more lines.
    private void Type(string line)
    {
        ConsoleShell inner = _inner!;
        _result = null;
        _isTyping = true;
        inner.Execute(line, this);
        while (inner.Pump())
        {
        }

        _isTyping = false;
        if (_result != null) Settle();
        else if (inner.IsTakingLines) _shell.TakeLines(this);
    }

    private void OnTyped(string problem)
    {
        _result = problem;
        if (!_isTyping && _reply != null) Settle();
    }

    // The command has ended. One that goes on asking (a self test) is asked for by its shell.
    private void Settle()
    {
        string problem = _result!;
        int stepAfter = _stepAfter;
        _result = null;
        _stepAfter = -1;
        if (_step == SelfTest && stepAfter < 0 && problem.Length > 0) _selfTest = "not done: " + problem;
        if (problem.Length == 0)
        {
            if (stepAfter >= 0) _step = stepAfter;
            if (stepAfter >= 0) Ask();
            else Next();
            return;
        }

        _reply!.Line("  not done: " + problem);
        if (_step == Certificate)
        {
            // Without the authority there is no such profile; with a wss:// address, the attempt to connect shows what is wrong.
            _step = _profile >= 0 ? Profile : Connect;
            _profile = -1;
            if (_step == Connect)
            {
                BeginConnect();
                return;
            }
        }

        _needsPin = problem.StartsWith("needs the service PIN");
        if (_needsPin) _shell.TakeLines(this);
        else Ask();
    }

    private void Ask()
    {
        string present = PresentOf(_step);
        Words.Fold(_reply!, QuestionOf(_step) + (present.Length > 0 ? $" [{present}]" : ""));
        _shell.TakeLines(this);
    }

    private void Explain()
    {
        _reply!.Line("  " + HelpOf(_needsPin ? Pin : _step));
        if (_needsPin) _shell.TakeLines(this);
        else Ask();
    }

    private void Back()
    {
        do
        {
            _step--;
        }
        while (_step == Ssid || _step == Certificate || _step == Connect || (_step == Network && _host.Network == null));
        if (_step < Board) _step = Board;
        Ask();
    }

    private void Next()
    {
        _step++;
        if (_step == Network && _host.Network == null) _step = Url;
        if (_step == Ssid) _step = Url;
        if (_step == Certificate && !NeedsAuthority) _step = Connect;
        if (_step == Connect && _profile >= 0)
        {
            // The certificate is there now
            _step = Profile;
            int profile = _profile;
            _profile = -1;
            Type("central profile " + profile.ToString());
            return;
        }

        if (_step == Certificate)
        {
            _reply!.Line("paste the certificate (PEM) of the authority of the Central System; an empty line leaves it out");
            Type("certificate import");
        }
        else if (_step == Connect) BeginConnect();
        else if (_step == Summary) Summarize();
        else Ask();
    }

    private bool NeedsAuthority
        => (_profile >= 2 || _security.Profiles.Present >= 2 || _host.CentralSystemUrl.StartsWith("wss:"))
            && (_security.Profiles.Credentials == null || !_security.Profiles.Credentials.HasAuthority);

    private void Keep()
    {
        bool isMissing = (_step == Url && _host.CentralSystemUrl.Length == 0) || (_step == Identity && _host.Identity.Length == 0) || (_step == Ssid && PresentOf(Ssid).Length == 0);
        if (isMissing)
        {
            _reply!.Line("  needed: it has no value yet");
            Ask();
        }
        else if (_step == Connect) BeginConnect();
        else if (_step == SelfTest || _step == Session) Answer("yes");
        else Next();
    }

    private void Answer(string answer)
    {
        bool yes = answer == "yes" || answer == "y";
        bool no = answer == "no" || answer == "n" || answer == "skip";
        switch (_step)
        {
            case Pin:
                Type("service set " + answer);
                break;
            case Network:
                AnswerNetwork(answer);
                break;
            case Ssid:
                Type(answer.IndexOf(' ') < 0 || answer[0] == '"' ? "network join " + answer : $"network join \"{answer}\"");
                break;
            case Url:
                Type("central url " + answer);
                break;
            case Identity:
                Type("central identity " + answer);
                break;
            case Password:
                Type("central password " + answer);
                break;
            case Profile:
                AnswerProfile(answer);
                break;
            case Offline:
                Type("policy offline " + answer);
                break;
            case FreeVend:
                Type("policy free-vend " + answer);
                break;
            case SelfTest when answer == "auto":
                Type("selftest --json");
                break;
            default:
                if (yes || (answer == "retry" && _step == Connect)) Begin();
                else if (no && _step == Board) Finish("'board apply' describes the board; then begin again");
                else if (no) Next();
                else
                {
                    _reply!.Line("  yes or no");
                    Ask();
                }

                break;
        }
    }

    private void AnswerNetwork(string answer)
    {
        if (answer == "wifi")
        {
            _stepAfter = Ssid;
            Type("network scan");
            return;
        }

        Type("network " + answer);
    }

    private void AnswerProfile(string answer)
    {
        bool isTls = answer == "2" || answer == "3";
        _profile = isTls ? answer[0] - '0' : -1;
        if (isTls && NeedsAuthority)
        {
            Next();
            return;
        }

        _profile = -1;
        Type("central profile " + answer);
    }

    private void Begin()
    {
        if (_step == Connect) BeginConnect();
        else if (_step == Card) Type("card learn");
        else if (_step == Session) BeginSession();
        else if (_step == SelfTest && _inner!.Find("selftest") != null) Type("selftest");
        else
        {
            if (_step == SelfTest) _reply!.Line("  this firmware has no self test");
            Next();
        }
    }
}
