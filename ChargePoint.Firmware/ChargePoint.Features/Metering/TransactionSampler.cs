using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>
/// Samples the meter while a transaction runs, by interval (MeterValueSampleInterval) and by the clock (ClockAlignedDataInterval), for
/// MeterValues and for StopTransaction; while neither is wanted, it makes the energy safe.
/// </summary>
public sealed class TransactionSampler
{
    private readonly ConnectorMeter _meter;
    private readonly TransactionQueue _transactions;
    private readonly ConfigurationStore _configuration;
    private readonly LoopTimer _timer;
    private Transaction? _transaction;

    /// <summary>Makes a sampler at rest.</summary>
    /// <param name="meter">Is sampled.</param>
    /// <param name="loop">The event loop.</param>
    /// <param name="transactions">Takes the samples.</param>
    /// <param name="configuration">Says how often, and what.</param>
    public TransactionSampler(ConnectorMeter meter, EventLoop loop, TransactionQueue transactions, ConfigurationStore configuration)
    {
        _meter = meter;
        _transactions = transactions;
        _configuration = configuration;
        _timer = loop.CreateTimer(OnSample);
    }

    /// <summary>A transaction begins.</summary>
    /// <param name="transaction">The transaction.</param>
    public void Begin(Transaction transaction)
    {
        Resume(transaction);
        int kept = SetOf(Key.StopTxnSampledData);
        if (kept != 0) _transactions.Sample(transaction, transaction.Begin, 0, kept);
    }

    /// <summary>A transaction goes on after a loss of power.</summary>
    /// <param name="transaction">The transaction.</param>
    public void Resume(Transaction transaction)
    {
        _transaction = transaction;
        StartTimer();
    }

    /// <summary>The transaction ends.</summary>
    /// <param name="end">Measurement at its end.</param>
    public void End(MeterSample end)
    {
        _timer.Stop();
        int kept = SetOf(Key.StopTxnSampledData);
        if (_transaction != null && kept != 0) _transactions.Sample(_transaction, end, 0, kept);
        _transaction = null;
    }

    /// <summary>The moment of a clock-aligned sample has come.</summary>
    public void OnAligned()
    {
        if (_transaction != null) Take(ReadingContext.SampleClock, SetOf(Key.MeterValuesAlignedData), SetOf(Key.StopTxnAlignedData));
    }

    /// <summary>A configuration value has changed.</summary>
    /// <param name="key">Its number in <see cref="Key"/>.</param>
    public void OnConfigurationChanged(int key)
    {
        if (key == Key.MeterValueSampleInterval && _transaction != null) StartTimer();
    }

    private int SetOf(int key) => Measurands.SetOf(_configuration.Text(key));

    private void StartTimer()
    {
        int seconds = _configuration.Integer(Key.MeterValueSampleInterval);
        _timer.StartPeriodic(seconds > 0 ? seconds * 1000 : TransactionJournal.SafeIntervalMs);
    }

    private void OnSample()
    {
        bool isWanted = _configuration.Integer(Key.MeterValueSampleInterval) > 0;
        Take(ReadingContext.SamplePeriodic, isWanted ? SetOf(Key.MeterValuesSampledData) : 0, isWanted ? SetOf(Key.StopTxnSampledData) : 0);
    }

    // A meter that is silent, or another one than before, has nothing to say.
    private void Take(ReadingContext context, int told, int kept)
    {
        MeterSample sample = _meter.Take(context);
        if (!_meter.IsSilent && sample.EnergyWh >= _transaction!.LastKnown.EnergyWh) _transactions.Sample(_transaction, sample, told, kept);
    }
}
