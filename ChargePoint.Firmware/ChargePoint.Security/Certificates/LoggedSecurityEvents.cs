using ChargePoint.Runtime;

namespace ChargePoint.Security;

/// <summary>Security events as lines of the log, and nothing else.</summary>
public sealed class LoggedSecurityEvents : ISecurityEvents
{
    private readonly Log _log;

    /// <summary>Names the log.</summary>
    /// <param name="log">Takes them.</param>
    public LoggedSecurityEvents(Log log) => _log = log;

    /// <inheritdoc/>
    public void Raise(string type, string? techInfo) => _log.Warning("security", techInfo == null ? type : type + ": " + techInfo);
}
