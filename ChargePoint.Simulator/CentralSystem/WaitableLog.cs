namespace ChargePoint.Simulator.CentralSystem;

/// <summary>
/// A list that many threads write and read, that keeps the newest entries only, and on which one can wait for an entry.
/// </summary>
public sealed class WaitableLog<T>
{
    private readonly Lock _lock = new();
    private readonly Queue<T> _entries = new();
    private readonly ChangeSignal _changed = new();
    private readonly int _capacity;

    /// <summary>A log of the newest <paramref name="capacity"/> entries.</summary>
    public WaitableLog(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
    }

    /// <summary>Raised after an entry was added, on the thread that added it.</summary>
    public event Action<T>? Added;

    /// <summary>How many entries were ever added, including those no longer kept.</summary>
    public long Total { get; private set; }

    /// <summary>The entries that are kept, oldest first.</summary>
    public IReadOnlyList<T> Snapshot()
    {
        lock (_lock)
            return [.. _entries];
    }

    /// <summary>Adds an entry; the oldest one goes when the log is full.</summary>
    public void Add(T entry)
    {
        lock (_lock)
        {
            if (_entries.Count == _capacity)
                _entries.Dequeue();
            _entries.Enqueue(entry);
            Total++;
        }

        Added?.Invoke(entry);
        _changed.Raise();
    }

    /// <summary>Gives the first entry that matches, old or new; throws TimeoutException after <paramref name="timeout"/>.</summary>
    public async Task<T> WaitForAsync(Func<T, bool> match, TimeSpan timeout)
    {
        List<T> found = [];
        await _changed.WaitUntilAsync(
            () =>
            {
                found = [.. Snapshot().Where(match).Take(1)];
                return found.Count > 0;
            },
            timeout).ConfigureAwait(false);
        return found[0];
    }
}

/// <summary>Lets tasks wait until a condition holds, looked at again after each change.</summary>
public sealed class ChangeSignal
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Something changed.</summary>
    public void Raise() =>
        Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Returns once the condition holds; throws TimeoutException after <paramref name="timeout"/>.</summary>
    public async Task WaitUntilAsync(Func<bool> condition, TimeSpan timeout)
    {
        using var deadline = new CancellationTokenSource(timeout);
        while (true)
        {
            var next = Volatile.Read(ref _next).Task;
            if (condition())
                return;
            try
            {
                await next.WaitAsync(deadline.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Nothing of what was waited for within {timeout.TotalSeconds:0.###} s.");
            }
        }
    }
}
