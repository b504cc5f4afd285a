using System.Text;
using ChargePoint.Ocpp;

namespace ChargePoint.Bench;

/// <summary>Reads every token of a BootNotification, and compares every name and string.</summary>
public sealed class ScanJson : Scenario
{
    private readonly byte[] _frame = Encoding.UTF8.GetBytes(Frames.BootNotification);
    private readonly JsonReader _reader = new();

    /// <inheritdoc/>
    public override string Name => "JSON: scan a BootNotification";

    /// <inheritdoc/>
    public override int Repeats => 100;

    /// <inheritdoc/>
    public override bool MustNotAllocate => true;

    /// <summary>Strings that were found to be the one looked for; keeps the work from being optimized away.</summary>
    public int Found { get; private set; }

    /// <inheritdoc/>
    public override void Run()
    {
        for (int i = 0; i < Repeats; i++) Scan();
    }

    private void Scan()
    {
        _reader.Reset(_frame, 0, _frame.Length);
        while (true)
        {
            JsonToken token = _reader.Read();
            if (token == JsonToken.End || token == JsonToken.Error) return;
            if ((token == JsonToken.Name || token == JsonToken.String) && _reader.ValueEquals("firmwareVersion")) Found++;
        }
    }
}

/// <summary>Writes a BootNotification.</summary>
public sealed class WriteJson : Scenario
{
    private readonly JsonWriter _writer = new(new byte[1024]);

    /// <inheritdoc/>
    public override string Name => "JSON: write a BootNotification";

    /// <inheritdoc/>
    public override int Repeats => 100;

    /// <inheritdoc/>
    public override bool MustNotAllocate => true;

    /// <inheritdoc/>
    public override void Run()
    {
        for (int i = 0; i < Repeats; i++) Write();
    }

    private void Write()
    {
        _writer.Reset();
        _writer.StartArray();
        _writer.Number(2);
        _writer.String("0A1B2C3D-1");
        _writer.String("BootNotification");
        _writer.StartObject();
        _writer.Member("chargePointVendor", "ChargePoint");
        _writer.Member("chargePointModel", "Simulator");
        _writer.Member("chargePointSerialNumber", "CP-000123");
        _writer.Member("firmwareVersion", "0.1.0");
        _writer.Member("meterType", "Simulated");
        _writer.EndObject();
        _writer.EndArray();
    }
}
