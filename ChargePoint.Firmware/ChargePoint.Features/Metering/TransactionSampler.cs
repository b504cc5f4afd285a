using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>Samples the meter while a transaction runs (MeterValueSampleInterval), and makes its energy safe while none are told.</summary>
public sealed class TransactionSampler
{
    /// <summary>How often the energy is made safe while no samples are told, in seconds.</summary>
    public const int CheckpointSeconds = 60;

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

    /// <summary>A transaction begins, or goes on after a loss of power.</summary>
    /// <param name="transaction">The transaction.</param>
    public void Start(Transaction transaction)
    {
        _transaction = transaction;
        StartTimer();
    }

    /// <summary>The transaction ends.</summary>
    public void Stop()
    {
        _transaction = null;
        _timer.Stop();
    }

    /// <summary>A configuration value has changed.</summary>
    /// <param name="key">Its number in <see cref="Key"/>.</param>
    public void OnConfigurationChanged(int key)
    {
        if (key == Key.MeterValueSampleInterval && _transaction != null) StartTimer();
    }

    private void StartTimer()
    {
        int seconds = _configuration.Integer(Key.MeterValueSampleInterval);
        _timer.StartPeriodic((seconds > 0 ? seconds : CheckpointSeconds) * 1000);
    }

    private void OnSample()
    {
        MeterSample sample = _meter.Take(ReadingContext.SamplePeriodic);
        if (_meter.IsSilent || sample.EnergyWh < _transaction!.LastKnown.EnergyWh) return;
        bool told = _configuration.Integer(Key.MeterValueSampleInterval) > 0;
        _transactions.Sample(_transaction, sample, told ? _configuration.Text(Key.MeterValuesSampledData) : "");
    }
}
