using ChargePoint.Hal;
using nanoFramework.TestFramework;

namespace ChargePoint.Ocpp.Tests.WebSocket;

/// <summary>Frames from the server: messages, fragments, limits, and what the server may not do.</summary>
[TestClass]
public class ReceiveTests
{
    [TestMethod]
    public void Text_message_arrives_whole()
    {
        FakeLine line = FakeLine.Opened();
        line.Say(FakeLine.Frame(0x81, FakeLine.Bytes("[3,\"\u20AC\"]")));
        line.Say(FakeLine.Frame(0x81, new byte[0]));
        Assert.AreEqual("message:[3,\"\u20AC\"];message:;", line.Heard);
    }

    [TestMethod]
    public void Fragments_are_put_together_with_control_frames_between()
    {
        FakeLine line = FakeLine.Opened();
        line.Say(FakeLine.Frame(0x01, FakeLine.Bytes("one ")));
        line.Say(FakeLine.Frame(0x89, FakeLine.Bytes("ping")));
        line.Say(FakeLine.Frame(0x00, new byte[0]));
        line.Say(FakeLine.Frame(0x8A, FakeLine.Bytes("stray pong")));
        line.Say(FakeLine.Frame(0x80, FakeLine.Bytes("two")));
        line.Say(FakeLine.Frame(0x81, FakeLine.Bytes("next")));
        Assert.AreEqual("message:one two;message:next;", line.Heard);
        Assert.AreEqual("8A:ping;", line.Frames());
    }

    [TestMethod]
    public void Character_cut_between_fragments_is_valid()
    {
        FakeLine line = FakeLine.Opened();
        line.Say(FakeLine.Frame(0x01, new byte[] { 0xE2, 0x82 }));
        line.Say(FakeLine.Frame(0x80, new byte[] { 0xAC }));
        Assert.AreEqual("message:\u20AC;", line.Heard);
    }

    [TestMethod]
    public void Every_split_of_a_conversation_gives_the_same()
    {
        byte[] script = Conversation();
        string expected = "message:one two;message:300 bytes;closed:ClosedByPeer,1000,bye;";
        for (int split = 0; split <= script.Length; split++)
        {
            FakeLine line = FakeLine.Opened();
            line.Transport.Arrive(script, 0, split);
            line.Run();
            line.Transport.Arrive(script, split, script.Length - split);
            line.Run();
            line.Transport.Fail(TransportError.ClosedByPeer);
            Assert.AreEqual(expected, line.Heard);
            Assert.AreEqual("8A:p;88:<03><E8>;", line.Frames());
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(7)]
    public void Bytes_that_come_in_small_pieces_give_the_same(int chunk)
    {
        FakeLine line = FakeLine.Opened();
        line.Transport.ChunkBytes = chunk;
        line.Say(Conversation());
        line.Run();
        line.Transport.Fail(TransportError.ClosedByPeer);
        Assert.AreEqual("message:one two;message:300 bytes;closed:ClosedByPeer,1000,bye;", line.Heard);
        Assert.AreEqual("8A:p;88:<03><E8>;", line.Frames());
    }

    [TestMethod]
    public void Bytes_that_came_before_the_end_of_TCP_are_handled()
    {
        FakeLine line = FakeLine.Opened();
        line.Say(FakeLine.Frame(0x81, FakeLine.Bytes("last words")));
        line.Transport.Fail(TransportError.Reset, "reset");
        Assert.AreEqual("message:last words;closed:Lost,0,reset;", line.Heard);
    }

    [TestMethod]
    [DataRow(new byte[] { 0xC1, 0x00 }, "ProtocolError,1002,reserved bit set")]
    [DataRow(new byte[] { 0xA1, 0x00 }, "ProtocolError,1002,reserved bit set")]
    [DataRow(new byte[] { 0x91, 0x00 }, "ProtocolError,1002,reserved bit set")]
    [DataRow(new byte[] { 0x81, 0x80, 0, 0, 0, 0 }, "ProtocolError,1002,masked frame from a server")]
    [DataRow(new byte[] { 0x83, 0x00 }, "ProtocolError,1002,reserved opcode 3")]
    [DataRow(new byte[] { 0x87, 0x00 }, "ProtocolError,1002,reserved opcode 7")]
    [DataRow(new byte[] { 0x8B, 0x00 }, "ProtocolError,1002,reserved opcode 11")]
    [DataRow(new byte[] { 0x8F, 0x00 }, "ProtocolError,1002,reserved opcode 15")]
    [DataRow(new byte[] { 0x09, 0x00 }, "ProtocolError,1002,fragmented control frame")]
    [DataRow(new byte[] { 0x89, 0x7E, 0x00, 0x7E }, "ProtocolError,1002,control frame over 125 bytes")]
    [DataRow(new byte[] { 0x88, 0x7F }, "ProtocolError,1002,control frame over 125 bytes")]
    [DataRow(new byte[] { 0x80, 0x00 }, "ProtocolError,1002,continuation without a start")]
    [DataRow(new byte[] { 0x00, 0x01 }, "ProtocolError,1002,continuation without a start")]
    [DataRow(new byte[] { 0x01, 0x00, 0x81, 0x00 }, "ProtocolError,1002,new message before the last one was complete")]
    [DataRow(new byte[] { 0x81, 0x7E, 0x00, 0x7D }, "ProtocolError,1002,frame length not in its shortest form")]
    [DataRow(new byte[] { 0x81, 0x7F, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF }, "ProtocolError,1002,frame length not in its shortest form")]
    [DataRow(new byte[] { 0x81, 0x7F, 0x80, 0, 0, 0, 0, 0, 0, 0 }, "ProtocolError,1002,frame length with its top bit set")]
    [DataRow(new byte[] { 0x82, 0x01 }, "BinaryMessage,1003,")]
    [DataRow(new byte[] { 0x81, 0x7E, 0x03, 0xE9 }, "MessageTooBig,1009,1001 bytes announced, limit 1000")]
    [DataRow(new byte[] { 0x81, 0x7F, 0, 0, 0, 0, 0, 0x10, 0, 0 }, "MessageTooBig,1009,1048576 bytes announced, limit 1000")]
    [DataRow(new byte[] { 0x81, 0x7F, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF }, "MessageTooBig,1009,9223372036854775807 bytes announced, limit 1000")]
    [DataRow(new byte[] { 0x81, 0x02, 0xC3, 0x28 }, "InvalidPayload,1007,text message")]
    [DataRow(new byte[] { 0x81, 0x02, 0xE2, 0x82 }, "InvalidPayload,1007,text message")]
    [DataRow(new byte[] { 0x01, 0x01, 0xE2, 0x80, 0x01, 0x82 }, "InvalidPayload,1007,text message")]
    [DataRow(new byte[] { 0x88, 0x01, 0x03 }, "ProtocolError,1002,close frame of one byte")]
    [DataRow(new byte[] { 0x88, 0x03, 0x03, 0xE8, 0xFF }, "InvalidPayload,1007,reason of a close frame")]
    public void Server_that_breaks_a_rule_is_closed_with_the_code_for_it(byte[] bytes, string outcome)
    {
        FakeLine line = FakeLine.Opened();
        line.Say(bytes);
        Assert.AreEqual("", line.Heard);
        Assert.IsFalse(line.Client.IsOpen);
        Assert.IsFalse(line.Client.Send(bytes, 0, 1));
        int code = outcome.IndexOf("1002") >= 0 ? 0xEA : outcome.IndexOf("1003") >= 0 ? 0xEB : outcome.IndexOf("1007") >= 0 ? 0xEF : 0xF1;
        Assert.AreEqual("88:<03><" + code.ToString("X2") + ">;", line.Frames());

        // Whatever still comes is ignored; the end of TCP ends it.
        line.Say(FakeLine.Frame(0x81, FakeLine.Bytes("late")));
        line.Run();
        line.Transport.Fail(TransportError.ClosedByPeer);
        Assert.AreEqual("closed:" + outcome + ";", line.Heard);
        Assert.IsTrue(line.Transport.WasClosed);
    }

    [TestMethod]
    public void Server_that_keeps_TCP_after_a_fault_is_cut_after_the_close_timeout()
    {
        FakeLine line = FakeLine.Opened();
        line.Say(new byte[] { 0x82, 0x01 });
        line.Advance(4999);
        Assert.AreEqual("", line.Heard);
        line.Advance(1);
        Assert.AreEqual("closed:BinaryMessage,1003,;", line.Heard);
        Assert.IsTrue(line.Transport.WasClosed);
    }

    [TestMethod]
    public void Message_of_the_largest_size_is_taken_whole_and_in_fragments()
    {
        FakeLine line = FakeLine.Opened();
        line.Say(FakeLine.Frame(0x81, FakeLine.Bytes(new string('a', 1000))));
        line.Run();
        line.Say(FakeLine.Frame(0x01, FakeLine.Bytes(new string('a', 999))));
        line.Say(FakeLine.Frame(0x00, new byte[0]));
        line.Say(FakeLine.Frame(0x80, new byte[] { 0x61 }));
        Assert.AreEqual("message:1000 bytes;message:1000 bytes;", line.Heard);
    }

    [TestMethod]
    public void Fragments_that_add_up_to_one_byte_more_are_refused_at_the_announcement()
    {
        FakeLine line = FakeLine.Opened();
        line.Say(FakeLine.Frame(0x01, FakeLine.Bytes(new string('a', 999))));
        line.Say(new byte[] { 0x80, 0x02 });
        line.Run();
        Assert.AreEqual("88:<03><F1>;", line.Frames());
        line.Transport.Fail(TransportError.ClosedByPeer);
        Assert.AreEqual("closed:MessageTooBig,1009,1001 bytes announced, limit 1000;", line.Heard);
    }

    [TestMethod]
    public void Limit_is_that_of_the_options_even_when_an_earlier_connection_had_a_larger_one()
    {
        FakeLine line = new();
        line.Options.MaximumMessageBytes = 5000;
        line.Start();
        line.Client.Abort();
        line.Run();
        line = FakeLine.Opened();
        line.Say(new byte[] { 0x81, 0x7E, 0x03, 0xE9 });
        line.Run();
        Assert.AreEqual("88:<03><F1>;", line.Frames());
    }

    [TestMethod]
    public void Close_or_abort_from_within_a_message_stops_the_messages_behind_it()
    {
        byte[] two = FakeLine.Join(FakeLine.Frame(0x81, FakeLine.Bytes("a")), FakeLine.Frame(0x81, FakeLine.Bytes("b")));
        FakeLine line = FakeLine.Opened();
        line.OnMessageDo = "close";
        line.Say(two);
        line.Run();
        line.Transport.Fail(TransportError.ClosedByPeer);
        Assert.AreEqual("message:a;closed:ClosedByUs,1000,;", line.Heard);

        line = FakeLine.Opened();
        line.OnMessageDo = "abort";
        line.Say(two);
        Assert.AreEqual("message:a;closed:ClosedByUs,0,aborted;", line.Heard);
    }

    [TestMethod]
    public void Handler_that_throws_loses_no_bytes()
    {
        FakeLine line = FakeLine.Opened();
        line.OnMessageDo = "throw";
        line.Say(FakeLine.Join(FakeLine.Frame(0x81, FakeLine.Bytes("a")), FakeLine.Frame(0x81, FakeLine.Bytes("b"))));
        Assert.AreEqual("message:a;message:b;", line.Heard);
        Assert.AreEqual(2, line.Loop.Failures);
        Assert.IsTrue(line.Client.IsOpen);
    }

    [TestMethod]
    [DataRow(new byte[] { 0x7F }, true)]
    [DataRow(new byte[] { 0xC2, 0x80 }, true)]
    [DataRow(new byte[] { 0xE0, 0xA0, 0x80 }, true)]
    [DataRow(new byte[] { 0xED, 0x9F, 0xBF }, true)]
    [DataRow(new byte[] { 0xEF, 0xBF, 0xBF }, true)]
    [DataRow(new byte[] { 0xF0, 0x90, 0x80, 0x80 }, true)]
    [DataRow(new byte[] { 0xF4, 0x8F, 0xBF, 0xBF }, true)]
    [DataRow(new byte[] { 0x80 }, false)]
    [DataRow(new byte[] { 0xC1, 0xBF }, false)]
    [DataRow(new byte[] { 0xC2 }, false)]
    [DataRow(new byte[] { 0xC2, 0x7F }, false)]
    [DataRow(new byte[] { 0xE0, 0x9F, 0xBF }, false)]
    [DataRow(new byte[] { 0xED, 0xA0, 0x80 }, false)]
    [DataRow(new byte[] { 0xE1, 0x80, 0xC0 }, false)]
    [DataRow(new byte[] { 0xF0, 0x8F, 0xBF, 0xBF }, false)]
    [DataRow(new byte[] { 0xF4, 0x90, 0x80, 0x80 }, false)]
    [DataRow(new byte[] { 0xF5, 0x80, 0x80, 0x80 }, false)]
    [DataRow(new byte[] { 0xFF }, false)]
    public void Text_is_checked_at_the_edges_of_UTF8(byte[] text, bool valid)
    {
        FakeLine line = FakeLine.Opened();
        line.Say(FakeLine.Frame(0x81, text));
        line.Run();
        Assert.AreEqual(valid, line.Client.IsOpen);
        Assert.AreEqual(valid ? "" : "88:<03><EF>;", line.Frames());
    }

    private static byte[] Conversation()
    {
        byte[] script = FakeLine.Join(FakeLine.Frame(0x01, FakeLine.Bytes("one ")), FakeLine.Frame(0x89, FakeLine.Bytes("p")));
        script = FakeLine.Join(script, FakeLine.Frame(0x80, FakeLine.Bytes("two")));
        script = FakeLine.Join(script, FakeLine.Frame(0x81, FakeLine.Bytes(new string('x', 300))));
        return FakeLine.Join(script, FakeLine.Frame(0x88, CloseBye()));
    }

    private static byte[] CloseBye() => new byte[] { 0x03, 0xE8, (byte)'b', (byte)'y', (byte)'e' };
}
