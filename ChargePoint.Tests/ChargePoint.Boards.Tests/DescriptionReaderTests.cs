using System.Text;
using ChargePoint.Boards;
using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Tests.Boards;

[TestClass]
public class DescriptionReaderTests
{
    [TestMethod]
    public void Values_are_those_of_the_file_and_missing_ones_have_their_default()
    {
        byte[] text = Encoding.UTF8.GetBytes(Descriptions.Sound);
        Section root = new DescriptionReader().Read(text, text.Length)!;
        Assert.AreEqual("Acme", root.Text("vendor"));
        Assert.IsNull(root.Text("serial"));
        Assert.AreEqual(3, root.Part("supply")!.Number("phases"));
        Assert.IsNull(root.Part("watchdog"));
        Assert.AreEqual(1, root.List("connectors").Length);
        Section connector = root.List("connectors")[0];
        Assert.AreEqual(32, connector.Number("maxAmps"));
        Assert.AreEqual(27, connector.Part("contactor")!.Number("feedback"));
        Assert.AreEqual(-1, connector.Part("contactor")!.Number("coilL2L3"));
        Assert.IsFalse(connector.Part("contactor")!.Flag("activeLow"));
        Assert.AreEqual((int)MeterKind.Sdm630, connector.Part("meter")!.Number("type"));
        Assert.AreEqual(400, connector.Part("lock")!.Number("pulseMs"));
        Assert.AreEqual("connectors[0].meter.address", connector.Part("meter")!.PathOf("address"));
    }

    [TestMethod]
    [DataRow("\"version\": 1", "\"version\": 2", "version: has to be 1\n")]
    [DataRow("\"version\": 1,", "", "version: is missing\n")]
    [DataRow("\"Acme\"", "\"A vendor of many words\"", "vendor: has to be a text of 1 to 20 characters\n")]
    [DataRow("\"Acme\"", "\"\"", "vendor: has to be a text of 1 to 20 characters\n")]
    [DataRow("\"Acme\"", "5", "vendor: has to be a text of 1 to 20 characters\n")]
    [DataRow("\"esp32\"", "\"avr\"", "chip: has to be \"esp32\", \"esp32s3\", \"esp32c3\" or \"virtual\"\n")]
    [DataRow("\"phases\": 3", "\"phases\": 2", "supply.phases: has to be 1 or 3\n")]
    [DataRow("\"maxAmps\": 32", "\"maxAmps\": 81", "connectors[0].maxAmps: has to be a whole number from 6 to 80\n")]
    [DataRow("\"maxAmps\": 32", "\"maxAmps\": 5", "connectors[0].maxAmps: has to be a whole number from 6 to 80\n")]
    [DataRow("\"maxAmps\": 32", "\"maxAmps\": 16.5", "connectors[0].maxAmps: has to be a whole number from 6 to 80\n")]
    [DataRow("\"maxAmps\": 32", "\"maxAmp\": 32", "connectors[0].maxAmp: is no field of this section\nconnectors[0].maxAmps: is missing\n")]
    [DataRow("\"maxAmps\": 32", "\"maxAmps\": 32, \"maxAmps\": 16", "connectors[0].maxAmps: stands there twice\n")]
    [DataRow("\"coil\": 26", "\"coil\": \"26\"", "connectors[0].contactor.coil: has to be a GPIO number\n")]
    [DataRow("\"coil\": 26", "\"coil\": -1", "connectors[0].contactor.coil: has to be a GPIO number\n")]
    [DataRow("\"coil\": 26", "\"coil\": 40", "connectors[0].contactor.coil: there is no GPIO40\n")]
    [DataRow("\"coil\": 26", "\"coil\": 35", "connectors[0].contactor.coil: GPIO35 is an input only\n")]
    [DataRow("\"coil\": 26", "\"coil\": 8", "connectors[0].contactor.coil: GPIO8 belongs to the flash memory\n")]
    [DataRow("\"coil\": 26", "\"coil\": 1", "connectors[0].contactor.coil: GPIO1 belongs to flashing and debugging (UART0)\n")]
    [DataRow("\"feedback\": 27", "\"feedback\": 26", "connectors[0].contactor.feedback: GPIO26 is used by connectors[0].contactor.coil as well\n")]
    [DataRow("\"feedback\": 27", "\"feedback\": 27, \"activeLow\": 1", "connectors[0].contactor.activeLow: has to be true or false\n")]
    [DataRow("\"feedback\": 27", "\"feedbackL2L3\": 27", "connectors[0].contactor.feedbackL2L3: needs coilL2L3\n")]
    [DataRow("\"high\": 36", "\"high\": 14", "connectors[0].pilot.high: GPIO14 is no channel of ADC1\n")]
    [DataRow("\"low\": 39", "\"low\": 39, \"lowMicrovoltsPerStep\": 0", "connectors[0].pilot.lowMicrovoltsPerStep: must not be 0\n")]
    [DataRow("\"cable\": \"socket\"", "\"cable\": \"attached\"", "connectors[0].proximity: an attached cable has none\nconnectors[0].lock: an attached cable has none\n")]
    [DataRow("\"proximity\": { \"pin\": 34 },", "", "connectors[0].proximity: is missing\n")]
    [DataRow("\"proximity\": { \"pin\": 34 },", "\"proximity\": 34,", "connectors[0].proximity: has to be an object { ... }\n")]
    [DataRow(", \"unlock\": 33", "", "connectors[0].lock.unlock: is missing\n")]
    [DataRow("\"SDM630\"", "\"SDM999\"", "connectors[0].meter.type: has to be \"SDM120\", \"SDM230\", \"SDM630\", \"B21\", \"B23\" or \"S0\"\n")]
    [DataRow("\"SDM630\"", "\"S0\"", "connectors[0].meter.pin: is missing\n")]
    [DataRow("\"address\": 7", "\"address\": 248", "connectors[0].meter.address: has to be a whole number from 1 to 247\n")]
    [DataRow("\"modbus\": {", "\"console\": {", "console.rts: is no field of this section\nmodbus: is missing, and connectors[0].meter needs it\n")]
    [DataRow("\"COM2\"", "\"COM1\"", "modbus.port: has to be \"COM2\" or \"COM3\"\n")]
    [DataRow("\"supply\"", "\"console\": { \"port\": \"COM2\", \"tx\": 4, \"rx\": 5 }, \"supply\"", "console.port: is used by modbus as well\n")]
    [DataRow("\"supply\"", "\"reader\": { \"type\": \"MFRC522\", \"clock\": 18, \"mosi\": 23, \"select\": 5 }, \"supply\"", "reader.miso: is missing\n")]
    [DataRow("\"supply\"", "\"openEvse\": { \"port\": \"COM3\", \"tx\": 4, \"rx\": 5 }, \"supply\"", "connectors[0].contactor: belongs to the OpenEVSE controller\nconnectors[0].pilot: belongs to the OpenEVSE controller\nconnectors[0].proximity: belongs to the OpenEVSE controller\nconnectors[0].lock: belongs to the OpenEVSE controller\nconnectors[0].meter: belongs to the OpenEVSE controller\n")]
    public void Error_names_its_field(string there, string instead, string expected)
        => Assert.AreEqual(expected, Descriptions.ErrorsOf(Descriptions.With(there, instead)));

    [TestMethod]
    public void Sound_description_has_no_error() => Assert.AreEqual("", Descriptions.ErrorsOf(Descriptions.Sound));

    [TestMethod]
    [DataRow("")]
    [DataRow("nonsense")]
    [DataRow("[1]")]
    [DataRow("{")]
    [DataRow("{}x")]
    [DataRow("{\"connectors\": [1, {}, []]}")]
    public void What_is_no_description_is_refused(string text) => Assert.IsTrue(Descriptions.ErrorsOf(text).Length > 0);

    [TestMethod]
    public void Wrong_JSON_names_its_line()
    {
        string errors = Descriptions.ErrorsOf("{\n\"version\": 1,\n\"vendor\" \"Acme\"}");
        Assert.AreEqual(0, errors.IndexOf("line 3: no JSON: "), errors);
        Assert.AreEqual(errors.Length - 1, errors.IndexOf("\n"), "and it is the only error");
    }

    [TestMethod]
    public void Two_meters_with_one_address_are_noticed()
    {
        string second = ", { \"maxAmps\": 16, \"cable\": \"attached\", \"contactor\": { \"coil\": 4 }, \"pilot\": { \"pwm\": 5, \"high\": 37, \"low\": 38 }, \"meter\": { \"type\": \"SDM120\", \"address\": 7 } } ],";
        Assert.AreEqual("connectors[1].meter.address: is that of connectors[0].meter as well\n", Descriptions.ErrorsOf(Descriptions.With(" } } ],", " } }" + second)));
    }

    [TestMethod]
    public void More_errors_than_are_told_are_counted_no_further()
    {
        string unknown = "\"version\": 1";
        for (int i = 0; i < 15; i++) unknown += ", \"x" + i + "\": 0";
        byte[] text = Encoding.UTF8.GetBytes(Descriptions.With("\"version\": 1", unknown));
        DescriptionReader reader = new();
        Assert.IsNull(reader.Read(text, text.Length));
        Assert.AreEqual(DescriptionReader.MostErrors, reader.ErrorCount);
        text = Encoding.UTF8.GetBytes(Descriptions.Sound);
        Assert.IsNotNull(reader.Read(text, text.Length));
        Assert.AreEqual(0, reader.ErrorCount);
    }

    [TestMethod]
    public void An_unknown_name_is_told_shortened()
    {
        byte[] text = Encoding.UTF8.GetBytes(Descriptions.With("\"version\": 1", "\"version\": 1, \"" + new string('x', 3000) + "\": 0"));
        DescriptionReader reader = new();
        Assert.IsNull(reader.Read(text, text.Length));
        Assert.AreEqual(new string('x', 40) + "...: is no field of this section", reader.ErrorAt(0));
    }

    [TestMethod]
    public void Limits_of_length_and_connectors_are_kept()
    {
        string blanks = new(' ', DescriptionReader.LongestText - Descriptions.Sound.Length);
        Assert.AreEqual("", Descriptions.ErrorsOf(Descriptions.Sound + blanks));
        Assert.AreEqual("longer than 6144 bytes\n", Descriptions.ErrorsOf(Descriptions.Sound + blanks + " "));
        string nine = "\"connectors\": [ {}, {}, {}, {}, {}, {}, {}, {}, {} ], \"console\": 0, \"connectors\": [";
        Assert.IsTrue(Descriptions.ErrorsOf(Descriptions.With("\"connectors\": [", nine)).IndexOf("connectors: has more than 8 elements\n") >= 0);
    }

    [TestMethod]
    public void Damaged_text_never_does_more_than_give_errors()
    {
        SeededRandom random = new(20261121);
        byte[] sound = Encoding.UTF8.GetBytes(Descriptions.Sound);
        byte[] damaged = new byte[sound.Length];
        byte[] dice = new byte[4];
        DescriptionReader reader = new();
        for (int round = 0; round < 500; round++)
        {
            System.Array.Copy(sound, damaged, sound.Length);
            random.Fill(dice, 0, 4);
            for (int i = 0; i <= dice[0] % 3; i++)
            {
                random.Fill(dice, 0, 4);
                damaged[((dice[1] << 8) + dice[2]) % damaged.Length] = dice[3];
            }

            Section? root = reader.Read(damaged, damaged.Length);
            Assert.AreEqual(root == null, reader.ErrorCount > 0);
        }
    }
}
