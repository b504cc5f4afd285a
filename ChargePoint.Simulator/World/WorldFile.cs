using System.Text.Json;
using System.Text.Json.Serialization;
using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;

namespace ChargePoint.Simulator.World;

/// <summary>
/// The outside world of the simulated charge point in a file: it outlives the process as a real cable and a real meter
/// would. Replaced by renaming, so a kill leaves the world before or after the change. It is not flushed to the disk each
/// time: only a loss of power of the PC could undo the last second.
/// </summary>
public sealed class WorldFile
{
    private const int Version = 1;

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new JsonStringEnumConverter(allowIntegerValues: false) },
    };

    private readonly string _path;

    /// <summary>Names the file.</summary>
    /// <param name="path">Its path; the folder exists.</param>
    public WorldFile(string path) => _path = path;

    /// <summary>Loads the world. A file that cannot be understood is set aside as <c>.corrupt</c>.</summary>
    /// <param name="connectorCount">Connectors of the board; the world has as many.</param>
    /// <param name="problem">What was wrong with the file, in one line; null if nothing was.</param>
    /// <returns>The world in the file, or a factory-new one if there is none or it cannot be understood.</returns>
    public WorldState Load(int connectorCount, out string? problem)
    {
        problem = null;
        WorldState world = new(connectorCount);
        try
        {
            if (!File.Exists(_path)) return world;
            Content content = JsonSerializer.Deserialize<Content>(File.ReadAllBytes(_path), Format) ?? throw new JsonException("it is empty");
            if (content.Version != Version) throw new JsonException($"its version is {content.Version}, not {Version}");
            if (content.Connectors == null || Array.IndexOf(content.Connectors, null) >= 0) throw new JsonException("it has no connectors");
            world.Fault = content.Fault;
            world.EmergencyStop = content.EmergencyStop;
            world.SupplyMillivolts = content.SupplyMillivolts;
            world.ReaderDead = content.ReaderDead;
            Array.Copy(content.Connectors, world.Connectors, Math.Min(connectorCount, content.Connectors.Length));
            return world;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            problem = $"{Path.GetFileName(_path)} cannot be used, the world starts anew: {FirstLine(e.Message)}";
            SetAside(ref problem);
            return new WorldState(connectorCount);
        }
    }

    /// <summary>Saves the world in place of the one before.</summary>
    /// <param name="world">World to save.</param>
    /// <param name="problem">Why it could not be saved, in one line; null if it was.</param>
    /// <returns>False if it could not be saved; the file is as it was.</returns>
    public bool Save(WorldState world, out string? problem)
    {
        try
        {
            string temporary = _path + "~";
            File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(new Content(Version, world.Fault, world.Connectors, world.EmergencyStop, world.SupplyMillivolts, world.ReaderDead), Format));
            File.Move(temporary, _path, overwrite: true);
            problem = null;
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = $"{Path.GetFileName(_path)} cannot be saved: {FirstLine(e.Message)}";
            return false;
        }
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();

    private void SetAside(ref string problem)
    {
        try
        {
            if (File.Exists(_path)) File.Move(_path, _path + ".corrupt", overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem += $" (and it cannot be set aside: {FirstLine(e.Message)})";
        }
    }

    private sealed record Content(int Version, HardwareFault Fault, ConnectorWorld[]? Connectors, bool EmergencyStop = false, int SupplyMillivolts = 0, bool ReaderDead = false);
}
