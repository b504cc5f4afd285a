using ChargePoint.Hal;
using nanoFramework.TestFramework;

namespace ChargePoint.Maintenance.Tests.Transfer;

[TestClass]
public class HttpUploadTests
{
    [TestMethod]
    public void A_file_is_put_into_the_directory_with_its_length()
    {
        HttpFixture f = new HttpFixture().Put("http://u:p@files.example/in").Open();
        Assert.StartsWith("PUT /in/d.txt HTTP/1.1\r\nHost: files.example\r\n", f.Server.Sent);
        Assert.Contains("Authorization: Basic dTpw\r\n", f.Server.Sent);
        Assert.Contains("Content-Type: text/plain; charset=utf-8\r\nContent-Length: 5\r\n\r\nhello", f.Server.Sent);
        Assert.AreEqual("", f.Ended);
        f.Say("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
        Assert.AreEqual("Done:HTTP 201", f.Ended);
    }

    [TestMethod]
    [DataRow(404)]
    [DataRow(405)]
    [DataRow(501)]
    public void A_server_that_takes_no_PUT_there_gets_a_POST_and_then_a_PUT_to_the_URL_itself(int status)
    {
        HttpFixture f = new HttpFixture().Put("http://files.example/in").Open().Say($"HTTP/1.1 {status} No\r\n\r\n");
        Assert.AreEqual("", f.Ended);
        f.Open();
        Assert.StartsWith("POST /in HTTP/1.1\r\n", f.Server.Sent);
        Assert.Contains("Content-Disposition: attachment; filename=\"d.txt\"\r\n", f.Server.Sent);
        Assert.Contains("\r\n\r\nhello", f.Server.Sent);
        f.Say($"HTTP/1.1 {status} No\r\n\r\n").Open();
        Assert.StartsWith("PUT /in HTTP/1.1\r\n", f.Server.Sent);
        f.Say($"HTTP/1.1 {status} No\r\n\r\n");
        Assert.AreEqual($"WrongMethod:HTTP {status}", f.Ended);
        Assert.AreEqual(3, f.Network.Count);
    }

    [TestMethod]
    public void A_file_of_any_length_goes_through_a_small_buffer()
    {
        HttpFixture f = new HttpFixture() { File = new string('x', 50_000) }.Put();
        f.Server.Room = 2000;
        f.Open();
        Assert.AreEqual(50_000, f.Server.Sent.Length - f.Server.Sent.IndexOf("\r\n\r\n") - 4);
        f.Say("HTTP/1.1 200 OK\r\n\r\n");
        Assert.AreEqual("Done:HTTP 200", f.Ended);
    }

    [TestMethod]
    public void A_server_that_takes_nothing_is_given_up()
    {
        HttpFixture f = new HttpFixture() { File = new string('x', 50_000) }.Put().Open();
        f = new HttpFixture() { File = new string('x', 50_000) }.Put();
        f.Server.Room = 1000;
        f.Open();
        f.Advance(HttpClient.PaceMs + 10);
        Assert.AreEqual("TooSlow:0 bytes in 30 s", f.Ended);
    }

    [TestMethod]
    public void Sending_goes_on_when_there_is_room_again()
    {
        HttpFixture f = new HttpFixture() { File = new string('x', 3000) }.Put();
        f.Server.Room = 1000;
        f.Open();
        Assert.DoesNotContains("xxx", f.Server.Sent);
        f.Server.Drain(9000);
        f.Run();
        f.Say("HTTP/1.1 200 OK\r\n\r\n");
        Assert.AreEqual("Done:HTTP 200", f.Ended);
    }

    [TestMethod]
    [DataRow("hell")]
    [DataRow("hello world")]
    public void A_file_that_changes_meanwhile_keeps_the_length_that_was_told(string again)
    {
        HttpFixture f = new HttpFixture() { FileAgain = again }.Put().Open();
        Assert.Contains("Content-Length: 5\r\n\r\n" + (again == "hell" ? "hell\n" : "hello"), f.Server.Sent);
        f.Say("HTTP/1.1 200 OK\r\n\r\n");
        Assert.AreEqual("Done:HTTP 200", f.Ended);
    }

    [TestMethod]
    [DataRow("HTTP/1.1 403 Forbidden\r\n\r\n", "Denied:HTTP 403")]
    [DataRow("HTTP/1.1 500 Oops\r\n\r\n", "Refused:HTTP 500")]
    [DataRow("HTTP/1.1 303 See Other\r\nLocation: /thanks\r\n\r\n", "Done:HTTP 303")]
    [DataRow("HTTP/1.1 204 No Content\r\n\r\n", "Done:HTTP 204")]
    public void The_answer_of_the_server_decides(string answer, string end)
    {
        HttpFixture f = new HttpFixture().Put().Open().Say(answer);
        Assert.AreEqual(end, f.Ended);
    }

    [TestMethod]
    public void A_redirect_takes_the_whole_file_along()
    {
        HttpFixture f = new HttpFixture().Put().Open().Say("HTTP/1.1 307 Temporary Redirect\r\nLocation: http://other.example/x\r\n\r\n").Open();
        Assert.AreEqual("other.example", f.Server.Host);
        Assert.StartsWith("PUT /x HTTP/1.1\r\n", f.Server.Sent);
        Assert.Contains("\r\n\r\nhello", f.Server.Sent);
    }

    [TestMethod]
    public void A_server_that_refuses_early_is_believed_and_one_that_accepts_early_is_not()
    {
        HttpFixture f = new HttpFixture() { File = new string('x', 50_000) }.Put();
        f.Server.Room = 1000;
        f.Open().Say("HTTP/1.1 413 Too Large\r\n\r\n");
        Assert.AreEqual("Refused:HTTP 413", f.Ended);
        f = new HttpFixture() { File = new string('x', 50_000) }.Put();
        f.Server.Room = 1000;
        f.Open().Say("HTTP/1.1 200 OK\r\n\r\n");
        Assert.StartsWith("Malformed:", f.Ended);
    }

    [TestMethod]
    public void A_connection_that_breaks_before_the_answer_is_broken()
    {
        HttpFixture f = new HttpFixture().Put().Open().Break(TransportError.Reset);
        Assert.StartsWith("Broken:", f.Ended);
    }
}
