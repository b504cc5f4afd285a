using System;
using ChargePoint.Hal;

namespace ChargePoint.Security.Tests;

/// <summary>A firmware store whose image the test writes.</summary>
internal sealed class FakeFirmwareStore : IFirmwareStore
{
    public byte[] Image { get; set; } = new byte[0];

    public bool IsBroken { get; set; }

    public int CapacityBytes => 100_000;

    public int WrittenBytes => Image.Length;

    public bool CanRollBack => false;

    public bool RollBack() => false;

    public FirmwareTrial Trial { get; set; }

    public bool Begin() => true;

    public bool Write(byte[] buffer, int offset, int count) => true;

    public int Read(int position, byte[] buffer, int offset, int count)
    {
        if (IsBroken) return -1;
        if (count > Image.Length - position) count = Image.Length - position;
        Array.Copy(Image, position, buffer, offset, count);
        return count;
    }

    public FirmwareCheck Check() => FirmwareCheck.Sound;

    public bool Activate() => true;

    public bool Confirm() => true;
}
