using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Security;

/// <summary>
/// Which security profile to go back to, from the moment at which another is asked for until the Central System has accepted this charge
/// point over it. It is written before the profile itself, so a loss of power at any moment leaves one of: the old profile, or the new one
/// and the way back. Kept in trial.0 and trial.1:
/// <code>
/// profile before (1), profile on trial (1)
/// </code>
/// </summary>
internal sealed class ProfileTrial
{
    private readonly IFlashStore _flash;
    private readonly byte[] _scratch;

    public ProfileTrial(IFlashStore flash, byte[] scratch)
    {
        _flash = flash;
        _scratch = scratch;
    }

    /// <summary>Reads which profile to go back to.</summary>
    /// <param name="present">The present profile.</param>
    /// <returns>The profile before, or -1 if the present one is not on trial.</returns>
    public int Before(int present)
    {
        byte[] image = new byte[16];
        if (!NewFile().Load(image, out int length) || length < 2 || image[1] != present || image[0] > 3 || image[0] == present) return -1;
        return image[0];
    }

    /// <summary>A profile is about to be tried.</summary>
    /// <returns>False if the flash does not take it.</returns>
    public bool Begin(int before, int wanted)
    {
        byte[] image = [(byte)before, (byte)wanted];
        SlotFile file = NewFile();
        return file.Save(image, image.Length);
    }

    /// <summary>The trial is over.</summary>
    /// <returns>False if the flash refuses.</returns>
    public bool End() => NewFile().Delete();

    private SlotFile NewFile() => new(_flash, "trial", 1, _scratch);
}
