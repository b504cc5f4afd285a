using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;
using ChargePoint.Runtime;
using nanoFramework.TestFramework;

namespace ChargePoint.Security.Tests;

/// <summary>Where the board has a secure element, no secret of the configuration stands in flash as it is.</summary>
[TestClass]
public class SealedSecretTests
{
    private const string Secret = "0123456789abcdefSECRET";

    [TestMethod]
    public void A_secret_is_sealed_in_flash_and_read_again()
    {
        MemoryFlash flash = new();
        FakeSecureElement element = new();
        Set(Store(flash, element), Key.AuthorizationKey, Secret);
        Assert.IsFalse(Contains(flash, Secret));
        Assert.IsTrue(Contains(flash, "*AuthorizationKey="));
        Assert.AreEqual(Secret, Store(flash, element).Text(Key.AuthorizationKey));
    }

    [TestMethod]
    public void What_is_no_secret_stands_there_as_it_is()
    {
        MemoryFlash flash = new();
        Set(Store(flash, new FakeSecureElement()), Key.HeartbeatInterval, "777");
        Assert.IsTrue(Contains(flash, "HeartbeatInterval=777"));
    }

    [TestMethod]
    public void Without_an_element_and_with_a_broken_one_it_is_stored_as_it_is()
    {
        MemoryFlash flash = new();
        Set(Store(flash, null), Key.AuthorizationKey, Secret);
        Assert.IsTrue(Contains(flash, Secret));
        flash = new MemoryFlash();
        Set(Store(flash, new FakeSecureElement { IsBroken = true }), Key.AuthorizationKey, Secret);
        Assert.IsTrue(Contains(flash, Secret));
    }

    [TestMethod]
    public void One_that_was_stored_before_there_was_an_element_is_sealed_with_the_next_change()
    {
        MemoryFlash flash = new();
        Set(Store(flash, null), Key.AuthorizationKey, Secret);
        ConfigurationStore store = Store(flash, new FakeSecureElement());
        Assert.AreEqual(Secret, store.Text(Key.AuthorizationKey));
        Set(store, Key.HeartbeatInterval, "777");
        Set(store, Key.HeartbeatInterval, "778"); // the slot with the old content is written over by the second change
        Assert.IsFalse(Contains(flash, Secret));
        Assert.AreEqual(Secret, Store(flash, new FakeSecureElement()).Text(Key.AuthorizationKey));
    }

    [TestMethod]
    public void A_flash_from_another_board_gives_no_secret_and_says_so()
    {
        MemoryFlash flash = new();
        Set(Store(flash, new FakeSecureElement()), Key.AuthorizationKey, Secret);
        Log log = new(new ManualClock());
        ConfigurationStore store = new(new SlotFile(flash, "config", 1, new byte[4096]), 1, log, new FakeSecureElement { IsBroken = true });
        Assert.AreEqual("", store.Text(Key.AuthorizationKey));
        Assert.IsTrue(log.TryRead(log.Count - 1, out _, out LogLevel level, out _, out string message));
        Assert.AreEqual((int)LogLevel.Error, (int)level);
        Assert.IsTrue(message.IndexOf("AuthorizationKey: sealed by another board") >= 0);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("5")]
    [DataRow("zz")]
    [DataRow("00ff")]
    public void What_was_not_sealed_does_not_open(string text) => Assert.IsNull(SealedText.Open(new FakeSecureElement(), text));

    [TestMethod]
    public void A_text_of_512_bytes_is_the_longest_that_is_sealed()
    {
        FakeSecureElement element = new();
        string longest = new('x', 512);
        Assert.AreEqual(longest, SealedText.Open(element, SealedText.Seal(element, longest)!));
        Assert.IsNull(SealedText.Seal(element, longest + "x"));
    }

    private static ConfigurationStore Store(IFlashStore flash, ISecureElement? element) =>
        new(new SlotFile(flash, "config", 1, new byte[4096]), 1, new Log(new ManualClock()), element);

    private static void Set(ConfigurationStore store, int key, string value)
    {
        Assert.IsTrue(store.Preset(new int[] { key }, new string[] { value }, out string problem), problem);
    }

    private static bool Contains(IFlashStore flash, string text)
    {
        foreach (string name in flash.List())
        {
            byte[] content = new byte[flash.Length(name)];
            flash.Read(name, 0, content, 0, content.Length);
            char[] characters = new char[content.Length];
            for (int i = 0; i < content.Length; i++) characters[i] = content[i] > 0 && content[i] < 128 ? (char)content[i] : '.';
            if (new string(characters).IndexOf(text) >= 0) return true;
        }

        return false;
    }
}
