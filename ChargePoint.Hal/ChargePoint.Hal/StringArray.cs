namespace ChargePoint.Hal;

/// <summary>Arrays of strings that are safe on the device.</summary>
public static class StringArray
{
    /// <summary>
    /// Makes an array whose elements are null. On nanoFramework 1.17 an element that was never assigned is neither equal to null
    /// nor comparable with a string: the comparison crashes the interpreter. Assigning null once is enough.
    /// </summary>
    /// <param name="length">Number of elements.</param>
    public static string?[] OfNull(int length)
    {
        string?[] array = new string?[length];
        for (int i = 0; i < length; i++) array[i] = null;
        return array;
    }
}
