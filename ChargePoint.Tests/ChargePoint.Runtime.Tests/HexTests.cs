using System.Text;
using ChargePoint.Hal;
using nanoFramework.TestFramework;

namespace ChargePoint.Runtime.Tests;

[TestClass]
public class HexTests
{
    [TestMethod]
    public void Bytes_are_written_in_lower_case_and_read_in_either()
    {
        byte[] bytes = new byte[] { 0x00, 0x09, 0xAF, 0xFF, 0x10 };
        Assert.AreEqual("0009afff10", Hex.Of(new ByteRange(bytes, 0, 5)));
        Assert.AreEqual("09af", Hex.Of(new ByteRange(bytes, 1, 2)));
        byte[]? read = Hex.Read(Encoding.UTF8.GetBytes("0009aFFf10"));
        Assert.IsNotNull(read);
        Assert.AreEqual("0009afff10", Hex.Of(new ByteRange(read!, 0, read!.Length)));
        Assert.AreEqual(0, Hex.Read(new byte[0])!.Length);
    }

    [TestMethod]
    [DataRow("0")]
    [DataRow("abc")]
    [DataRow("0g")]
    [DataRow("0/")]
    [DataRow("0:")]
    [DataRow("0@")]
    [DataRow("0`")]
    [DataRow(" 0")]
    public void What_is_no_hexadecimal_text_is_not_read(string text) => Assert.IsNull(Hex.Read(Encoding.UTF8.GetBytes(text)));
}
