using System;

namespace ChargePoint.Hal.Simulated;

/// <summary>Where within an operation the power is cut.</summary>
public enum CutMode
{
    /// <summary>Before it: nothing of it is in flash.</summary>
    Before,

    /// <summary>After it: all of it is in flash, and the firmware never learned so.</summary>
    After,

    /// <summary>
    /// Within it: an append adds a part of what it should, a file that is written or deleted is left with a part of its new or old
    /// content. littlefs does not do that; a worse file system would.
    /// </summary>
    Torn,
}

/// <summary>The power is gone: whatever called the flash does not go on.</summary>
public sealed class PowerCutException : Exception
{
    /// <summary>Makes the exception.</summary>
    public PowerCutException()
        : base("power cut")
    {
    }
}

/// <summary>A flash whose power is cut at a chosen operation (Append, Write or Delete). From then on every call throws.</summary>
public sealed class CuttingFlash : IFlashStore
{
    private readonly IFlashStore _inner;

    /// <summary>Makes a flash that is not cut.</summary>
    /// <param name="inner">Holds the content, and outlives the cut.</param>
    public CuttingFlash(IFlashStore inner) => _inner = inner;

    /// <summary>Operation that is cut: 1 is the first; 0 cuts none.</summary>
    public int CutAt { get; set; }

    /// <summary>Where within the operation.</summary>
    public CutMode Mode { get; set; }

    /// <summary>How much of a torn operation is in flash, in percent of its bytes, 0 to 100.</summary>
    public int TornPercent { get; set; } = 50;

    /// <summary>Operations so far.</summary>
    public int Operations { get; private set; }

    /// <summary>True from the cut on.</summary>
    public bool IsCut { get; private set; }

    /// <inheritdoc/>
    public int Length(string name)
    {
        Check();
        return _inner.Length(name);
    }

    /// <inheritdoc/>
    public int Read(string name, int position, byte[] buffer, int offset, int count)
    {
        Check();
        return _inner.Read(name, position, buffer, offset, count);
    }

    /// <inheritdoc/>
    public bool Append(string name, byte[] buffer, int offset, int count)
    {
        if (Begins() && Mode == CutMode.Torn) _inner.Append(name, buffer, offset, TornPart(count));
        if (IsCut && Mode != CutMode.After) throw new PowerCutException();
        bool done = _inner.Append(name, buffer, offset, count);
        Check();
        return done;
    }

    /// <inheritdoc/>
    public bool Write(string name, byte[] buffer, int offset, int count)
    {
        if (Begins() && Mode == CutMode.Torn) _inner.Write(name, buffer, offset, TornPart(count));
        if (IsCut && Mode != CutMode.After) throw new PowerCutException();
        bool done = _inner.Write(name, buffer, offset, count);
        Check();
        return done;
    }

    /// <inheritdoc/>
    public bool Delete(string name)
    {
        if (Begins() && Mode == CutMode.Torn) TearOff(name);
        if (IsCut && Mode != CutMode.After) throw new PowerCutException();
        bool done = _inner.Delete(name);
        Check();
        return done;
    }

    /// <inheritdoc/>
    public string[] List()
    {
        Check();
        return _inner.List();
    }

    private int TornPart(int count) => count * TornPercent / 100;

    // The front of the file is what is left.
    private void TearOff(string name)
    {
        int length = _inner.Length(name);
        if (length <= 0) return;
        byte[] content = new byte[length];
        _inner.Read(name, 0, content, 0, length);
        _inner.Write(name, content, 0, TornPart(length));
    }

    private bool Begins()
    {
        Check();
        IsCut = ++Operations == CutAt;
        return IsCut;
    }

    private void Check()
    {
        if (IsCut) throw new PowerCutException();
    }
}
