using System;
using ChargePoint.Boards;
using ChargePoint.Features;
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
    private const int Ethernet = 1; // among the words of the field "network"
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
        TickClock clock = new();
        Log log = new(clock) { Sink = new ConsoleLog() };
        if (flash.Length(FactoryReset.Mark) > 0) ForgetNetwork(log);
        FactoryReset.Finish(flash, log);
        IBoard board = MakeBoard(flash, clock, log, out Controller controller);
        Firmware.ChargePoint chargePoint = new(board, log) { Network = (INetworkSetup)controller.Link, Description = new StoredDescription(flash) };
        chargePoint.Security.Time.Network = ReadNetworkTime;
        Sntp.Start();
        Supervision supervision = new(chargePoint);
        controller.RestartRequested = supervision.End;
        chargePoint.Start("", "");
        supervision.Run();
    }

    // The runtime keeps a copy of the Wi-Fi's password outside the files. While the mark is there: a loss of power in between repeats it.
    private static void ForgetNetwork(Log log)
    {
        try
        {
            WifiLink.Forget();
        }
        catch (Exception e)
        {
            // A charge point without Wi-Fi has to start all the same.
            log.Error("reset", "the runtime's own network settings are not deleted", e);
        }
    }

    // SNTP sets the runtime's clock, which begins in the past.
    private static long ReadNetworkTime()
    {
        DateTime now = DateTime.UtcNow;
        return now.Year < FirstYear ? -1 : (now.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;
    }

    // The description, the settings and what reads them are garbage when this returns.
    private static IBoard MakeBoard(IFlashStore flash, IClock clock, Log log, out Controller controller)
    {
        string defect = "there is no board.json";
        int length = flash.Length(DescriptionReader.FileName);
        Section? description = length > 0 ? Read(flash, length, log, out defect) : null;
        HardwareRandom random = new();
        controller = new Controller(clock, random, flash, MakeLink(flash, clock, random, description, log), new Esp32TrustStore(flash), MakeTransport)
        {
            MeasureMemory = () => (int)nanoFramework.Runtime.Native.GC.Run(false),
        };
        DescribedBoard? board = description == null ? null : BoardBuilder.Build(controller, description, FirmwareVersion, out defect);
        if (board != null) return board;
        log.Error("board", $"no energy is delivered: {defect}");
        return new FaultedBoard(controller, FirmwareVersion, defect);
    }

    // What a technician has set counts before what the board is made for; where neither says anything, the runtime has its own settings.
    private static INetworkLink MakeLink(IFlashStore flash, IClock clock, IRandom random, Section? description, Log log)
    {
        NetworkSettings? settings = NetworkStore.Load(flash, null, log);
        if (settings != null && settings[NetworkSettings.TimeServer].Length > 0) Sntp.Server1 = settings[NetworkSettings.TimeServer];
        bool isCable = settings != null && settings[NetworkSettings.Type].Length > 0 ? settings.IsEthernet
            : description != null && description.Has("network") && description.Number("network") == Ethernet;
        return isCable ? new EthernetLink(settings) : new WifiLink(settings, clock, random);
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
