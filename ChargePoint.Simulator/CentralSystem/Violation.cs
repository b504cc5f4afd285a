using ChargePoint.Simulator.CentralSystem.Schemas;

namespace ChargePoint.Simulator.CentralSystem;

/// <summary>A message that breaks OCPP 1.6.</summary>
/// <param name="At">When it was seen.</param>
/// <param name="ChargePointId">On whose connection.</param>
/// <param name="Origin">Who sent the message: only what comes from the charge point is its fault.</param>
/// <param name="Subject">The message, such as <c>StartTransaction.req</c>, or <c>frame</c>.</param>
/// <param name="ErrorCode">The error code of OCPP-J 1.6 §4.2.3 that fits.</param>
/// <param name="Reason">What is wrong, for a person.</param>
public sealed record Violation(DateTimeOffset At, string ChargePointId, Sender Origin, string Subject, string ErrorCode, string Reason);

/// <summary>What a message breaks: an error code of OCPP-J and a reason for a person.</summary>
public sealed record Finding(string ErrorCode, string Reason);
