using System.Text;
using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Boards.Tests;

[TestClass]
public class BringUpSettingsTests
{
    [TestMethod]
    [DataRow("ws://192.168.1.10:9000\nCP001", "ws://192.168.1.10:9000", "CP001")]
    [DataRow("ws://a.example/x\r\nCP001\r\n", "ws://a.example/x", "CP001")]
    [DataRow("ws://a.example", "", "")]
    [DataRow("", "", "")]
    public void Settings_are_two_lines(string text, string url, string identity)
    {
        MemoryFlash flash = new();
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        flash.Write(BringUpSettings.FileName, bytes, 0, bytes.Length);
        BringUpSettings settings = BringUpSettings.Read(flash);
        Assert.AreEqual(url, settings.CentralSystemUrl);
        Assert.AreEqual(identity, settings.Identity);
    }

    [TestMethod]
    [DataRow(512, true)]
    [DataRow(513, false)]
    public void Settings_of_more_than_512_bytes_are_not_read(int length, bool read)
    {
        MemoryFlash flash = new();
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) bytes[i] = (byte)'x';
        bytes[100] = (byte)'\n';
        flash.Write(BringUpSettings.FileName, bytes, 0, length);
        Assert.AreEqual(read ? 100 : 0, BringUpSettings.Read(flash).CentralSystemUrl.Length);
    }
}
