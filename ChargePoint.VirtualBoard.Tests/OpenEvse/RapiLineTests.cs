using System.Text;
using ChargePoint.Hal.OpenEvse;

namespace ChargePoint.VirtualBoard.Tests.OpenEvse;

/// <summary>Lines of RAPI among bytes that may be anything.</summary>
[TestClass]
public sealed class RapiLineTests
{
    [TestMethod]
    public void Answer_is_split_into_words_and_number()
    {
        RapiLine line = new();
        Assert.IsTrue(Take(line, "noise\r\n" + Sealed("$OK fe 125 -2560 0140 :2A") + "\r"));
        Assert.AreEqual(5, line.Words);
        Assert.IsTrue(line.HasChecksum);
        Assert.AreEqual(0x2A, line.SequenceId);
        Assert.IsTrue(line.Is(0, "$OK"));
        Assert.IsFalse(line.Is(0, "$O"));
        Assert.IsTrue(line.TryHex(1, out int state));
        Assert.AreEqual(254, state);
        Assert.IsTrue(line.TryDecimal(3, out int temperature));
        Assert.AreEqual(-2560, temperature);
        Assert.IsFalse(line.TryDecimal(1, out _));
        Assert.IsFalse(line.TryDecimal(5, out _));
        Assert.AreEqual("125", line.Text(2));
        Assert.AreEqual("", line.Text(9));
        Assert.AreEqual(0, line.Dropped);
    }

    [TestMethod]
    [DataRow("$OK 16^00\r")]
    [DataRow("$OK 1\u00106^51\r")]
    [DataRow("$OK 1 :00\r")]
    [DataRow("$OK 1 :1FF\r")]
    [DataRow("$OK a a a a a a a a a a a a\r")]
    [DataRow("$OK 16^\r$")]
    [DataRow("$OK 16^2G\r")]
    public void Unsound_line_is_dropped(string text)
    {
        RapiLine line = new();
        bool taken = Take(line, text);
        if (text.EndsWith('$')) Assert.IsFalse(line.TryDecimal(1, out _)); // no checksum, and no number either
        else Assert.IsFalse(taken);
    }

    [TestMethod]
    public void Longest_line_is_taken_and_a_longer_one_dropped()
    {
        RapiLine line = new();
        Assert.IsTrue(Take(line, "$" + new string('x', RapiLine.MaximumLength - 1) + "\r"));
        Assert.IsFalse(Take(line, "$" + new string('x', RapiLine.MaximumLength) + "\r"));
        Assert.AreEqual(1, line.Dropped);
        Assert.IsTrue(Take(line, "$OK a a a a a a a a a a a\r"));
        Assert.AreEqual(RapiLine.MaximumWords, line.Words);
    }

    [TestMethod]
    [DataRow("2147483647", true)]
    [DataRow("-2147483647", true)]
    [DataRow("2147483648", false)]
    [DataRow("9999999999999", false)]
    [DataRow("-", false)]
    [DataRow("1e5", false)]
    public void Numbers_stay_in_their_range(string word, bool expected)
    {
        RapiLine line = new();
        Assert.IsTrue(Take(line, $"$OK {word}\r"));
        Assert.AreEqual(expected, line.TryDecimal(1, out _));
        Assert.IsFalse(line.TryHex(1, out _) && word.Length > 7);
    }

    [TestMethod]
    public void Line_that_begins_anew_replaces_the_torn_one()
    {
        RapiLine line = new();
        Assert.IsTrue(Take(line, "$OK 12" + Sealed("$OK 16") + "\r"));
        Assert.IsTrue(line.TryDecimal(1, out int value));
        Assert.AreEqual(16, value);
        Assert.AreEqual(1, line.Dropped);
    }

    private static string Sealed(string text) => $"{text}^{text.Aggregate(0, (sum, c) => sum ^ c):X2}";

    private static bool Take(RapiLine line, string text)
    {
        bool taken = false;
        foreach (byte value in Encoding.Latin1.GetBytes(text)) taken |= line.Take(value);
        return taken;
    }
}
