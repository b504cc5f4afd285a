using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Security;
using ChargePoint.Simulator.Tests.Bench;
using ChargePoint.Simulator.Tests.Network;

namespace ChargePoint.Simulator.Tests.Security;

/// <summary>The device's X.509, PKCS#10 and chains say the same as .NET; signatures are real here.</summary>
[TestClass]
public sealed class CertificateAgreementTests
{
    private static readonly DateTimeOffset From = new(2025, 3, 1, 12, 30, 45, TimeSpan.Zero);

    [TestMethod]
    [DataRow("P-256", "SHA256")]
    [DataRow("P-384", "SHA384")]
    [DataRow("P-521", "SHA512")]
    [DataRow("RSA", "SHA256")]
    [DataRow("RSA", "SHA384")]
    [DataRow("RSA", "SHA512")]
    [DataRow("PSS", "SHA256")]
    [DataRow("PSS", "SHA384")]
    [DataRow("PSS", "SHA512")]
    public void Certificates_are_read_and_verified_alike(string kind, string hash)
    {
        for (int year = 1; year <= 40; year += 13)
        {
            using X509Certificate2 theirs = SelfSigned(kind, new HashAlgorithmName(hash), From.AddYears(year));
            Certificate ours = Parse(theirs);
            Assert.AreEqual(theirs.SerialNumber.TrimStart('0').ToLowerInvariant(), ours.SerialHex);
            Assert.AreEqual(new DateTimeOffset(theirs.NotBefore).ToUnixTimeMilliseconds(), ours.NotBeforeUnixMs);
            Assert.AreEqual(new DateTimeOffset(theirs.NotAfter).ToUnixTimeMilliseconds(), ours.NotAfterUnixMs);
            Assert.AreEqual("Käse & Söhne, Inc.", ours.CommonName);
            Assert.AreEqual("Operator", ours.Organization);
            Assert.IsTrue(ours.MayIssue);
            CollectionAssert.AreEqual(theirs.SubjectName.RawData, Bytes(ours.Subject));
            CollectionAssert.AreEqual(theirs.PublicKey.EncodedKeyValue.RawData, Bytes(ours.PublicKey));
            Assert.IsTrue(ours.IsStrong);
            using TemporaryFolder folder = new();
            HostSecureElement element = new(folder.At("keys"));
            Assert.AreEqual(SignatureCheck.Good, element.Verify(ours.Scheme, ours.PublicKeyInfo, ours.Signed, ours.Signature), ours.Scheme.ToString());
            ours.Signed.Buffer[ours.Signed.Offset + ours.Signed.Count - 1] ^= 1;
            Assert.AreEqual(SignatureCheck.Bad, element.Verify(ours.Scheme, ours.PublicKeyInfo, ours.Signed, ours.Signature));
        }
    }

    [TestMethod]
    [DataRow("\\n")]
    [DataRow("\\r\\n")]
    public void A_chain_of_the_longest_length_fits_into_a_message(string lineEnd)
    {
        int longest = int.Parse(KeyTable.Of(Key.CertificateSignedMaxChainSize).Default, CultureInfo.InvariantCulture);
        int perLine = 64 + (lineEnd.Length / 2);
        string chain = string.Concat(Enumerable.Repeat(new string('A', 64) + lineEnd, (longest / perLine) + 1));
        string message = $"[2,\"{new string('x', 36)}\",\"CertificateSigned\",{{\"certificateChain\":\"{chain}\"}}]";
        Assert.IsLessThanOrEqualTo(Firmware.ChargePoint.LongestMessage, message.Length);
    }

    [TestMethod]
    public void A_request_of_the_charge_point_is_one_for_NET()
    {
        using TemporaryFolder folder = new();
        HostSecureElement element = new(folder.At("keys"));
        Assert.IsNull(ChargePoint.Security.CertificateRequest.Make(element, 0, "CP1", ""));
        for (int i = 0; i < 50; i++)
        {
            Assert.IsTrue(element.MakeKey(i % 2));
            string organization = i % 3 == 0 ? "" : "Stadtwerke Zürich";
            string pem = ChargePoint.Security.CertificateRequest.Make(element, i % 2, "CP" + i.ToString(CultureInfo.InvariantCulture), organization)!;
            var request = System.Security.Cryptography.X509Certificates.CertificateRequest.LoadSigningRequestPem(pem, HashAlgorithmName.SHA256);
            Assert.AreEqual(organization.Length == 0 ? $"CN=CP{i}" : $"CN=CP{i}, O=Stadtwerke Zürich", request.SubjectName.Name);
            Assert.AreEqual("1.2.840.10045.2.1", request.PublicKey.Oid.Value);
        }

        Assert.IsNull(ChargePoint.Security.CertificateRequest.Make(element, 0, new string('x', 2000), ""));
    }

    [TestMethod]
    public void A_certificate_of_an_authority_with_the_same_name_does_not_pass()
    {
        using TemporaryFolder folder = new();
        using TestAuthority authority = new("Test CA");
        using TestAuthority namesake = new("Test CA");
        HostSecureElement element = new(folder.At("keys"));
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        Anchor anchor = new(Parse(X509Certificate2.CreateFromPem(authority.Pem)));
        using X509Certificate2 right = authority.Issue("cp");
        using X509Certificate2 wrong = namesake.Issue("cp");
        Assert.AreEqual("", new ChainValidator(element, anchor).Check([Parse(right)], now));
        Assert.AreEqual("its signature is wrong", new ChainValidator(element, anchor).Check([Parse(wrong)], now));
        Assert.AreEqual("its signature is wrong", new ChainValidator(element, anchor).Check([Parse(wrong), Parse(X509Certificate2.CreateFromPem(authority.Pem))], now));
    }

    [TestMethod]
    public void Mutated_signatures_and_keys_are_bad_and_no_exception()
    {
        using TemporaryFolder folder = new();
        HostSecureElement element = new(folder.At("keys"));
        Random random = new(5);
        foreach (string kind in new[] { "P-256", "RSA", "PSS" })
        {
            using X509Certificate2 theirs = SelfSigned(kind, HashAlgorithmName.SHA256, From.AddYears(5));
            for (int i = 0; i < 200; i++)
            {
                Certificate ours = Parse(theirs);
                ByteRange victim = i % 2 == 0 ? ours.Signature : ours.PublicKeyInfo;
                victim.Buffer[victim.Offset + random.Next(victim.Count)] ^= (byte)(1 << random.Next(8));
                if (i % 2 == 0) Assert.AreEqual(SignatureCheck.Bad, element.Verify(ours.Scheme, ours.PublicKeyInfo, ours.Signed, ours.Signature));
                else element.Verify(ours.Scheme, ours.PublicKeyInfo, ours.Signed, ours.Signature);
            }
        }
    }

    private static Certificate Parse(X509Certificate2 certificate)
    {
        byte[] der = certificate.RawData;
        Certificate? parsed = CertificateParser.Parse(new ByteRange(der, 0, der.Length));
        Assert.IsNotNull(parsed);
        return parsed;
    }

    private static byte[] Bytes(ByteRange range) => range.Buffer.AsSpan(range.Offset, range.Count).ToArray();

    private static X509Certificate2 SelfSigned(string kind, HashAlgorithmName hash, DateTimeOffset to)
    {
        X500DistinguishedNameBuilder name = new();
        name.AddOrganizationName("Operator");
        name.AddCommonName("Käse & Söhne, Inc.");
        using RSA? rsa = kind is "RSA" or "PSS" ? RSA.Create(2048) : null;
        using ECDsa? ecdsa = rsa != null ? null : ECDsa.Create(kind == "P-256" ? ECCurve.NamedCurves.nistP256 : kind == "P-384" ? ECCurve.NamedCurves.nistP384 : ECCurve.NamedCurves.nistP521);
        var request = rsa != null
            ? new System.Security.Cryptography.X509Certificates.CertificateRequest(name.Build(), rsa, hash, kind == "PSS" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1)
            : new System.Security.Cryptography.X509Certificates.CertificateRequest(name.Build(), ecdsa!, hash);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 3, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        return request.CreateSelfSigned(From, to);
    }

    private sealed class Anchor(Certificate certificate) : IAnchors
    {
        public int Places => 1;

        public Certificate? Read(int place) => certificate;
    }
}
