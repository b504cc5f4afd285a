using System.Text;
using ChargePoint.Ocpp;
using nanoFramework.TestFramework;

namespace ChargePoint.Maintenance.Tests;

[TestClass]
public class DataTransferTests
{
    [TestMethod]
    [DataRow("{\"vendorId\":\"org.example\",\"messageId\":\"Echo\",\"data\":\"a\\\"b\"}", "{\"status\":\"Accepted\",\"data\":\"a\\\"b\"}")]
    [DataRow("{\"data\":\"x\",\"messageId\":\"Echo\",\"vendorId\":\"ORG.EXAMPLE\"}", "{\"status\":\"Accepted\",\"data\":\"x\"}")]
    [DataRow("{\"vendorId\":\"org.example\",\"messageId\":\"Silent\",\"unknown\":[1]}", "{\"status\":\"Accepted\"}")]
    [DataRow("{\"vendorId\":\"org.example\",\"messageId\":\"No\"}", "{\"status\":\"Rejected\"}")]
    [DataRow("{\"vendorId\":\"org.example\",\"messageId\":\"What\"}", "{\"status\":\"UnknownMessageId\"}")]
    [DataRow("{\"vendorId\":\"org.example\"}", "{\"status\":\"UnknownMessageId\"}")]
    [DataRow("{\"vendorId\":\"com.example\",\"messageId\":\"Echo\"}", "{\"status\":\"UnknownVendorId\"}")]
    [DataRow("{\"vendorId\":\"\"}", "{\"status\":\"UnknownVendorId\"}")]
    [DataRow("{\"messageId\":\"Echo\"}", "!OccurrenceConstraintViolation")]
    [DataRow("{\"vendorId\":5}", "!TypeConstraintViolation")]
    [DataRow("{\"vendorId\":null}", "!TypeConstraintViolation")]
    [DataRow("{\"vendorId\":\"org.example\",\"messageId\":{}}", "!TypeConstraintViolation")]
    [DataRow("{\"vendorId\":\"org.example\",\"data\":{\"a\":1}}", "!TypeConstraintViolation")]
    public void A_message_goes_to_the_extension_that_it_names(string request, string answer) => Assert.AreEqual(answer, Handle(request));

    [TestMethod]
    public void Lengths_are_limited()
    {
        Assert.AreEqual("{\"status\":\"UnknownVendorId\"}", Handle("{\"vendorId\":\"" + new string('v', 255) + "\"}"));
        Assert.AreEqual("!PropertyConstraintViolation", Handle("{\"vendorId\":\"" + new string('v', 256) + "\"}"));
        string start = "{\"vendorId\":\"org.example\",\"messageId\":\"";
        Assert.AreEqual("{\"status\":\"UnknownMessageId\"}", Handle(start + new string('m', 50) + "\"}"));
        Assert.AreEqual("!PropertyConstraintViolation", Handle(start + new string('m', 51) + "\"}"));
        start += "Silent\",\"data\":\"";
        Assert.AreEqual("{\"status\":\"Accepted\"}", Handle(start + new string('d', DataTransfer.LongestData) + "\"}"));
        Assert.AreEqual("!PropertyConstraintViolation", Handle(start + new string('d', DataTransfer.LongestData + 1) + "\"}"));
    }

    private static string Handle(string request)
    {
        DataTransfer handler = new();
        handler.Add(new Example());
        byte[] bytes = Encoding.UTF8.GetBytes(request);
        Fields fields = new(new JsonReader());
        fields.Reset(bytes, 0, bytes.Length);
        JsonWriter writer = new(new byte[8192]);
        CallError? error = handler.Handle(fields, writer);
        return error != null ? "!" + error.Code : Encoding.UTF8.GetString(writer.Buffer, 0, writer.Length);
    }

    private sealed class Example : IDataTransferVendor
    {
        public string VendorId => "org.example";

        public DataTransferStatus Handle(string messageId, string data, out string? reply)
        {
            reply = messageId == "Echo" ? data : null;
            if (messageId == "Echo" || messageId == "Silent") return DataTransferStatus.Accepted;
            return messageId == "No" ? DataTransferStatus.Rejected : DataTransferStatus.UnknownMessageId;
        }
    }
}
