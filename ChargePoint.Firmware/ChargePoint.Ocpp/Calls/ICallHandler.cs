namespace ChargePoint.Ocpp;

/// <summary>One operation that the Central System may call.</summary>
public interface ICallHandler
{
    /// <summary>Its name in OCPP, such as "RemoteStartTransaction".</summary>
    string Action { get; }

    /// <summary>Reads the request, carries it out and writes the confirmation. Nothing is carried out when the request is wrong.</summary>
    /// <param name="request">Fields of the request, before its object was entered.</param>
    /// <param name="confirmation">Receives the confirmation: one object. Nothing, if the handler answers later (<see cref="CallRouter.Defer"/>).</param>
    /// <returns>Why the request is refused, or null; what was written is discarded with an error.</returns>
    CallError? Handle(Fields request, JsonWriter confirmation);
}
