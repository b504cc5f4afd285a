using ChargePoint.Firmware;
using ChargePoint.Hal;
using ChargePoint.Hal.Esp32;
using ChargePoint.Runtime;
using nanoFramework.Runtime.Native;

namespace ChargePoint.Device;

/// <summary>
/// Entry on the device (this file is compiled for the device only). NO ENERGY MAY BE CONTROLLED WITH IT: until there are drivers for a
/// real board, it runs on <see cref="BringUpBoard"/>, whose contactor and meter are simulated.
/// </summary>
public static class Program
{
    private const int ReceiveBytes = 2048;
    private const int LongestFrameHeader = 14; // RFC 6455 section 5.2

    /// <summary>Runs the charge point; whatever ends it, the controller restarts.</summary>
    public static void Main()
    {
        try
        {
            RunChargePoint();
        }
        finally
        {
            // With no thread left, the runtime would stand still instead of restarting.
            Power.RebootDevice();
        }
    }

    private static ITransport MakeTransport() =>
        new SocketTransport(new Esp32SocketPlatform(), ReceiveBytes, Firmware.ChargePoint.LongestMessage + LongestFrameHeader);

    private static void RunChargePoint()
    {
        LittlefsStore flash = new();
        BringUpBoard board = new(new TickClock(), new HardwareRandom(), flash, new Esp32Link(), MakeTransport)
        {
            Trust = new Esp32TrustStore(flash),
            MeasureMemory = () => (int)GC.Run(false),
        };
        Log log = new(board.Clock) { Sink = new ConsoleLog() };
        log.Warning("board", "this is a bring-up board: contactor and meter are simulated, no energy may be controlled with it");
        Firmware.ChargePoint chargePoint = new(board, log);
        Supervision supervision = new(chargePoint);
        board.RestartRequested += supervision.End;
        BringUpSettings settings = BringUpSettings.Read(flash);
        chargePoint.Start(settings.CentralSystemUrl, settings.Identity);
        supervision.Run();
    }
}
