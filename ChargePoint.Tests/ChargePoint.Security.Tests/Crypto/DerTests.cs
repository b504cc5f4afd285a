using ChargePoint.Hal;
using ChargePoint.Runtime;
using nanoFramework.TestFramework;

namespace ChargePoint.Security.Tests;

[TestClass]
public class DerTests
{
    [TestMethod]
    public void Elements_are_read_one_after_the_other_and_entered()
    {
        DerReader reader = Reader("300602010502010604020708");
        Assert.IsTrue(reader.Next(DerReader.Sequence));
        Assert.AreEqual(6, reader.Length);
        Assert.AreEqual(8, reader.Whole.Count);
        Assert.IsTrue(reader.IsNext(DerReader.OctetString));
        Assert.IsFalse(reader.Next(DerReader.Sequence));
        reader.Enter();
        Assert.IsTrue(reader.Next(DerReader.Integer));
        Assert.AreEqual(5, (int)reader.Content.Buffer[reader.ContentStart]);
        Assert.IsTrue(reader.Next(DerReader.Integer));
        Assert.IsTrue(reader.IsAtEnd);
        Assert.IsFalse(reader.Next(), "what stands behind an element is not reached from within");
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("30")]
    [DataRow("3001")]
    [DataRow("308000")] // no definite length
    [DataRow("30810500000000")] // not the shortest form
    [DataRow("3082000500000000")]
    [DataRow("30820001")]
    [DataRow("3084000000010000")]
    [DataRow("30ff00")]
    [DataRow("308181")]
    [DataRow("1f0100")] // a tag of more than one byte
    public void Anything_else_is_refused_and_ends_the_reading(string hex)
    {
        DerReader reader = Reader(hex);
        Assert.IsFalse(reader.Next());
        Assert.AreEqual(0, reader.Length);
        Assert.IsFalse(reader.Next());
        Assert.IsTrue(reader.IsAtEnd);
    }

    [TestMethod]
    public void Long_lengths_are_read_as_they_are_written()
    {
        int[] lengths = { 0, 1, 127, 128, 255, 256, 3000 };
        for (int i = 0; i < lengths.Length; i++)
        {
            DerWriter writer = new(4000);
            writer.Element(DerReader.OctetString, new ByteRange(new byte[lengths[i]], 0, lengths[i]));
            Assert.IsFalse(writer.Overflowed);
            DerReader reader = new(writer.Written);
            Assert.IsTrue(reader.Next(DerReader.OctetString));
            Assert.AreEqual(lengths[i], reader.Length);
            Assert.IsTrue(reader.IsAtEnd);
        }
    }

    [TestMethod]
    public void Unsigned_integers_have_the_shortest_form()
    {
        Assert.AreEqual("020100", Unsigned(0, 0, 0));
        Assert.AreEqual("02017f", Unsigned(0, 0, 0x7F));
        Assert.AreEqual("02020080", Unsigned(0, 0, 0x80));
        Assert.AreEqual("0203010000", Unsigned(1, 0, 0));
        Assert.AreEqual("020400ff0000", Unsigned(0xFF, 0, 0));
    }

    [TestMethod]
    public void A_writer_that_is_full_says_so_and_stays_within_its_buffer()
    {
        DerWriter writer = new(4);
        writer.Element(DerReader.OctetString, new ByteRange(new byte[2], 0, 2));
        Assert.IsFalse(writer.Overflowed);
        writer.Byte(1);
        Assert.IsTrue(writer.Overflowed);
        writer.Byte(1);
        writer.Raw(new ByteRange(new byte[9], 0, 9));
        Assert.AreEqual(4, writer.Length);
    }

    private static string Unsigned(int first, int second, int third)
    {
        DerWriter writer = new(16);
        writer.Unsigned(new ByteRange(new byte[] { (byte)first, (byte)second, (byte)third }, 0, 3));
        return Hex.Of(writer.Written);
    }

    private static DerReader Reader(string hex)
    {
        byte[] bytes = TestBytes.OfHex(hex);
        return new DerReader(new ByteRange(bytes, 0, bytes.Length));
    }
}
