using ChargePoint.Hal;
using nanoFramework.TestFramework;

namespace ChargePoint.Ocpp.Tests.WebSocket;

/// <summary>The closing handshake in both directions, pings, and every way in which a server can fall silent.</summary>
[TestClass]
public class CloseAndLivenessTests
{
    [TestMethod]
    [DataRow(1000)]
    [DataRow(1003)]
    [DataRow(1007)]
    [DataRow(1014)]
    [DataRow(3000)]
    [DataRow(4999)]
    public void Close_frame_is_answered_with_the_same_code(int code)
    {
        FakeLine line = FakeLine.Opened();
        line.Say(FakeLine.Join(new byte[] { 0x88, 0x05, (byte)(code >> 8), (byte)code }, FakeLine.Bytes("bye")));
        Assert.AreEqual("", line.Heard);
        Assert.IsFalse(line.Client.IsOpen);
        int from = line.Transport.SentLength - 8;
        byte[] sent = line.Transport.Sent;
        Assert.AreEqual((byte)(0x88), sent[from]);
        Assert.AreEqual((byte)(0x82), sent[from + 1]);
        Assert.AreEqual(code, ((sent[from + 6] ^ sent[from + 2]) << 8) | (sent[from + 7] ^ sent[from + 3]));
        line.Transport.Fail(TransportError.ClosedByPeer);
        Assert.AreEqual($"closed:ClosedByPeer,{code},bye;", line.Heard);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(999)]
    [DataRow(1004)]
    [DataRow(1005)]
    [DataRow(1006)]
    [DataRow(1015)]
    [DataRow(2999)]
    [DataRow(5000)]
    [DataRow(65535)]
    public void Close_code_that_may_not_be_on_the_wire_is_a_protocol_error(int code)
    {
        FakeLine line = FakeLine.Opened();
        line.Say(new byte[] { 0x88, 0x02, (byte)(code >> 8), (byte)code });
        line.Run();
        Assert.AreEqual("88:<03><EA>;", line.Frames());
        line.Transport.Fail(TransportError.ClosedByPeer);
        Assert.AreEqual($"closed:ProtocolError,1002,close code {code};", line.Heard);
    }

    [TestMethod]
    public void Close_frame_without_code_is_answered_without_code()
    {
        FakeLine line = FakeLine.Opened();
        line.Say(new byte[] { 0x88, 0x00 });
        line.Run();
        Assert.AreEqual("88:;", line.Frames());
        line.Advance(5000);
        Assert.AreEqual("closed:ClosedByPeer,1005,;", line.Heard);
        Assert.IsTrue(line.Transport.WasClosed);
    }

    [TestMethod]
    public void Peer_that_closes_and_ends_TCP_at_once_is_told_as_closed()
    {
        FakeLine line = FakeLine.Opened();
        line.Say(new byte[] { 0x88, 0x02, 0x03, 0xE9 });
        line.Transport.Fail(TransportError.ClosedByPeer);
        Assert.AreEqual("closed:ClosedByPeer,1001,;", line.Heard);
    }

    [TestMethod]
    public void Our_close_waits_for_the_answer_and_the_end_of_TCP()
    {
        FakeLine line = FakeLine.Opened();
        line.Client.Close(1000, "done");
        line.Client.Close(1001, "again");
        Assert.AreEqual("88:<03><E8>done;", line.Frames());
        Assert.IsFalse(line.SendText("too late"));
        line.Say(FakeLine.Frame(0x81, FakeLine.Bytes("on its way")));
        line.Say(FakeLine.Frame(0x89, FakeLine.Bytes("x")));
        line.Say(new byte[] { 0x88, 0x02, 0x03, 0xE8 });
        Assert.AreEqual("", line.Heard);
        Assert.AreEqual("", line.Frames());
        line.Transport.Fail(TransportError.ClosedByPeer);
        Assert.AreEqual("closed:ClosedByUs,1000,done;", line.Heard);
    }

    [TestMethod]
    public void Our_close_ends_after_its_time_limit_when_nobody_answers()
    {
        FakeLine line = FakeLine.Opened(10);
        line.Client.Close(1001, "");
        line.Advance(4999);
        Assert.AreEqual("", line.Heard);
        line.Advance(1);
        Assert.AreEqual("closed:ClosedByUs,1001,;", line.Heard);
        Assert.IsTrue(line.Transport.WasClosed);
    }

    [TestMethod]
    public void Reason_is_cut_at_123_bytes_between_characters()
    {
        FakeLine line = FakeLine.Opened();
        line.Client.Close(1000, new string('a', 122) + "\u20AC");
        Assert.AreEqual("88:124 bytes;", line.Frames());
        line = FakeLine.Opened();
        line.Client.Close(1000, new string('a', 123));
        Assert.AreEqual("88:125 bytes;", line.Frames());
    }

    [TestMethod]
    [DataRow(1005)]
    [DataRow(1006)]
    [DataRow(999)]
    public void Closing_with_a_code_that_may_not_be_sent_is_a_bug(int code)
    {
        FakeLine line = FakeLine.Opened();
        Assert.ThrowsException(typeof(System.ArgumentOutOfRangeException), () => line.Client.Close(code, ""));
    }

    [TestMethod]
    public void Abort_while_closing_tells_the_outcome_that_was_known()
    {
        FakeLine line = FakeLine.Opened();
        line.Say(new byte[] { 0x88, 0x02, 0x03, 0xE9 });
        line.Run();
        line.Client.Abort();
        Assert.AreEqual("closed:ClosedByPeer,1001,;", line.Heard);
    }

    [TestMethod]
    public void Connection_that_breaks_is_lost()
    {
        FakeLine line = FakeLine.Opened();
        line.Transport.Fail(TransportError.Reset);
        Assert.AreEqual("closed:Lost,0,the connection broke;", line.Heard);
        line = FakeLine.Opened();
        line.Transport.Fail(TransportError.ClosedByPeer);
        Assert.AreEqual("closed:Lost,0,the peer ended TCP;", line.Heard);
        Assert.IsTrue(line.Transport.WasClosed);
    }

    [TestMethod]
    public void Ping_is_answered_with_the_same_payload_up_to_125_bytes()
    {
        FakeLine line = FakeLine.Opened();
        line.Say(FakeLine.Frame(0x89, new byte[0]));
        line.Say(FakeLine.Frame(0x89, FakeLine.Bytes("hello")));
        line.Say(FakeLine.Frame(0x89, FakeLine.Bytes(new string('a', 125))));
        Assert.AreEqual("8A:;8A:hello;8A:125 bytes;", line.Frames());
    }

    [TestMethod]
    public void Pings_are_sent_at_their_interval_and_pongs_keep_the_connection()
    {
        FakeLine line = FakeLine.Opened(30);
        line.Advance(29999);
        Assert.AreEqual("", line.Frames());
        for (int i = 1; i <= 3; i++)
        {
            line.Advance(1);
            Assert.AreEqual($"89:<00><00><00><{i:X2}>;", line.Frames());
            line.Say(FakeLine.Frame(0x8A, new byte[] { 0, 0, 0, (byte)i }));
            line.Advance(29999);
        }

        Assert.AreEqual("", line.Heard);
    }

    [TestMethod]
    public void Half_open_connection_is_cut_when_nothing_follows_a_ping()
    {
        FakeLine line = FakeLine.Opened(30);
        line.Advance(30000 + 19999);
        Assert.AreEqual("", line.Heard);
        line.Advance(1);
        Assert.AreEqual("closed:PingTimeout,0,nothing for 20000 ms;", line.Heard);
        Assert.IsTrue(line.Transport.WasClosed);
    }

    [TestMethod]
    public void Any_byte_after_a_ping_is_a_sign_of_life()
    {
        FakeLine line = FakeLine.Opened(30);
        line.Advance(30000);
        line.Say(new byte[] { 0x81 });
        line.Advance(29999);
        Assert.AreEqual("", line.Heard);
    }

    [TestMethod]
    public void Silence_is_allowed_without_an_idle_timeout_and_cut_with_one()
    {
        FakeLine line = FakeLine.Opened();
        line.Advance(86400000);
        Assert.AreEqual("", line.Heard);

        line = new FakeLine();
        line.Options.IdleTimeoutMs = 60000;
        line.Start();
        line.Transport.Open();
        line.Run();
        line.Say(FakeLine.Answer);
        line.Advance(59999);
        line.Say(FakeLine.Frame(0x8A, new byte[0]));
        line.Advance(59999);
        Assert.AreEqual("opened;", line.Heard);
        line.Advance(1);
        Assert.AreEqual("closed:IdleTimeout,0,nothing for 60000 ms;", line.Heard);
    }

    [TestMethod]
    public void Message_that_never_becomes_complete_fails_even_when_bytes_trickle()
    {
        FakeLine line = FakeLine.Opened();
        line.Say(new byte[] { 0x81, 0x7D });
        for (int i = 0; i < 59; i++)
        {
            line.Advance(1000);
            line.Say("x");
        }

        line.Advance(999);
        Assert.AreEqual("", line.Frames());
        line.Advance(1);
        Assert.AreEqual("88:<03><EA>;", line.Frames());
        line.Advance(5000);
        Assert.AreEqual("closed:MessageTimeout,1002,not complete after 60000 ms;", line.Heard);
    }

    [TestMethod]
    public void Time_of_a_message_starts_anew_with_each_message()
    {
        FakeLine line = FakeLine.Opened();
        line.Say(new byte[] { 0x81 });
        line.Advance(59000);
        line.Say(new byte[] { 0x01, (byte)'a', 0x81 });
        line.Advance(59000);
        line.Say(new byte[] { 0x01, (byte)'b' });
        line.Advance(120000);
        Assert.AreEqual("message:a;message:b;", line.Heard);
    }

    [TestMethod]
    public void Client_serves_one_connection_after_another_without_traces_of_the_last()
    {
        FakeLine line = FakeLine.Opened();
        line.Say(new byte[] { 0x01, 0x05, (byte)'x' });
        line.Run();
        line.Transport.Fail(TransportError.Reset);
        Assert.AreEqual("closed:Lost,0,the connection broke;", line.Heard);
        line.Start();
        line.Transport.Open();
        line.Run();
        line.Say("HTTP/1.1 404 Not Found\r\n\r\n");
        Assert.AreEqual("closed:HttpStatus,404,Not Found;", line.Heard);
        line.Advance(3600000);
        Assert.AreEqual("", line.Heard);
        Assert.AreEqual(-1L, line.Loop.UntilNextTimerMs);
    }
}
