namespace ChargePoint.Console;

/// <summary>What the commands that set a charge point up need of it as a whole.</summary>
public interface ISetupHost
{
    /// <summary>Address of the Central System in force, without the identity; "" if there is none.</summary>
    string CentralSystemUrl { get; }

    /// <summary>Identity in force; "" if there is none.</summary>
    string Identity { get; }

    /// <summary>Changes address or identity for good and connects with it at once, half a second after the answer.</summary>
    /// <param name="key">CentralSystemUrl or Identity (see <see cref="Features.Key"/>).</param>
    /// <param name="value">The new value.</param>
    /// <returns>"", or why nothing was changed, in one line.</returns>
    string UseCentral(int key, string value);
}
