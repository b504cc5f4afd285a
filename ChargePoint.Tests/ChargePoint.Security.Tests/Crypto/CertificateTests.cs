using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Security.Tests;

[TestClass]
public class CertificateTests
{
    [TestMethod]
    public void A_root_is_read()
    {
        Certificate root = TestBytes.Parse(Vectors.Root);
        Assert.AreEqual("Test Root", root.CommonName!);
        Assert.AreEqual("Test Operator", root.Organization!);
        Assert.IsTrue(root.IsSelfIssued);
        Assert.IsTrue(root.MayIssue);
        Assert.IsFalse(root.MaySign);
        Assert.AreEqual(-1, root.PathLength);
        Assert.AreEqual((int)PublicKeyKind.Ec, (int)root.KeyKind);
        Assert.AreEqual(256, root.KeyBits);
        Assert.AreEqual((int)SignatureScheme.EcdsaSha256, (int)root.Scheme);
        Assert.AreEqual("f1e2d3c4b5a6978800112233445566778899aa", root.SerialHex);
        Assert.AreEqual(1_735_689_600_000, root.NotBeforeUnixMs);
        Assert.AreEqual(2_366_841_600_000, root.NotAfterUnixMs);
        Assert.AreEqual("CN=Test Root, O=Test Operator, valid until 2045-01-01", root.Describe());
    }

    [TestMethod]
    public void A_certificate_of_a_client_is_read()
    {
        Certificate leaf = TestBytes.Parse(Vectors.Leaf);
        Assert.AreEqual("CP1", leaf.CommonName!);
        Assert.IsFalse(leaf.MayIssue);
        Assert.IsTrue(leaf.MaySign);
        Assert.IsTrue(leaf.MayBeClient);
        Assert.IsFalse(leaf.IsSelfIssued);
        Assert.IsTrue(leaf.Issuer.IsSameAs(TestBytes.Parse(Vectors.Root).Subject));
        Assert.IsFalse(TestBytes.Parse(Vectors.ServerLeaf).MayBeClient);
        Assert.AreEqual(0, TestBytes.Parse(Vectors.Sub).PathLength);
    }

    [TestMethod]
    public void Other_keys_and_signatures_are_read()
    {
        Certificate rsa = TestBytes.Parse(Vectors.RsaRoot);
        Assert.AreEqual((int)SignatureScheme.RsaSha256, (int)rsa.Scheme);
        Assert.AreEqual(2048, rsa.KeyBits);
        Assert.IsTrue(rsa.IsStrong);
        Assert.AreEqual("a1a", rsa.SerialHex);
        Assert.AreEqual((int)SignatureScheme.RsaPssSha256, (int)TestBytes.Parse(Vectors.PssLeaf).Scheme);
        Assert.AreEqual((int)SignatureScheme.EcdsaSha384, (int)TestBytes.Parse(Vectors.P384Root).Scheme);
        Assert.AreEqual(384, TestBytes.Parse(Vectors.P384Root).KeyBits);
        Assert.IsFalse(TestBytes.Parse(Vectors.WeakRoot).IsStrong);
        Assert.IsTrue(TestBytes.Parse(Vectors.Critical).HasUnknownCritical);
    }

    [TestMethod]
    public void It_is_valid_from_its_first_to_its_last_moment_and_always_while_the_time_is_unknown()
    {
        Certificate root = TestBytes.Parse(Vectors.Root);
        Assert.IsFalse(root.IsValidAt(root.NotBeforeUnixMs - 1));
        Assert.IsTrue(root.IsValidAt(root.NotBeforeUnixMs));
        Assert.IsTrue(root.IsValidAt(root.NotAfterUnixMs));
        Assert.IsFalse(root.IsValidAt(root.NotAfterUnixMs + 1));
        Assert.IsTrue(root.IsValidAt(0));
    }

    [TestMethod]
    public void A_name_with_a_NUL_or_control_character_is_no_name()
    {
        byte[] der = TestBytes.OfBase64(Vectors.Leaf);
        Certificate leaf = CertificateParser.Parse(new ByteRange(der, 0, der.Length))!;
        int at = leaf.Subject.Offset + leaf.Subject.Count - 2; // CN=CP1 stands last
        Assert.AreEqual('P', (char)der[at]);
        der[at] = 0;
        Assert.IsNull(leaf.CommonName);
        Assert.AreEqual("Test Operator", leaf.Organization!);
        der[at] = 0x80;
        Assert.IsNull(leaf.CommonName);
        der[at] = (byte)'Q';
        Assert.AreEqual("CQ1", leaf.CommonName!);
    }

    [TestMethod]
    public void A_part_of_a_certificate_or_more_than_one_is_none()
    {
        byte[] der = TestBytes.OfBase64(Vectors.Leaf);
        for (int length = 0; length < der.Length; length++) Assert.IsNull(CertificateParser.Parse(new ByteRange(der, 0, length)));
        byte[] more = new byte[der.Length + 1];
        der.CopyTo(more, 0);
        Assert.IsNull(CertificateParser.Parse(new ByteRange(more, 0, more.Length)));
        Assert.IsNull(CertificateParser.Parse(new ByteRange(new byte[Certificate.LongestDer + 1], 0, Certificate.LongestDer + 1)));
    }

    [TestMethod]
    public void Damaged_certificates_are_refused_or_read_without_leaving_the_buffer()
    {
        string[] vectors = { Vectors.Leaf, Vectors.Root, Vectors.PssLeaf };
        SeededRandom random = new(8);
        byte[] dice = new byte[4];
        int read = 0;
        for (int round = 0; round < 1500; round++)
        {
            byte[] der = TestBytes.OfBase64(vectors[round % vectors.Length]);
            for (int change = 0; change <= round % 4; change++)
            {
                random.Fill(dice, 0, 4);
                int at = ((dice[0] << 8) | dice[1]) % der.Length;
                der[at] = (dice[3] & 1) == 0 ? dice[2] : (byte)(der[at] ^ (1 << (dice[2] & 7)));
            }

            Certificate? certificate = CertificateParser.Parse(new ByteRange(der, 0, der.Length));
            if (certificate == null) continue;
            read++;
            Within(der, certificate.Subject);
            Within(der, certificate.Signed);
            Within(der, certificate.PublicKey);
            Within(der, certificate.Signature);
            Assert.IsTrue(certificate.Describe().Length < 600);
            Assert.IsTrue(certificate.SerialHex.Length <= 40);
        }

        Assert.IsTrue(read > 100 && read < 1500, read.ToString());
    }

    private static void Within(byte[] buffer, ByteRange range) => Assert.IsTrue(range.Offset >= 0 && range.Count >= 0 && range.Offset + range.Count <= buffer.Length);
}
