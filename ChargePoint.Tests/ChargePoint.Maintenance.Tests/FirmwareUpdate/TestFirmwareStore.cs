using System.Text;
using ChargePoint.Hal;

namespace ChargePoint.Maintenance.Tests.FirmwareUpdate;

/// <summary>A firmware store in memory. An image is sound if it begins with GOOD; what is activated runs after <see cref="Restart"/>.</summary>
internal sealed class TestFirmwareStore : IFirmwareStore
{
    private bool _activated;
    private bool _looked;

    public int CapacityBytes { get; set; } = 20_000;

    public string Image { get; set; } = "";

    public int WrittenBytes => Image.Length;

    public bool IsBroken { get; set; }

    public bool CanRollBack => false;

    public bool RollBack() => false;

    public FirmwareTrial Trial { get; set; }

    public bool Begin()
    {
        if (IsBroken) return false;
        Image = "";
        _looked = false;
        return true;
    }

    public bool Write(byte[] buffer, int offset, int count)
    {
        if (IsBroken || WrittenBytes + count > CapacityBytes) return false;
        Image += Encoding.UTF8.GetString(buffer, offset, count);
        return true;
    }

    public int Read(int position, byte[] buffer, int offset, int count)
    {
        if (IsBroken) return -1;
        byte[] bytes = Encoding.UTF8.GetBytes(Image);
        if (count > bytes.Length - position) count = bytes.Length - position;
        System.Array.Copy(bytes, position, buffer, offset, count);
        return count;
    }

    public FirmwareCheck Check()
    {
        if (!_looked)
        {
            _looked = true;
            return FirmwareCheck.Busy;
        }

        return Image.StartsWith("GOOD") ? FirmwareCheck.Sound : FirmwareCheck.Bad;
    }

    public bool Activate()
    {
        if (IsBroken) return false;
        Image = "";
        _activated = true;
        return true;
    }

    public bool Confirm()
    {
        if (IsBroken) return false;
        Trial = FirmwareTrial.None;
        return true;
    }

    /// <summary>What the boot loader does.</summary>
    public void Restart()
    {
        _looked = false;
        if (Trial == FirmwareTrial.Running) Trial = FirmwareTrial.RolledBack;
        if (!_activated) return;
        _activated = false;
        Trial = FirmwareTrial.Running;
    }
}
