using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>
/// MeterValues that belong into no queue: those that the Central System asks for (TriggerMessage), and clock-aligned ones of a
/// connector without a transaction. Values of a past moment are of no use to who asked for the present ones: what is lost on the way is not
/// sent again.
/// </summary>
public sealed class SingleMeterValues : OutboundCall, ICallSource
{
    private readonly Connector[] _connectors;
    private readonly CallQueue _queue;
    private readonly ConfigurationStore _configuration;
    private readonly WallClock _clock;
    private readonly bool[] _triggered;
    private readonly MeterSample?[] _aligned;
    private int _next;

    /// <summary>Makes the source.</summary>
    /// <param name="connectors">All connectors, connector 1 first.</param>
    /// <param name="queue">Sends the messages.</param>
    /// <param name="configuration">Names the measurands.</param>
    /// <param name="clock">Time of day.</param>
    public SingleMeterValues(Connector[] connectors, CallQueue queue, ConfigurationStore configuration, WallClock clock)
    {
        _connectors = connectors;
        _queue = queue;
        _configuration = configuration;
        _clock = clock;
        _triggered = new bool[connectors.Length];
        _aligned = new MeterSample?[connectors.Length];
    }

    /// <inheritdoc/>
    public override string Action => "MeterValues";

    /// <summary>Sends present values.</summary>
    /// <param name="connectorId">Connector, or -1 for all.</param>
    public void Trigger(int connectorId)
    {
        for (int i = 0; i < _triggered.Length; i++)
        {
            if (connectorId < 0 || connectorId == i + 1) _triggered[i] = true;
        }

        _queue.Wake();
    }

    /// <summary>Sends clock-aligned values. A newer sample takes the place of one that could not be sent yet.</summary>
    /// <param name="connector">Connector without a transaction.</param>
    public void TellAligned(Connector connector)
    {
        if (_configuration.Text(Key.MeterValuesAlignedData).Length == 0) return;
        MeterSample sample = connector.Meter.Take(ReadingContext.SampleClock);
        if (connector.Meter.IsSilent) return;
        _aligned[connector.Id - 1] = sample;
        _queue.Wake();
    }

    /// <summary>The connection is gone: clock-aligned values outside of transactions are not kept (OCPP 1.6 section 4.7).</summary>
    public void OnOffline()
    {
        for (int i = 0; i < _aligned.Length; i++) _aligned[i] = null;
    }

    /// <inheritdoc/>
    public OutboundCall? NextCall(SendPermission permission)
    {
        for (int i = 0; i < _triggered.Length; i++)
        {
            if (!_triggered[i] && (_aligned[i] == null || permission != SendPermission.Everything)) continue;
            _next = i;
            return this;
        }

        return null;
    }

    /// <inheritdoc/>
    public override void WriteRequest(JsonWriter request)
    {
        Connector connector = _connectors[_next];
        bool isTriggered = _triggered[_next];
        MeterSample sample = isTriggered ? connector.Meter.Take(ReadingContext.Trigger) : _aligned[_next]!;
        int measurands = Measurands.SetOf(_configuration.Text(isTriggered ? Key.MeterValuesSampledData : Key.MeterValuesAlignedData));
        if (measurands == 0) measurands = 1 << Measurands.EnergyActiveImportRegister;
        if (isTriggered) _triggered[_next] = false;
        else _aligned[_next] = null;
        request.StartObject();
        request.Member("connectorId", connector.Id);
        if (isTriggered && connector.Transaction != null && connector.Transaction.HasId) request.Member("transactionId", connector.Transaction.Id);
        request.Name("meterValue");
        request.StartArray();
        MeterValueWriter.Write(request, sample, measurands, _clock);
        request.EndArray();
        request.EndObject();
    }

    /// <inheritdoc/>
    public override CallError? OnConfirmation(Fields confirmation)
    {
        confirmation.BeginObject();
        return confirmation.Error;
    }

    /// <inheritdoc/>
    public override void OnFailure(CallFailure failure, string detail)
    {
    }
}
