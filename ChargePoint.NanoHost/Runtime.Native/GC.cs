namespace nanoFramework.Runtime.Native;

/// <summary>Memory of the runtime, as far as the unit tests ask for it. A PC has plenty.</summary>
public static class GC
{
    /// <summary>Collects what nobody uses any more.</summary>
    /// <param name="compactHeap">True to close the gaps too.</param>
    /// <returns>Bytes that are free: on a PC a number that no device has.</returns>
    public static uint Run(bool compactHeap)
    {
        _ = compactHeap;
        return uint.MaxValue;
    }
}
