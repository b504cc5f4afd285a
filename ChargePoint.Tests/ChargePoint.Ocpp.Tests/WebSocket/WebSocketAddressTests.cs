using nanoFramework.TestFramework;

namespace ChargePoint.Ocpp.Tests.WebSocket;

[TestClass]
public class WebSocketAddressTests
{
    [TestMethod]
    [DataRow("ws://csms.test", "csms.test", 80, false, "/", "csms.test")]
    [DataRow("wss://csms.test", "csms.test", 443, true, "/", "csms.test")]
    [DataRow("WSS://CSMS.test:443/", "CSMS.test", 443, true, "/", "CSMS.test")]
    [DataRow("ws://csms.test:443/a", "csms.test", 443, false, "/a", "csms.test:443")]
    [DataRow("ws://10.0.0.1:8180/steve/ws?x=1@2:3", "10.0.0.1", 8180, false, "/steve/ws?x=1@2:3", "10.0.0.1:8180")]
    [DataRow("ws://h?q=1", "h", 80, false, "/?q=1", "h")]
    [DataRow("ws://[fd00::1]:9000/o", "fd00::1", 9000, false, "/o", "[fd00::1]:9000")]
    [DataRow("wss://[::1]", "::1", 443, true, "/", "[::1]")]
    [DataRow("ws://h:65535", "h", 65535, false, "/", "h:65535")]
    public void Url_is_taken_apart(string url, string host, int port, bool secure, string path, string hostHeader)
    {
        WebSocketAddress? address = WebSocketAddress.Parse(url, out string error);
        Assert.AreEqual("", error);
        Assert.AreEqual(host, address!.Host);
        Assert.AreEqual(port, address.Port);
        Assert.AreEqual(secure, address.Secure);
        Assert.AreEqual(path, address.Path);
        Assert.AreEqual(hostHeader, address.HostHeader);
    }

    [TestMethod]
    [DataRow("", "must start with")]
    [DataRow("http://h", "must start with")]
    [DataRow("ws:/h", "must start with")]
    [DataRow("ws://", "names no host")]
    [DataRow("ws:///path", "names no host")]
    [DataRow("ws://:80", "names no host")]
    [DataRow("ws://h:", "port must be")]
    [DataRow("ws://h:0", "port must be")]
    [DataRow("ws://h:65536", "port must be")]
    [DataRow("ws://h:999999", "port must be")]
    [DataRow("ws://h:8a", "port must be")]
    [DataRow("ws://h:-1", "port must be")]
    [DataRow("ws://user:secret@h/", "user name or password")]
    [DataRow("ws://h/a#b", "fragment")]
    [DataRow("ws://h/a b", "percent-encode")]
    [DataRow("ws://h/a\r\nX: y", "percent-encode")]
    [DataRow("ws://h/\u00E4", "percent-encode")]
    [DataRow("ws://fd00::1/", "port must be")]
    [DataRow("ws://[fd00::1/", "character")]
    [DataRow("ws://[]/", "names no host")]
    [DataRow("ws://[abc]/", "brackets are for IPv6")]
    [DataRow("ws://[fe80::1%eth0]/", "character")]
    [DataRow("ws://[::1]8080/", "port must be")]
    [DataRow("ws://h$/", "character")]
    public void Wrong_url_is_refused_with_a_reason(string url, string reason)
    {
        Assert.IsNull(WebSocketAddress.Parse(url, out string error));
        Assert.Contains(reason, error);
    }

    [TestMethod]
    [DataRow("ws://h", "CP1", "/CP1")]
    [DataRow("ws://h/", "CP1", "/CP1")]
    [DataRow("ws://h/ocpp", "CP1", "/ocpp/CP1")]
    [DataRow("ws://h/ocpp/", "CP1", "/ocpp/CP1")]
    [DataRow("ws://h/ocpp?tenant=a/", "CP1", "/ocpp/CP1?tenant=a/")]
    [DataRow("ws://h?tenant=a", "CP1", "/CP1?tenant=a")]
    [DataRow("ws://h", "A b/c?%#", "/A%20b%2Fc%3F%25%23")]
    [DataRow("ws://h", "\u00E4\u20AC", "/%C3%A4%E2%82%AC")]
    [DataRow("ws://h", "aZ09-._~", "/aZ09-._~")]
    public void Identity_is_appended_percent_encoded_before_the_query(string url, string identity, string path)
        => Assert.AreEqual(path, WebSocketAddress.Parse(url, out string _)!.Append(identity)!.Path);

    [TestMethod]
    [DataRow("")]
    [DataRow(".")]
    [DataRow("..")]
    public void Identity_that_names_no_segment_is_refused(string identity)
        => Assert.IsNull(WebSocketAddress.Parse("ws://h/a", out string _)!.Append(identity));

    [TestMethod]
    public void Url_of_the_longest_length_is_taken_and_one_more_is_not()
    {
        string url = "ws://h/" + new string('a', WebSocketAddress.LongestUrl - 7);
        Assert.IsNotNull(WebSocketAddress.Parse(url, out string _));
        Assert.IsNull(WebSocketAddress.Parse(url + "a", out string error));
        Assert.Contains("longer than 512", error);
    }

    [TestMethod]
    public void Text_form_is_the_url() => Assert.AreEqual("wss://[::1]:81/a?b", WebSocketAddress.Parse("wss://[::1]:81/a?b", out string _)!.ToString());
}
