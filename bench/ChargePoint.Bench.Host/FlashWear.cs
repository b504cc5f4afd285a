using System.Globalization;
using ChargePoint.Bench;
using ChargePoint.Hal.Simulated;

/// <summary>
/// What sessions of two hours with a sample a minute cost the flash, and how long that lasts: 20 sessions a day, 100,000 erases of a block.
/// The erases are counted by <see cref="LittlefsModel"/>, and spread evenly over the blocks that are free, since littlefs takes them in turn
/// (dynamic wear levelling; blocks of files that never change take no part).
/// </summary>
internal static class FlashWear
{
    private const int Sessions = 20;
    private const int ErasesOfBlock = 100_000;
    private const int LongestListBlocks = 30;

    public static string Table()
    {
        string text = "| session of two hours, a sample a minute | appends | short files written | bytes written | bytes programmed | block erases | life | with the longest local list |\n";
        text += "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n";
        return text + Row("online", true) + Row("offline, told afterwards", false);
    }

    private static string Row(string name, bool isOnline)
    {
        MemoryFlash flash = new();
        BenchStation station = new(new Traffic(), flash);
        station.Boot();
        station.Configure("MeterValueSampleInterval", "60");
        station.Configure("AllowOfflineTxForUnknownId", "true");
        station.Pass(10_000);
        Day(station, isOnline); // the first day is not like the others
        (int appends, int writes, long bytes, long programmed, long erases) = (flash.Appends, flash.Writes, flash.BytesWritten, flash.Chip.BytesProgrammed, flash.Chip.BlockErases);
        Day(station, isOnline);
        double erasesOfSession = (flash.Chip.BlockErases - erases) / (double)Sessions;
        return string.Create(CultureInfo.InvariantCulture, $"| {name} | {(flash.Appends - appends) / Sessions} | {(flash.Writes - writes) / Sessions} | {(flash.BytesWritten - bytes) / Sessions:N0} | {(flash.Chip.BytesProgrammed - programmed) / Sessions:N0} | {erasesOfSession:N1} | {Years(flash.Chip.FreeBlocks, erasesOfSession)} | {Years(flash.Chip.FreeBlocks - LongestListBlocks, erasesOfSession)} |\n");
    }

    private static void Day(BenchStation station, bool isOnline)
    {
        if (!isOnline) station.Link.Break();
        for (int i = 0; i < Sessions; i++)
        {
            station.Plug();
            station.Tap();
            station.Pass(7_200_000);
            station.Tap();
            station.Unplug();
        }

        station.Link.Repair();
        station.Pass(1_200_000);
    }

    private static string Years(int freeBlocks, double erasesOfSession)
        => string.Create(CultureInfo.InvariantCulture, $"{(double)ErasesOfBlock * freeBlocks / (erasesOfSession * Sessions * 365):N0} years ({freeBlocks} blocks)");
}
