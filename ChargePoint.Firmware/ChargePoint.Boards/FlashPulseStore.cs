using ChargePoint.Hal.Meters;
using ChargePoint.Runtime;

namespace ChargePoint.Boards;

/// <summary>Register of a pulse meter in two slots of flash: 8 bytes, low one first.</summary>
internal sealed class FlashPulseStore : IPulseStore
{
    private const int Length = 8;

    private readonly SlotFile _file;
    private readonly byte[] _register = new byte[Length];

    public FlashPulseStore(SlotFile file) => _file = file;

    public long Load()
    {
        if (!_file.Load(_register, out int length) || length < Length) return 0;
        long pulses = 0;
        for (int i = Length - 1; i >= 0; i--) pulses = (pulses << 8) | _register[i];
        return pulses;
    }

    public bool Save(long pulses)
    {
        for (int i = 0; i < Length; i++)
        {
            _register[i] = (byte)pulses;
            pulses >>= 8;
        }

        return _file.Save(_register, Length);
    }
}
