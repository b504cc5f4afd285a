using nanoFramework.TestFramework;

namespace ChargePoint.Maintenance.Tests.Transfer;

[TestClass]
public class FileAddressTests
{
    [TestMethod]
    [DataRow("http://files.example/fw.bin", "files.example", 80, "/fw.bin", "", "")]
    [DataRow("HTTPS://files.example:8443/a/b?sig=x@y", "files.example", 8443, "/a/b?sig=x@y", "", "")]
    [DataRow("https://files.example", "files.example", 443, "/", "", "")]
    [DataRow("http://u:p@files.example/f", "files.example", 80, "/f", "u", "p")]
    [DataRow("http://u%40x:p%3Aw%2F@files.example/f", "files.example", 80, "/f", "u@x", "p:w/")]
    [DataRow("ftp://files.example/in", "files.example", 21, "/in", "", "")]
    [DataRow("ftp://u:p@files.example:2121/in/", "files.example", 2121, "/in/", "u", "p")]
    [DataRow("ftp://[fd00::1]/in", "fd00::1", 21, "/in", "", "")]
    [DataRow("http://[fd00::1]:8080/in", "fd00::1", 8080, "/in", "", "")]
    public void A_URL_is_taken_apart(string url, string host, int port, string path, string user, string password)
    {
        FileAddress address = FileAddress.Parse(url, out string problem)!;
        Assert.AreEqual("", problem);
        Assert.AreEqual(host, address.Host);
        Assert.AreEqual(port, address.Port);
        Assert.AreEqual(path, address.Path);
        Assert.AreEqual(user, address.User);
        Assert.AreEqual(password, address.Password);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("not a URL")]
    [DataRow("sftp://files.example/f")]
    [DataRow("http://")]
    [DataRow("http:///f")]
    [DataRow("http://files.example:0/f")]
    [DataRow("http://files.example:99999/f")]
    [DataRow("http://files.example/a b")]
    [DataRow("http://files.example/a\r\nX: y")]
    [DataRow("http://files.example/f#part")]
    [DataRow("http://u%0Ax:p@files.example/f")]
    [DataRow("http://u:p%0D%0A@files.example/f")]
    [DataRow("http://u:%zz@files.example/f")]
    [DataRow("http://u:%4@files.example/f")]
    [DataRow("http://a%3Ab:c@files.example/f")]
    [DataRow("ftp://files.example/a%0D%0ADELE%20b")]
    [DataRow("http://files_\u00e9.example/f")]
    public void What_is_no_usable_URL_is_refused_with_a_reason(string url)
    {
        Assert.IsNull(FileAddress.Parse(url, out string problem));
        Assert.IsTrue(problem.Length > 0);
    }

    [TestMethod]
    public void A_URL_may_have_512_characters()
    {
        string start = "http://files.example/";
        Assert.IsNotNull(FileAddress.Parse(start + new string('x', 512 - start.Length), out _));
        Assert.IsNull(FileAddress.Parse(start + new string('x', 513 - start.Length), out _));
    }

    [TestMethod]
    public void Secrets_are_not_in_what_goes_to_the_log()
    {
        Assert.AreEqual("https://files.example:8443/a?...", FileAddress.Parse("https://me:secret@files.example:8443/a?sig=secret", out _)!.ToString());
        Assert.AreEqual("ftp://files.example:21/a", FileAddress.Parse("ftp://me:secret@files.example/a", out _)!.ToString());
        Assert.IsNull(FileAddress.Parse("http://me:sec%0Aret@files.example/", out string problem));
        Assert.DoesNotContains("sec", problem);
    }

    [TestMethod]
    [DataRow("http://h/up", "/up/d.txt")]
    [DataRow("http://h/up/", "/up/d.txt")]
    [DataRow("http://h", "/d.txt")]
    [DataRow("http://h/up?sig=1", "/up?sig=1")]
    public void A_file_goes_into_the_directory_unless_the_URL_is_signed(string url, string path) =>
        Assert.AreEqual(path, FileAddress.Parse(url, out _)!.File("d.txt")!.Path);

    [TestMethod]
    [DataRow("http://h/a/b", "/c", "http://h/c")]
    [DataRow("http://h/a/b?q", "c", "http://h/a/c")]
    [DataRow("http://h/a/b", "http://other:81/x", "http://other:81/x")]
    [DataRow("http://h/a/b", "//other/x", "http://other/x")]
    [DataRow("http://h/a/b", "https://h/x", "https://h/x")]
    [DataRow("https://h/a/b", "http://h/x", "")]
    [DataRow("https://h/a/b", "/x", "https://h/x")]
    [DataRow("http://h/a/b", "ftp://h/x", "")]
    [DataRow("http://h/a/b", "javascript:x", "http://h/a/javascript:x")]
    [DataRow("http://h/a/b", "http://bad host/", "")]
    public void A_redirect_is_followed_but_never_away_from_TLS(string url, string location, string expected)
    {
        FileAddress? next = FileAddress.Parse(url, out _)!.Redirect(location, out string problem);
        Assert.AreEqual(expected, next == null ? "" : next.ToString());
        Assert.AreEqual(expected.Length == 0, problem.Length > 0);
    }

    [TestMethod]
    [DataRow("http://u:p@h/a", "/b", "u")]
    [DataRow("http://u:p@h/a", "http://h:80/b", "u")]
    [DataRow("http://u:p@h/a", "http://h:81/b", "")]
    [DataRow("http://u:p@h/a", "http://other/b", "")]
    [DataRow("http://u:p@h/a", "http://v:q@other/b", "v")]
    [DataRow("http://u:p@h/a", "https://h/b", "")]
    public void Credentials_follow_a_redirect_to_the_same_server_only(string url, string location, string user) =>
        Assert.AreEqual(user, FileAddress.Parse(url, out _)!.Redirect(location, out _)!.User);
}
