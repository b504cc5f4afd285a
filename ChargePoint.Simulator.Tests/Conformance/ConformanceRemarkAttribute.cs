namespace ChargePoint.Simulator.Tests.Conformance;

/// <summary>What a reader of the table has to know about a case.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ConformanceRemarkAttribute(string text) : Attribute
{
    public string Text => text;
}
