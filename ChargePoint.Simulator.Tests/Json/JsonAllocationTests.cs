using System.Text;
using ChargePoint.Ocpp;

namespace ChargePoint.Simulator.Tests.Json;

/// <summary>The JSON of the firmware allocates nothing: the device has some 100 KiB of heap for everything.</summary>
[TestClass]
public sealed class JsonAllocationTests
{
    private static readonly byte[] Request = Encoding.UTF8.GetBytes(
        """[2,"f3-1","BootNotification",{"chargePointVendor":"Vendör","chargePointModel":"Model 🚗","chargePointSerialNumber":"SN-\u00e4\n1","firmwareVersion":"0.1.0","meterType":null,"extra":[1,{"a":2.50}]}]""");

    private static readonly byte[] Answer = Encoding.UTF8.GetBytes("""[3,"f3-1",{"status":"Accepted","currentTime":"2026-11-21T03:42:01.123Z","interval":300}]""");

    [TestMethod]
    public void Writing_a_BootNotification_allocates_nothing()
    {
        JsonWriter writer = new(new byte[512]);
        Assert.AreEqual(0L, AllocatedBy(() => Write(writer)));
        Assert.IsFalse(writer.Overflowed);
        Assert.AreEqual(JsonError.None, JsonReader.Validate(new JsonReader(), writer.Buffer, 0, writer.Length, out _));
    }

    [TestMethod]
    public void Reading_a_BootNotification_and_its_answer_allocates_nothing()
    {
        JsonReader reader = new();
        byte[] copy = new byte[64];
        int found = 0;
        Assert.AreEqual(0L, AllocatedBy(() => found = Read(reader, Request, copy) + Read(reader, Answer, copy)));
        Assert.AreEqual(6, found);
    }

    [TestMethod]
    public void A_refused_text_allocates_nothing()
    {
        JsonReader reader = new();
        byte[] broken = Request[..^3];
        Assert.AreEqual(0L, AllocatedBy(() => JsonReader.Validate(reader, broken, 0, broken.Length, out _)));
        Assert.AreEqual(JsonError.UnexpectedEnd, reader.Error);
    }

    private static long AllocatedBy(Action action)
    {
        // What the runtime allocates once, at the first use, is not meant.
        action();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Write(JsonWriter writer)
    {
        writer.Reset();
        writer.StartArray();
        writer.Number(2);
        writer.String("f3-1");
        writer.String("BootNotification");
        writer.StartObject();
        writer.Member("chargePointVendor", "Vendör");
        writer.Member("chargePointModel", "Model 🚗");
        writer.Member("chargePointSerialNumber", "SN-\"ä\"\n1");
        writer.Member("firmwareVersion", "0.1.0");
        writer.Member("meterType", null);
        writer.MemberTimestamp("timestamp", 1795232521123);
        writer.Name("energyKwh");
        writer.Decimal(-12345, 3);
        writer.Member("online", true);
        writer.EndObject();
        writer.EndArray();
    }

    private static int Read(JsonReader reader, byte[] text, byte[] copy)
    {
        int found = 0;
        reader.Reset(text, 0, text.Length);
        while (reader.Read() is not (JsonToken.End or JsonToken.Error))
        {
            if (reader.ValueEquals("chargePointVendor") || reader.ValueEquals("Vendör") || reader.ValueEquals("Model 🚗") || reader.ValueEquals("SN-ä\n1")) found++;
            if (reader.Token == JsonToken.String && reader.CopyUtf8(copy, 0, copy.Length) < 0) found = -100;
            if (reader.TryGetTimestamp(out _)) found++;
            if (reader.TryGetInt(out int value) && value == 300) found++;
            if (reader.TryGetDecimal(1, out _) && reader.ValueEquals("2.5")) found++;
        }

        return reader.Token == JsonToken.End ? found : -1000;
    }
}
