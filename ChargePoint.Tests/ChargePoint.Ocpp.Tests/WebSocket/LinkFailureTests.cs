using nanoFramework.TestFramework;

namespace ChargePoint.Ocpp.Tests.WebSocket;

[TestClass]
public class LinkFailureTests
{
    [TestMethod]
    public void Every_failure_has_a_sentence_of_its_own()
    {
        string seen = "";
        for (LinkFailure failure = LinkFailure.None; failure <= LinkFailure.ClosedByUs; failure++)
        {
            string text = LinkFailures.Explain(failure, 0, "");
            Assert.IsFalse(text == "unknown failure");
            Assert.IsFalse(seen.Contains("|" + text + "|"));
            Assert.IsTrue(text.IndexOf('\n') < 0 && text.Length > 5 && text.Length < 200);
            seen += "|" + text + "|";
        }
    }

    [TestMethod]
    [DataRow((int)LinkFailure.HttpStatus, 401, "Unauthorized", "HTTP 401: check identity and AuthorizationKey (Unauthorized)")]
    [DataRow((int)LinkFailure.HttpStatus, 404, "", "HTTP 404: the Central System does not know this URL or identity")]
    [DataRow((int)LinkFailure.HttpStatus, 301, "to wss://x/", "redirects are not followed: enter the new URL (to wss://x/)")]
    [DataRow((int)LinkFailure.HttpStatus, 503, "", "overloaded")]
    [DataRow((int)LinkFailure.HttpStatus, 418, "", "check URL and identity")]
    [DataRow((int)LinkFailure.HttpStatus, 200, "", "no WebSocket server")]
    [DataRow((int)LinkFailure.ClosedByPeer, 1001, "restart", "code 1001: it goes away (restart)")]
    [DataRow((int)LinkFailure.ClosedByPeer, 4001, "", "closed by the Central System, code 4001")]
    [DataRow((int)LinkFailure.WrongSubprotocol, 0, "got none", "OCPP 1.6-J (got none)")]
    [DataRow((int)LinkFailure.UpgradeTimeout, 0, "after 15000 ms", "did not answer the WebSocket upgrade")]
    public void Sentence_says_what_happened_and_what_to_check(int failure, int code, string detail, string part)
        => Assert.Contains(part, LinkFailures.Explain((LinkFailure)failure, code, detail));
}
