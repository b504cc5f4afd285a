using System.Collections;
using ChargePoint.Hal;
using nanoFramework.TestFramework;

namespace ChargePoint.Security.Tests;

[TestClass]
public class ChainValidatorTests
{
    private const long Now = 1_767_225_600_000; // 2026

    [TestMethod]
    public void A_certificate_below_an_authority_is_right()
    {
        Assert.AreEqual("", Check(new TestAnchors(Vectors.OtherRoot, Vectors.Root), Vectors.Leaf));
        Assert.AreEqual("", Check(new TestAnchors(Vectors.RsaRoot), Vectors.PssLeaf));
    }

    [TestMethod]
    public void A_certificate_two_steps_below_needs_the_one_between()
    {
        Assert.AreEqual("", Check(new TestAnchors(Vectors.Root), Vectors.LeafBelowSub, Vectors.Sub));
        Assert.AreEqual("", Check(new TestAnchors(Vectors.Sub), Vectors.LeafBelowSub), "an authority need not be a root");
        Assert.AreEqual("no installed authority vouches for it", Check(new TestAnchors(Vectors.Root), Vectors.LeafBelowSub));
        Assert.AreEqual("no installed authority vouches for it", Check(new TestAnchors(Vectors.OtherRoot), Vectors.LeafBelowSub, Vectors.Sub));
        Assert.AreEqual("no installed authority vouches for it", Check(new TestAnchors(), Vectors.Leaf));
    }

    [TestMethod]
    public void Dates_of_each_certificate_count()
    {
        Assert.AreEqual("it has expired", Check(new TestAnchors(Vectors.Root), Vectors.ExpiredLeaf));
        Assert.AreEqual("the installed authority is not valid now", Check(new TestAnchors(Vectors.ExpiredRoot), Vectors.Leaf));
        Assert.AreEqual("", Check(new TestAnchors(Vectors.ExpiredRoot, Vectors.Root), Vectors.Leaf), "a namesake that is valid is enough");
        Certificate[] chain = { TestBytes.Parse(Vectors.Leaf) };
        ChainValidator validator = new(new FakeSecureElement(), new TestAnchors(Vectors.Root));
        Assert.AreEqual("it is not valid yet", validator.Check(chain, chain[0].NotBeforeUnixMs - 1));
        Assert.AreEqual("", validator.Check(chain, chain[0].NotBeforeUnixMs - 1, isExact: false), "it is at least as late");
        Assert.AreEqual("it has expired", validator.Check(chain, chain[0].NotAfterUnixMs + 1, isExact: false));
        Assert.AreEqual("", validator.Check(chain, 0));
    }

    [TestMethod]
    public void Signatures_of_each_certificate_count()
    {
        FakeSecureElement element = new() { Wrong = TestBytes.Parse(Vectors.Root) };
        TestAnchors anchors = new(Vectors.Root);
        Assert.AreEqual("its signature is wrong", Check(element, anchors, Vectors.Leaf));
        Assert.AreEqual("its signature is wrong", Check(element, anchors, Vectors.LeafBelowSub, Vectors.Sub));
        element.Wrong = TestBytes.Parse(Vectors.Sub);
        Assert.AreEqual("no installed authority vouches for it", Check(element, anchors, Vectors.LeafBelowSub, Vectors.Sub));
        element.Wrong = null;
        element.Answer = SignatureCheck.Unsupported;
        Assert.AreEqual("this board cannot check its signature", Check(element, anchors, Vectors.Leaf));
    }

    [TestMethod]
    public void Only_an_authority_may_issue_and_only_so_deep_as_it_may()
    {
        Assert.AreEqual("the installed authority may not issue it", Check(new TestAnchors(Vectors.Sub), Vectors.LeafBelowSubSub, Vectors.SubBelowSub));
        Assert.AreEqual("an authority of the chain may not issue certificates", Check(new TestAnchors(Vectors.Root), Vectors.LeafBelowSubSub, Vectors.SubBelowSub, Vectors.Sub));
    }

    [TestMethod]
    public void Weak_keys_and_what_is_not_understood_are_refused()
    {
        Assert.AreEqual("its key is too weak, or of a kind that is not used", Check(new TestAnchors(Vectors.WeakRoot), Vectors.WeakRoot));
        Assert.AreEqual("it has a critical extension that is not understood", Check(new TestAnchors(Vectors.Critical), Vectors.Critical));
    }

    [TestMethod]
    public void A_chain_that_leads_in_a_circle_ends()
    {
        FakeSecureElement element = new();
        Assert.AreEqual("the chain is longer than allowed", Check(element, new TestAnchors(), Vectors.Leaf, Vectors.Root, Vectors.ExpiredRoot, 0));
        Assert.IsTrue(element.Checks < 20);
    }

    private static string Check(TestAnchors anchors, string first, string second = "", string third = "") => Check(new FakeSecureElement(), anchors, first, second, third);

    private static string Check(FakeSecureElement element, TestAnchors anchors, string first, string second = "", string third = "", long now = Now)
    {
        Certificate[] chain = new Certificate[third.Length > 0 ? 3 : second.Length > 0 ? 2 : 1];
        chain[0] = TestBytes.Parse(first);
        if (second.Length > 0) chain[1] = TestBytes.Parse(second);
        if (third.Length > 0) chain[2] = TestBytes.Parse(third);
        return new ChainValidator(element, anchors).Check(chain, now);
    }

    private sealed class TestAnchors : IAnchors
    {
        private readonly ArrayList _anchors = new();

        public TestAnchors(string first = "", string second = "")
        {
            if (first.Length > 0) _anchors.Add(TestBytes.Parse(first));
            if (second.Length > 0) _anchors.Add(TestBytes.Parse(second));
        }

        public int Places => _anchors.Count + 1;

        public Certificate? Read(int place) => place < _anchors.Count ? (Certificate)_anchors[place]! : null;
    }
}
