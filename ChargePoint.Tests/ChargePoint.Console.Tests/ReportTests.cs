using System;
using nanoFramework.TestFramework;

namespace ChargePoint.Console.Tests;

[TestClass]
public class ReportTests
{
    [TestMethod]
    public void A_record_is_lines_for_a_person()
    {
        ConsoleFixture f = new();
        Fill(new Report(new CommandLine("x"), f));
        Assert.AreEqual("connector 1:;  pilot: C;  offered: 16 A;  energy: 3.68 kWh;  drawn: 16 A / -0.5 A;  locked: yes;  ends: -;  as of: 2026-01-01T00:00:00.000Z;  a remark;", f.Text);
    }

    [TestMethod]
    public void A_record_is_one_line_of_JSON_for_a_program()
    {
        ConsoleFixture f = new();
        Fill(new Report(new CommandLine("x --json"), f));
        Assert.AreEqual("{\"connector\":1,\"pilot\":\"C\",\"offeredMilliamps\":16000,\"energyWh\":3680,\"drawnMilliamps\":[16000,-500],\"locked\":true,\"ends\":null,\"asOf\":\"2026-01-01T00:00:00.000Z\"};", f.Text);
    }

    [TestMethod]
    public void Rows_fit_80_columns()
    {
        ConsoleFixture f = new();
        Report report = new(new CommandLine("x"), f, true);
        Fill(report);
        Assert.AreEqual("connector 1: pilot C, offered 16 A, energy 3.68 kWh, drawn 16 A / -0.5 A,;    locked yes, ends -, as of 2026-01-01T00:00:00.000Z;  a remark;", f.Text);
        foreach (string line in f.Lines) Assert.IsTrue(line.Length < 80, line);
    }

    [TestMethod]
    public void Records_follow_each_other()
    {
        ConsoleFixture f = new();
        Report report = new(new CommandLine("x --json"), f);
        for (int i = 1; i <= 2; i++)
        {
            report.Key("id", i);
            report.End();
        }

        Assert.AreEqual("{\"id\":1};{\"id\":2};", f.Text);
    }

    [TestMethod]
    public void A_record_that_is_too_long_is_not_half_written()
    {
        ConsoleFixture f = new();
        Report report = new(new CommandLine("x --json"), f);
        report.Text("text", new string('x', Report.LongestRecord));
        Assert.ThrowsException(typeof(InvalidOperationException), () => report.End());
        Assert.AreEqual(0, f.Lines.Count);
    }

    private static void Fill(Report report)
    {
        report.Key("connector", 1);
        report.Text("pilot", "C");
        report.Number("offeredMilliamps", 16000);
        report.Number("energyWh", 3680);
        report.Numbers("drawnMilliamps", new int[] { 16000, -500, 7 }, 2);
        report.Flag("locked", true);
        report.Text("ends", null);
        report.Time("asOf", 1_767_225_600_000);
        report.Remark("a remark");
        report.End();
    }
}
