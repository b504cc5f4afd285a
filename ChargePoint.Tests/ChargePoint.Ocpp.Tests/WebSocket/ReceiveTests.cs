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
    [DataRow("C100", "ProtocolError,1002,reserved bit set")]
    [DataRow("A100", "ProtocolError,1002,reserved bit set")]
    [DataRow("9100", "ProtocolError,1002,reserved bit set")]
    [DataRow("818000000000", "ProtocolError,1002,masked frame from a server")]
    [DataRow("8300", "ProtocolError,1002,reserved opcode 3")]
    [DataRow("8700", "ProtocolError,1002,reserved opcode 7")]
    [DataRow("8B00", "ProtocolError,1002,reserved opcode 11")]
    [DataRow("8F00", "ProtocolError,1002,reserved opcode 15")]
    [DataRow("0900", "ProtocolError,1002,fragmented control frame")]
    [DataRow("897E007E", "ProtocolError,1002,control frame over 125 bytes")]
    [DataRow("887F", "ProtocolError,1002,control frame over 125 bytes")]
    [DataRow("8000", "ProtocolError,1002,continuation without a start")]
    [DataRow("0001", "ProtocolError,1002,continuation without a start")]
    [DataRow("01008100", "ProtocolError,1002,new message before the last one was complete")]
    [DataRow("817E007D", "ProtocolError,1002,frame length not in its shortest form")]
    [DataRow("817F000000000000FFFF", "ProtocolError,1002,frame length not in its shortest form")]
    [DataRow("817F8000000000000000", "ProtocolError,1002,frame length with its top bit set")]
    [DataRow("8201", "BinaryMessage,1003,")]
    [DataRow("817E03E9", "MessageTooBig,1009,1001 bytes announced, limit 1000")]
    [DataRow("817F0000000000100000", "MessageTooBig,1009,1048576 bytes announced, limit 1000")]
    [DataRow("817F7FFFFFFFFFFFFFFF", "MessageTooBig,1009,9223372036854775807 bytes announced, limit 1000")]
    [DataRow("8102C328", "InvalidPayload,1007,text message")]
    [DataRow("8102E282", "InvalidPayload,1007,text message")]
    [DataRow("0101E2800182", "InvalidPayload,1007,text message")]
    [DataRow("880103", "ProtocolError,1002,close frame of one byte")]
    [DataRow("880303E8FF", "InvalidPayload,1007,reason of a close frame")]
    public void Server_that_breaks_a_rule_is_closed_with_the_code_for_it(string hex, string outcome)
    {
        byte[] bytes = FakeLine.Hex(hex);
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
    [DataRow("7F", true)]
    [DataRow("C280", true)]
    [DataRow("E0A080", true)]
    [DataRow("ED9FBF", true)]
    [DataRow("EFBFBF", true)]
    [DataRow("F0908080", true)]
    [DataRow("F48FBFBF", true)]
    [DataRow("80", false)]
    [DataRow("C1BF", false)]
    [DataRow("C2", false)]
    [DataRow("C27F", false)]
    [DataRow("E09FBF", false)]
    [DataRow("EDA080", false)]
    [DataRow("E180C0", false)]
    [DataRow("F08FBFBF", false)]
    [DataRow("F4908080", false)]
    [DataRow("F5808080", false)]
    [DataRow("FF", false)]
    public void Text_is_checked_at_the_edges_of_UTF8(string hex, bool valid)
    {
        FakeLine line = FakeLine.Opened();
        line.Say(FakeLine.Frame(0x81, FakeLine.Hex(hex)));
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
