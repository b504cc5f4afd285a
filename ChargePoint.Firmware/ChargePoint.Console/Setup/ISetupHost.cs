using ChargePoint.Hal;

namespace ChargePoint.Console;

/// <summary>What the commands that set a charge point up need of it as a whole.</summary>
public interface ISetupHost
{
    /// <summary>Address of the Central System in force, without the identity; "" if there is none.</summary>
    string CentralSystemUrl { get; }

    /// <summary>Identity in force; "" if there is none.</summary>
    string Identity { get; }

    /// <summary>The board, as a person knows it: vendor, model, serial number.</summary>
    string BoardName { get; }

    /// <summary>The board's description; null for a board that is not described.</summary>
    IBoardDescription? Description { get; }

    /// <summary>Makes a console with all commands.</summary>
    ConsoleShell NewConsole();

    /// <summary>Changes address or identity for good and connects with it at once, half a second after the answer.</summary>
    /// <param name="key">CentralSystemUrl or Identity (see <see cref="Features.Key"/>).</param>
    /// <param name="value">The new value.</param>
    /// <returns>"", or why nothing was changed, in one line.</returns>
    string UseCentral(int key, string value);

    /// <summary>What became of provision.json at this start: null if there was none, "" if it was applied, otherwise what is wrong with it.</summary>
    string? Provision { get; }

    /// <summary>What sets the network up; null for a board whose network is what it is.</summary>
    INetworkSetup? Network { get; }

    /// <summary>Reads the network's settings.</summary>
    /// <returns>The settings, those of the factory if none are stored.</returns>
    NetworkSettings LoadNetwork();

    /// <summary>Judges the network's settings and stores them; brings nothing into use.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>"", or why nothing was stored, in one line.</returns>
    string SaveNetwork(NetworkSettings settings);

    /// <summary>Closes the connection to the Central System soon and opens it again.</summary>
    void Reconnect();
}
