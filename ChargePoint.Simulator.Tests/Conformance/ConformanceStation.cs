using System.Globalization;
using System.Text.Json;
using ChargePoint.Simulator.CentralSystem;
using ChargePoint.Simulator.Tests.Bench;
using ChargePoint.Simulator.Tests.EndToEnd;

namespace ChargePoint.Simulator.Tests.Conformance;

/// <summary>
/// A charge point under test, as a process of its own, and the Central System that a case plays with it. A case takes the charge
/// point's messages one after the other, each as it has to be: what comes out of order, twice or besides fails the case.
/// </summary>
internal sealed partial class ConformanceStation : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string[] _arguments;
    private readonly int _connectors;
    private readonly List<(int Before, string Text)> _remarks = [];
    private readonly HashSet<string> _passedOver = ["Heartbeat"];
    private readonly HashSet<ConformanceMessage> _takenEvents = [];
    private int _next;
    private int _caseBegins;

    private ConformanceStation(SecureSite? site, string[] arguments)
    {
        Site = site;
        CentralSystem = new ConformanceCentralSystem(site?.Options);
        _arguments = site == null ? arguments : ["--ca", site.CaFile, .. arguments];
        int at = Array.IndexOf(arguments, "--connectors");
        _connectors = at < 0 ? 1 : int.Parse(arguments[at + 1], CultureInfo.InvariantCulture);
    }

    public ConformanceCentralSystem CentralSystem { get; }

    /// <summary>Keys and certificates, in cases about security.</summary>
    public SecureSite? Site { get; }

    public SimulatorProcess Simulator { get; private set; } = null!;

    /// <summary>Present time of the Central System, without fractions of a second.</summary>
    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeSeconds(CentralSystem.Now.ToUnixTimeSeconds());

    /// <summary>A time as OCPP writes it.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>So many seconds from now, as OCPP writes it.</summary>
    public string At(int seconds) => Text(Now.AddSeconds(seconds));

    /// <summary>A Central System that listens and a charge point that is not started yet.</summary>
    public static async Task<ConformanceStation> PrepareAsync(SecureSite? site, params string[] arguments)
    {
        ConformanceStation station = new(site, arguments);
        await station.CentralSystem.StartAsync();
        return station;
    }

    /// <summary>A charge point that was accepted and has told all its statuses; the case begins behind that.</summary>
    public static async Task<ConformanceStation> StartAsync(SecureSite? site, params string[] arguments)
    {
        ConformanceStation station = await PrepareAsync(site, arguments);
        if (site != null) station.PassOver("SecurityEventNotification"); // TakeEventAsync
        station.PowerOn();
        await station.BootedAsync();
        station._caseBegins = station._next;
        if (site == null) return station;
        await station.TakeEventAsync("StartupOfTheDevice");
        station.BeginCase();
        return station;
    }

    /// <summary>Starts the process.</summary>
    public void PowerOn() => Simulator = SimulatorProcess.StartPlain(
        ["--central-system", CentralSystem.Url, "--id", ConformanceCentralSystem.ChargePointId, "--storage", _folder.At("storage"), .. _arguments]);

    /// <summary>Expects BootNotification and the statuses of connector 0 and all connectors, in any order among themselves.</summary>
    public async Task BootedAsync(string status = "Available", string statusOfZero = "Available")
    {
        await ExpectAsync(Expected.Boot());
        await ExpectAllAsync([Expected.Status(0, statusOfZero), .. Enumerable.Range(1, _connectors).Select(id => Expected.Status(id, status))]);
    }

    /// <summary>What is done before the case begins is not shown in the table.</summary>
    public void BeginCase() => _caseBegins = Math.Max(_next, CentralSystem.Messages.Count);

    /// <summary>Messages of this action may come at any time, and are not looked at.</summary>
    public void PassOver(string action) => _passedOver.Add(action);

    /// <summary>Messages of this action are looked at again.</summary>
    public void LookAt(string action)
    {
        _next = Math.Max(_next, CentralSystem.Messages.Count);
        _passedOver.Remove(action);
    }

    /// <summary>Something happens around the charge point.</summary>
    public Task SimAsync(string what)
    {
        Remark(what);
        return Simulator.DoAsync("sim " + what);
    }

    /// <summary>Something is written into the table.</summary>
    public void Remark(string text)
    {
        int before = CentralSystem.Messages.Count;
        lock (_remarks) _remarks.Add((before, text));
    }

    /// <summary>Time passes.</summary>
    public async Task SkipAsync(int seconds)
    {
        Remark($"{seconds} s");
        await Simulator.DoAsync($"sim skip {seconds}");
        CentralSystem.Skip(seconds);
    }

    /// <summary>Time passes in steps, so that the Central System's clock is never far off.</summary>
    public async Task PassAsync(int seconds)
    {
        Remark($"{seconds} s");
        for (int i = 0; i < seconds; i++)
        {
            await Simulator.DoAsync("sim skip 1");
            CentralSystem.Skip(1);
        }
    }

    /// <summary>Calls the charge point, which has to answer with a result.</summary>
    public async Task<JsonElement> CallAsync(string action, object payload)
    {
        CallOutcome outcome = await CentralSystem.CallAsync(action, payload);
        if (outcome.End != CallEnd.Result) throw Failure($"{action} was answered {outcome.ErrorCode}: {outcome.ErrorDescription}");
        return outcome.Payload;
    }

    /// <summary>Calls the charge point, which has to answer with a status.</summary>
    public async Task CallAsync(string action, object payload, string status)
    {
        string answer = (await CallAsync(action, payload)).Text("status");
        if (answer != status) throw Failure($"{action} was answered {answer} instead of {status}");
    }

    public Task ConfigureAsync(string key, string value) => CallAsync("ChangeConfiguration", new { key, value }, "Accepted");

    /// <summary>Takes the next message, which has to be this one.</summary>
    public async Task<ConformanceMessage> ExpectAsync(Expected expected) => (await ExpectAllAsync(expected))[0];

    /// <summary>Takes the next messages, which have to be these in any order, and gives them in the order of the arguments.</summary>
    public async Task<ConformanceMessage[]> ExpectAllAsync(params Expected[] expected)
    {
        ConformanceMessage?[] found = new ConformanceMessage?[expected.Length];
        for (int count = 0; count < expected.Length; count++)
        {
            string missing = string.Join(" / ", expected.Where((_, i) => found[i] == null));
            ConformanceMessage next = await NextAsync(missing);
            int index = Enumerable.Range(0, expected.Length).Where(i => found[i] == null && expected[i].IsMetBy(next)).DefaultIfEmpty(-1).First();
            if (index < 0) throw Failure($"instead of {missing} came {next.Short}");
            found[index] = next;
        }

        return found!;
    }

    /// <summary>Waits for a security event of this type, about this, that nobody has taken in this case.</summary>
    public async Task TakeEventAsync(string type, string about = "")
    {
        ConformanceMessage? found = null;
        bool came = await CentralSystem.UntilAsync(() =>
        {
            found = CentralSystem.Messages.Skip(_caseBegins).FirstOrDefault(message =>
                message.Action == "SecurityEventNotification" && message["type"] == type && message["techInfo"].Contains(about, StringComparison.Ordinal)
                && message.IsAnswered && !_takenEvents.Contains(message));
            return found != null;
        });
        if (!came) throw Failure($"no security event {type} about '{about}'");
        _takenEvents.Add(found!);
    }

    /// <summary>Drops the connection, and lets time pass until the charge point has given up an attempt to make a new one for this reason.</summary>
    public async Task DropUntilRefusedAsync(string reason)
    {
        // A connection that has stood for a minute begins with short pauses again (and whatever was to be said is said).
        await Simulator.DoAsync("sim skip 61");
        CentralSystem.Skip(61);
        int before = Count();
        CentralSystem.Server.Drop(ConformanceCentralSystem.ChargePointId);
        await PassUntilAsync(() => Count() > before, reason);

        int Count() => Simulator.ErrorLines.Count(line => line.Contains(reason, StringComparison.Ordinal));
    }

    /// <summary>Lets time pass until the charge point has a new connection; <paramref name="logins"/> is how many times it has logged in before.</summary>
    public async Task<Login> PassUntilLoginAsync(int logins, Func<Login, bool> wanted)
    {
        await PassUntilAsync(() => Site!.Logins.Skip(logins).Any(wanted), "a login");
        Login login = Site!.Logins.Skip(logins).First(wanted);
        Remark("connection with " + string.Join(" and ", new[] { login.Password == null ? "" : "password", login.Certificate == null ? "" : "certificate" }.Where(word => word.Length > 0)));
        await Simulator.OnlineAsync();
        return login;
    }

    // Attempts take real time and the pauses between them simulated time: of either enough.
    private async Task PassUntilAsync(Func<bool> condition, string what)
    {
        for (int round = 0; round < 75; round++)
        {
            await Simulator.DoAsync("sim skip 5");
            CentralSystem.Skip(5);
            for (int i = 0; i < 16; i++)
            {
                if (condition()) return;
                await Task.Delay(25);
            }
        }

        throw Failure("not reached: " + what);
    }

    /// <summary>Fails if a message of the charge point is there that nobody has taken.</summary>
    public async Task NothingMoreAsync()
    {
        // Before time passes on the bench, the charge point says what it has to say, and gets its answers.
        await Simulator.DoAsync("sim skip 1");
        CentralSystem.Skip(1);
        if (Peek() is { } message) throw Failure($"nothing was expected, and {message.Short} came");
    }

    /// <summary>The calls of the case with what happened in between, in short.</summary>
    public IEnumerable<string> Story()
    {
        List<(int Before, string Text)> remarks;
        lock (_remarks) remarks = [.. _remarks];
        IReadOnlyList<ConformanceMessage> messages = CentralSystem.Messages;
        for (int i = _caseBegins; i <= messages.Count; i++)
        {
            foreach ((_, string text) in remarks.Where(remark => remark.Before == i)) yield return $"[{text}]";
            if (i < messages.Count) yield return messages[i].Short;
        }
    }

    public AssertFailedException Failure(string reason) =>
        Simulator.Failure($"{reason}\n--- so far ---\n{string.Join('\n', CentralSystem.Messages.Select(message => message.Short))}");

    public async ValueTask DisposeAsync()
    {
        if (Simulator != null) await Simulator.DisposeAsync();
        await CentralSystem.DisposeAsync();
        Site?.Dispose();
        _folder.Dispose();
    }

    private async Task<ConformanceMessage> NextAsync(string awaited)
    {
        bool came = await CentralSystem.UntilAsync(() => Peek() is { IsAnswered: true });
        ConformanceMessage? message = Peek();
        if (!came || message == null) throw Failure($"{awaited} did not come");
        IReadOnlyList<ConformanceMessage> messages = CentralSystem.Messages;
        for (int i = _next; i < messages.Count; i++)
        {
            if (ReferenceEquals(messages[i], message)) _next = i + 1;
        }

        return message;
    }

    private ConformanceMessage? Peek() =>
        CentralSystem.Messages.Skip(_next).FirstOrDefault(message => message.FromChargePoint && !_passedOver.Contains(message.Action));
}
