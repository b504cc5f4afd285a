namespace ChargePoint.Hal;

/// <summary>Outcome of the self test of a residual-current monitor.</summary>
public enum SelfTest
{
    /// <summary>Not made since the start.</summary>
    None,

    /// <summary>Under way.</summary>
    Running,

    /// <summary>The monitor tripped on the test current, and released after it.</summary>
    Passed,

    /// <summary>The monitor did not trip, or did not release.</summary>
    Failed,
}

/// <summary>Residual-current monitor (6 mA DC / 30 mA AC, IEC 62955) of one connector.</summary>
public interface IResidualCurrentMonitor
{
    /// <summary>True from a trip until <see cref="Reset"/>. The trip that a self test brings about is none.</summary>
    bool Tripped { get; }

    /// <summary>Outcome of the newest self test.</summary>
    SelfTest SelfTest { get; }

    /// <summary>Starts a self test and returns at once. Only while the contactor is open: whoever calls this makes sure of it.</summary>
    void BeginSelfTest();

    /// <summary>Acknowledges a trip; has no effect while the residual current persists.</summary>
    void Reset();
}

/// <summary>Temperature sensor in the charge point's housing.</summary>
public interface ITemperatureSensor
{
    /// <summary>Reads the temperature.</summary>
    /// <param name="deciCelsius">Temperature in tenths of a degree Celsius, -400 to 1,250.</param>
    /// <returns>False when the sensor is missing, shorted or out of range.</returns>
    bool TryRead(out int deciCelsius);
}

/// <summary>State of the network link below TCP/IP.</summary>
public interface INetworkLink
{
    /// <summary>True while the interface is associated (Wi-Fi) or has a carrier (Ethernet) and has an address.</summary>
    bool IsUp { get; }

    /// <summary>
    /// Strength of the wireless signal as measured last, in dBm (-100 is hardly there, -50 is next door); 0 where there is none
    /// (Ethernet) or none was measured.
    /// </summary>
    int SignalDbm { get; }
}

/// <summary>External watchdog chip that gates the contactor's coil and resets the board when it is not fed.</summary>
public interface IWatchdog
{
    /// <summary>Restarts the watchdog's period.</summary>
    void Feed();
}
