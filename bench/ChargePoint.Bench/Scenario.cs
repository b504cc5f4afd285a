namespace ChargePoint.Bench;

/// <summary>Something to measure: prepared without being measured, then run.</summary>
public abstract class Scenario
{
    /// <summary>What it is, as it stands in the table.</summary>
    public abstract string Name { get; }

    /// <summary>How often <see cref="Run"/> does the thing; measurements are divided by it.</summary>
    public virtual int Repeats => 1;

    /// <summary>True if it must not allocate at all.</summary>
    public virtual bool MustNotAllocate => false;

    /// <summary>What it sent and wrote in the last run.</summary>
    public virtual Traffic Traffic { get; } = new Traffic();

    /// <summary>Brings everything to where the run begins. Not measured.</summary>
    public virtual void Prepare()
    {
    }

    /// <summary>What is measured.</summary>
    public abstract void Run();
}

/// <summary>What went out in a run.</summary>
public sealed class Traffic
{
    /// <summary>Messages sent to the Central System.</summary>
    public int Messages { get; set; }

    /// <summary>Their length, as OCPP-J text without the few bytes of WebSocket and TLS framing.</summary>
    public int Bytes { get; set; }

    /// <summary>Bytes written to flash, without what the file system adds.</summary>
    public int FlashBytes { get; set; }

    /// <summary>Called with each message that is sent; may be null.</summary>
    public System.Action? Sent { get; set; }

    /// <summary>Starts to count anew.</summary>
    public void Clear() => Messages = Bytes = FlashBytes = 0;
}
