using System;
using nanoFramework.TestFramework;

namespace ChargePoint.Runtime.Tests;

[TestClass]
public class MailboxTests
{
    private sealed class Counted : LoopEvent
    {
        public int Handled;

        public override void Handle() => Handled++;
    }

    [TestMethod]
    public void Events_come_out_in_the_order_in_which_they_were_posted()
    {
        Mailbox mailbox = new(3);
        Counted a = new();
        Counted b = new();
        mailbox.Post(a);
        mailbox.Post(b);
        Assert.AreSame(a, mailbox.Take());
        Assert.AreSame(b, mailbox.Take());
        Assert.IsNull(mailbox.Take());
    }

    [TestMethod]
    public void An_event_that_waits_takes_one_place_however_often_it_is_posted()
    {
        Mailbox mailbox = new(2);
        Counted a = new();
        for (int i = 0; i < 1000; i++) Assert.IsTrue(mailbox.Post(a));
        Assert.AreEqual(1, mailbox.Count);
        mailbox.Take();
        Assert.IsTrue(mailbox.Post(a), "taken, it can wait again");
        Assert.AreEqual(1, mailbox.Count);
    }

    [TestMethod]
    public void A_full_mailbox_refuses_and_counts()
    {
        Mailbox mailbox = new(2);
        Assert.IsTrue(mailbox.Post(new Counted()));
        Assert.IsTrue(mailbox.Post(new Counted()));
        Counted third = new();
        Assert.IsFalse(mailbox.Post(third));
        Assert.AreEqual(1, mailbox.Refused);
        mailbox.Take();
        Assert.IsTrue(mailbox.Post(third), "a refused event can be posted later");
    }

    [TestMethod]
    public void The_ring_wraps_around()
    {
        Mailbox mailbox = new(3);
        for (int i = 0; i < 20; i++)
        {
            Counted a = new();
            Counted b = new();
            mailbox.Post(a);
            mailbox.Post(b);
            Assert.AreSame(a, mailbox.Take());
            Assert.AreSame(b, mailbox.Take());
        }
    }

    [TestMethod]
    public void A_mailbox_without_places_is_a_bug() => Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => new Mailbox(0));
}
