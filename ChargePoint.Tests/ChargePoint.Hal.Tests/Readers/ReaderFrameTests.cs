using ChargePoint.Hal.Readers;
using nanoFramework.TestFramework;

namespace ChargePoint.Hal.Tests;

/// <summary>Frames, checksums and identifiers of card readers.</summary>
[TestClass]
public class ReaderFrameTests
{
    [TestMethod]
    public void Checksum_of_cards_is_that_of_the_standard()
    {
        // ISO/IEC 14443-3, annex B: 00 00 gives A0 1E, 12 34 gives 26 CF (low byte first)
        Assert.AreEqual(0x1EA0, Iso14443Crc.Of(new byte[] { 0, 0 }, 2));
        Assert.AreEqual(0xCF26, Iso14443Crc.Of(new byte[] { 0x12, 0x34 }, 2));
    }

    [TestMethod]
    public void Identifier_is_written_in_hexadecimal_digits()
    {
        Assert.AreEqual("04A1B2FF", CardUid.ToText(new byte[] { 0, 0x04, 0xA1, 0xB2, 0xFF }, 1, 4));
        Assert.IsTrue(CardUid.IsLength(4) && CardUid.IsLength(7) && CardUid.IsLength(10));
        Assert.IsFalse(CardUid.IsLength(0) || CardUid.IsLength(5) || CardUid.IsLength(8));
    }

    [TestMethod]
    public void Command_is_framed()
    {
        byte[] frame = new byte[16];
        frame[6] = 0x02;
        Assert.AreEqual(9, Pn532Frame.Close(frame, 1));
        byte[] expected = new byte[] { 0, 0, 0xFF, 2, 0xFE, 0xD4, 0x02, 0x2A, 0 };
        for (int i = 0; i < expected.Length; i++) Assert.AreEqual((int)expected[i], (int)frame[i]);
    }

    [TestMethod]
    public void Acknowledgement_and_answer_are_found_behind_noise()
    {
        byte[] bytes = new byte[] { 7, 0, 0xFF, 0, 0, 0xFF, 0, 0xFF, 0, 0, 0, 0xFF, 6, 0xFA, 0xD5, 3, 0x32, 1, 6, 7, 0xE8, 0 };
        Assert.IsTrue(Pn532Frame.Find(bytes, bytes.Length, out int _, out int _, out int end) == Pn532FrameKind.Ack);
        byte[] rest = new byte[bytes.Length - end];
        for (int i = 0; i < rest.Length; i++) rest[i] = bytes[end + i];
        Assert.IsTrue(Pn532Frame.Find(rest, rest.Length, out int data, out int length, out int _) == Pn532FrameKind.Answer);
        Assert.AreEqual(5, length);
        Assert.AreEqual(3, (int)rest[data]);
        Assert.IsTrue(Pn532Frame.Find(rest, rest.Length - 2, out int _, out int _, out int _) == Pn532FrameKind.None);
    }

    [TestMethod]
    public void No_frame_with_a_changed_bit_is_an_answer_and_none_is_read_beyond_its_end()
    {
        byte[] good = new byte[] { 0, 0xFF, 12, 0xF4, 0xD5, 0x4B, 1, 1, 0, 4, 8, 4, 0xDE, 0xAD, 0xBE, 0xEF, 0x96 };
        Assert.IsTrue(Pn532Frame.Find(good, good.Length, out int data, out int length, out int _) == Pn532FrameKind.Answer);
        byte[] uid = new byte[10];
        Assert.AreEqual(4, Pn532Frame.ReadUid(good, data, length, uid));
        Assert.AreEqual("DEADBEEF", CardUid.ToText(uid, 0, 4));
        for (int bit = 0; bit < good.Length * 8; bit++)
        {
            good[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.IsFalse(Pn532Frame.Find(good, good.Length, out int _, out int _, out int _) == Pn532FrameKind.Answer);
            good[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        for (int count = 0; count < good.Length; count++)
        {
            Assert.IsFalse(Pn532Frame.Find(good, count, out int _, out int _, out int _) == Pn532FrameKind.Answer);
        }
    }

    [TestMethod]
    [DataRow(4, 11, 4)]
    [DataRow(7, 14, 7)]
    [DataRow(10, 17, 10)]
    [DataRow(7, 13, 0)] // cut off
    [DataRow(5, 17, 0)] // no such length
    [DataRow(0, 17, 0)]
    [DataRow(255, 17, 0)]
    [DataRow(4, 6, 0)] // no room for a length
    public void Identifier_is_read_only_whole(int told, int length, int expected)
    {
        byte[] data = new byte[] { 0x4B, 1, 1, 0, 4, 8, (byte)told, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };
        Assert.AreEqual(expected, Pn532Frame.ReadUid(data, 0, length, new byte[10]));
    }

    [TestMethod]
    public void Cascade_tag_is_no_identifier()
    {
        byte[] data = new byte[] { 0x4B, 1, 1, 0, 4, 8, 4, 0x88, 2, 3, 4 };
        Assert.AreEqual(0, Pn532Frame.ReadUid(data, 0, data.Length, new byte[10]));
        data[7] = 0x87;
        Assert.AreEqual(4, Pn532Frame.ReadUid(data, 0, data.Length, new byte[10]));
        data[1] = 2; // two cards
        Assert.AreEqual(0, Pn532Frame.ReadUid(data, 0, data.Length, new byte[10]));
    }
}
