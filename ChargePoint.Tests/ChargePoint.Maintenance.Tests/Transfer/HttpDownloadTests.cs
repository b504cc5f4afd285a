using ChargePoint.Hal;
using nanoFramework.TestFramework;

namespace ChargePoint.Maintenance.Tests.Transfer;

[TestClass]
public class HttpDownloadTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\n";

    [TestMethod]
    public void A_file_is_fetched()
    {
        HttpFixture f = new HttpFixture().Get("https://files.example:8443/a/fw.bin?x=1");
        Assert.AreEqual("files.example", f.Server.Host);
        Assert.AreEqual(8443, f.Server.Port);
        Assert.IsTrue(f.Server.Secure);
        f.Open();
        Assert.AreEqual("GET /a/fw.bin?x=1 HTTP/1.1\r\nHost: files.example:8443\r\nUser-Agent: ChargePoint\r\nConnection: close\r\nAccept-Encoding: identity\r\n\r\n", f.Server.Sent);
        f.Say(Ok + "Content-Length: 10\r\nETag: \"v1\"\r\n\r\n01234").Say("56789more");
        Assert.AreEqual("begin 0/10 \"v1\";", f.Begun);
        Assert.AreEqual("0123456789", f.Got);
        Assert.AreEqual("Done:", f.Ended);
        Assert.IsTrue(f.Server.WasClosed);
        Assert.IsFalse(f.Transfer.IsBusy);
        Assert.AreEqual(-1L, f.Loop.UntilNextTimerMs, "no timer is left");
    }

    [TestMethod]
    public void Credentials_of_the_URL_are_sent()
    {
        HttpFixture f = new HttpFixture().Get("http://Aladdin:open%20sesame@files.example/f").Open();
        Assert.Contains("Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n", f.Server.Sent);
        Assert.Contains("GET /f HTTP/1.1\r\nHost: files.example\r\n", f.Server.Sent);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(7)]
    public void It_does_not_matter_in_which_pieces_the_answer_comes(int bytes)
    {
        HttpFixture f = new HttpFixture().Get().Open();
        f.Server.PieceBytes = bytes;
        f.Say(Ok + "Transfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n1 \r\n \r\n5\r\nworld\r\n0\r\nX: y\r\n\r\n");
        Assert.AreEqual("hello world", f.Got);
        Assert.AreEqual("begin 0/-1 ;", f.Begun);
        Assert.AreEqual("Done:", f.Ended);
    }

    [TestMethod]
    public void Without_a_length_the_file_ends_with_the_connection()
    {
        HttpFixture f = new HttpFixture().Get().Open().Say(Ok + "\r\nabc");
        Assert.AreEqual("", f.Ended);
        f.Say("def").Break();
        Assert.AreEqual("abcdef", f.Got);
        Assert.AreEqual("Done:", f.Ended);
    }

    [TestMethod]
    public void Without_a_length_a_connection_that_breaks_is_no_end()
    {
        HttpFixture f = new HttpFixture().Get().Open().Say(Ok + "\r\nabc").Break(TransportError.Reset);
        Assert.StartsWith("Broken:", f.Ended);
    }

    [TestMethod]
    public void An_empty_file_is_done_at_once()
    {
        HttpFixture f = new HttpFixture().Get().Open().Say(Ok + "Content-Length: 0\r\n\r\n");
        Assert.AreEqual("Done:", f.Ended);
    }

    [TestMethod]
    public void The_rest_of_a_file_is_asked_for_by_range()
    {
        HttpFixture f = new HttpFixture().Get(start: 100, validator: "\"v1\"").Open();
        Assert.Contains("Range: bytes=100-\r\nIf-Range: \"v1\"\r\n", f.Server.Sent);
        f.Say("HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 100-109/110\r\nContent-Length: 10\r\n\r\n0123456789");
        Assert.AreEqual("begin 100/110 ;", f.Begun);
        Assert.AreEqual("Done:", f.Ended);
    }

    [TestMethod]
    public void A_server_without_ranges_sends_everything_again()
    {
        HttpFixture f = new HttpFixture().Get(start: 100).Open().Say(Ok + "Content-Length: 3\r\n\r\nabc");
        Assert.AreEqual("begin 0/3 ;", f.Begun);
        Assert.AreEqual("Done:", f.Ended);
    }

    [TestMethod]
    [DataRow("Content-Range: bytes 50-109/110\r\n")]
    [DataRow("Content-Range: items 100-109/110\r\n")]
    [DataRow("")]
    public void Another_part_than_was_asked_for_is_not_taken(string range)
    {
        HttpFixture f = new HttpFixture().Get(start: 100).Open().Say("HTTP/1.1 206 Partial Content\r\n" + range + "Content-Length: 10\r\n\r\n0123456789");
        Assert.StartsWith("Malformed:", f.Ended);
        Assert.AreEqual("", f.Got);
    }

    [TestMethod]
    public void A_part_that_nobody_asked_for_is_not_taken()
    {
        HttpFixture f = new HttpFixture().Get().Open().Say("HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-1/9\r\n\r\n01");
        Assert.StartsWith("Malformed:", f.Ended);
    }

    [TestMethod]
    public void A_range_behind_the_end_is_told_as_such()
    {
        HttpFixture f = new HttpFixture().Get(start: 100).Open().Say("HTTP/1.1 416 No\r\n\r\n");
        Assert.AreEqual("NoRange:HTTP 416", f.Ended);
    }

    [TestMethod]
    [DataRow("HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\n\r\nsorry", "Refused:HTTP 404")]
    [DataRow("HTTP/1.1 500 Oops\r\n\r\n", "Refused:HTTP 500")]
    [DataRow("HTTP/1.1 304 Not Modified\r\n\r\n", "Refused:HTTP 304")]
    [DataRow("HTTP/1.1 302 Found\r\n\r\n", "Refused:HTTP 302")]
    [DataRow("HTTP/1.1 204 No Content\r\n\r\n", "Malformed:HTTP 204")]
    [DataRow("HTTP/1.1 101 Switching\r\n\r\n", "Malformed:HTTP 101")]
    [DataRow("SSH-2.0-OpenSSH\r\n", "Malformed:the answer is no HTTP/1.1")]
    [DataRow("HTTP/1.1 99 Low\r\n", "Malformed:the answer is no HTTP/1.1")]
    [DataRow("HTTP/1.1 200 OK\r\nno header\r\n", "Malformed:a header line has no name")]
    [DataRow("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "Malformed:Content-Length is malformed or too large")]
    [DataRow("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", "Malformed:Content-Length is malformed or too large")]
    [DataRow("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "Malformed:Content-Length is malformed or too large")]
    [DataRow("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", "Malformed:an unknown Transfer-Encoding")]
    [DataRow("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", "Malformed:the file is encoded, which was not asked for")]
    [DataRow("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", "Malformed:the chunks are malformed")]
    [DataRow("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n", "Malformed:the chunks are malformed")]
    [DataRow("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n", "Malformed:the chunks are malformed")]
    public void Answers_that_are_no_file_end_it_with_the_reason(string answer, string end)
    {
        HttpFixture f = new HttpFixture().Get().Open().Say(answer);
        Assert.AreEqual(end, f.Ended);
        Assert.IsTrue(f.Server.WasClosed);
    }

    [TestMethod]
    public void A_connection_that_breaks_midway_is_broken()
    {
        HttpFixture f = new HttpFixture().Get().Open().Say(Ok + "Content-Length: 100\r\n\r\nabc").Break();
        Assert.AreEqual("Broken:the server closed the connection after 3 bytes", f.Ended);
        Assert.AreEqual("abc", f.Got);
        f = new HttpFixture().Get().Open().Say(Ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n").Break();
        Assert.StartsWith("Broken:", f.Ended);
        f = new HttpFixture().Get().Open().Say("HTTP/1.1 200").Break();
        Assert.StartsWith("Broken:", f.Ended);
    }

    [TestMethod]
    public void Bytes_that_came_before_the_connection_broke_count()
    {
        HttpFixture f = new HttpFixture().Get().Open();
        f.Server.Say(Ok + "Content-Length: 3\r\n\r\nabc");
        f.Break(TransportError.Reset);
        Assert.AreEqual("Done:", f.Ended);
    }

    [TestMethod]
    public void Three_redirects_are_followed_and_a_fourth_is_not()
    {
        HttpFixture f = new HttpFixture().Get();
        for (int i = 1; i <= 3; i++)
        {
            f.Open().Say($"HTTP/1.1 302 Found\r\nLocation: /step{i}\r\nContent-Length: 2\r\n\r\nhi");
            Assert.AreEqual(i + 1, f.Network.Count);
            Assert.IsTrue(f.Network[i - 1].WasClosed);
        }

        f.Open();
        Assert.StartsWith("GET /step3 HTTP/1.1\r\n", f.Server.Sent);
        f.Say("HTTP/1.1 302 Found\r\nLocation: /step4\r\n\r\n");
        Assert.AreEqual("Refused:more than 3 redirects", f.Ended);
        Assert.AreEqual("", f.Got);
    }

    [TestMethod]
    public void A_redirect_away_from_TLS_is_not_followed()
    {
        HttpFixture f = new HttpFixture().Get("https://files.example/f").Open().Say("HTTP/1.1 301 Moved\r\nLocation: http://files.example/f\r\n\r\n");
        Assert.AreEqual("Refused:a redirect that gives up TLS is not followed", f.Ended);
        Assert.AreEqual(1, f.Network.Count);
    }

    [TestMethod]
    public void A_header_is_bounded_as_a_whole_and_long_lines_are_passed_over()
    {
        HttpFixture f = new HttpFixture().Get().Open().Say(Ok + "Set-Cookie: " + new string('x', 4000) + "\r\nContent-Length: 1\r\n\r\na");
        Assert.AreEqual("Done:", f.Ended);
        f = new HttpFixture().Get().Open().Say(Ok);
        for (int i = 0; i < 9; i++) f.Say("X: " + new string('x', 1000) + "\r\n");
        Assert.AreEqual("Malformed:the header is longer than 8192 bytes", f.Ended);
        f = new HttpFixture().Get().Open().Say("HTTP/1.1 302 Found\r\nLocation: http://h/" + new string('x', 600) + "\r\n\r\n");
        Assert.AreEqual("Malformed:the redirect is too long", f.Ended);
    }

    [TestMethod]
    public void The_sink_may_refuse_before_and_midway()
    {
        HttpFixture f = new HttpFixture() { Begins = false }.Get().Open().Say(Ok + "Content-Length: 900000\r\n\r\nabc");
        Assert.AreEqual("NotTaken:900000 bytes", f.Ended);
        Assert.AreEqual("", f.Got);
        f = new HttpFixture() { Takes = 4 }.Get().Open().Say(Ok + "\r\nabc").Say("def").Say("ghi");
        Assert.AreEqual("NotTaken:", f.Ended);
        Assert.AreEqual("abcdef", f.Got);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(5)]
    public void A_server_that_cannot_be_reached_is_told(int error)
    {
        HttpFixture f = new HttpFixture().Get().Break((TransportError)error);
        Assert.StartsWith("NotReached:", f.Ended);
    }

    [TestMethod]
    public void Each_step_has_a_limit()
    {
        HttpFixture f = new HttpFixture().Get();
        f.Advance(HttpClient.ConnectTimeoutMs - 10);
        Assert.AreEqual("", f.Ended);
        f.Advance(20);
        Assert.StartsWith("NotReached:", f.Ended);

        f = new HttpFixture().Get().Open();
        f.Advance(HttpClient.AnswerTimeoutMs - 10);
        Assert.AreEqual("", f.Ended);
        f.Advance(20);
        Assert.StartsWith("TooSlow:", f.Ended);
    }

    [TestMethod]
    public void A_header_that_drips_does_not_last_longer()
    {
        HttpFixture f = new HttpFixture().Get().Open().Say(Ok);
        for (int second = 0; second < 70 && f.Ended.Length == 0; second++)
        {
            f.Say("X");
            f.Advance(1000);
        }

        Assert.AreEqual("TooSlow:no answer in time", f.Ended);
        Assert.IsTrue(f.Clock.MonotonicMs <= 62_000);
    }

    [TestMethod]
    public void A_body_that_drips_is_given_up_and_a_slow_one_is_not()
    {
        HttpFixture f = new HttpFixture().Get().Open().Say(Ok + "Content-Length: 100000\r\n\r\n");
        for (int second = 0; second < 120 && f.Ended.Length == 0; second++)
        {
            f.Say("x");
            f.Advance(1000);
        }

        Assert.AreEqual("TooSlow:30 bytes in 30 s", f.Ended);
        f = new HttpFixture().Get().Open().Say(Ok + "Content-Length: 10000\r\n\r\n");
        for (int second = 0; second < 100; second++)
        {
            f.Say(new string('x', 100));
            f.Advance(1000);
        }

        Assert.AreEqual("Done:", f.Ended);
    }

    [TestMethod]
    public void Chunks_without_content_do_not_keep_a_transfer_alive()
    {
        HttpFixture f = new HttpFixture().Get().Open().Say(Ok + "Transfer-Encoding: chunked\r\n\r\n0\r\n");
        for (int second = 0; second < 60 && f.Ended.Length == 0; second++)
        {
            f.Say("A: " + new string('b', 200) + "\r\n");
            f.Advance(1000);
        }

        Assert.StartsWith("TooSlow:", f.Ended);
    }

    [TestMethod]
    public void A_transfer_that_is_called_off_tells_nothing_and_leaves_nothing()
    {
        HttpFixture f = new HttpFixture().Get().Open().Say(Ok + "Content-Length: 10\r\n\r\nabc");
        f.Transfer.Abort();
        Assert.IsTrue(f.Server.WasClosed);
        Assert.IsFalse(f.Transfer.IsBusy);
        f.Advance(200_000);
        Assert.AreEqual("", f.Ended);
        f.Get();
        Assert.AreEqual(2, f.Network.Count, "another can begin");
    }

    [TestMethod]
    public void Interim_answers_are_passed_over_up_to_five()
    {
        HttpFixture f = new HttpFixture().Get().Open();
        for (int i = 0; i < 5; i++) f.Say("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n");
        f.Say(Ok + "Content-Length: 1\r\n\r\na");
        Assert.AreEqual("Done:", f.Ended);
        f = new HttpFixture().Get().Open();
        for (int i = 0; i < 6 && f.Ended.Length == 0; i++) f.Say("HTTP/1.1 100 Continue\r\n\r\n");
        Assert.AreEqual("Malformed:HTTP 100", f.Ended);
    }
}
