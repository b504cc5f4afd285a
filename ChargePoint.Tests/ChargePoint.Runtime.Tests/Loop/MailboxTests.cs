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
        Mailbox mailbox = new();
        Counted a = new();
        Counted b = new();
        Counted c = new();
        mailbox.Post(a);
        mailbox.Post(b);
        mailbox.Post(c);
        Assert.AreSame(a, mailbox.Take());
        Assert.AreSame(b, mailbox.Take());
        Assert.AreSame(c, mailbox.Take());
        Assert.IsNull(mailbox.Take());
        Assert.IsTrue(mailbox.IsEmpty);
    }

    [TestMethod]
    public void An_event_that_waits_takes_one_place_however_often_it_is_posted()
    {
        Mailbox mailbox = new();
        Counted a = new();
        Counted b = new();
        for (int i = 0; i < 1000; i++)
        {
            mailbox.Post(a);
            mailbox.Post(b);
        }

        Assert.AreSame(a, mailbox.Take());
        Assert.AreSame(b, mailbox.Take());
        Assert.IsNull(mailbox.Take());
        mailbox.Post(a);
        Assert.AreSame(a, mailbox.Take(), "taken, it can wait again");
        Assert.IsNull(mailbox.Take());
    }

    [TestMethod]
    public void However_many_events_there_are_none_is_refused()
    {
        Mailbox mailbox = new();
        Counted[] many = new Counted[200];
        for (int i = 0; i < many.Length; i++)
        {
            many[i] = new Counted();
            mailbox.Post(many[i]);
        }

        for (int i = 0; i < many.Length; i++) Assert.AreSame(many[i], mailbox.Take());
        Assert.IsTrue(mailbox.IsEmpty);
    }

    [TestMethod]
    public void An_event_that_is_taken_while_others_wait_goes_behind_them()
    {
        Mailbox mailbox = new();
        Counted a = new();
        Counted b = new();
        mailbox.Post(a);
        mailbox.Post(b);
        for (int i = 0; i < 20; i++)
        {
            LoopEvent taken = mailbox.Take()!;
            Assert.AreSame(i % 2 == 0 ? a : b, taken);
            mailbox.Post(taken);
        }

        Assert.IsFalse(mailbox.IsEmpty);
    }
}
