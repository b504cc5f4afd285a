using ChargePoint.Hal;
using nanoFramework.TestFramework;

namespace ChargePoint.Ocpp.Tests.WebSocket;

/// <summary>Frames to the server, and a server that does not take them.</summary>
[TestClass]
public class SendTests
{
    [TestMethod]
    public void Each_frame_is_masked_with_a_fresh_mask()
    {
        FakeLine line = FakeLine.Opened();
        int from = line.Transport.SentLength;
        Assert.IsTrue(line.SendText("AB"));
        Assert.IsTrue(line.SendText("AB"));
        byte[] expected = new byte[]
        {
            0x81, 0x82, 1, 2, 3, 4, 'A' ^ 1, 'B' ^ 2,
            0x81, 0x82, 5, 6, 7, 8, 'A' ^ 5, 'B' ^ 6,
        };
        Assert.AreEqual(expected.Length, line.Transport.SentLength - from);
        for (int i = 0; i < expected.Length; i++) Assert.AreEqual(expected[i], line.Transport.Sent[from + i]);
    }

    [TestMethod]
    [DataRow(0, "81:;")]
    [DataRow(1, "81:a;")]
    [DataRow(125, "81:125 bytes;")]
    [DataRow(126, "01:125 bytes;80:a;")]
    [DataRow(250, "01:125 bytes;80:125 bytes;")]
    [DataRow(251, "01:125 bytes;00:125 bytes;80:a;")]
    public void Message_over_the_frame_limit_is_sent_in_fragments(int length, string frames)
    {
        FakeLine line = FakeLine.Opened();
        Assert.IsTrue(line.SendText(new string('a', length)));
        Assert.AreEqual(frames, line.Frames());
    }

    [TestMethod]
    public void Frames_over_125_bytes_carry_a_16_bit_length()
    {
        FakeLine line = new();
        line.Options.MaximumFrameBytes = 300;
        line.Start();
        line.Transport.Open();
        line.Run();
        line.Say(FakeLine.Answer);
        line.Run();
        int from = line.Transport.SentLength;
        Assert.IsTrue(line.SendText(new string('a', 126)));
        Assert.AreEqual((byte)0x81, line.Transport.Sent[from]);
        Assert.AreEqual((byte)(0x80 | 126), line.Transport.Sent[from + 1]);
        Assert.AreEqual((byte)(0), line.Transport.Sent[from + 2]);
        Assert.AreEqual((byte)(126), line.Transport.Sent[from + 3]);
        Assert.AreEqual(134, line.Transport.SentLength - from);
    }

    [TestMethod]
    [DataRow(124)]
    [DataRow(65536)]
    public void Frame_limit_outside_its_range_is_a_bug(int frameBytes)
    {
        FakeLine line = new();
        line.Options.MaximumFrameBytes = frameBytes;
        Assert.ThrowsException(typeof(System.ArgumentOutOfRangeException), () => line.Start());
    }

    [TestMethod]
    public void Nothing_is_sent_before_open_and_after_the_end()
    {
        FakeLine line = new();
        Assert.IsFalse(line.SendText("a"));
        line.Start();
        Assert.IsFalse(line.SendText("a"));
        line.Transport.Open();
        line.Run();
        Assert.IsFalse(line.SendText("a"));
        line.Client.Abort();
        Assert.IsFalse(line.SendText("a"));
        line.Run();
        Assert.IsFalse(line.SendText("a"));
    }

    [TestMethod]
    public void Message_that_fills_the_send_buffer_is_sent_and_a_larger_one_refused_without_harm()
    {
        // 4,096 bytes: 31 frames of 125 + 6 make 4,061; one more frame of 29 + 6 fills the rest.
        FakeLine line = FakeLine.Opened();
        Assert.IsFalse(line.SendText(new string('a', (31 * 125) + 30)));
        Assert.AreEqual("", line.Heard);
        Assert.IsTrue(line.Client.IsOpen);
        line.Transport.Takes = false;
        Assert.IsTrue(line.SendText(new string('a', (31 * 125) + 29)));
        Assert.AreEqual(0, line.Transport.SendCapacity);
    }

    [TestMethod]
    public void Message_that_does_not_fit_now_ends_the_connection_after_the_call()
    {
        FakeLine line = FakeLine.Opened();
        line.Transport.Takes = false;
        Assert.IsTrue(line.SendText(new string('a', 3000)));
        int sent = line.Transport.SentLength;
        Assert.IsFalse(line.SendText(new string('a', 1000)));
        Assert.AreEqual(sent, line.Transport.SentLength);
        Assert.AreEqual("closed:SendBufferFull,0,3144 bytes wait;", line.Heard);
        Assert.IsTrue(line.Transport.WasClosed);
    }

    [TestMethod]
    public void Message_to_a_connection_that_just_broke_does_not_hide_the_reason()
    {
        FakeLine line = FakeLine.Opened();
        line.Transport.Fail(TransportError.Reset, "socket error 10054");
        Assert.IsTrue(line.SendText("lost, as it would have been a moment later"));
        Assert.AreEqual("closed:Lost,0,socket error 10054;", line.Heard);
    }

    [TestMethod]
    public void Message_to_a_peer_that_just_closed_does_not_hide_its_close_frame()
    {
        FakeLine line = FakeLine.Opened();
        line.Say(new byte[] { 0x88, 0x05, 0x03, 0xF0, (byte)'b', (byte)'y', (byte)'e' });
        line.Transport.Fail(TransportError.ClosedByPeer);
        Assert.IsTrue(line.SendText("lost"));
        Assert.AreEqual("closed:ClosedByPeer,1008,bye;", line.Heard);
    }

    [TestMethod]
    public void Peer_that_is_gone_is_not_waited_for_to_take_answers()
    {
        FakeLine line = FakeLine.Opened();
        line.Transport.Takes = false;
        line.Transport.Waiting = FakeTransport.SendBufferBytes;
        line.Say(FakeLine.Frame(0x81, FakeLine.Bytes("first")));
        line.Run();
        line.Transport.Fail(TransportError.Reset, "gone");
        Assert.AreEqual("message:first;closed:Lost,0,gone;", line.Heard);
    }

    [TestMethod]
    public void Nothing_is_read_from_a_peer_before_an_answer_would_fit()
    {
        FakeLine line = FakeLine.Opened();
        int room = FakeTransport.SendBufferBytes - line.Transport.SendCapacity;
        line.Transport.Takes = false;
        line.Transport.Waiting = room + FakeTransport.SendBufferBytes - 100;
        line.Say(FakeLine.Frame(0x81, FakeLine.Bytes("first")));
        line.Say(FakeLine.Frame(0x81, FakeLine.Bytes("second")));
        line.Run();
        Assert.AreEqual("", line.Heard, "the answers would not fit");
        Assert.IsFalse(line.Loop.Step(), "and the loop rests meanwhile");
        line.Transport.Drain();
        line.Run();
        Assert.AreEqual("message:first;message:second;", line.Heard);
    }

    [TestMethod]
    public void Peer_that_takes_nothing_is_cut_after_the_send_timeout()
    {
        FakeLine line = FakeLine.Opened();
        line.Transport.Takes = false;
        line.SendText("hello");
        line.Advance(10000);
        line.SendText("again");
        line.Advance(19999);
        Assert.AreEqual("", line.Heard);
        line.Advance(1);
        Assert.AreEqual("closed:SendTimeout,0,22 bytes wait for 30000 ms;", line.Heard);
    }

    [TestMethod]
    public void Peer_that_took_everything_has_the_whole_time_for_what_comes_later()
    {
        FakeLine line = FakeLine.Opened();
        line.SendText("hello");
        line.Advance(29999);
        line.Transport.Takes = false;
        line.SendText("again");
        Assert.IsTrue(line.Client.IsWaiting);
        line.Advance(1);
        Assert.AreEqual("", line.Heard, "30,000 ms after the first message, 1 ms after the second");
        line.Advance(29998);
        Assert.AreEqual("", line.Heard);
        line.Advance(1);
        Assert.AreEqual("closed:SendTimeout,0,11 bytes wait for 30000 ms;", line.Heard);
    }

    [TestMethod]
    public void Peer_that_takes_slowly_is_kept()
    {
        FakeLine line = FakeLine.Opened();
        line.Transport.Takes = false;
        line.SendText(new string('a', 1000));
        for (int i = 0; i < 10; i++)
        {
            line.Transport.Waiting -= 10;
            line.Advance(29000);
        }

        Assert.AreEqual("", line.Heard);
        line.Transport.Waiting = 0;
        line.Advance(100000);
        Assert.AreEqual("", line.Heard);
        line.SendText("x");
        line.Advance(60000);
        Assert.AreEqual("closed:SendTimeout,0,7 bytes wait for 30000 ms;", line.Heard);
    }
}
