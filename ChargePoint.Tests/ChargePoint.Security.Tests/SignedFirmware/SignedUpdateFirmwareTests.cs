using ChargePoint.Hal;
using ChargePoint.Maintenance;
using ChargePoint.Runtime;
using nanoFramework.TestFramework;

namespace ChargePoint.Security.Tests;

[TestClass]
public class SignedUpdateFirmwareTests
{
    [TestMethod]
    public void An_update_of_a_trusted_signer_begins()
    {
        SecurityFixture f = Ready();
        Assert.AreEqual("Accepted", Update(f, Vectors.PssLeaf));
        Assert.AreEqual((int)UpdatePhase.Download, (int)f.Maintenance.Updater!.Phase);
        Assert.AreEqual("", f.Events);
        Assert.AreEqual("AcceptedCanceled", Update(f, Vectors.PssLeaf), "it takes the place of the one before");
    }

    [TestMethod]
    public void A_signer_who_is_not_trusted_is_refused_and_told()
    {
        SecurityFixture f = new();
        f.Install(Vectors.RsaRoot);
        Refused(f, Vectors.PssLeaf, "no installed authority");
        f.Install(Vectors.RsaRoot, forFirmware: true);
        f.Install(Vectors.Root, forFirmware: true);
        Refused(f, Vectors.ExpiredLeaf, "expired");
        Refused(f, Vectors.Sub, "may not sign");
        f.Element.Wrong = TestBytes.Parse(Vectors.RsaRoot);
        Refused(f, Vectors.PssLeaf, "signature is wrong");
        f.Events = "";
        Assert.AreEqual("InvalidCertificate", SecurityFixture.Status(f.Call("SignedUpdateFirmware", Request("no certificate"))));
        Assert.AreEqual("InvalidFirmwareSigningCertificate;", f.Events);
        Assert.AreEqual((int)UpdatePhase.None, (int)f.Maintenance.Updater!.Phase);
    }

    [TestMethod]
    public void Certificates_between_signer_and_authority_may_come_along()
    {
        SecurityFixture f = new();
        f.Install(Vectors.Root, forFirmware: true);
        Assert.AreEqual("InvalidCertificate", Update(f, Vectors.LeafBelowSub));
        Assert.AreEqual("Accepted", SecurityFixture.Status(f.Call("SignedUpdateFirmware", Request(TestBytes.Pem(Vectors.LeafBelowSub, Vectors.Sub)))));
    }

    [TestMethod]
    public void It_is_rejected_while_the_outcome_of_another_is_open_and_on_boards_that_cannot()
    {
        SecurityFixture f = Ready();
        f.Firmware.Trial = FirmwareTrial.Running;
        Assert.AreEqual("Rejected", Update(f, Vectors.PssLeaf));
        SecurityFixture without = new(null, hasElement: false);
        without.Install(Vectors.RsaRoot, forFirmware: true);
        Assert.AreEqual("Rejected", Update(without, Vectors.PssLeaf));
        Assert.AreEqual("", f.Events + without.Events);
    }

    [TestMethod]
    public void It_is_rejected_if_the_flash_does_not_take_it()
    {
        RefusingFlash flash = new(new Hal.Simulated.MemoryFlash());
        SecurityFixture f = new(flash);
        f.Install(Vectors.RsaRoot, forFirmware: true);
        flash.Refuses = true;
        Assert.AreEqual("Rejected", Update(f, Vectors.PssLeaf));
        Assert.AreEqual((int)UpdatePhase.None, (int)f.Maintenance.Updater!.Phase);
    }

    [TestMethod]
    [DataRow("{}", "!OccurrenceConstraintViolation")]
    [DataRow("{\"requestId\":1}", "!OccurrenceConstraintViolation")]
    [DataRow("{\"requestId\":1,\"firmware\":{}}", "!OccurrenceConstraintViolation")]
    [DataRow("{\"requestId\":1,\"firmware\":1}", "!TypeConstraintViolation")]
    [DataRow("{\"firmware\":{\"location\":\"http://h\",\"retrieveDateTime\":\"2026-01-01T00:00:00Z\",\"signingCertificate\":\"a\",\"signature\":\"b\"}}", "!OccurrenceConstraintViolation")]
    [DataRow("{\"requestId\":1,\"firmware\":{\"location\":\"http://h\",\"retrieveDateTime\":\"2026-01-01T00:00:00Z\",\"signature\":\"b\"}}", "!OccurrenceConstraintViolation")]
    [DataRow("{\"requestId\":\"1\",\"firmware\":{}}", "!TypeConstraintViolation")]
    [DataRow("{\"requestId\":1,\"firmware\":{\"retrieveDateTime\":\"soon\"}}", "!PropertyConstraintViolation")]
    public void A_request_that_is_wrong_is_refused(string request, string error)
    {
        Assert.AreEqual(error, Ready().Call("SignedUpdateFirmware", request));
    }

    [TestMethod]
    public void The_image_is_hashed_in_pieces_and_compared_with_the_signature_that_came()
    {
        SecurityFixture f = Ready();
        Update(f, Vectors.PssLeaf);
        f.Firmware.Image = new byte[1300];
        for (int i = 0; i < 1300; i++) f.Firmware.Image[i] = (byte)(i * 3);
        IImageSignature signature = f.Maintenance.Updater!.Signature!;
        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < 3; i++) Assert.AreEqual((int)FirmwareCheck.Busy, (int)signature.Check());
            Assert.AreEqual((int)FirmwareCheck.Sound, (int)signature.Check());
            Assert.AreEqual(Hex.Of(new ByteRange(Sha256.Compute(f.Firmware.Image, 0, 1300), 0, 32)), Hex.Of(new ByteRange(f.Element.LastHash!, 0, 32)));
            signature.Check();
            signature.Drop(); // begun anew from the first byte
        }
    }

    [TestMethod]
    public void A_wrong_signature_is_told_as_security_event()
    {
        SecurityFixture f = Ready();
        Update(f, Vectors.PssLeaf);
        IImageSignature signature = f.Maintenance.Updater!.Signature!;
        f.Element.Answer = SignatureCheck.Bad;
        Bad(f, signature);
        f.Element.Answer = SignatureCheck.Unsupported;
        Bad(f, signature);
        f.Element.Answer = SignatureCheck.Good;
        f.Firmware.Image = new byte[10];
        f.Firmware.IsBroken = true;
        Bad(f, signature);
        f.Firmware.Image = new byte[0];
        byte[] file = new byte[f.Flash.Length("fwsign")];
        f.Flash.Read("fwsign", 0, file, 0, file.Length);
        file[20] ^= 1;
        f.Flash.Write("fwsign", file, 0, file.Length);
        Bad(f, signature);
        f.Flash.Delete("fwsign");
        Bad(f, signature);
    }

    [TestMethod]
    public void A_signature_that_is_no_base64_is_wrong()
    {
        SecurityFixture f = Ready();
        Assert.AreEqual("Accepted", SecurityFixture.Status(f.Call("SignedUpdateFirmware", Request(TestBytes.Pem(Vectors.PssLeaf), "***"))));
        Bad(f, f.Maintenance.Updater!.Signature!);
    }

    private static void Bad(SecurityFixture f, IImageSignature signature)
    {
        f.Events = "";
        Assert.AreEqual((int)FirmwareCheck.Bad, (int)signature.Check());
        Assert.AreEqual("InvalidFirmwareSignature;", f.Events);
    }

    private static SecurityFixture Ready()
    {
        SecurityFixture f = new();
        Assert.AreEqual("Accepted", f.Install(Vectors.RsaRoot, forFirmware: true));
        return f;
    }

    private static void Refused(SecurityFixture f, string base64, string reason)
    {
        f.Events = "";
        Assert.AreEqual("InvalidCertificate", Update(f, base64));
        Assert.AreEqual("InvalidFirmwareSigningCertificate;", f.Events);
        Assert.IsTrue(f.Logged(reason), reason);
    }

    private static string Update(SecurityFixture f, string signer) => SecurityFixture.Status(f.Call("SignedUpdateFirmware", Request(TestBytes.Pem(signer))));

    private static string Request(string pem, string signature = "AQID") =>
        "{\"requestId\":9,\"retries\":3,\"retryInterval\":60,\"firmware\":{\"location\":\"http://files.example/fw\",\"retrieveDateTime\":\"2026-01-01T00:00:00Z\",\"signingCertificate\":\""
        + SecurityFixture.Escape(pem) + "\",\"signature\":\"" + signature + "\"}}";
}
