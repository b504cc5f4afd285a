using ChargePoint.Features;
using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Security.Tests;

// The key pair of each of these certificates is the same: the test puts it into the secure element.
[TestClass]
public class ChargePointCertificateTests
{
    [TestMethod]
    public void A_certificate_is_asked_for_taken_shown_and_used()
    {
        SecurityFixture f = Started();
        f.Room.SignCertificate!.Trigger();
        f.Run();
        Assert.Contains("\"SignCertificate\",{\"csr\":\"-----BEGIN CERTIFICATE REQUEST-----\\n", (string)f.Sent[0]!);
        Assert.Contains("\\n-----END CERTIFICATE REQUEST-----\\n\"}", (string)f.Sent[0]!);
        f.Confirm("{\"status\":\"Accepted\"}");
        f.Element.SetKey(0, TestBytes.Parse(Vectors.Leaf));
        Assert.AreEqual("", f.Shown);
        Assert.AreEqual("Accepted", Sign(f, Vectors.Leaf));
        Assert.AreEqual("0: 378", f.Shown);
        Assert.AreEqual(1, f.Reconnects);
        Assert.IsTrue(f.Room.Own!.IsOnTrial);
        f.Failed();
        f.Opened();
        Assert.IsFalse(f.Room.Own!.IsOnTrial);
        Assert.AreEqual("", f.Events);

        SecurityFixture next = Restarted(f);
        Assert.AreEqual("0: 378", next.Shown);
        Assert.IsFalse(next.Room.Own!.IsOnTrial);
    }

    [TestMethod]
    public void A_chain_is_kept_as_a_whole()
    {
        SecurityFixture f = Pending();
        Assert.AreEqual("Accepted", Sign(f, Vectors.LeafBelowSub, Vectors.Sub));
        Assert.AreEqual("0: 684", f.Shown);
        SecurityFixture next = Restarted(f);
        Assert.AreEqual("0: 684", next.Shown);
    }

    [TestMethod]
    public void A_certificate_that_is_not_right_is_rejected_and_told()
    {
        SecurityFixture f = Pending();
        f.Element.SetKey(0, TestBytes.Parse(Vectors.Root));
        Refused(f, Vectors.Leaf, "another key pair");
        f.Element.SetKey(0, TestBytes.Parse(Vectors.Leaf));
        Refused(f, Vectors.ExpiredLeaf, "expired");
        Refused(f, Vectors.ServerLeaf, "TLS client");
        Refused(f, Vectors.LeafBelowSub, "no installed authority");
        f.Room.Own!.CommonName = "CP2";
        Refused(f, Vectors.Leaf, "common name");
        f.Room.Own!.CommonName = "CP1";
        f.Configuration.Set(Key.CpoName, "Somebody", out _);
        Refused(f, Vectors.Leaf, "organization");
        f.Configuration.Set(Key.CpoName, "Test Operator", out _);
        f.Element.Wrong = TestBytes.Parse(Vectors.Root);
        Refused(f, Vectors.Leaf, "signature is wrong");
        f.Element.Wrong = null;
        Assert.AreEqual("", f.Shown);
        Assert.AreEqual("Accepted", Sign(f, Vectors.Leaf));
        Refused(f, Vectors.Leaf, "none was asked for");
    }

    [TestMethod]
    public void What_is_no_chain_is_rejected()
    {
        SecurityFixture f = Pending();
        Assert.AreEqual("Rejected", SecurityFixture.Status(f.Call("CertificateSigned", "{\"certificateChain\":\"x\"}")));
        Assert.AreEqual("Rejected", SecurityFixture.Status(f.Call("CertificateSigned", "{\"certificateChain\":\"-----BEGIN CERTIFICATE-----\\nAQID\\n-----END CERTIFICATE-----\"}")));
        Assert.AreEqual("!PropertyConstraintViolation", f.Call("CertificateSigned", "{\"certificateChain\":\"" + new string('a', 10_001) + "\"}"));
        Assert.AreEqual("!OccurrenceConstraintViolation", f.Call("CertificateSigned", "{}"));
        Assert.IsTrue(f.Room.Own!.IsPending);
    }

    [TestMethod]
    public void A_board_without_secure_element_rejects()
    {
        SecurityFixture f = new(null, hasElement: false);
        f.Room.Start("CP1");
        Assert.IsNull(f.Room.SignCertificate);
        Assert.AreEqual("Rejected", Sign(f, Vectors.Leaf));
        f.Room.OnConnected(true);
    }

    [TestMethod]
    public void A_new_certificate_with_which_nobody_connects_gives_way_to_the_one_before()
    {
        SecurityFixture f = InUse();
        f.Room.SignCertificate!.Trigger();
        f.Run();
        f.Confirm("{\"status\":\"Accepted\"}");
        f.Element.SetKey(1, TestBytes.Parse(Vectors.Leaf));
        Assert.AreEqual("Accepted", Sign(f, Vectors.LeafBelowSub, Vectors.Sub));
        Assert.AreEqual("1: 684", f.Shown);
        f.Failed(); // the old connection ends
        for (int i = 0; i < ChargePointCertificate.TrialAttempts; i++)
        {
            Assert.AreEqual("1: 684", f.Shown, i.ToString());
            f.Advance(400_000);
            f.Failed();
        }

        f.Advance(10_000);
        Assert.AreEqual("0: 378", f.Shown);
        f.Opened();
        Assert.IsFalse(f.Room.Own!.IsOnTrial);
        Assert.AreEqual("InvalidChargePointCertificate;", f.Events);
        Assert.AreEqual("0: 378", Restarted(f).Shown);
    }

    [TestMethod]
    public void While_the_network_is_away_both_certificates_stay()
    {
        SecurityFixture f = InUse();
        f.Room.SignCertificate!.Trigger();
        f.Run();
        f.Confirm("{\"status\":\"Accepted\"}");
        f.Element.SetKey(1, TestBytes.Parse(Vectors.Leaf));
        Sign(f, Vectors.LeafBelowSub, Vectors.Sub);
        f.Failed();
        string seen = "";
        for (int i = 0; i < 12; i++)
        {
            f.Advance(400_000);
            f.Failed();
            f.Advance(10_000);
            seen += f.Shown.Substring(0, 1);
        }

        Assert.Contains("1110001110", seen + seen);
        Assert.IsTrue(f.Room.Own!.IsOnTrial);
        SecurityFixture next = Restarted(f);
        Assert.AreEqual("1: 684", next.Shown);
        next.StartLink();
        next.Opened();
        Assert.IsFalse(next.Room.Own!.IsOnTrial);
    }

    [TestMethod]
    public void The_same_request_is_sent_again_until_a_certificate_comes_and_ever_less_often()
    {
        SecurityFixture f = Started();
        f.Room.SignCertificate!.Trigger();
        f.Run();
        f.Confirm("{\"status\":\"Rejected\"}");
        Assert.AreEqual(1, f.Sent.Count);
        f.Advance(SignCertificate.FirstWaitMs + 1000);
        Assert.AreEqual(2, f.Sent.Count);
        Assert.AreEqual(((string)f.Sent[0]!).Substring(45), ((string)f.Sent[1]!).Substring(45), "the key pair is the same");
        f.Confirm("{\"status\":\"Accepted\"}");
        f.Advance(SignCertificate.FirstWaitMs + 1000);
        Assert.AreEqual(2, f.Sent.Count);
        f.Advance(SignCertificate.FirstWaitMs);
        Assert.AreEqual(3, f.Sent.Count);
        f.Confirm("{\"status\":\"Accepted\"}");
        for (int day = 0; day < 10; day++)
        {
            f.Advance(86_400_000);
            f.Confirm("{\"status\":\"Accepted\"}");
        }

        Assert.IsTrue(f.Sent.Count < 20, f.Sent.Count.ToString());
        f.Element.SetKey(0, TestBytes.Parse(Vectors.Leaf));
        Sign(f, Vectors.Leaf);
        int count = f.Sent.Count;
        f.Advance(30L * 86_400_000);
        Assert.AreEqual(count, f.Sent.Count);
    }

    [TestMethod]
    public void A_request_that_waits_for_its_certificate_outlives_a_restart()
    {
        SecurityFixture f = Pending();
        SecurityFixture next = Restarted(f);
        next.StartLink();
        next.Opened();
        Assert.AreEqual(0, next.Sent.Count);
        Assert.AreEqual("Accepted", Sign(next, Vectors.Leaf));
        SecurityFixture other = Restarted(Pending());
        other.StartLink();
        other.Opened();
        other.Advance(SignCertificate.FirstWaitMs + 1000);
        Assert.AreEqual(1, other.Sent.Count);
    }

    [TestMethod]
    public void It_is_renewed_before_it_expires()
    {
        SecurityFixture f = InUse();
        int count = f.Sent.Count;
        long end = TestBytes.Parse(Vectors.Leaf).NotAfterUnixMs;
        f.WallClock.Set(end - ((SignCertificate.RenewalDays + 1) * 86_400_000L));
        f.Advance(3_700_000);
        Assert.AreEqual(count, f.Sent.Count);
        f.Advance(86_400_000);
        Assert.IsTrue(f.Sent.Count > count);
        Assert.Contains("SignCertificate", (string)f.Sent[count]!);
    }

    [TestMethod]
    public void Nothing_is_asked_for_that_the_flash_or_the_element_does_not_keep()
    {
        MemoryFlash memory = new();
        RefusingFlash flash = new(memory);
        SecurityFixture f = Started(flash);
        flash.Refuses = true;
        f.Room.SignCertificate!.Trigger();
        f.Run();
        Assert.AreEqual(0, f.Sent.Count);
        Assert.IsFalse(f.Room.Own!.IsPending);
        flash.Refuses = false;
        f.Element.IsBroken = true;
        f.Advance(SignCertificate.FirstWaitMs);
        Assert.AreEqual(0, f.Sent.Count);
        f.Element.IsBroken = false;
        f.Advance(2 * SignCertificate.FirstWaitMs);
        Assert.AreEqual(1, f.Sent.Count);
        flash.Refuses = true;
        f.Element.SetKey(0, TestBytes.Parse(Vectors.Leaf));
        Assert.AreEqual("Rejected", Sign(f, Vectors.Leaf));
        flash.Refuses = false;
        Assert.AreEqual("Accepted", Sign(f, Vectors.Leaf));
    }

    [TestMethod]
    public void A_damaged_chain_is_not_shown()
    {
        SecurityFixture f = InUse();
        f.Flash.Write("chain.0", new byte[500], 0, 500);
        SecurityFixture next = Restarted(f);
        Assert.AreEqual("", next.Shown);
        Assert.IsTrue(next.Logged("damaged"));
    }

    [TestMethod]
    public void A_certificate_of_the_future_is_shown_when_its_time_has_come()
    {
        SecurityFixture f = Pending();
        long begin = TestBytes.Parse(Vectors.Leaf).NotBeforeUnixMs;
        f.WallClock.Set(begin - 60_000);
        Assert.AreEqual("Rejected", Sign(f, Vectors.ServerLeaf));
        Assert.AreEqual("Accepted", Sign(f, Vectors.Leaf));
        Assert.AreEqual("", f.Shown);
        f.Advance(70_000);
        Assert.AreEqual("0: 378", f.Shown);
        Assert.AreEqual(1, f.Reconnects);
    }

    private static void Refused(SecurityFixture f, string base64, string reason)
    {
        f.Events = "";
        Assert.AreEqual("Rejected", Sign(f, base64), reason);
        Assert.IsTrue(f.Logged(reason), reason);
        Assert.AreEqual("InvalidChargePointCertificate;", f.Events);
    }

    private static string Sign(SecurityFixture f, string first, string second = "")
    {
        string answer = f.Call("CertificateSigned", "{\"certificateChain\":\"" + SecurityFixture.Escape(TestBytes.Pem(first, second)) + "\"}");
        f.Run();
        return SecurityFixture.Status(answer);
    }

    private static SecurityFixture Started(RefusingFlash? flash = null)
    {
        SecurityFixture f = new(flash);
        f.Install(Vectors.Root);
        f.Room.Start("CP1");
        f.StartLink();
        f.Opened();
        return f;
    }

    private static SecurityFixture Pending()
    {
        SecurityFixture f = Started();
        f.Room.SignCertificate!.Trigger();
        f.Run();
        f.Confirm("{\"status\":\"Accepted\"}");
        f.Element.SetKey(0, TestBytes.Parse(Vectors.Leaf));
        return f;
    }

    private static SecurityFixture InUse()
    {
        SecurityFixture f = Pending();
        Assert.AreEqual("Accepted", Sign(f, Vectors.Leaf));
        f.Failed();
        f.Opened();
        Assert.IsFalse(f.Room.Own!.IsOnTrial);
        return f;
    }

    private static SecurityFixture Restarted(SecurityFixture f)
    {
        SecurityFixture next = new(f.Flash, true, f.Element);
        next.Room.Start("CP1");
        return next;
    }
}
