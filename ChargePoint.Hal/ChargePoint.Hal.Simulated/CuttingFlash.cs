using System;

namespace ChargePoint.Hal.Simulated;

/// <summary>Where within an operation the power is cut.</summary>
public enum CutMode
{
    /// <summary>Before it: nothing of it is in flash.</summary>
    Before,

    /// <summary>After it: all of it is in flash, and the firmware never learned so.</summary>
    After,

    /// <summary>Within it: an append leaves its first half. littlefs does not do that; a worse file system would.</summary>
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
        if (Begins() && Mode == CutMode.Torn) _inner.Append(name, buffer, offset, count / 2);
        if (IsCut && Mode != CutMode.After) throw new PowerCutException();
        bool done = _inner.Append(name, buffer, offset, count);
        Check();
        return done;
    }

    /// <inheritdoc/>
    public bool Write(string name, byte[] buffer, int offset, int count)
    {
        Begins();
        if (IsCut && Mode != CutMode.After) throw new PowerCutException();
        bool done = _inner.Write(name, buffer, offset, count);
        Check();
        return done;
    }

    /// <inheritdoc/>
    public bool Delete(string name)
    {
        Begins();
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
