namespace ChargePoint.Hal.Simulated;

/// <summary>Indicator of a simulated connector: remembers what it shows.</summary>
public sealed class SimulatedIndicator : IStatusIndicator
{
    /// <summary>True once something was shown since the charge point started.</summary>
    public bool IsLit { get; private set; }

    /// <summary>What was shown last.</summary>
    public Indication Shown { get; private set; }

    /// <summary>Text that was shown last.</summary>
    public string Text { get; private set; } = "";

    /// <summary>How often a card was signalled as accepted.</summary>
    public int Accepted { get; private set; }

    /// <summary>How often a card was signalled as refused.</summary>
    public int Refused { get; private set; }

    /// <inheritdoc/>
    public void Show(Indication indication)
    {
        IsLit = true;
        Shown = indication;
    }

    /// <inheritdoc/>
    public void ShowText(string text) => Text = text;

    /// <inheritdoc/>
    public void Acknowledge(bool accepted)
    {
        if (accepted)
        {
            Accepted++;
        }
        else
        {
            Refused++;
        }
    }

    internal void Clear()
    {
        IsLit = false;
        Text = "";
    }
}
