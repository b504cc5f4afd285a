using ChargePoint.NanoHost;

namespace nanoFramework.Hardware.Esp32;

/// <summary>Host stand-in for nanoFramework's class of this name: remembers which pin does what.</summary>
public static class Configuration
{
    /// <summary>Gives a pin a function.</summary>
    public static void SetPinFunction(int pin, DeviceFunction value)
    {
        VirtualEsp32.Current.Pin(pin);
        VirtualEsp32.Current.SetFunction(pin, (int)value);
    }
}
