using nanoFramework.TestFramework;

namespace ChargePoint.Features.Tests;

[TestClass]
public class ValueRulesTests
{
    [TestMethod]
    [DataRow("true", "true")]
    [DataRow("false", "false")]
    [DataRow("TRUE", "true")]
    [DataRow("False", "false")]
    [DataRow(" true ", "true")]
    public void A_boolean_comes_into_its_one_form(string value, string expected) => Accepts(Key.AllowOfflineTxForUnknownId, value, expected);

    [TestMethod]
    [DataRow("")]
    [DataRow("1")]
    [DataRow("yes")]
    [DataRow("tru")]
    [DataRow("truee")]
    [DataRow("true false")]
    public void What_is_no_boolean_is_refused(string value) => Refuses(Key.AllowOfflineTxForUnknownId, value);

    [TestMethod]
    [DataRow("1", "1")]
    [DataRow("86400", "86400")]
    [DataRow("0060", "60")]
    [DataRow(" 60 ", "60")]
    [DataRow("000000060", "60")]
    public void An_integer_within_its_limits_comes_into_its_one_form(string value, string expected) => Accepts(Key.ConnectionTimeOut, value, expected);

    [TestMethod]
    [DataRow("0")]
    [DataRow("86401")]
    [DataRow("-1")]
    [DataRow("+60")]
    [DataRow("")]
    [DataRow(" ")]
    [DataRow("6 0")]
    [DataRow("60s")]
    [DataRow("0x10")]
    [DataRow("1e2")]
    [DataRow("60.0")]
    [DataRow("999999999")]
    [DataRow("4294967356")]
    [DataRow("99999999999999999999")]
    [DataRow("0000000060")]
    public void An_integer_beyond_its_limits_or_none_is_refused(string value) => Refuses(Key.ConnectionTimeOut, value);

    [TestMethod]
    public void A_digit_of_another_script_is_no_digit() => Refuses(Key.ConnectionTimeOut, "\u0666\u0660");

    [TestMethod]
    public void A_text_has_a_shortest_and_a_longest_length()
    {
        Refuses(Key.AuthorizationKey, new string('k', 15));
        Accepts(Key.AuthorizationKey, new string('k', 16), new string('k', 16));
        Accepts(Key.AuthorizationKey, new string('k', 40), new string('k', 40));
        Refuses(Key.AuthorizationKey, new string('k', 41));
        Refuses(Key.AuthorizationKey, "");
        Accepts(Key.CpoName, "", "");
        Accepts(Key.CpoName, " Stadtwerke \u00fc = | ", " Stadtwerke \u00fc = | ");
    }

    [TestMethod]
    public void A_text_has_no_control_characters()
    {
        for (int c = 1; c < 0x20; c++) Refuses(Key.CpoName, "a" + (char)c);
        Refuses(Key.CpoName, "a\x7F");
    }

    [TestMethod]
    public void Measurands_come_into_their_one_form()
    {
        Accepts(Key.MeterValuesSampledData, "", "");
        Accepts(Key.MeterValuesSampledData, "  ", "");
        Accepts(Key.MeterValuesSampledData, "Voltage", "Voltage");
        Accepts(Key.MeterValuesSampledData, " Voltage , Current.Import ", "Voltage,Current.Import");
        Accepts(Key.MeterValuesSampledData, "Voltage,Current.Import,Power.Active.Import,Current.Offered,Energy.Active.Import.Register", "Voltage,Current.Import,Power.Active.Import,Current.Offered,Energy.Active.Import.Register");
    }

    [TestMethod]
    [DataRow("SoC")]
    [DataRow("voltage")]
    [DataRow("Voltage;Current.Import")]
    [DataRow("Voltage,")]
    [DataRow(",Voltage")]
    [DataRow(",")]
    [DataRow("Voltage,Voltage,Voltage,Voltage,Voltage,Voltage,Voltage,Voltage,Voltage")]
    public void Measurands_that_are_not_offered_or_too_many_are_refused(string value) => Refuses(Key.MeterValuesSampledData, value);

    [TestMethod]
    public void A_measurand_named_twice_is_refused() => Refuses(Key.MeterValuesSampledData, "Voltage,Current.Import,Voltage");

    private static void Accepts(int key, string value, string expected)
    {
        string given = value;
        Assert.AreEqual("", ValueRules.Check(KeyTable.Of(key), ref given), value);
        Assert.AreEqual(expected, given);
    }

    private static void Refuses(int key, string value)
    {
        string given = value;
        Assert.AreNotEqual("", ValueRules.Check(KeyTable.Of(key), ref given), value);
    }
}
