using System.Text;
using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;
using ChargePoint.Tests;

namespace ChargePoint.Authorization.Tests;

/// <summary>List and cache over a flash, with the operations that change them.</summary>
internal sealed class ListFixture : LoopFixture
{
    private readonly CallRouter _router;

    public ListFixture(IFlashStore flash)
    {
        Flash = flash;
        byte[] scratch = new byte[SlotFile.HeaderLength + ConfigurationStore.LongestImage];
        Configuration = new ConfigurationStore(new SlotFile(new MemoryFlash(), "config", 1, scratch), 1, Log);
        Time = new WallClock(Clock);
        Local = new LocalAuthorization(flash, scratch, Loop, Configuration, Time, Log);
        _router = new CallRouter(new FrameBuffer(2048), Log);
        Local.AddOperations(_router);
    }

    public IFlashStore Flash { get; }

    public WallClock Time { get; }

    public ConfigurationStore Configuration { get; }

    public LocalAuthorization Local { get; }

    public LocalAuthorizationList List => Local.List;

    public AuthorizationCache Cache => Local.Cache;

    /// <summary>The answer to GetLocalListVersion.</summary>
    public string Version => Call("GetLocalListVersion", "{}");

    public string Send(string request) => Call("SendLocalList", request);

    public string Clear() => Call("ClearCache", "{}");

    /// <summary>Calls an operation and gives the payload of its answer, or "!" with the error code.</summary>
    public string Call(string action, string request) => CentralSystemSide.Call(_router, action, request);

    /// <summary>Sends an update and gives its status, or "!" with the error code.</summary>
    public string Update(string type, int version, string entries)
    {
        string answer = Send($"{{\"listVersion\":{version},\"localAuthorizationList\":[{entries}],\"updateType\":\"{type}\"}}");
        return answer.StartsWith("!") ? answer : answer.Substring(11, answer.Length - 13);
    }

    public string Full(int version, string entries) => Update("Full", version, entries);

    public string Differential(int version, string entries) => Update("Differential", version, entries);

    /// <summary>Status of an idTag in the list, "-" if it is not there.</summary>
    public string Status(string idTag) => List.Find(idTag)?.StatusName ?? "-";

    /// <summary>Lets the list tidy up.</summary>
    public void Tidy()
    {
        for (int i = 0; i < 100 && Loop.UntilNextTimerMs >= 0; i++)
        {
            Clock.Advance(Loop.UntilNextTimerMs);
            Run();
        }
    }

    /// <summary>An entry, with all of its fields or without idTagInfo.</summary>
    public static string Entry(string idTag, string? status = "Accepted", string? expiryDate = null, string? parentIdTag = null)
    {
        if (status == null) return $"{{\"idTag\":\"{idTag}\"}}";
        string expiry = expiryDate == null ? "" : $",\"expiryDate\":\"{expiryDate}\"";
        string parent = parentIdTag == null ? "" : $",\"parentIdTag\":\"{parentIdTag}\"";
        return $"{{\"idTag\":\"{idTag}\",\"idTagInfo\":{{\"status\":\"{status}\"{expiry}{parent}}}}}";
    }

    /// <summary>Longest possible entries, with idTags numbered from a number on.</summary>
    public static string Longest(int from, int count)
    {
        StringBuilder text = new();
        for (int i = from; i < from + count; i++)
        {
            if (i > from) text.Append(',');
            text.Append(Entry(LongIdTag(i), "Accepted", "2030-01-01T00:00:00Z", "GROUP-OF-MANY-CARDS1"));
        }

        return text.ToString();
    }

    /// <summary>An idTag of 20 characters.</summary>
    public static string LongIdTag(int number) => "04A2B6C1D53E80F" + (10000 + number).ToString();
}

/// <summary>Counts what a look-up reads.</summary>
internal sealed class CountingFlash : IFlashStore
{
    private readonly IFlashStore _inner;

    public CountingFlash(IFlashStore inner) => _inner = inner;

    public int Reads { get; set; }

    public int Lengths { get; set; }

    public int Changes { get; set; }

    /// <summary>Changes are refused while it is 0; -1 refuses none.</summary>
    public int ChangesLeft { get; set; } = -1;

    public int Length(string name)
    {
        Lengths++;
        return _inner.Length(name);
    }

    public int Read(string name, int position, byte[] buffer, int offset, int count)
    {
        Reads++;
        return _inner.Read(name, position, buffer, offset, count);
    }

    public bool Append(string name, byte[] buffer, int offset, int count) => MayChange() && _inner.Append(name, buffer, offset, count);

    public bool Write(string name, byte[] buffer, int offset, int count) => MayChange() && _inner.Write(name, buffer, offset, count);

    public bool Delete(string name) => MayChange() && _inner.Delete(name);

    public string[] List() => _inner.List();

    private bool MayChange()
    {
        if (ChangesLeft == 0) return false;
        if (ChangesLeft > 0) ChangesLeft--;
        Changes++;
        return true;
    }
}
