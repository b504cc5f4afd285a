using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Security.Tests;

[TestClass]
public class ServicePinTests
{
    [TestMethod]
    public void Without_a_PIN_the_console_is_open()
    {
        EventFixture f = new();
        ServicePin pin = New(f);
        Assert.IsFalse(pin.IsSet);
        Assert.IsTrue(pin.IsOpen);
        Assert.IsTrue(pin.Open("123456", out _));
        f.Clock.Advance(ServicePin.SessionMs + 1);
        Assert.IsTrue(pin.IsOpen);
    }

    [TestMethod]
    public void A_session_ends_after_ten_minutes_and_with_a_restart()
    {
        EventFixture f = new();
        Assert.IsTrue(New(f).Set("123456", out _));
        ServicePin pin = New(f);
        Assert.IsTrue(pin.IsSet);
        Assert.IsFalse(pin.IsOpen);
        Assert.IsTrue(pin.Open("123456", out _));
        Assert.IsTrue(pin.IsOpen);
        Assert.IsFalse(New(f).IsOpen, "restart");
        f.Clock.Advance(ServicePin.SessionMs - 1);
        Assert.IsTrue(pin.IsOpen);
        f.Clock.Advance(1);
        Assert.IsFalse(pin.IsOpen);
        pin.Open("123456", out _);
        pin.Close();
        Assert.IsFalse(pin.IsOpen);
        Assert.Contains("MaintenanceLoginAccepted", f.Raised);
    }

    [TestMethod]
    [DataRow("12345")]
    [DataRow("1234567890123")]
    [DataRow("12345a")]
    [DataRow("")]
    public void Only_6_to_12_digits_are_a_PIN(string text)
    {
        EventFixture f = new();
        ServicePin pin = New(f);
        Assert.IsFalse(pin.Set(text, out string problem));
        Assert.AreEqual("a PIN has 6 to 12 digits", problem);
        Assert.IsFalse(New(f).IsSet);
    }

    [TestMethod]
    public void It_is_changed_in_a_session_only()
    {
        EventFixture f = new();
        New(f).Set("123456", out _);
        ServicePin pin = New(f);
        Assert.IsFalse(pin.Set("654321", out _));
        pin.Open("123456", out _);
        Assert.IsTrue(pin.Set("654321", out _));
        Assert.IsFalse(New(f).Open("123456", out _));
        Assert.IsTrue(New(f).Open("654321", out _));
    }

    [TestMethod]
    public void Wrong_PINs_cost_more_and_more_time()
    {
        EventFixture f = new();
        New(f).Set("123456", out _);
        ServicePin pin = New(f);
        for (int i = 0; i < ServicePin.FreeTries; i++)
        {
            Assert.IsFalse(pin.Open("000000", out string wrong));
            Assert.AreEqual("wrong PIN", wrong);
        }

        long[] waits = { 30_000, 60_000, 120_000, 240_000, 480_000, 960_000, 1_920_000, 3_600_000, 3_600_000 };
        foreach (long wait in waits)
        {
            Assert.IsFalse(pin.Open("123456", out string locked), "also the right one");
            Assert.AreEqual($"locked for {wait / 1000} s", locked);
            f.Clock.Advance(wait - 1);
            Assert.IsFalse(pin.Open("123456", out _));
            f.Clock.Advance(1);
            Assert.IsFalse(pin.Open("000000", out string wrong));
            Assert.AreEqual("wrong PIN", wrong);
        }

        f.Clock.Advance(3_600_000);
        Assert.IsTrue(pin.Open("123456", out _));
        Assert.IsFalse(pin.Open("000000", out string after));
        Assert.AreEqual("wrong PIN", after, "the count begins anew");
        Assert.IsTrue(pin.Open("123456", out _));
    }

    [TestMethod]
    public void A_restart_begins_the_wait_anew_and_gives_no_free_try()
    {
        EventFixture f = new();
        New(f).Set("123456", out _);
        for (int i = 0; i < ServicePin.FreeTries; i++) Assert.IsFalse(New(f).Open("000000", out _));
        ServicePin pin = New(f);
        Assert.IsFalse(pin.Open("123456", out string locked));
        Assert.AreEqual("locked for 30 s", locked);
        f.Clock.Advance(30_000);
        Assert.IsTrue(pin.Open("123456", out _));
    }

    [TestMethod]
    public void A_power_cut_behind_the_count_of_a_wrong_PIN_counts_it()
    {
        MemoryFlash memory = new();
        New(new EventFixture(memory)).Set("123456", out _);
        for (int i = 0; i < ServicePin.FreeTries; i++)
        {
            CuttingFlash cutting = new(memory);
            ServicePin pin = New(new EventFixture(cutting));
            cutting.CutAt = cutting.Operations + 1;
            cutting.Mode = CutMode.After;
            bool isCut = false;
            try
            {
                pin.Open("000000", out _);
            }
            catch (PowerCutException)
            {
                isCut = true;
            }

            Assert.IsTrue(isCut);
        }

        Assert.IsFalse(New(new EventFixture(memory)).Open("123456", out string locked));
        Assert.AreEqual("locked for 30 s", locked);
    }

    [TestMethod]
    public void A_flash_that_does_not_count_gives_no_try()
    {
        MemoryFlash memory = new();
        EventFixture f = new(memory);
        New(f).Set("123456", out _);
        ServicePin pin = New(f);
        memory.Broken = true;
        Assert.IsFalse(pin.Open("123456", out _));
    }

    [TestMethod]
    public void A_damaged_PIN_does_not_open_the_console()
    {
        MemoryFlash memory = new();
        EventFixture f = new(memory);
        New(f).Set("123456", out _);
        byte[] nothing = new byte[10];
        memory.Write("service.0", nothing, 0, 10);
        memory.Write("service.1", nothing, 0, 10);
        ServicePin pin = New(f);
        Assert.IsTrue(pin.IsSet);
        Assert.IsFalse(pin.IsOpen);
        Assert.IsFalse(pin.Open("123456", out string problem));
        Assert.Contains("damaged", problem);
    }

    [TestMethod]
    public void The_PIN_itself_is_not_in_flash()
    {
        MemoryFlash memory = new();
        EventFixture f = new(memory);
        New(f).Set("918273645", out _);
        foreach (string name in memory.List())
        {
            byte[] content = new byte[memory.Length(name)];
            memory.Read(name, 0, content, 0, content.Length);
            string text = "";
            foreach (byte b in content) text += (char)b;
            Assert.DoesNotContains("918273645", text);
        }
    }

    private static ServicePin New(EventFixture f) => new(f.Flash, f.Scratch, new SeededRandom(7), f.Loop, f);
}
