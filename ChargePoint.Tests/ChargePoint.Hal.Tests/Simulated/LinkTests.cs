using System;
using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Hal.Tests;

[TestClass]
public class LinkTests
{
    [TestMethod]
    public void Without_a_link_nothing_can_be_reached()
    {
        BoardFixture f = new(null, () => new FakeTransport());
        Listener listener = new();
        f.Board.Link.IsUp = false;
        Assert.IsFalse(f.Hal.Link.IsUp);
        ITransport transport = f.Hal.CreateTransport();
        transport.Connect("host", 80, false, listener);
        Assert.AreEqual((int)TransportError.Unreachable, (int)transport.Error);
        Assert.IsFalse(transport.IsOpen);
        Assert.AreEqual(1, listener.Events);
    }

    [TestMethod]
    public void Signal_can_be_weakened()
    {
        BoardFixture f = new();
        Assert.AreEqual(-55, f.Hal.Link.SignalDbm);
        f.Board.Link.SignalDbm = -90;
        Assert.AreEqual(-90, f.Hal.Link.SignalDbm);
    }

    [TestMethod]
    public void Stream_passes_through_while_the_link_is_up()
    {
        byte[] buffer = new byte[5000];
        FakeTransport fake = new();
        BoardFixture f = new(null, () => fake);
        Listener listener = new();
        ITransport transport = f.Hal.CreateTransport();
        transport.Connect("host", 80, false, listener);
        fake.Opened();
        Assert.IsTrue(transport.IsOpen);
        Assert.AreEqual(1, listener.Events);
        Assert.IsTrue(transport.Send(buffer, 0, 10));
        Assert.AreEqual(10, fake.Sent);
        Assert.AreEqual(7, transport.Receive(buffer, 0, 7));
        transport.Close();
        Assert.IsFalse(transport.IsOpen);
        Assert.IsTrue(fake.IsClosed);
    }

    [TestMethod]
    public void Outage_is_silent_and_found_out_when_the_link_is_back()
    {
        byte[] buffer = new byte[5000];
        FakeTransport fake = new();
        BoardFixture f = new(null, () => fake);
        Listener listener = new();
        ITransport transport = f.Hal.CreateTransport();
        transport.Connect("host", 80, false, listener);
        fake.Opened();
        f.Board.Link.IsUp = false;
        fake.Raise();
        Assert.AreEqual(1, listener.Events);
        Assert.IsTrue(transport.IsOpen);
        Assert.AreEqual(0, transport.Receive(buffer, 0, 10));
        Assert.IsTrue(transport.Send(buffer, 0, 4000));
        Assert.IsFalse(transport.Send(buffer, 0, 97));
        Assert.AreEqual(96, transport.SendCapacity);
        Assert.AreEqual(0, fake.Sent);
        f.Board.Link.IsUp = true;
        Assert.IsFalse(transport.IsOpen);
        Assert.AreEqual((int)TransportError.Reset, (int)transport.Error);
        Assert.AreEqual(2, listener.Events);
        Assert.IsTrue(fake.IsClosed);
        Assert.IsFalse(transport.Send(buffer, 0, 1));
    }

    [TestMethod]
    public void Power_loss_closes_the_streams()
    {
        FakeTransport fake = new();
        BoardFixture f = new(null, () => fake);
        f.Hal.CreateTransport().Connect("host", 80, false, new Listener());
        f.Board.PowerOff();
        Assert.IsTrue(fake.IsClosed);
    }

    [TestMethod]
    public void Streams_that_are_not_closed_are_noticed_at_the_limit()
    {
        BoardFixture f = new(null, () => new FakeTransport());
        ITransport? last = null;
        for (int i = 0; i < SimulatedLink.MaximumTransports; i++) last = f.Hal.CreateTransport();
        Assert.ThrowsException(typeof(InvalidOperationException), () => f.Hal.CreateTransport());
        last!.Close();
        Assert.IsNotNull(f.Hal.CreateTransport());
    }

    [TestMethod]
    public void Board_without_network_makes_no_streams()
    {
        Assert.ThrowsException(typeof(InvalidOperationException), () => new BoardFixture().Hal.CreateTransport());
    }

    private sealed class Listener : ITransportListener
    {
        public int Events { get; private set; }

        public void OnTransportEvent() => Events++;
    }

    private sealed class FakeTransport : ITransport
    {
        private ITransportListener? _listener;

        public bool IsOpen { get; private set; }

        public bool IsClosed { get; private set; }

        public int Sent { get; private set; }

        public TransportError Error => TransportError.None;

        public string ErrorDetail => "";

        public int SendCapacity => 100;

        public void Opened()
        {
            IsOpen = true;
            Raise();
        }

        public void Raise() => _listener?.OnTransportEvent();

        public void Connect(string host, int port, bool secure, ITransportListener listener) => _listener = listener;

        public int Receive(byte[] buffer, int offset, int count) => count;

        public bool Send(byte[] buffer, int offset, int count)
        {
            Sent += count;
            return true;
        }

        public void Close()
        {
            IsOpen = false;
            IsClosed = true;
        }
    }
}
