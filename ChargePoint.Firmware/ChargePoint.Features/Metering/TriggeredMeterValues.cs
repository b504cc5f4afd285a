using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>MeterValues that the Central System asks for by TriggerMessage, of one connector or of all.</summary>
public sealed class TriggeredMeterValues : OutboundCall, ICallSource
{
    private readonly Connector[] _connectors;
    private readonly CallQueue _queue;
    private readonly ConfigurationStore _configuration;
    private readonly WallClock _clock;
    private readonly bool[] _due;
    private int _next;

    /// <summary>Makes the source.</summary>
    /// <param name="connectors">All connectors, connector 1 first.</param>
    /// <param name="queue">Sends the messages.</param>
    /// <param name="configuration">Names the measurands.</param>
    /// <param name="clock">Time of day.</param>
    public TriggeredMeterValues(Connector[] connectors, CallQueue queue, ConfigurationStore configuration, WallClock clock)
    {
        _connectors = connectors;
        _queue = queue;
        _configuration = configuration;
        _clock = clock;
        _due = new bool[connectors.Length];
    }

    /// <inheritdoc/>
    public override string Action => "MeterValues";

    /// <summary>Sends present values.</summary>
    /// <param name="connectorId">Connector, or -1 for all.</param>
    public void Trigger(int connectorId)
    {
        for (int i = 0; i < _due.Length; i++)
        {
            if (connectorId < 0 || connectorId == i + 1) _due[i] = true;
        }

        _queue.Wake();
    }

    /// <inheritdoc/>
    public OutboundCall? NextCall(SendPermission permission)
    {
        for (int i = 0; i < _due.Length; i++)
        {
            if (!_due[i]) continue;
            _next = i;
            return this;
        }

        return null;
    }

    /// <inheritdoc/>
    public override void WriteRequest(JsonWriter request)
    {
        _due[_next] = false;
        Connector connector = _connectors[_next];
        string measurands = _configuration.Text(Key.MeterValuesSampledData);
        if (measurands.Length == 0) measurands = Measurands.NameOf(Measurands.EnergyActiveImportRegister);
        request.StartObject();
        request.Member("connectorId", connector.Id);
        if (connector.Transaction != null && connector.Transaction.HasId) request.Member("transactionId", connector.Transaction.Id);
        request.Name("meterValue");
        request.StartArray();
        MeterValueWriter.Write(request, connector.Meter.Take(ReadingContext.Trigger), measurands, _clock);
        request.EndArray();
        request.EndObject();
    }

    /// <inheritdoc/>
    public override CallError? OnConfirmation(Fields confirmation)
    {
        confirmation.BeginObject();
        return confirmation.Error;
    }

    /// <summary>Values of a past moment are of no use to who asked for the present ones: they are not sent again.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="detail">More about it.</param>
    public override void OnFailure(CallFailure failure, string detail)
    {
    }
}
