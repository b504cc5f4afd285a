using ChargePoint.Authorization;
using ChargePoint.Features;
using ChargePoint.Runtime;

namespace ChargePoint.Console;

/// <summary>auth: shows the local authorization list and the authorization cache, looks an idTag up in them, or clears the cache.</summary>
public sealed class AuthCommand : IConsoleCommand
{
    private readonly LocalAuthorization _local;

    /// <summary>Makes the command.</summary>
    /// <param name="local">List and cache.</param>
    public AuthCommand(LocalAuthorization local) => _local = local;

    /// <inheritdoc/>
    public string Forms =>
        "auth -- local authorization list and authorization cache\n" +
        "auth list|cache -- one of the two\n" +
        "auth list|cache find IDTAG... -- looks a card up\n" +
        "auth cache clear -- forgets all cards of the cache";

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        bool list = line.Count == 1 || line.Word(1) == "list";
        bool cache = line.Count == 1 || line.Word(1) == "cache";
        if (form <= 1)
        {
            if (list) ShowList(reply);
            if (cache) reply.Line($"cache: {_local.Cache.Count} records, {_local.Cache.FlashBytes} bytes of flash");
            reply.Done();
        }
        else if (form == 2)
        {
            string idTag = line.From(3);
            Show(list ? _local.List.Find(idTag) : _local.Cache.Find(idTag), reply);
        }
        else if (_local.Cache.Clear())
        {
            reply.Done();
        }
        else
        {
            reply.Fail("the flash does not take it");
        }
    }

    private void ShowList(IConsoleReply reply)
    {
        LocalAuthorizationList list = _local.List;
        string damaged = list.IsDamaged ? ", damaged: the Central System has to send it again" : "";
        reply.Line($"list: version {list.Version}, {list.Count} entries, {list.FlashBytes} bytes of flash{damaged}");
    }

    private static void Show(IdTagInfo? info, IConsoleReply reply)
    {
        if (info == null)
        {
            reply.Fail("not found");
            return;
        }

        string expiry = info.ExpiryUnixMs > 0 ? ", until " + Iso8601.ToText(info.ExpiryUnixMs) : "";
        string parent = info.ParentIdTag != null ? ", group " + info.ParentIdTag : "";
        reply.Line(info.StatusName + expiry + parent);
        reply.Done();
    }
}
