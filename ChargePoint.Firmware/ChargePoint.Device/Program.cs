using System;
using ChargePoint.Boards;
using ChargePoint.Firmware;
using ChargePoint.Hal;
using ChargePoint.Hal.Esp32;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;
using nanoFramework.Networking;
using nanoFramework.Runtime.Native;

namespace ChargePoint.Device;

/// <summary>
/// Entry on the device (this file is compiled for the device only). It runs on the board that board.json in flash describes. Without that
/// file, and with a wrong one, it runs on <see cref="FaultedBoard"/>, which tells why and touches no pin.
/// </summary>
public static class Program
{
    private const int ReceiveBytes = 2048;
    private const int RoomForFrameHeaders = 128; // RFC 6455 section 5.2: at most 14 bytes for each frame of a message
    private const int FirstYear = 2025;
    private const string FirmwareVersion = "0.1.0";

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
        new SocketTransport(new Esp32SocketPlatform(), ReceiveBytes, Firmware.ChargePoint.LongestMessage + FrameBuffer.RoomForAnswer + RoomForFrameHeaders);

    private static void RunChargePoint()
    {
        LittlefsStore flash = new();
        Controller controller = new(new TickClock(), new HardwareRandom(), flash, new Esp32Link(), new Esp32TrustStore(flash), MakeTransport)
        {
            MeasureMemory = () => (int)nanoFramework.Runtime.Native.GC.Run(false),
        };
        Log log = new(controller.Clock) { Sink = new ConsoleLog() };
        Firmware.ChargePoint chargePoint = new(MakeBoard(controller, log), log);
        chargePoint.Security.Time.Network = ReadNetworkTime;
        Sntp.Start();
        Supervision supervision = new(chargePoint);
        controller.RestartRequested += supervision.End;
        BringUpSettings settings = BringUpSettings.Read(flash);
        chargePoint.Start(settings.CentralSystemUrl, settings.Identity);
        supervision.Run();
    }

    // SNTP sets the runtime's clock, which begins in the past.
    private static long ReadNetworkTime()
    {
        DateTime now = DateTime.UtcNow;
        return now.Year < FirstYear ? -1 : (now.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;
    }

    // The description and what reads it are garbage when this returns.
    private static IBoard MakeBoard(Controller controller, Log log)
    {
        string defect = "there is no board.json";
        int length = controller.Flash.Length(DescriptionReader.FileName);
        if (length > 0)
        {
            Section? description = Read(controller.Flash, length, log, out defect);
            DescribedBoard? board = description == null ? null : BoardBuilder.Build(controller, description, FirmwareVersion, out defect);
            if (board != null) return board;
        }

        log.Error("board", $"no energy is delivered: {defect}");
        return new FaultedBoard(controller, FirmwareVersion, defect);
    }

    private static Section? Read(IFlashStore flash, int length, Log log, out string defect)
    {
        defect = "";
        DescriptionReader reader = new();
        byte[] text = new byte[length > DescriptionReader.LongestText ? DescriptionReader.LongestText + 1 : length];
        int count = flash.Read(DescriptionReader.FileName, 0, text, 0, text.Length);
        Section? description = reader.Read(text, count < 0 ? 0 : count);
        for (int i = 0; i < reader.ErrorCount; i++) log.Error("board", "board.json: " + reader.ErrorAt(i));
        if (reader.ErrorCount > 0) defect = reader.ErrorAt(0);
        return description;
    }
}
