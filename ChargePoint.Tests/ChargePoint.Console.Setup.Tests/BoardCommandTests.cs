using System.Text;
using ChargePoint.Boards;
using nanoFramework.TestFramework;

namespace ChargePoint.Console.Tests;

[TestClass]
public class BoardCommandTests
{
    private const string Sound = "{ \"version\": 1, \"vendor\": \"Acme {[\", \"model\": \"O\\\"ne\", \"chip\": \"esp32\",\n  \"connectors\": [\n    { \"maxAmps\": 32, \"cable\": \"attached\",\n"
        + "      \"contactor\": { \"coil\": 26, \"feedback\": 27 },\n      \"pilot\": { \"pwm\": 25, \"high\": 36, \"low\": 39 },\n      \"meter\": { \"type\": \"SDM120\", \"address\": 7 } } ],\n"
        + "  \"modbus\": { \"port\": \"COM2\", \"tx\": 17, \"rx\": 16, \"rts\": 22 }\n}";

    [TestMethod]
    public void Board_shows_what_runs_and_what_is_stored()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("ok", f.Type("board"));
        Assert.AreEqual("ChargePoint Simulator, 2 connector(s);without a description ('board apply');", f.Text);
        f.Type("board --json");
        Assert.AreEqual("null;", f.Text);
        byte[] text = Encoding.UTF8.GetBytes(Sound);
        f.Board.Flash.Write(DescriptionReader.FileName, text, 0, text.Length);
        f.Type("board");
        Assert.AreEqual("ChargePoint Simulator, 2 connector(s);board: version=1 vendor=Acme {[ model=O\"ne chip=esp32;connectors[0]: maxAmps=32 cable=attached;connectors[0].contactor: coil=26 feedback=27;"
            + "connectors[0].pilot: pwm=25 high=36 low=39;connectors[0].meter: type=SDM120 address=7;modbus: port=COM2 tx=17 rx=16 rts=22;", f.Text);
        f.Type("board --json");
        Assert.StartsWith("{\"version\":1,\"vendor\":\"Acme {[\",\"model\":\"O\\\"ne\",\"chip\":\"esp32\",\"connectors\":[{", f.Text);
        Assert.AreEqual(1, f.Lines.Count);
        f.Board.Flash.Write(DescriptionReader.FileName, text, 0, 40);
        f.Type("board");
        Assert.Contains("wrong: line 1: no JSON", f.Text);
    }

    [TestMethod]
    public void A_pasted_description_is_judged_with_its_last_brace()
    {
        ConsoleFixture f = new();
        Paste(f, "board check", Sound);
        Assert.AreEqual("ok", f.End);
        Assert.StartsWith("board: version=1", f.Text);
        Assert.IsFalse(f.Shell.IsTakingLines);
        Assert.AreEqual("ok", f.Type("board check " + OneLine(Sound)));
        Assert.AreEqual(-1, f.Board.Flash.Length(DescriptionReader.FileName), "it was only judged");
        Assert.AreEqual(0, f.Restarts);
    }

    [TestMethod]
    public void Every_error_is_told_with_its_field_and_nothing_is_changed()
    {
        ConsoleFixture f = new();
        Paste(f, "board apply", "{ \"version\": 2, \"vendor\": \"\",\n \"colour\": 1 }");
        Assert.StartsWith("version: has to be 1;vendor: has to be a text of 1 to 20 characters;colour: is no field of this section;", f.Text);
        Assert.Contains(" errors; nothing was changed", f.End);
        Assert.AreEqual(-1, f.Board.Flash.Length(DescriptionReader.FileName));
        Assert.AreEqual("error: nothing was pasted", Paste(f, "board check", ""));
        Assert.AreEqual("error: 1 error; nothing was changed", Paste(f, "board check", "{\n"));
        Assert.AreEqual("error: 1 error; nothing was changed", Paste(f, "board check", "perhaps\n"));
        Assert.AreEqual("error: 1 error; nothing was changed", f.Type("board check }"));
    }

    [TestMethod]
    public void A_sound_description_is_stored_and_the_charge_point_restarts()
    {
        ConsoleFixture f = new();
        Paste(f, "board apply", Sound);
        Assert.AreEqual("ok", f.End);
        Assert.AreEqual("stored; the charge point restarts now;", f.Text);
        Assert.AreEqual(Sound.Length + 1, f.Board.Flash.Length(DescriptionReader.FileName));
        Assert.AreEqual("error: a restart is under way already", f.Type("board apply " + OneLine(Sound)));
        f.Run(5_000);
        Assert.AreEqual(1, f.Restarts);
    }

    [TestMethod]
    public void The_longest_description_is_taken_and_all_of_a_longer_one_is_passed_over()
    {
        ConsoleFixture f = new();
        string first = new string(' ', 4_000) + "\n";
        string sound = OneLine(Sound).Substring(1);
        string second = new string(' ', DescriptionReader.LongestText - 1 - first.Length - sound.Length) + sound;
        Assert.AreEqual("ok", Paste(f, "board check", "{" + first + second));
        Assert.AreEqual("error: longer than 6144 bytes", Paste(f, "board check", "{" + first + " " + second));
        Assert.AreEqual("error: longer than 6144 bytes", Paste(f, "board check", "{" + first + "[" + first + "[" + first + "]]" + second));
        Assert.AreEqual("ok", f.Type("status"));
    }

    [TestMethod]
    public void A_flash_that_does_not_take_it_is_told()
    {
        ConsoleFixture f = new();
        ((Hal.Simulated.MemoryFlash)f.Board.Flash).Broken = true;
        Assert.AreEqual("error: the flash does not take it", f.Type("board apply " + OneLine(Sound)));
        f.Run(5_000);
        Assert.AreEqual(0, f.Restarts);
    }

    [TestMethod]
    public void Board_without_description_and_wrong_arguments()
    {
        ConsoleFixture f = new();
        f.Firmware.Description = null;
        Assert.AreEqual("error: this board is not described", f.Type("board check"));
        Assert.AreEqual("ok", f.Type("board"));
        Assert.StartsWith("error: usage: board", f.Type("board x"));
        Assert.StartsWith("error: usage: board", f.Type("board check --json"));
        f.Type("service set 123456");
        f.Type("service end");
        Assert.AreEqual("error: needs the service PIN: 'service PIN'", f.Type("board apply"));
    }

    [TestMethod]
    public void Certificates_are_listed_and_deleted_by_number()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("error: there is none", f.Type("certificate delete 1"));
        f.Type("certificate import -----BEGIN CERTIFICATE----- AAAA -----END CERTIFICATE-----");
        f.Type("certificate import firmware -----BEGIN CERTIFICATE----- BBBB -----END CERTIFICATE-----");
        Assert.AreEqual("ok", f.Type("certificate list --json"));
        Assert.AreEqual("{\"number\":1,\"subject\":\"CN=0\",\"notAfter\":\"2100-01-01T00:00:00.000Z\",\"use\":\"central system\",\"sha256\":\"f0\"};"
            + "{\"number\":2,\"subject\":\"CN=1\",\"notAfter\":\"2100-01-01T00:00:00.000Z\",\"use\":\"firmware\",\"sha256\":\"f1\"};", f.Text);
        Assert.AreEqual("error: N is 1 to 2", f.Type("certificate delete 3"));
        Assert.AreEqual("error: N is 1 to 2", f.Type("certificate delete 0"));
        Assert.AreEqual("error: N is 1 to 2", f.Type("certificate delete CN=0"));
        f.TrustThrows = true;
        Assert.AreEqual("error: it is the last one", f.Type("certificate delete 1"));
        f.TrustThrows = false;
        Assert.AreEqual("ok", f.Type("certificate delete 1"));
        Assert.AreEqual(1, f.Certificates.Count);
        Assert.StartsWith("error: usage: certificate delete N", f.Type("certificate delete"));
        f.Type("service set 123456");
        f.Type("service end");
        Assert.AreEqual("error: needs the service PIN: 'service PIN'", f.Type("certificate delete 1"));
    }

    [TestMethod]
    public void The_last_authority_that_the_profile_needs_stays()
    {
        ConsoleFixture f = new();
        Security.IAuthorities authorities = f.Authorities;
        Assert.IsTrue(authorities.Add(Security.CertificateUse.CentralSystemRootCertificate, CertificateTexts.Authority, out _));
        f.Type("central password 0123456789abcdef");
        Assert.AreEqual("ok", f.Type("central profile 2"));
        Assert.AreEqual("CN=Test Root, O=Example", authorities.Tell(0, out long notAfterUnixMs, out _, out string fingerprint));
        Assert.AreEqual(64, fingerprint.Length);
        Assert.IsTrue(notAfterUnixMs > 4_000_000_000_000);
        Assert.AreEqual("it is the last one, which security profile 2 needs", authorities.Delete(0));
        Assert.AreEqual("ok", f.Type("central profile 1"));
        Assert.AreEqual("", authorities.Delete(0));
        Assert.AreEqual(0, authorities.Count);
    }

    private static string OneLine(string text)
    {
        string line = "";
        foreach (string part in text.Split('\n')) line += part;
        return line;
    }

    private static string Paste(ConsoleFixture f, string command, string text)
    {
        f.Type(command);
        foreach (string line in text.Split('\n'))
        {
            if (f.Shell.IsTakingLines) f.Type(line);
        }

        return f.End;
    }
}
