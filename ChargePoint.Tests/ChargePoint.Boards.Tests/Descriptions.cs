using System.Text;
using ChargePoint.Boards;

namespace ChargePoint.Tests.Boards;

/// <summary>Descriptions to begin with, and changes to them.</summary>
internal static class Descriptions
{
    /// <summary>A sound description of a board with one connector.</summary>
    public const string Sound = """
        {
          "version": 1, "vendor": "Acme", "model": "One", "chip": "esp32",
          "supply": { "volts": 230, "phases": 3 },
          "connectors": [
            { "maxAmps": 32, "cable": "socket",
              "contactor": { "coil": 26, "feedback": 27 },
              "pilot": { "pwm": 25, "high": 36, "low": 39 },
              "proximity": { "pin": 34 },
              "lock": { "type": "motor", "lock": 32, "unlock": 33 },
              "meter": { "type": "SDM630", "address": 7 } } ],
          "modbus": { "port": "COM2", "tx": 17, "rx": 16, "rts": 22 }
        }
        """;

    /// <summary>The sound description with one text in the place of another.</summary>
    public static string With(string there, string instead)
    {
        int at = Sound.IndexOf(there);
        return Sound.Substring(0, at) + instead + Sound.Substring(at + there.Length);
    }

    /// <summary>All errors of a description, one a line; "" for a sound one.</summary>
    public static string ErrorsOf(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        DescriptionReader reader = new();
        Section? root = reader.Read(bytes, bytes.Length);
        string errors = "";
        for (int i = 0; i < reader.ErrorCount; i++) errors += reader.ErrorAt(i) + "\n";
        return (root == null) == (errors.Length > 0) ? errors : "sound and wrong at once";
    }
}
