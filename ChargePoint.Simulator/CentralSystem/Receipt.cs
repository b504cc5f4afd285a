using System.Globalization;
using Spectre.Console;

namespace ChargePoint.Simulator.CentralSystem;

/// <summary>What a driver gets after charging.</summary>
public sealed class Receipt
{
    private const string Unknown = "unknown";

    private readonly List<(string Label, string Value)> _rows = [];

    /// <summary>The receipt of a transaction.</summary>
    public Receipt(TransactionRecord transaction, ChargePointRecord chargePoint)
    {
        Title = $"Receipt · transaction {transaction.TransactionId}";
        var model = Wording.Safe($"{chargePoint.Vendor} {chargePoint.Model}".Trim());
        var id = Wording.Safe(transaction.ChargePointId);
        _rows.Add(("Charge point", model.Length == 0 ? id : $"{id} ({model})"));
        _rows.Add(("Connector", transaction.ConnectorId == 0 ? Unknown : transaction.ConnectorId.ToString(CultureInfo.InvariantCulture)));
        _rows.Add(("Card", transaction.IdTag.Length == 0 ? Unknown : Wording.Safe(transaction.IdTag)));
        _rows.Add(("Start", Time(transaction.StartedAt)));
        _rows.Add(("End", transaction.IsRunning ? "still charging" : Time(transaction.StoppedAt)));
        _rows.Add(("Duration", transaction.Duration is { } duration ? Length(duration) : Unknown));
        _rows.Add(("Energy", transaction.EnergyWh is { } energyWh ? Wording.KilowattHours(energyWh) : Unknown));
        _rows.Add(("Average power", AveragePower(transaction)));
        _rows.Add(("Reason", transaction.Reason.Length == 0 ? "-" : Wording.Safe(transaction.Reason)));
    }

    /// <summary>The heading.</summary>
    public string Title { get; }

    /// <summary>The rows, as label and value.</summary>
    public IReadOnlyList<(string Label, string Value)> Rows => _rows;

    /// <summary>The receipt as a box of plain text.</summary>
    public IReadOnlyList<string> ToLines()
    {
        var labelWidth = _rows.Max(row => row.Label.Length);
        var width = Math.Max(Title.Length + 2, labelWidth + 2 + _rows.Max(row => row.Value.Length));
        List<string> lines = [$"┌─ {Title} {new string('─', width - Title.Length - 1)}┐"];
        lines.AddRange(_rows.Select(row => $"│ {(row.Label.PadRight(labelWidth) + "  " + row.Value).PadRight(width)} │"));
        lines.Add($"└{new string('─', width + 2)}┘");
        return lines;
    }

    /// <summary>The receipt as a box for a terminal.</summary>
    public Panel ToPanel()
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(2)).AddColumn();
        foreach (var (label, value) in _rows)
            grid.AddRow(new Text(label, new Style(Color.Grey)), new Text(value, label == "Energy" ? new Style(Color.Green, decoration: Decoration.Bold) : Style.Plain));
        return new Panel(grid) { Header = new PanelHeader(Title.EscapeMarkup()), Border = BoxBorder.Rounded, BorderStyle = new Style(Color.Green) };
    }

    private static string Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture) ?? Unknown;

    private static string Length(TimeSpan duration)
    {
        var sign = duration < TimeSpan.Zero ? "-" : "";
        var length = duration.Duration();
        var hours = (long)length.TotalHours;
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{(hours > 0 ? $"{hours} h " : "")}{length.Minutes} min {length.Seconds} s");
    }

    private static string AveragePower(TransactionRecord transaction)
    {
        if (transaction.EnergyWh is not { } energyWh || transaction.Duration is not { } duration)
            return Unknown;
        var seconds = (long)duration.TotalSeconds;
        if (seconds <= 0)
            return "-";
        var watts = energyWh * 3600 / seconds;
        return string.Create(CultureInfo.InvariantCulture, $"{(watts < 0 ? "-" : "")}{Math.Abs(watts / 1000)}.{Math.Abs(watts % 1000) / 10:00} kW");
    }
}
