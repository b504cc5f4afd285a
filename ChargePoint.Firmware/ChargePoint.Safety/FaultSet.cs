namespace ChargePoint.Safety;

/// <summary>
/// Where a connector stands, as far as that ends faults. Made once and filled in every step: the runtime of the device allocates a
/// struct whenever a method has one as a local.
/// </summary>
internal sealed class FaultReleases
{
    /// <summary>No vehicle is connected.</summary>
    public bool Unplugged;

    /// <summary>Nobody may charge.</summary>
    public bool Withdrawn;

    /// <summary>Faults that somebody has acknowledged.</summary>
    public int Acknowledged;
}

/// <summary>The faults of a connector: raised by their cause, ended by the rules of <see cref="FaultTable"/>.</summary>
internal sealed class FaultSet
{
    private const int LongestHeldMs = 1_000_000;

    private readonly int[] _heldMs = new int[FaultTable.Count];
    private readonly byte[] _retried = new byte[FaultTable.Count];
    private readonly byte[] _raised = new byte[FaultTable.Count];
    private bool _hasRetried;

    /// <summary>Mask of the faults that are there: their cause is, or they wait for what ends them.</summary>
    public int Active { get; private set; }

    /// <summary>Mask of the faults whose cause is there.</summary>
    public int Causes { get; private set; }

    /// <summary>How often a fault was raised since the start; 0 follows 255.</summary>
    /// <param name="fault">The fault.</param>
    public byte Raised(int fault) => _raised[fault];

    /// <summary>Its next attempts are counted anew.</summary>
    /// <param name="fault">The fault.</param>
    public void Forgive(SafetyFault fault) => _retried[(int)fault] = 0;

    /// <summary>Takes up what was found in this step.</summary>
    /// <param name="causes">Mask of the faults whose cause is there.</param>
    /// <param name="elapsedMs">Time since the step before, as far as it counts.</param>
    /// <param name="releases">What ends faults.</param>
    /// <returns>True if <see cref="Active"/> has changed.</returns>
    public bool Settle(int causes, int elapsedMs, FaultReleases releases)
    {
        Causes = causes;
        if (releases.Unplugged && _hasRetried) ForgetRetries();
        if ((Active | causes) == 0) return false;
        int before = Active;
        for (int i = 0; i < FaultTable.Count; i++)
        {
            int bit = 1 << i;
            if (((Active | causes) & bit) == 0) continue;
            if ((Active & bit) == 0)
            {
                Active |= bit;
                _raised[i]++;
                _heldMs[i] = 0;
            }
            else if ((causes & bit) != 0)
            {
                _heldMs[i] = 0;
            }
            else
            {
                if (_heldMs[i] < LongestHeldMs) _heldMs[i] += elapsedMs;
                if (Ends((SafetyFault)i, bit, releases)) Active &= ~bit;
            }
        }

        return Active != before;
    }

    // The cause is gone.
    private bool Ends(SafetyFault fault, int bit, FaultReleases releases)
    {
        int index = (int)fault;
        FaultRelease release = FaultTable.Release(fault);
        bool released = (releases.Acknowledged & bit) != 0
            || (release == FaultRelease.Unplugged && releases.Unplugged)
            || (release == FaultRelease.Permission && (releases.Withdrawn || releases.Unplugged));
        if (released)
        {
            _retried[index] = 0;
            return true;
        }

        if (_heldMs[index] < FaultTable.HoldMs(fault)) return false;
        if (release == FaultRelease.Time) return true;
        if (_retried[index] >= FaultTable.Retries(fault)) return false;
        _retried[index]++;
        _hasRetried = true;
        return true;
    }

    private void ForgetRetries()
    {
        _hasRetried = false;
        for (int i = 0; i < _retried.Length; i++)
        {
            if (FaultTable.Release((SafetyFault)i) != FaultRelease.Acknowledged) _retried[i] = 0;
        }
    }
}
