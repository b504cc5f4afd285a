using System;

namespace ChargePoint.SmartCharging;

/// <summary>
/// Divides the current of a charge point among its connectors (OCPP 1.6 section 3.13.1, ChargePointMaxProfile). Rules:
/// <list type="bullet">
/// <item>Each connector gets the same current, or its own limit if that is lower: what it may not take goes to the others.</item>
/// <item>A connector gets at least 6 A (or its minChargingRate) or nothing. If that is not enough for all, they take turns: whose turn it is comes
/// first, then the others in their order, as far as it goes.</item>
/// <item>A vehicle that does not ask for energy is kept its minimum, and gets of the rest only what the others leave.</item>
/// <item>The sum never exceeds the budget. It is counted in each phase for amperes, where all connectors are taken to load the same phases; for
/// watts a connector counts as often as it has phases.</item>
/// </list>
/// </summary>
public sealed class LoadShare
{
    private const int HighestMilliamps = 80_000;

    private readonly bool[] _runs;

    /// <summary>Makes a divider.</summary>
    /// <param name="count">Number of connectors.</param>
    public LoadShare(int count)
    {
        Own = new int[count];
        Minimum = new int[count];
        Asks = new bool[count];
        Waits = new bool[count];
        Weight = new int[count];
        Share = new int[count];
        _runs = new bool[count];
    }

    /// <summary>To be set: each connector's own limit in milliamperes, 0 if it does not charge.</summary>
    public int[] Own { get; }

    /// <summary>To be set: lowest current that a connector charges with, 6,000 or more.</summary>
    public int[] Minimum { get; }

    /// <summary>To be set: true if the vehicle asks for energy.</summary>
    public bool[] Asks { get; }

    /// <summary>To be set: true if a connector let its turn pass by; it comes after all others.</summary>
    public bool[] Waits { get; }

    /// <summary>To be set: how often a milliampere counts.</summary>
    public int[] Weight { get; }

    /// <summary>Current of each connector.</summary>
    public int[] Share { get; }

    /// <summary>True if a connector got nothing because others got their minimum.</summary>
    public bool IsContested { get; private set; }

    /// <summary>Divides.</summary>
    /// <param name="budget">Sum of current times weight that is allowed, in milliamperes.</param>
    /// <param name="first">Index of the connector whose turn it is.</param>
    public void Divide(long budget, int first)
    {
        Array.Clear(_runs, 0, _runs.Length);
        Array.Clear(Share, 0, Share.Length);
        IsContested = false;
        long left = Choose(budget, first, false);
        Choose(left, first, true);
        for (int i = 0; i < Share.Length; i++) IsContested |= !_runs[i] && Own[i] >= Supply.LowestMilliamps;
        Fill(budget, true);
        Fill(budget, false);
    }

    // Who charges at all, each with its minimum. Returns what is left.
    private long Choose(long left, int first, bool waits)
    {
        for (int k = 0; k < Share.Length; k++)
        {
            int i = (first + k) % Share.Length;
            if (Own[i] < Supply.LowestMilliamps || Waits[i] != waits) continue;
            int minimum = Minimum[i] < Own[i] ? Minimum[i] : Own[i];
            if ((long)minimum * Weight[i] > left) continue;
            _runs[i] = true;
            Share[i] = minimum;
            left -= (long)minimum * Weight[i];
        }

        return left;
    }

    // Raises those who ask, or those who do not, to the highest common level that the budget allows.
    private void Fill(long budget, bool asks)
    {
        int low = 0;
        int high = HighestMilliamps;
        while (low < high)
        {
            int level = low + (high - low + 1) / 2;
            if (Sum(level, asks) <= budget) low = level;
            else high = level - 1;
        }

        for (int i = 0; i < Share.Length; i++) Share[i] = At(i, low, asks);
    }

    private long Sum(int level, bool asks)
    {
        long sum = 0;
        for (int i = 0; i < Share.Length; i++) sum += (long)At(i, level, asks) * Weight[i];
        return sum;
    }

    private int At(int i, int level, bool asks)
    {
        if (!_runs[i] || Asks[i] != asks || level < Share[i]) return Share[i];
        return level < Own[i] ? level : Own[i];
    }
}
