using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Security.Tests;

[TestClass]
public class CertificateOperationsTests
{
    private const string RootIds = "{\"hashAlgorithm\":\"SHA256\",\"issuerNameHash\":\"4b2f5b93c8affa06ccc031c4626dc1bd7817c8ef5a3ff35f842b38dd706146e5\",\"issuerKeyHash\":\"ef40844ca823958d17971fa62c1382e0f96e226218d9123ee5dadd96adaafa49\",\"serialNumber\":\"f1e2d3c4b5a6978800112233445566778899aa\"}";
    private const string RsaIds = "{\"hashAlgorithm\":\"SHA256\",\"issuerNameHash\":\"d0b93e435fec64b011cea9ad700a0c4b8f40d95e41d50fd1b0c1f98e81c566db\",\"issuerKeyHash\":\"7c97f99c06efcecc1d9c025665ab7642f0d2ce6b6ddba63189dfdf7d06ad11c9\",\"serialNumber\":\"a1a\"}";

    [TestMethod]
    public void An_installed_root_is_trusted_at_once_and_after_a_restart()
    {
        SecurityFixture f = new();
        Assert.AreEqual("Accepted", f.Install(Vectors.Root));
        Assert.AreEqual("Test Root", f.Trusted);
        SecurityFixture next = new(f.Flash);
        Assert.AreEqual("", next.Trusted);
        next.Store.Publish();
        Assert.AreEqual("Test Root", next.Trusted);
    }

    [TestMethod]
    public void Hashes_and_serial_number_are_those_that_others_compute()
    {
        SecurityFixture f = new();
        Assert.AreEqual("{\"status\":\"NotFound\"}", f.Call("GetInstalledCertificateIds", "{\"certificateType\":\"CentralSystemRootCertificate\"}"));
        f.Install(Vectors.Root);
        f.Install(Vectors.RsaRoot);
        f.Install(Vectors.OtherRoot, forFirmware: true);
        Assert.AreEqual("{\"certificateHashData\":[" + RootIds + "," + RsaIds + "],\"status\":\"Accepted\"}", f.Call("GetInstalledCertificateIds", "{\"certificateType\":\"CentralSystemRootCertificate\"}"));
        string firmware = f.Call("GetInstalledCertificateIds", "{\"certificateType\":\"ManufacturerRootCertificate\"}");
        Assert.AreEqual("Accepted", SecurityFixture.Status(firmware));
        Assert.IsTrue(firmware.IndexOf("f1e2") < 0);
        Assert.AreEqual("Test Root, RSA Root", Reversed(f.Trusted));
    }

    [TestMethod]
    public void A_root_is_deleted_by_its_hashes_in_either_case_of_letters()
    {
        SecurityFixture f = new();
        f.Install(Vectors.Root);
        f.Install(Vectors.RsaRoot);
        Assert.AreEqual("Accepted", Delete(f, RsaIds));
        Assert.AreEqual("Test Root", f.Trusted);
        Assert.AreEqual("NotFound", Delete(f, RsaIds));
        Assert.AreEqual("Accepted", Delete(f, "{\"hashAlgorithm\":\"SHA256\",\"issuerNameHash\":\"4B2F5B93C8AFFA06CCC031C4626DC1BD7817C8EF5A3FF35F842B38DD706146E5\",\"issuerKeyHash\":\"EF40844CA823958D17971FA62C1382E0F96E226218D9123EE5DADD96ADAAFA49\",\"serialNumber\":\"00F1E2D3C4B5A6978800112233445566778899AA\"}"));
        Assert.AreEqual("", f.Trusted);
        Assert.AreEqual(0, f.Store.Installed);
    }

    [TestMethod]
    public void Nothing_is_deleted_that_is_not_quite_the_same()
    {
        SecurityFixture f = new();
        f.Install(Vectors.Root);
        Assert.AreEqual("NotFound", Delete(f, Changed("\"4b", "\"4c")));
        Assert.AreEqual("NotFound", Delete(f, Changed("\"ef", "\"ee")));
        Assert.AreEqual("NotFound", Delete(f, Changed("9aa\"", "9ab\"")));
        Assert.AreEqual("NotFound", Delete(f, Changed("SHA256", "SHA384")));
        Assert.AreEqual("!PropertyConstraintViolation", Delete(f, Changed("SHA256", "MD5")));
        Assert.AreEqual("!OccurrenceConstraintViolation", Delete(f, "{\"hashAlgorithm\":\"SHA256\",\"issuerNameHash\":\"a\",\"issuerKeyHash\":\"b\"}"));
        Assert.AreEqual("!OccurrenceConstraintViolation", f.Call("DeleteCertificate", "{}"));
        Assert.AreEqual(1, f.Store.Installed);
    }

    [TestMethod]
    public void The_last_root_stays_while_the_connection_depends_on_it()
    {
        SecurityFixture f = new();
        f.Install(Vectors.Root);
        f.Install(Vectors.OtherRoot, forFirmware: true);
        f.Configuration.Set(Key.SecurityProfile, "2", out _);
        Assert.AreEqual("Failed", Delete(f, RootIds));
        f.Install(Vectors.RsaRoot);
        Assert.AreEqual("Accepted", Delete(f, RootIds));
    }

    [TestMethod]
    public void A_built_in_root_is_trusted_and_cannot_be_deleted()
    {
        SecurityFixture f = new();
        Assert.IsTrue(f.Store.AddBuiltIn(CertificateUse.CentralSystemRootCertificate, TestBytes.OfBase64(Vectors.Root)));
        Assert.IsFalse(f.Store.AddBuiltIn(CertificateUse.CentralSystemRootCertificate, new byte[] { 1, 2 }));
        f.Store.Publish();
        Assert.AreEqual("Test Root", f.Trusted);
        Assert.AreEqual("Failed", Delete(f, RootIds));
        Assert.AreEqual("Accepted", f.Install(Vectors.Root), "it is there already");
        Assert.AreEqual(0, f.Store.Installed);
        for (int i = 1; i < CertificateStore.MostBuiltIn; i++) Assert.IsTrue(f.Store.AddBuiltIn(CertificateUse.ManufacturerRootCertificate, TestBytes.OfBase64(Vectors.Root)));
        Assert.IsFalse(f.Store.AddBuiltIn(CertificateUse.ManufacturerRootCertificate, TestBytes.OfBase64(Vectors.Root)));
    }

    [TestMethod]
    public void What_is_no_authority_is_rejected()
    {
        SecurityFixture f = new();
        Assert.AreEqual("Rejected", f.Install(Vectors.Leaf));
        Assert.AreEqual("Rejected", f.Install(Vectors.WeakRoot));
        Assert.AreEqual("Rejected", f.Install(Vectors.ExpiredRoot));
        Assert.AreEqual("Rejected", f.Install(Vectors.Critical));
        Assert.AreEqual("Rejected", f.InstallPem("no certificate"));
        Assert.AreEqual("Rejected", f.InstallPem(TestBytes.Pem(Vectors.Root, Vectors.OtherRoot)));
        f.Element.Answer = SignatureCheck.Bad;
        Assert.AreEqual("Rejected", f.Install(Vectors.Root));
        f.Element.Answer = SignatureCheck.Unsupported;
        Assert.AreEqual("Accepted", f.Install(Vectors.Root));
        Assert.AreEqual("!PropertyConstraintViolation", f.InstallPem(new string('a', 5501)));
        Assert.AreEqual("!PropertyConstraintViolation", f.Call("InstallCertificate", "{\"certificateType\":\"V2GRootCertificate\",\"certificate\":\"a\"}"));
        Assert.AreEqual("!OccurrenceConstraintViolation", f.Call("InstallCertificate", "{\"certificateType\":\"CentralSystemRootCertificate\"}"));
        Assert.AreEqual("", f.Events);
        Assert.AreEqual(1, f.Store.Installed);
    }

    [TestMethod]
    public void The_store_has_a_limit_and_says_so()
    {
        SecurityFixture f = new();
        Certificate root = TestBytes.Parse(Vectors.Root);
        for (int i = 0; i < CertificateStore.MostCertificates; i++) Assert.IsTrue(f.Store.Write(CertificateUse.ManufacturerRootCertificate, root, root.PublicKey));
        Assert.IsFalse(f.Store.Write(CertificateUse.ManufacturerRootCertificate, root, root.PublicKey));
        Assert.AreEqual("Rejected", f.Install(Vectors.Root));
        Assert.AreEqual(CertificateStore.MostCertificates, f.Configuration.Integer(Key.CertificateStoreMaxLength));
        f.Store.Delete(3);
        Assert.AreEqual("Accepted", f.Install(Vectors.Root));
    }

    [TestMethod]
    public void A_flash_that_refuses_is_told_as_failed_and_changes_nothing()
    {
        MemoryFlash memory = new();
        SecurityFixture before = new(memory);
        before.Install(Vectors.Root);
        RefusingFlash flash = new(memory);
        SecurityFixture f = new(flash);
        flash.Refuses = true;
        Assert.AreEqual("Failed", f.Install(Vectors.RsaRoot));
        Assert.AreEqual("Failed", Delete(f, RootIds));
        flash.Refuses = false;
        Assert.AreEqual(1, f.Store.Count(CertificateUse.CentralSystemRootCertificate));
    }

    [TestMethod]
    public void A_damaged_file_is_passed_over()
    {
        SecurityFixture f = new();
        f.Install(Vectors.Root);
        f.Install(Vectors.RsaRoot);
        byte[] bytes = new byte[4];
        f.Flash.Write("cert.0", bytes, 0, 4);
        f.Store.Publish();
        Assert.AreEqual("RSA Root", f.Trusted);
        Assert.IsTrue(f.Logged("cert.0 is damaged"));
    }

    [TestMethod]
    public void A_successor_has_to_be_signed_by_the_root_whose_place_it_takes()
    {
        SecurityFixture f = Checking();
        Assert.AreEqual("Accepted", f.Install(Vectors.Root), "the first has nobody before it");
        Assert.AreEqual("Rejected", f.Install(Vectors.OtherRoot));
        Assert.AreEqual("InvalidCentralSystemCertificate;", f.Events);
        f.Element.Wrong = TestBytes.Parse(Vectors.Root);
        Assert.AreEqual("Rejected", f.Install(Vectors.SecondRoot));
        Assert.AreEqual("InvalidCentralSystemCertificate;InvalidCentralSystemCertificate;", f.Events);
        f.Element.Wrong = null;
        Assert.AreEqual("Accepted", f.Install(Vectors.SecondRoot));
        Assert.AreEqual("Test Root 2, Test Root", f.Trusted, "the one before stays as fallback");
        Assert.AreEqual("Accepted", f.Install(Vectors.OtherRoot, forFirmware: true), "authorities of firmware are not concerned");
    }

    [TestMethod]
    public void The_fallback_goes_when_a_connection_was_made_with_the_successor()
    {
        SecurityFixture f = Checking();
        f.Install(Vectors.Root);
        f.Install(Vectors.SecondRoot);
        f.Installer.OnConnected(-1);
        f.Installer.OnConnected(1);
        Assert.AreEqual("Test Root 2, Test Root", f.Trusted);
        f.Installer.OnConnected(0);
        Assert.AreEqual("Test Root 2", f.Trusted);
        f.Installer.OnConnected(0);
        Assert.AreEqual(1, f.Store.Installed);
    }

    [TestMethod]
    public void Without_the_check_roots_stand_side_by_side()
    {
        SecurityFixture f = new();
        f.Install(Vectors.Root);
        f.Install(Vectors.OtherRoot);
        f.Installer.OnConnected(0);
        Assert.AreEqual("Other Root, Test Root", f.Trusted);
    }

    [TestMethod]
    public void A_board_without_secure_element_takes_roots_but_no_successor()
    {
        SecurityFixture f = new(null, hasElement: false);
        f.Configuration.Set(Key.AdditionalRootCertificateCheck, "true", out _);
        Assert.AreEqual("Accepted", f.Install(Vectors.Root));
        Assert.AreEqual("Failed", f.Install(Vectors.SecondRoot));
    }

    private static SecurityFixture Checking()
    {
        SecurityFixture f = new();
        f.Configuration.Set(Key.AdditionalRootCertificateCheck, "true", out _);
        Assert.IsTrue(f.Configuration.Boolean(Key.AdditionalRootCertificateCheck));
        return f;
    }

    private static string Delete(SecurityFixture f, string ids) => SecurityFixture.Status(f.Call("DeleteCertificate", "{\"certificateHashData\":" + ids + "}"));

    private static string Changed(string from, string to)
    {
        int at = RootIds.IndexOf(from);
        return RootIds.Substring(0, at) + to + RootIds.Substring(at + from.Length);
    }

    private static string Reversed(string list)
    {
        int comma = list.IndexOf(',');
        return list.Substring(comma + 2) + ", " + list.Substring(0, comma);
    }
}
