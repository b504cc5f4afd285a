using System;
using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Security.Tests;

/// <summary>The power is cut at every flash operation of a scene, and the charge point starts again from what is in flash.</summary>
[TestClass]
public class CertificatePowerCutTests
{
    private const int MostOperations = 60;

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    public void Roots_are_there_as_a_whole_or_not_at_all(int mode)
    {
        int cuts = 0;
        for (int at = 1; at < MostOperations; at++)
        {
            MemoryFlash memory = new();
            CuttingFlash flash = new(memory) { CutAt = at, Mode = (CutMode)mode };
            if (!Cut(flash, () => InstallTwo(flash))) break;
            cuts++;
            SecurityFixture next = new(memory);
            next.Store.Publish();
            Assert.IsTrue(next.Trusted == "" || next.Trusted == "Test Root" || next.Trusted == "Test Root 2, Test Root" || next.Trusted == "Test Root 2", next.Trusted);
            next.Configuration.Set(Key.AdditionalRootCertificateCheck, "true", out _);
            Assert.AreEqual("Accepted", next.Install(next.Trusted == "" ? Vectors.Root : Vectors.SecondRoot));
        }

        Assert.IsTrue(cuts >= 4, cuts.ToString());
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    public void A_certificate_that_was_in_use_is_never_lost(int mode)
    {
        int cuts = 0;
        for (int at = 1; at < MostOperations; at++)
        {
            MemoryFlash memory = new();
            FakeSecureElement element = new();
            FirstCertificate(memory, element);
            CuttingFlash flash = new(memory) { CutAt = at, Mode = (CutMode)mode };
            if (!Cut(flash, () => SecondCertificate(flash, element))) break;
            cuts++;
            SecurityFixture next = new(memory, true, element);
            next.Room.Start("CP1");
            Assert.IsTrue(next.Shown == "0: 378" || next.Shown == "1: 684", $"cut {at}: {next.Shown}");
            next.StartLink();
            next.Opened();
            Assert.IsFalse(next.Room.Own!.IsOnTrial);
            Assert.IsTrue(next.Room.Own!.IsReady);
        }

        Assert.IsTrue(cuts >= 4, cuts.ToString());
    }

    private static void InstallTwo(IFlashStore flash)
    {
        SecurityFixture f = new(flash);
        f.Configuration.Set(Key.AdditionalRootCertificateCheck, "true", out _);
        f.Install(Vectors.Root);
        f.Install(Vectors.SecondRoot);
        f.Installer.OnConnected(0);
    }

    private static void FirstCertificate(IFlashStore flash, FakeSecureElement element)
    {
        SecurityFixture f = new(flash, true, element);
        f.Install(Vectors.Root);
        f.Room.Start("CP1");
        f.StartLink();
        f.Opened();
        Renew(f, element, 0, TestBytes.Pem(Vectors.Leaf));
    }

    private static void SecondCertificate(IFlashStore flash, FakeSecureElement element)
    {
        SecurityFixture f = new(flash, true, element);
        f.Room.Start("CP1");
        f.StartLink();
        f.Opened();
        Renew(f, element, 1, TestBytes.Pem(Vectors.LeafBelowSub, Vectors.Sub));
    }

    private static void Renew(SecurityFixture f, FakeSecureElement element, int slot, string chain)
    {
        f.Room.SignCertificate!.Trigger();
        f.Run();
        element.SetKey(slot, TestBytes.Parse(Vectors.Leaf));
        f.Call("CertificateSigned", "{\"certificateChain\":\"" + SecurityFixture.Escape(chain) + "\"}");
        f.Run();
        f.Failed();
        f.Opened();
    }

    // Loop and router report an exception and go on; from the cut on, every call of the flash throws, so nothing more gets into it.
    private static bool Cut(CuttingFlash flash, Action scene)
    {
        try
        {
            scene();
            return flash.IsCut;
        }
        catch (PowerCutException)
        {
            return true;
        }
    }
}
