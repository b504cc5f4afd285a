using ChargePoint.Hal.Meters;
using nanoFramework.TestFramework;

namespace ChargePoint.Hal.Tests;

/// <summary>Register maps are text; a wrong one is refused as a whole.</summary>
[TestClass]
public class RegisterMapTests
{
    private const string Good = "1 R4:0000:14 V1:f32:0:3 C1:f32:6:3 P:f32:12:0 R4:0048:2 E:f32:0:3";

    [TestMethod]
    [DataRow("SDM120", 1, 3)]
    [DataRow("SDM230", 1, 3)]
    [DataRow("SDM630", 3, 3)]
    [DataRow("B21", 1, 3)]
    [DataRow("B23", 3, 3)]
    public void Known_meters_have_maps(string name, int phases, int requests)
    {
        RegisterMap? map = RegisterMap.Parse(MeterTypes.Find(name)!, out string error);
        Assert.AreEqual("", error);
        Assert.AreEqual(phases, map!.Phases);
        Assert.AreEqual(requests, map.Requests);
    }

    [TestMethod]
    public void Unknown_meter_has_none() => Assert.IsNull(MeterTypes.Find("SDM999"));

    [TestMethod]
    [DataRow("")]
    [DataRow("2 R4:0000:14 V1:f32:0:3 C1:f32:6:3 P:f32:12:0 R4:0048:2 E:f32:0:3")] // two phases
    [DataRow("1 V1:f32:0:3 R4:0000:14 C1:f32:6:3 P:f32:12:0 R4:0048:2 E:f32:0:3")] // a value before a request
    [DataRow("1 R5:0000:14 V1:f32:0:3 C1:f32:6:3 P:f32:12:0 R4:0048:2 E:f32:0:3")] // function 5
    [DataRow("1 R4:000G:14 V1:f32:0:3 C1:f32:6:3 P:f32:12:0 R4:0048:2 E:f32:0:3")] // no address
    [DataRow("1 R4:00000:14 V1:f32:0:3 C1:f32:6:3 P:f32:12:0 R4:0048:2 E:f32:0:3")]
    [DataRow("1 R4:0000:41 V1:f32:0:3 C1:f32:6:3 P:f32:12:0 R4:0048:2 E:f32:0:3")] // too many registers
    [DataRow("1 R4:0000:0 V1:f32:0:3 C1:f32:6:3 P:f32:12:0 R4:0048:2 E:f32:0:3")]
    [DataRow("1 R4:0000:14 V1:f32:13:3 C1:f32:6:3 P:f32:12:0 R4:0048:2 E:f32:0:3")] // beyond the request
    [DataRow("1 R4:0000:14 V1:f64:0:3 C1:f32:6:3 P:f32:12:0 R4:0048:2 E:f32:0:3")] // no type
    [DataRow("1 R4:0000:14 V1:f32:0:10 C1:f32:6:3 P:f32:12:0 R4:0048:2 E:f32:0:3")] // no exponent
    [DataRow("1 R4:0000:14 V1:f32:0:- C1:f32:6:3 P:f32:12:0 R4:0048:2 E:f32:0:3")]
    [DataRow("1 R4:0000:14 W1:f32:0:3 C1:f32:6:3 P:f32:12:0 R4:0048:2 E:f32:0:3")] // no use
    [DataRow("1 R4:0000:14 V1:f32:0:3 V1:f32:0:3 C1:f32:6:3 P:f32:12:0 R4:0048:2 E:f32:0:3")] // twice
    [DataRow("1 R4:0000:14 V1:f32:0:3 P:f32:12:0 R4:0048:2 E:f32:0:3")] // no current
    [DataRow("3 R4:0000:14 V1:f32:0:3 C1:f32:6:3 P:f32:12:0 R4:0048:2 E:f32:0:3")] // no other phases
    [DataRow("1 R4:0000:14 V1:f32:0:3 C1:f32:6:3 P:f32:12:0 R4:0048:14 E:f32:0:3")] // late answers could be mixed up
    [DataRow("1 R4:0000:14 V1:f32:0:3 C1:f32:6:3 P:f32:12:0 R4:0048:2 E:f32:0:3 R3:FC00:2")] // a request without a value
    [DataRow("1 R4:0000:14 V1:f32:0:3 C1:f32:6:3 P:f32:12:0 R4:0048:4 E:f32:0:3 N:u32:2:0")] // the number belongs apart
    [DataRow("1  R4:0000:14 V1:f32:0:3 C1:f32:6:3 P:f32:12:0 R4:0048:2 E:f32:0:3")] // two spaces
    [DataRow("1 R4:0000:1 P:u16:0:0 R4:0000:2 P:u16:0:0 R4:0000:3 P:u16:0:0 R4:0000:4 P:u16:0:0 R4:0000:5 P:u16:0:0 R4:0000:6 P:u16:0:0 R4:0000:7 P:u16:0:0")]
    [DataRow("1 R4:0000:1 P:u16:0:0 P:u16:0:0 P:u16:0:0 P:u16:0:0 P:u16:0:0 P:u16:0:0 P:u16:0:0 P:u16:0:0 P:u16:0:0 P:u16:0:0 P:u16:0:0 P:u16:0:0 P:u16:0:0 P:u16:0:0 P:u16:0:0 P:u16:0:0 P:u16:0:0")]
    public void Wrong_map_is_refused_with_a_reason(string text)
    {
        Assert.IsNull(RegisterMap.Parse(text, out string error));
        Assert.IsTrue(error.Length > 0);
    }

    [TestMethod]
    public void Map_that_lacks_the_last_letters_is_refused_or_whole()
    {
        Assert.IsNotNull(RegisterMap.Parse(Good, out string _));
        for (int i = 0; i < Good.Length; i++)
        {
            RegisterMap? map = RegisterMap.Parse(Good.Substring(0, i), out string error);
            Assert.IsTrue(map == null && error.Length > 0);
        }
    }

    [TestMethod]
    public void Checksum_is_that_of_the_standard()
    {
        // 01 04 00 00 00 02 71 CB: a request from the manual of an SDM630
        byte[] frame = new byte[] { 1, 4, 0, 0, 0, 2 };
        Assert.AreEqual(0xCB71, ModbusCrc.Of(frame, 0, 6));
    }
}
