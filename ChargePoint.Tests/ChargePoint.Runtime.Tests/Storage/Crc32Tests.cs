using System.Text;
using nanoFramework.TestFramework;

namespace ChargePoint.Runtime.Tests;

[TestClass]
public class Crc32Tests
{
    [TestMethod]
    public void Check_value_of_the_catalogue()
    {
        byte[] digits = Encoding.UTF8.GetBytes("123456789");
        Assert.AreEqual(0xCBF43926, Crc32.Add(Crc32.Empty, digits, 0, 9));
        Assert.AreEqual(Crc32.Empty, Crc32.Add(Crc32.Empty, digits, 0, 0));
    }

    [TestMethod]
    public void Pieces_give_the_same_as_the_whole()
    {
        byte[] digits = Encoding.UTF8.GetBytes("123456789");
        for (int cut = 0; cut <= 9; cut++)
        {
            uint crc = Crc32.Add(Crc32.Empty, digits, 0, cut);
            Assert.AreEqual(0xCBF43926, Crc32.Add(crc, digits, cut, 9 - cut));
        }
    }
}
