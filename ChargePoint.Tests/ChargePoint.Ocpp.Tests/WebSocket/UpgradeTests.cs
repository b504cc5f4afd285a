using System.Text;
using ChargePoint.Hal;
using nanoFramework.TestFramework;

namespace ChargePoint.Ocpp.Tests.WebSocket;

/// <summary>Connecting and the opening handshake.</summary>
[TestClass]
public class UpgradeTests
{
    private const string Head = "HTTP/1.1 101 Switching Protocols\r\n";
    private const string Accept = "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n";
    private const string Upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\n";
    private const string Protocol = "Sec-WebSocket-Protocol: ocpp1.6\r\n";

    [TestMethod]
    public void Request_has_exactly_these_bytes()
    {
        FakeLine line = new();
        line.Start("wss://csms.test:9000/ocpp/CP1?a=b");
        Assert.AreEqual("csms.test", line.Transport.Host);
        Assert.AreEqual(9000, line.Transport.Port);
        Assert.IsTrue(line.Transport.Secure);
        line.Transport.Open();
        line.Run();
        Assert.AreEqual(
            "GET /ocpp/CP1?a=b HTTP/1.1\r\nHost: csms.test:9000\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: ocpp1.6\r\n\r\n",
            Encoding.UTF8.GetString(line.Transport.Sent, 0, line.Transport.SentLength));
    }

    [TestMethod]
    public void Credentials_are_sent_as_Basic_with_any_password_bytes()
    {
        FakeLine line = new();
        line.Options.User = "CP1";
        line.Options.Password = new byte[] { 0x00, 0xFF, (byte)':', 0x80 };
        line.Start();
        line.Transport.Open();
        line.Run();
        string request = Encoding.UTF8.GetString(line.Transport.Sent, 0, line.Transport.SentLength);
        Assert.Contains("\r\nAuthorization: Basic Q1AxOgD/OoA=\r\n\r\n", request);
    }

    [TestMethod]
    public void Valid_answer_opens()
    {
        FakeLine line = Answered(FakeLine.Answer);
        Assert.AreEqual("opened;", line.Heard);
        Assert.IsTrue(line.Client.IsOpen);
    }

    [TestMethod]
    [DataRow("upgrade: WebSocket\r\nCONNECTION: keep-alive, uPGRADE\r\n")]
    [DataRow("Upgrade: h2c, websocket\r\nConnection:Upgrade \t\r\n")]
    [DataRow("Upgrade: websocket\r\nConnection: keep-alive\r\nConnection: upgrade\r\n")]
    [DataRow("Upgrade: websocket\nConnection: Upgrade\nServer: \u00E4\r\nX:\r\nSec-WebSocket-Extensions:\r\n")]
    public void Answer_in_other_legal_spelling_opens(string fields)
        => Assert.AreEqual("opened;", Answered(Head + fields + Accept + Protocol + "\r\n").Heard);

    [TestMethod]
    [DataRow("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\n\r\n", "HttpStatus,401,Unauthorized")]
    [DataRow("HTTP/1.1 403 Forbidden\r\n\r\n", "HttpStatus,403,Forbidden")]
    [DataRow("HTTP/1.0 404\r\n\r\n", "HttpStatus,404,")]
    [DataRow("HTTP/1.1 301 Moved\r\nLocation: wss://other/\r\n\r\n", "HttpStatus,301,to wss://other/")]
    [DataRow("HTTP/1.1 301 Moved\r\nLocation: wss://other/token?secret\r\n\r\n", "HttpStatus,301,to wss://other/")]
    [DataRow("HTTP/1.1 302 Found\r\nLocation: wss://other?secret\r\n\r\n", "HttpStatus,302,to wss://other")]
    [DataRow("HTTP/1.1 302 Found\r\nLocation: /token/x\r\n\r\n", "HttpStatus,302,to /")]
    [DataRow("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\n\r\n<html>", "HttpStatus,503,Service Unavailable")]
    [DataRow("HTTP/1.1 200 OK\r\n\r\n", "HttpStatus,200,OK")]
    [DataRow("SSH-2.0-OpenSSH_9.2\r\n", "UpgradeMalformed,0,answer starts with 'SSH-2.0-OpenSSH_9.2'")]
    [DataRow("HTTP/2 101 x\r\n", "UpgradeMalformed,0,answer starts with 'HTTP/2 101 x'")]
    [DataRow("HTTP/1.1 1x1 x\r\n", "UpgradeMalformed,0,answer starts with 'HTTP/1.1 1x1 x'")]
    [DataRow("\r\n", "UpgradeMalformed,0,answer starts with ''")]
    [DataRow(Head + "no colon\r\n", "UpgradeMalformed,0,header line 'no colon'")]
    [DataRow(Head + " folded: x\r\n", "UpgradeMalformed,0,header line ' folded: x'")]
    [DataRow(Head + "Upgrade : websocket\r\n", "UpgradeMalformed,0,header line 'Upgrade : websocket'")]
    [DataRow(Head + Accept + Protocol + "Connection: Upgrade\r\n\r\n", "UpgradeMalformed,0,no 'Upgrade: websocket'")]
    [DataRow(Head + Accept + Protocol + "Upgrade: websockets\r\nConnection: Upgrade\r\n\r\n", "UpgradeMalformed,0,no 'Upgrade: websocket'")]
    [DataRow(Head + Accept + Protocol + "Upgrade: websocket\r\nConnection: close\r\n\r\n", "UpgradeMalformed,0,no 'Connection: Upgrade'")]
    [DataRow(Head + Upgrade + Protocol + "\r\n", "WrongAccept,0,0 times Sec-WebSocket-Accept")]
    [DataRow(Head + Upgrade + Protocol + Accept + Accept + "\r\n", "WrongAccept,0,2 times Sec-WebSocket-Accept")]
    [DataRow(Head + Upgrade + Protocol + "Sec-WebSocket-Accept: S3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n", "WrongAccept,0,")]
    [DataRow(Head + Upgrade + Accept + "\r\n", "WrongSubprotocol,0,asked for ocpp1.6, got none")]
    [DataRow(Head + Upgrade + Accept + "Sec-WebSocket-Protocol: ocpp2.0.1\r\n\r\n", "WrongSubprotocol,0,asked for ocpp1.6, got 'ocpp2.0.1'")]
    [DataRow(Head + Upgrade + Accept + "Sec-WebSocket-Protocol: OCPP1.6\r\n\r\n", "WrongSubprotocol,0,asked for ocpp1.6, got 'OCPP1.6'")]
    [DataRow(Head + Upgrade + Accept + Protocol + Protocol + "\r\n", "WrongSubprotocol,0,asked for ocpp1.6, got 'ocpp1.6'")]
    [DataRow(Head + "Sec-WebSocket-Extensions: permessage-deflate\r\n", "UpgradeMalformed,0,extension that was not asked for: permessage-deflate")]
    public void Other_answer_ends_the_connection_and_says_why(string answer, string outcome)
    {
        FakeLine line = Answered(answer);
        Assert.AreEqual("closed:" + outcome + ";", line.Heard);
        Assert.IsTrue(line.Transport.WasClosed);
    }

    [TestMethod]
    public void Every_split_of_the_answer_and_the_first_frames_gives_the_same()
    {
        byte[] script = FakeLine.Join(FakeLine.Bytes(FakeLine.Answer), FakeLine.Frame(0x81, FakeLine.Bytes("[2,\"1\"]")));
        for (int split = 0; split <= script.Length; split++)
        {
            FakeLine line = Connected();
            line.Transport.Arrive(script, 0, split);
            line.Run();
            line.Transport.Arrive(script, split, script.Length - split);
            Assert.AreEqual("opened;message:[2,\"1\"];", line.Heard);
        }
    }

    [TestMethod]
    public void Header_of_2048_bytes_is_taken_and_one_more_is_not()
    {
        int fill = 2048 - FakeLine.Answer.Length - 5;
        string head = FakeLine.Answer.Substring(0, FakeLine.Answer.Length - 2);
        Assert.AreEqual("opened;", Answered(head + "X: " + new string('x', fill) + "\r\n\r\n").Heard);
        Assert.AreEqual("closed:UpgradeMalformed,0,header over 2048 bytes;", Answered(head + "X: " + new string('x', fill + 1) + "\r\n\r\n").Heard);
    }

    [TestMethod]
    public void Refusing_status_is_told_even_when_its_header_is_too_long_or_cut()
    {
        Assert.AreEqual("closed:HttpStatus,404,Not Found;", Answered("HTTP/1.1 404 Not Found\r\nX: " + new string('x', 3000)).Heard);
        FakeLine cut = Answered("HTTP/1.1 401 Unauthorized\r\nWWW-");
        cut.Transport.Fail(TransportError.ClosedByPeer);
        Assert.AreEqual("closed:HttpStatus,401,Unauthorized;", cut.Heard);
    }

    [TestMethod]
    public void Peer_that_ends_TCP_before_answering_is_lost()
    {
        FakeLine line = Connected();
        line.Transport.Fail(TransportError.ClosedByPeer);
        Assert.AreEqual("closed:Lost,0,the peer ended TCP before the upgrade was answered;", line.Heard);
    }

    [TestMethod]
    [DataRow((int)TransportError.NameResolution, "NameResolution")]
    [DataRow((int)TransportError.Refused, "Refused")]
    [DataRow((int)TransportError.Unreachable, "Unreachable")]
    [DataRow((int)TransportError.TimedOut, "ConnectTimeout")]
    [DataRow((int)TransportError.Tls, "Tls")]
    [DataRow((int)TransportError.Reset, "Lost")]
    public void Connection_that_fails_is_told_as_what_it_is(int error, string failure)
    {
        FakeLine line = new();
        line.Start();
        line.Transport.Fail((TransportError)error, "why");
        Assert.AreEqual($"closed:{failure},0,why;", line.Heard);
    }

    [TestMethod]
    public void Connecting_and_upgrading_have_time_limits()
    {
        FakeLine line = new();
        line.Start();
        line.Advance(29999);
        Assert.AreEqual("", line.Heard);
        line.Advance(1);
        Assert.AreEqual("closed:ConnectTimeout,0,after 30000 ms;", line.Heard);
        Assert.IsTrue(line.Transport.WasClosed);

        line = Connected();
        line.Advance(10000);
        line.Say(Head);
        line.Advance(4999);
        Assert.AreEqual("", line.Heard);
        line.Advance(1);
        Assert.AreEqual("closed:UpgradeTimeout,0,after 15000 ms;", line.Heard);
        Assert.IsTrue(line.Transport.WasClosed);
    }

    [TestMethod]
    public void Closing_or_aborting_before_open_ends_once_and_not_within_the_call()
    {
        FakeLine line = new();
        line.Start();
        line.Client.Close(1001, "going");
        line.Client.Abort();
        Assert.IsTrue(line.Transport.WasClosed);
        Assert.AreEqual("closed:ClosedByUs,1001,going;", line.Heard);
        line.Client.Abort();
        line.Client.Close(1000, "");
        Assert.AreEqual("", line.Heard);
        line.Start();
        line.Client.Abort();
        Assert.AreEqual("closed:ClosedByUs,0,aborted;", line.Heard);
    }

    [TestMethod]
    public void Opening_twice_is_a_bug_and_opening_again_after_the_end_works()
    {
        FakeLine line = new();
        line.Start();
        Assert.ThrowsException(typeof(System.InvalidOperationException), () => line.Start());
        line.Transport.Fail(TransportError.Refused);
        Assert.AreEqual("closed:Refused,0,;", line.Heard);
        FakeTransport first = line.Transport;
        line.Start();
        Assert.AreNotSame(first, line.Transport);
        first.Open();
        Assert.AreEqual("", line.Heard);
        Assert.AreEqual(0, line.Transport.SentLength);
    }

    private static FakeLine Connected()
    {
        FakeLine line = new();
        line.Start();
        line.Transport.Open();
        line.Run();
        return line;
    }

    private static FakeLine Answered(string answer)
    {
        FakeLine line = Connected();
        line.Say(answer);
        line.Run();
        return line;
    }
}
