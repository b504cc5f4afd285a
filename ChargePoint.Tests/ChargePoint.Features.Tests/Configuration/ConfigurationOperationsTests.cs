using nanoFramework.TestFramework;

namespace ChargePoint.Features.Tests;

[TestClass]
public class ConfigurationOperationsTests
{
    [TestMethod]
    public void GetConfiguration_without_keys_gives_all_that_are_visible()
    {
        FeatureFixture f = new();
        f.Configuration.Set(Key.CentralSystemUrl, "ws://secret.example", out _);
        GetConfiguration get = new(f.Configuration);
        foreach (string request in new string[] { "{}", "{\"key\":[]}" })
        {
            string answer = FeatureFixture.Handle(get, request);
            for (int key = 0; key < Key.Count; key++)
            {
                bool visible = KeyTable.Of(key).Access != KeyAccess.Local;
                Assert.AreEqual(visible, answer.IndexOf("{\"key\":\"" + KeyTable.NameOf(key) + "\",") > 0, KeyTable.NameOf(key));
            }

            Assert.DoesNotContains("secret.example", answer);
            Assert.DoesNotContains("unknownKey", answer);
        }
    }

    [TestMethod]
    public void GetConfiguration_tells_known_and_unknown_keys_apart()
    {
        FeatureFixture f = new();
        GetConfiguration get = new(f.Configuration);
        Assert.AreEqual(
            "{\"configurationKey\":[{\"key\":\"HeartbeatInterval\",\"readonly\":false,\"value\":\"300\"},{\"key\":\"NumberOfConnectors\",\"readonly\":true,\"value\":\"1\"}],\"unknownKey\":[\"What\",\"Identity\"]}",
            FeatureFixture.Handle(get, "{\"key\":[\"heartbeatinterval\",\"What\",\"NumberOfConnectors\",\"Identity\"]}"));
        Assert.AreEqual("{\"configurationKey\":[],\"unknownKey\":[\"a\\\"b\"]}", FeatureFixture.Handle(get, "{\"key\":[\"a\\\"b\"]}"));
    }

    [TestMethod]
    public void GetConfiguration_never_tells_the_AuthorizationKey()
    {
        FeatureFixture f = new();
        f.Configuration.Change("AuthorizationKey", "0123456789SECRET");
        GetConfiguration get = new(f.Configuration);
        Assert.AreEqual("{\"configurationKey\":[{\"key\":\"AuthorizationKey\",\"readonly\":false}]}", FeatureFixture.Handle(get, "{\"key\":[\"AuthorizationKey\"]}"));
        Assert.DoesNotContains("SECRET", FeatureFixture.Handle(get, "{}"));
    }

    [TestMethod]
    public void GetConfiguration_takes_50_keys_and_not_51()
    {
        FeatureFixture f = new();
        GetConfiguration get = new(f.Configuration);
        string keys = "\"CpoName\"";
        for (int i = 1; i < GetConfiguration.MostKeys; i++) keys += i % 2 == 0 ? ",\"CpoName\"" : ",\"Unknown" + i + "\"";
        string answer = FeatureFixture.Handle(get, "{\"key\":[" + keys + "]}");
        Assert.StartsWith("{\"configurationKey\":[", answer);
        Assert.Contains("Unknown49", answer);
        Assert.AreEqual("!OccurrenceConstraintViolation", FeatureFixture.Handle(get, "{\"key\":[" + keys + ",\"X\"]}"));
        Assert.AreEqual("{\"configurationKey\":[],\"unknownKey\":[\"Y\"]}", FeatureFixture.Handle(get, "{\"key\":[\"Y\"]}"), "a refused request leaves nothing behind");
    }

    [TestMethod]
    [DataRow("{\"key\":\"HeartbeatInterval\"}", "!TypeConstraintViolation")]
    [DataRow("{\"key\":[1]}", "!TypeConstraintViolation")]
    [DataRow("{\"key\":[null]}", "!TypeConstraintViolation")]
    [DataRow("{\"key\":null}", "!TypeConstraintViolation")]
    [DataRow("{\"key\":[\"123456789012345678901234567890123456789012345678901\"]}", "!PropertyConstraintViolation")]
    [DataRow("[]", "!TypeConstraintViolation")]
    public void GetConfiguration_refuses_what_is_wrong(string request, string expected)
        => Assert.AreEqual(expected, FeatureFixture.Handle(new GetConfiguration(new FeatureFixture().Configuration), request));

    [TestMethod]
    [DataRow("{\"key\":\"HeartbeatInterval\",\"value\":\"60\"}", "{\"status\":\"Accepted\"}")]
    [DataRow("{\"value\":\"60\",\"vendor\":{},\"key\":\"HEARTBEATINTERVAL\"}", "{\"status\":\"Accepted\"}")]
    [DataRow("{\"key\":\"HeartbeatInterval\",\"value\":\"0\"}", "{\"status\":\"Rejected\"}")]
    [DataRow("{\"key\":\"HeartbeatInterval\",\"value\":\"\"}", "{\"status\":\"Rejected\"}")]
    [DataRow("{\"key\":\"NumberOfConnectors\",\"value\":\"2\"}", "{\"status\":\"Rejected\"}")]
    [DataRow("{\"key\":\"Identity\",\"value\":\"2\"}", "{\"status\":\"NotSupported\"}")]
    [DataRow("{\"key\":\"\",\"value\":\"2\"}", "{\"status\":\"NotSupported\"}")]
    [DataRow("{\"key\":\"HeartbeatInterval\"}", "!OccurrenceConstraintViolation")]
    [DataRow("{\"value\":\"60\"}", "!OccurrenceConstraintViolation")]
    [DataRow("{\"key\":\"HeartbeatInterval\",\"value\":60}", "!TypeConstraintViolation")]
    [DataRow("{\"key\":7,\"value\":\"60\"}", "!TypeConstraintViolation")]
    [DataRow("{\"key\":\"123456789012345678901234567890123456789012345678901\",\"value\":\"1\"}", "!PropertyConstraintViolation")]
    public void ChangeConfiguration_answers(string request, string expected)
        => Assert.AreEqual(expected, FeatureFixture.Handle(new ChangeConfiguration(new FeatureFixture().Configuration), request));

    [TestMethod]
    public void ChangeConfiguration_takes_a_value_of_500_characters_and_not_501()
    {
        ChangeConfiguration change = new(new FeatureFixture().Configuration);
        Assert.AreEqual("{\"status\":\"Rejected\"}", FeatureFixture.Handle(change, "{\"key\":\"CpoName\",\"value\":\"" + new string('v', 500) + "\"}"));
        Assert.AreEqual("!PropertyConstraintViolation", FeatureFixture.Handle(change, "{\"key\":\"CpoName\",\"value\":\"" + new string('v', 501) + "\"}"));
    }

    [TestMethod]
    public void A_wrong_ChangeConfiguration_changes_nothing()
    {
        FeatureFixture f = new();
        FeatureFixture.Handle(new ChangeConfiguration(f.Configuration), "{\"key\":\"HeartbeatInterval\",\"value\":\"60\",\"value\":7}");
        Assert.AreEqual(300, f.Configuration.Integer(Key.HeartbeatInterval));
        Assert.AreEqual(0, f.Flash.Operations);
    }
}
