using System.Text;
using ChargePoint.Hal;
using ChargePoint.Runtime;
using nanoFramework.TestFramework;

namespace ChargePoint.Security.Tests;

[TestClass]
public class Sha256Tests
{
    [TestMethod]
    [DataRow("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [DataRow("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [DataRow("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
    [DataRow("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu", "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1")]
    public void Examples_of_the_standard(string text, string digest)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Assert.AreEqual(digest, Text(Sha256.Compute(bytes, 0, bytes.Length)));
    }

    [TestMethod]
    public void Pieces_give_the_same_as_the_whole_around_the_ends_of_blocks()
    {
        byte[] bytes = new byte[200];
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)(i * 7);
        Sha256 hash = new();
        byte[] digest = new byte[Sha256.DigestLength];
        for (int length = 50; length <= 140; length += 5)
        {
            string whole = Text(Sha256.Compute(bytes, 3, length));
            for (int cut = 0; cut <= length; cut += 9)
            {
                hash.Reset();
                hash.Add(bytes, 3, cut);
                hash.Add(bytes, 3 + cut, 0);
                hash.Add(bytes, 3 + cut, length - cut);
                hash.Finish(digest, 0);
                Assert.AreEqual(whole, Text(digest));
            }
        }
    }

    [TestMethod]
    public void Many_blocks()
    {
        byte[] piece = new byte[1000];
        for (int i = 0; i < piece.Length; i++) piece[i] = (byte)'a';
        Sha256 hash = new();
        for (int i = 0; i < 20; i++) hash.Add(piece, 0, piece.Length);
        byte[] digest = new byte[40];
        hash.Finish(digest, 8);
        Assert.AreEqual("cc17faaad36649c4603dda4d8ff97cb149722af0bcac0746305a2134ad2d0b97", Hex.Of(new ByteRange(digest, 8, 32)));
        Assert.AreEqual(0, (int)digest[7]);
    }

    private static string Text(byte[] digest) => Hex.Of(new ByteRange(digest, 0, digest.Length));
}
