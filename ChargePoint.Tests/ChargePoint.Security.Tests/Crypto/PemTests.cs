using System.Text;
using ChargePoint.Hal;
using nanoFramework.TestFramework;

namespace ChargePoint.Security.Tests;

[TestClass]
public class PemTests
{
    private const string Begin = "-----BEGIN CERTIFICATE-----";
    private const string End = "-----END CERTIFICATE-----";

    [TestMethod]
    public void What_is_written_is_read()
    {
        for (int length = 1; length < 120; length++)
        {
            byte[] bytes = new byte[length + 2];
            for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)((i * 37) + length);
            string text = Pem.Encode("CERTIFICATE", new ByteRange(bytes, 1, length));
            foreach (string line in text.Split('\n')) Assert.IsTrue(line.Length <= 64);
            byte[] buffer = Encoding.UTF8.GetBytes(text);
            int[] ends = new int[1];
            Assert.AreEqual(1, Pem.Decode(buffer, buffer.Length, ends));
            Assert.IsTrue(new ByteRange(buffer, 0, ends[0]).IsSameAs(new ByteRange(bytes, 1, length)));
        }
    }

    [TestMethod]
    public void A_request_is_written_with_its_label()
    {
        Assert.AreEqual("-----BEGIN CERTIFICATE REQUEST-----\nAQI=\n-----END CERTIFICATE REQUEST-----\n", Pem.Encode("CERTIFICATE REQUEST", new ByteRange(new byte[] { 1, 2 }, 0, 2)));
    }

    [TestMethod]
    public void Several_certificates_come_one_behind_the_other()
    {
        byte[] buffer = Encoding.UTF8.GetBytes("subject=x\r\n" + Begin + "\r\nAQID\r\n" + End + "\r\n" + Begin + " BAU= " + End);
        int[] ends = new int[3];
        Assert.AreEqual(2, Pem.Decode(buffer, buffer.Length, ends));
        Assert.AreEqual(3, ends[0]);
        Assert.AreEqual(5, ends[1]);
        for (int i = 0; i < 5; i++) Assert.AreEqual(i + 1, (int)buffer[i]);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("AQID")]
    [DataRow("-----BEGIN CERTIFICATE-----AQID")]
    [DataRow("-----BEGIN CERTIFICATE----------END CERTIFICATE-----")]
    [DataRow("-----BEGIN CERTIFICATE-----AQI-----END CERTIFICATE-----")]
    [DataRow("-----BEGIN CERTIFICATE-----AQI==-----END CERTIFICATE-----")]
    [DataRow("-----BEGIN CERTIFICATE-----A===-----END CERTIFICATE-----")]
    [DataRow("-----BEGIN CERTIFICATE-----AQ=D-----END CERTIFICATE-----")]
    [DataRow("-----BEGIN CERTIFICATE-----AQ*D-----END CERTIFICATE-----")]
    [DataRow("-----BEGIN CERTIFICATE-----AQID-----END CERTIFICATE----------BEGIN CERTIFICATE-----AQID-----END CERTIFICATE----------BEGIN CERTIFICATE-----AQID-----END CERTIFICATE-----")]
    [DataRow("-----BEGIN CERTIFICATE-----AQID-----END CERTIFICATE----------BEGIN CERTIFICATE-----")]
    [DataRow("-----BEGIN PRIVATE KEY-----AQID-----END PRIVATE KEY-----")]
    public void Anything_else_is_refused(string text)
    {
        byte[] buffer = Encoding.UTF8.GetBytes(text);
        Assert.AreEqual(-1, Pem.Decode(buffer, buffer.Length, new int[2]));
    }
}
