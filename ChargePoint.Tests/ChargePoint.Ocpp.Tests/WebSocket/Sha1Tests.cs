using System.Text;
using nanoFramework.TestFramework;

namespace ChargePoint.Ocpp.Tests.WebSocket;

[TestClass]
public class Sha1Tests
{
    [TestMethod]
    [DataRow("", "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709")]
    [DataRow("abc", "A9993E364706816ABA3E25717850C26C9CD0D89D")]
    [DataRow("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "84983E441C3BD26EBAAE4AA1F95129E5E54670F1")]
    [DataRow("dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11", "B37A4F2CC0624F1690F64606CF385945B2BEC4EA")]
    public void Digest_is_that_of_the_RFC(string text, string expected)
    {
        byte[] data = Encoding.UTF8.GetBytes(text);
        Assert.AreEqual(expected, Hash(data, 0, data.Length));
    }

    [TestMethod]
    public void Digest_of_repeated_blocks_is_that_of_the_RFC()
    {
        byte[] data = new byte[640];
        for (int i = 0; i < data.Length; i++) data[i] = (byte)('0' + (i % 8));
        Assert.AreEqual("DEA356A2CDDD90C7A7ECEDC5EBB563934F460452", Hash(data, 0, data.Length));
    }

    [TestMethod]
    [DataRow(55, "C1C8BBDC22796E28C0E15163D20899B65621D65A")]
    [DataRow(56, "C2DB330F6083854C99D4B5BFB6E8F29F201BE699")]
    [DataRow(63, "03F09F5B158A7A8CDAD920BDDC29B81C18A551F5")]
    [DataRow(64, "0098BA824B5C16427BD7A1122A5A442A25EC644D")]
    [DataRow(65, "11655326C708D70319BE2610E8A57D9A5B959D3B")]
    public void Padding_is_right_around_the_block_length(int length, string expected)
    {
        byte[] data = new byte[length + 7];
        for (int i = 0; i < data.Length; i++) data[i] = (byte)'a';
        Assert.AreEqual(expected, Hash(data, 3, length));
    }

    private static string Hash(byte[] data, int offset, int count)
    {
        byte[] digest = new byte[Sha1.DigestLength];
        Sha1.Compute(data, offset, count, digest);
        StringBuilder text = new();
        for (int i = 0; i < digest.Length; i++) text.Append(digest[i].ToString("X2"));
        return text.ToString();
    }
}
