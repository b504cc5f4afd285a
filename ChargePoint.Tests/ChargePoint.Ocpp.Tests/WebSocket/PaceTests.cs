using ChargePoint.Hal;
using nanoFramework.TestFramework;

namespace ChargePoint.Ocpp.Tests.WebSocket;

/// <summary>A peer that sends more than is handled waits, and nothing is lost.</summary>
[TestClass]
public class PaceTests
{
    [TestMethod]
    public void Beyond_the_burst_messages_are_handled_one_after_the_other()
    {
        FakeLine line = FakeLine.Opened(frameBurst: 3, framesPerSecond: 10);
        for (int i = 1; i <= 6; i++) line.Say(FakeLine.Frame(0x81, FakeLine.Bytes(i.ToString())));
        Assert.AreEqual("message:1;message:2;message:3;", line.Heard);
        line.Advance(99);
        Assert.AreEqual("", line.Heard);
        line.Advance(1);
        Assert.AreEqual("message:4;", line.Heard);
        line.Advance(200);
        Assert.AreEqual("message:5;message:6;", line.Heard);
    }

    [TestMethod]
    public void After_a_while_of_silence_the_burst_is_there_again_and_no_larger()
    {
        FakeLine line = FakeLine.Opened(frameBurst: 2, framesPerSecond: 10);
        line.Say(FakeLine.Frame(0x81, FakeLine.Bytes("1")));
        line.Say(FakeLine.Frame(0x81, FakeLine.Bytes("2")));
        Assert.AreEqual("message:1;message:2;", line.Heard);
        line.Advance(60_000);
        for (int i = 3; i <= 5; i++) line.Say(FakeLine.Frame(0x81, FakeLine.Bytes(i.ToString())));
        Assert.AreEqual("message:3;message:4;", line.Heard);
        line.Advance(100);
        Assert.AreEqual("message:5;", line.Heard);
    }

    [TestMethod]
    public void Pings_count_as_well()
    {
        FakeLine line = FakeLine.Opened(frameBurst: 2, framesPerSecond: 10);
        for (int i = 0; i < 4; i++) line.Say(FakeLine.Frame(0x89, FakeLine.Bytes("p")));
        line.Run();
        Assert.AreEqual("8A:p;8A:p;", line.Frames());
        line.Advance(100);
        Assert.AreEqual("8A:p;", line.Frames());
    }

    [TestMethod]
    public void What_waits_is_handled_before_the_end_of_the_connection_is_told()
    {
        FakeLine line = FakeLine.Opened(frameBurst: 1, framesPerSecond: 10);
        for (int i = 1; i <= 3; i++) line.Say(FakeLine.Frame(0x81, FakeLine.Bytes(i.ToString())));
        line.Transport.Fail(TransportError.ClosedByPeer);
        line.Run();
        Assert.AreEqual("message:1;", line.Heard);
        line.Advance(300);
        Assert.StartsWith("message:2;message:3;closed:Lost", line.Heard);
    }

    [TestMethod]
    public void We_can_close_while_the_peer_waits()
    {
        FakeLine line = FakeLine.Opened(frameBurst: 1, framesPerSecond: 10);
        for (int i = 1; i <= 3; i++) line.Say(FakeLine.Frame(0x81, FakeLine.Bytes(i.ToString())));
        line.Client.Close(1000, "");
        line.Advance(10_000);
        Assert.Contains("closed:ClosedByUs", line.Heard);
    }

    [TestMethod]
    public void Without_a_limit_all_are_handled()
    {
        FakeLine line = FakeLine.Opened(frameBurst: 1, framesPerSecond: 0);
        for (int i = 0; i < 50; i++) line.Say(FakeLine.Frame(0x81, FakeLine.Bytes("x")));
        Assert.AreEqual(50 * "message:x;".Length, line.Heard.Length);
    }
}
