using System.Text.Json;
using ChargePoint.Hal;

namespace ChargePoint.Simulator.World;

/// <summary>
/// Firmware store of the simulated board, in a folder, with a boot loader as boards with two slots have it: an image that was activated
/// is started once, and the one before it is started again unless the new one has confirmed itself. All that decides is one small file
/// that is replaced in one step, so a kill of the process at any moment leaves a firmware that starts.
/// </summary>
public sealed class FolderFirmwareStore : IFirmwareStore
{
    private const string Incoming = "incoming.img";
    private const string StateFile = "state.json";

    private readonly string _folder;
    private readonly string _factoryVersion;
    private readonly Lock _gate = new();
    private State _state;
    private FirmwareCheck _check = FirmwareCheck.Busy;

    /// <summary>Opens the folder. <see cref="Boot"/> comes next.</summary>
    /// <param name="folder">Folder, made if it is missing.</param>
    /// <param name="factoryVersion">Version that runs while nothing was installed.</param>
    public FolderFirmwareStore(string folder, string factoryVersion)
    {
        _folder = folder;
        _factoryVersion = factoryVersion;
        Directory.CreateDirectory(folder);
        _state = Load();
        RunningVersion = factoryVersion;
    }

    /// <summary>Version that runs.</summary>
    public string RunningVersion { get; private set; }

    /// <inheritdoc/>
    public int CapacityBytes => 1_835_008;

    /// <inheritdoc/>
    public int WrittenBytes
    {
        get
        {
            FileInfo file = new(At(Incoming));
            return file.Exists ? (int)file.Length : 0;
        }
    }

    /// <inheritdoc/>
    public FirmwareTrial Trial => _state.Trial;

    /// <summary>What the boot loader does when the controller starts: chooses the image that runs.</summary>
    /// <returns>False if the chosen image ends at once: the controller starts again.</returns>
    public bool Boot()
    {
        lock (_gate)
        {
            if (_state.Pending != null) Save(new State(_state.Pending, _state.Running, null, FirmwareTrial.Running, _state.Number));
            else if (_state.Trial == FirmwareTrial.Running) Save(new State(_state.Previous, null, null, FirmwareTrial.RolledBack, _state.Number));
            _check = FirmwareCheck.Busy;
            Sweep();
            RunningVersion = _factoryVersion;
            if (_state.Running == null) return true;
            if (TryRead(_state.Running, out string version, out bool starts) && starts)
            {
                RunningVersion = version;
                return true;
            }

            if (_state.Trial == FirmwareTrial.Running) return false;
            Save(new State(null, null, null, FirmwareTrial.RolledBack, _state.Number)); // the disk has lost it: the factory's is always there
            return true;
        }
    }

    /// <inheritdoc/>
    public bool Begin() => Try(() =>
    {
        _check = FirmwareCheck.Busy;
        File.Delete(At(Incoming));
        return true;
    });

    /// <inheritdoc/>
    public bool Write(byte[] buffer, int offset, int count) => Try(() =>
    {
        if (WrittenBytes + count > CapacityBytes) return false;
        _check = FirmwareCheck.Busy;
        using FileStream file = new(At(Incoming), FileMode.Append);
        file.Write(buffer, offset, count);
        return true;
    });

    /// <inheritdoc/>
    public int Read(int position, byte[] buffer, int offset, int count)
    {
        int read = -1;
        Try(() =>
        {
            using FileStream file = new(At(Incoming), FileMode.Open, FileAccess.Read);
            file.Position = position;
            read = file.ReadAtLeast(buffer.AsSpan(offset, count), count, throwOnEndOfStream: false);
            return true;
        });
        return read;
    }

    /// <inheritdoc/>
    public FirmwareCheck Check()
    {
        lock (_gate)
        {
            _check = TryRead(Incoming, out _, out _) ? FirmwareCheck.Sound : FirmwareCheck.Bad;
            return _check;
        }
    }

    /// <inheritdoc/>
    public bool Activate() => Try(() =>
    {
        if (_check != FirmwareCheck.Sound) return false;
        int number = _state.Number + 1;
        string name = $"image-{number}.img";
        File.Move(At(Incoming), At(name), true);
        Save(_state with { Pending = name, Trial = FirmwareTrial.None, Number = number });
        return true;
    });

    /// <inheritdoc/>
    public bool Confirm() => Try(() =>
    {
        if (_state.Trial == FirmwareTrial.Running) Save(_state with { Trial = FirmwareTrial.None });
        return true;
    });

    /// <summary>True if what runs was installed: the one before it, or that of the factory, is kept until the next is installed.</summary>
    public bool CanRollBack => _state.Running != null;

    /// <inheritdoc/>
    public bool RollBack() => Try(() =>
    {
        if (_state.Running == null) return false;
        Save(new State(_state.Previous, null, null, FirmwareTrial.None, _state.Number));
        return true;
    });

    private bool TryRead(string name, out string version, out bool starts)
    {
        version = "";
        starts = false;
        try
        {
            return FirmwareImage.TryRead(File.ReadAllBytes(At(name)), out version, out starts);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private bool Try(Func<bool> work)
    {
        lock (_gate)
        {
            try
            {
                return work();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }

    private void Sweep()
    {
        foreach (string file in Directory.GetFiles(_folder, "image-*.img"))
        {
            string name = Path.GetFileName(file);
            if (name != _state.Running && name != _state.Previous && name != _state.Pending) File.Delete(file);
        }
    }

    private State Load()
    {
        try
        {
            if (File.Exists(At(StateFile))) return JsonSerializer.Deserialize<State>(File.ReadAllText(At(StateFile))) ?? new State();
        }
        catch (JsonException)
        {
            // Only a hand can have spoiled it: the factory's firmware runs.
        }

        return new State();
    }

    private void Save(State state)
    {
        string temporary = At(StateFile + ".new");
        File.WriteAllText(temporary, JsonSerializer.Serialize(state));
        File.Move(temporary, At(StateFile), true);
        _state = state;
    }

    private string At(string name) => Path.Combine(_folder, name);

    private sealed record State(string? Running = null, string? Previous = null, string? Pending = null, FirmwareTrial Trial = FirmwareTrial.None, int Number = 0);
}
