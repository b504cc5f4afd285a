namespace ChargePoint.Build;

/// <summary>What the build must stop for: shown by MSBuild as an error, without a stack.</summary>
internal sealed class BuildException(string origin, string code, string message) : Exception(message)
{
    /// <summary>The file that is wrong.</summary>
    public string Origin { get; } = origin;

    /// <summary>NF01xx, so that it can be looked up.</summary>
    public string Code { get; } = code;
}
