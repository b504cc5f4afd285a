using ChargePoint.Hal;

namespace ChargePoint.Maintenance;

/// <summary>Checks the signature of the image in the store, for the update that is under way.</summary>
public interface IImageSignature
{
    /// <summary>Looks at a further piece of the image; called again and again until the answer is there.</summary>
    /// <returns>Sound if the signature is right.</returns>
    FirmwareCheck Check();

    /// <summary>The update is over, or another takes its place: what a check has begun is dropped.</summary>
    void Drop();
}
