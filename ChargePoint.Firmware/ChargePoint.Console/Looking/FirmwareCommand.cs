using ChargePoint.Features;
using ChargePoint.Hal;

namespace ChargePoint.Console;

/// <summary>firmware: which version runs, what the store holds; goes back to the firmware from before where the board can.</summary>
public sealed class FirmwareCommand : IConsoleCommand
{
    private readonly ChargingRoom _room;
    private readonly Connector[] _connectors;
    private readonly RestartProcedure _restart;

    /// <summary>Makes the command.</summary>
    /// <param name="room">What connectors share.</param>
    /// <param name="connectors">All connectors.</param>
    /// <param name="restart">Restarts.</param>
    public FirmwareCommand(ChargingRoom room, Connector[] connectors, RestartProcedure restart)
    {
        _room = room;
        _connectors = connectors;
        _restart = restart;
    }

    /// <inheritdoc/>
    public string Forms =>
        "firmware [--json] -- version, and what the store for new firmware holds\n" +
        "!firmware rollback -- restarts with the firmware from before";

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        IFirmwareStore? store = _room.Board.Firmware;
        string problem = "";
        if (form == 0) Show(line, reply, store);
        else problem = RollBack(store);
        if (problem.Length == 0) reply.Done();
        else reply.Fail(problem);
    }

    private void Show(CommandLine line, IConsoleReply reply, IFirmwareStore? store)
    {
        Report report = new(line, reply);
        report.Text("version", _room.Board.Identity.FirmwareVersion);
        report.Flag("canInstall", store != null);
        if (store != null)
        {
            report.Text("trial", store.Trial switch { FirmwareTrial.Running => "runs for the first time", FirmwareTrial.RolledBack => "the newest did not work, the one before runs", _ => "none" });
            report.Flag("canRollBack", store.CanRollBack);
            report.Number("writtenBytes", store.WrittenBytes);
            report.Number("capacityBytes", store.CapacityBytes);
            report.Flag("updateWaits", _room.Availability.IsHeld);
        }

        report.End();
    }

    private string RollBack(IFirmwareStore? store)
    {
        if (store == null) return "this board cannot install firmware";
        if (!store.CanRollBack) return "there is no firmware from before";
        if (_room.Availability.IsHeld) return "a firmware update waits or is being installed";
        if (_restart.IsUnderWay) return "a restart is under way already";
        foreach (Connector connector in _connectors)
        {
            if (connector.Transaction != null) return $"a session runs on connector {connector.Id}";
        }

        if (!store.RollBack()) return "the store does not take it";
        _restart.Begin(StopReason.Reboot);
        return "";
    }
}
