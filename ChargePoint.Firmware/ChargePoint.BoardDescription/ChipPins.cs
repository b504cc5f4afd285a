namespace ChargePoint.Boards;

/// <summary>The controllers whose pins are known.</summary>
public enum Chip
{
    /// <summary>Classic ESP32.</summary>
    Esp32,

    /// <summary>ESP32-S3.</summary>
    Esp32S3,

    /// <summary>ESP32-C3.</summary>
    Esp32C3,

    /// <summary>No chip: a controller in the simulator, on which every pin can do everything.</summary>
    Virtual,
}

/// <summary>What the pins of a controller can do (datasheets of Espressif: ESP32, ESP32-S3, ESP32-C3, section "Pin definitions").</summary>
public static class ChipPins
{
    private const int VirtualPins = 128;
    private const int FirstVirtualAnalog = 96;

    /// <summary>Says why a pin cannot be used in a way.</summary>
    /// <param name="chip">The controller.</param>
    /// <param name="pin">GPIO number.</param>
    /// <param name="kind">Output, input or analogue.</param>
    /// <returns>The reason, or "" if it can.</returns>
    public static string Problem(Chip chip, int pin, FieldKind kind)
    {
        if (pin < 0 || pin >= CountOf(chip)) return $"there is no GPIO{pin}";
        string reserved = ReservedFor(chip, pin);
        if (reserved.Length > 0) return $"GPIO{pin} belongs to {reserved}";
        if (kind == FieldKind.Output && chip == Chip.Esp32 && pin >= 34) return $"GPIO{pin} is an input only";
        if (kind == FieldKind.Analog && AdcChannel(chip, pin) < 0) return $"GPIO{pin} is no channel of ADC1";
        return "";
    }

    /// <summary>The channel of ADC1 at a pin.</summary>
    /// <param name="chip">The controller.</param>
    /// <param name="pin">GPIO number.</param>
    /// <returns>The channel, or -1.</returns>
    public static int AdcChannel(Chip chip, int pin) => chip switch
    {
        Chip.Esp32 => pin >= 36 && pin <= 39 ? pin - 36 : pin >= 32 && pin <= 35 ? pin - 28 : -1,
        Chip.Esp32S3 => pin >= 1 && pin <= 10 ? pin - 1 : -1,
        Chip.Esp32C3 => pin >= 0 && pin <= 4 ? pin : -1,
        _ => pin >= FirstVirtualAnalog && pin < VirtualPins ? pin - FirstVirtualAnalog : -1,
    };

    private static int CountOf(Chip chip) => chip switch
    {
        Chip.Esp32 => 40,
        Chip.Esp32S3 => 49,
        Chip.Esp32C3 => 22,
        _ => VirtualPins,
    };

    // Flash and PSRAM share their pins with nothing; UART0 is the wire protocol of nanoFramework (flashing, debugger).
    private static string ReservedFor(Chip chip, int pin) => chip switch
    {
        Chip.Esp32 => pin >= 6 && pin <= 11 ? "the flash memory" : pin == 1 || pin == 3 ? "flashing and debugging (UART0)"
            : pin == 20 || pin == 24 || (pin >= 28 && pin <= 31) ? "nothing: it has no pin" : "",
        Chip.Esp32S3 => pin >= 26 && pin <= 32 ? "the flash memory" : pin == 43 || pin == 44 ? "flashing and debugging (UART0)"
            : pin == 19 || pin == 20 ? "USB" : pin >= 22 && pin <= 25 ? "nothing: it has no pin" : "",
        Chip.Esp32C3 => pin >= 12 && pin <= 17 ? "the flash memory" : pin == 20 || pin == 21 ? "flashing and debugging (UART0)"
            : pin == 18 || pin == 19 ? "USB" : "",
        _ => "",
    };
}
