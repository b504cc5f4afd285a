using ChargePoint.Hal;
using nanoFramework.TestFramework;

namespace ChargePoint.Maintenance.Tests.Transfer;

[TestClass]
public class FtpUploadTests
{
    [TestMethod]
    public void A_file_is_stored()
    {
        HttpFixture f = new HttpFixture().Put("ftp://me:secret@files.example/in/today").Open();
        FakeTransport control = f.Network[0];
        Assert.AreEqual(21, control.Port);
        f.Say("220-Welcome\r\n220 here\r\n").Say("331 password?\r\n").Say("230 in\r\n").Say("200 binary\r\n");
        Assert.AreEqual("USER me\r\nPASS secret\r\nTYPE I\r\nPASV\r\n", control.Sent);
        f.Say("227 Entering Passive Mode (10,0,0,7,4,1).\r\n");
        Assert.AreEqual(2, f.Network.Count);
        Assert.AreEqual("files.example", f.Server.Host, "whatever address the server names");
        Assert.AreEqual(1025, f.Server.Port);
        f.Open();
        Assert.Contains("STOR in/today/d.txt\r\n", control.Sent);
        Assert.AreEqual("", f.Server.Sent);
        control.Say("150 go on\r\n");
        f.Run();
        Assert.AreEqual("hello", f.Server.Sent);
        Assert.IsTrue(f.Server.WasClosed, "the end of the file");
        Assert.AreEqual("", f.Ended);
        control.Say("226 done\r\n");
        f.Run();
        Assert.AreEqual("Done:FTP 226", f.Ended);
        Assert.IsTrue(control.WasClosed);
    }

    [TestMethod]
    public void Without_a_user_the_login_is_anonymous_and_without_a_path_it_goes_to_where_it_leads()
    {
        HttpFixture f = new HttpFixture().Put("ftp://files.example").Open().Say("220 x\r\n").Say("331 x\r\n").Say("230 x\r\n").Say("200 x\r\n").Say("227 (1,2,3,4,0,21)\r\n").Open();
        Assert.AreEqual("USER anonymous\r\nPASS anonymous@\r\nTYPE I\r\nPASV\r\nSTOR d.txt\r\n", f.Network[0].Sent);
    }

    [TestMethod]
    public void On_IPv6_the_extended_passive_mode_is_used()
    {
        HttpFixture f = new HttpFixture().Put("ftp://[fd00::1]/in").Open().Say("220 x\r\n").Say("230 x\r\n").Say("200 x\r\n").Say("229 Extended (|||50000|)\r\n");
        Assert.Contains("EPSV\r\n", f.Network[0].Sent);
        Assert.AreEqual(50000, f.Server.Port);
        Assert.AreEqual("fd00::1", f.Server.Host);
    }

    [TestMethod]
    public void The_data_connection_is_closed_only_when_everything_is_on_its_way()
    {
        HttpFixture f = Stored();
        Assert.IsTrue(f.Server.WasClosed);
        f = BeforeStore(new HttpFixture() { File = new string('x', 5000) });
        FakeTransport data = f.Server;
        f.Network[0].Say("150 x\r\n");
        data.Room = 1500;
        f.Run();
        Assert.IsFalse(data.WasClosed);
        Assert.AreEqual(5000, data.Sent.Length);
        data.Drain(9216);
        f.Run();
        Assert.IsTrue(data.WasClosed);
    }

    [TestMethod]
    [DataRow("530 no\r\n", "Denied:FTP 530")]
    [DataRow("421 busy\r\n", "Refused:FTP 421")]
    [DataRow("hello\r\n", "Malformed:the reply has no code")]
    [DataRow("99 x\r\n", "Malformed:the reply has no code")]
    public void A_greeting_that_is_none_ends_it(string greeting, string end)
    {
        HttpFixture f = new HttpFixture().Put("ftp://files.example/in").Open().Say(greeting);
        Assert.AreEqual(end, f.Ended);
        Assert.IsTrue(f.Server.WasClosed);
    }

    [TestMethod]
    [DataRow("227 no port here\r\n")]
    [DataRow("227 (1,2,3,4,256,1)\r\n")]
    [DataRow("227 (1,2,3,4,0,0)\r\n")]
    [DataRow("227 (1,2,3,4,5)\r\n")]
    [DataRow("229 (|||99999|)\r\n")]
    [DataRow("229 (|||)\r\n")]
    [DataRow("200 what\r\n")]
    public void A_passive_mode_without_a_port_ends_it(string reply)
    {
        HttpFixture f = new HttpFixture().Put("ftp://files.example/in").Open().Say("220 x\r\n").Say("230 x\r\n").Say("200 x\r\n").Say(reply);
        Assert.StartsWith("Malformed:", f.Ended);
    }

    [TestMethod]
    public void Refusals_and_breaks_at_each_step_are_told()
    {
        HttpFixture f = new HttpFixture().Put("ftp://files.example/in").Break(TransportError.Refused);
        Assert.StartsWith("NotReached:", f.Ended);
        f = new HttpFixture().Put("ftp://files.example/in").Open().Say("220 x\r\n").Say("331 x\r\n").Say("530 wrong\r\n");
        Assert.AreEqual("Denied:FTP 530", f.Ended);
        f = new HttpFixture().Put("ftp://files.example/in").Open().Say("220 x\r\n").Break();
        Assert.StartsWith("Broken:", f.Ended);
        f = BeforeStore(new HttpFixture());
        f.Network[0].Say("553 not here\r\n");
        f.Run();
        Assert.AreEqual("Denied:FTP 553", f.Ended);
        Assert.IsTrue(f.Server.WasClosed);
        f = new HttpFixture().Put("ftp://files.example/in").Open().Say("220 x\r\n").Say("230 x\r\n").Say("200 x\r\n").Say("227 (1,2,3,4,0,21)\r\n").Break(TransportError.Refused);
        Assert.StartsWith("NotReached:data connection", f.Ended);
        f = Stored();
        f.Network[0].Say("451 disk full\r\n");
        f.Run();
        Assert.AreEqual("Refused:FTP 451", f.Ended);
        f = Stored();
        f.Network[0].Fail(TransportError.ClosedByPeer);
        f.Run();
        Assert.StartsWith("Broken:", f.Ended);
    }

    [TestMethod]
    public void An_end_before_the_file_is_sent_is_no_success()
    {
        HttpFixture f = BeforeStore(new HttpFixture());
        f.Network[0].Say("226 done already\r\n");
        f.Run();
        Assert.StartsWith("Malformed:", f.Ended);
    }

    [TestMethod]
    public void A_silent_or_endless_server_is_given_up()
    {
        HttpFixture f = new HttpFixture().Put("ftp://files.example/in").Open();
        f.Advance(FtpClient.StepTimeoutMs + 10);
        Assert.StartsWith("TooSlow:", f.Ended);
        f = new HttpFixture().Put("ftp://files.example/in").Open();
        for (int i = 0; i < 201 && f.Ended.Length == 0; i++) f.Say("220-" + new string('x', 300) + "\r\n");
        Assert.AreEqual("Malformed:the reply has too many lines", f.Ended);
    }

    private static HttpFixture BeforeStore(HttpFixture f) => f.Put("ftp://files.example/in").Open().Say("220 x\r\n").Say("230 x\r\n").Say("200 x\r\n").Say("227 (1,2,3,4,0,21)\r\n").Open();

    private static HttpFixture Stored()
    {
        HttpFixture f = BeforeStore(new HttpFixture());
        f.Network[0].Say("150 x\r\n");
        f.Run();
        return f;
    }
}
