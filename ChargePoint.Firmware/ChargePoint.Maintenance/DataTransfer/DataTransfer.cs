using ChargePoint.Features;
using ChargePoint.Ocpp;

namespace ChargePoint.Maintenance;

/// <summary>DataTransfer from the Central System (OCPP 1.6 section 5.6): hands a message to the extension that it names.</summary>
public sealed class DataTransfer : ICallHandler
{
    /// <summary>Longest data in either direction, in characters. OCPP leaves it open; longer data is refused (PropertyConstraintViolation).</summary>
    public const int LongestData = 4096;

    /// <summary>Most extensions.</summary>
    public const int MostVendors = 4;

    private static string[] StatusNames => ["Accepted", "Rejected", "UnknownMessageId", "UnknownVendorId"];

    private readonly IDataTransferVendor?[] _vendors = new IDataTransferVendor?[MostVendors];
    private int _count;

    /// <inheritdoc/>
    public string Action => "DataTransfer";

    /// <summary>Adds an extension.</summary>
    /// <param name="vendor">The extension; more than <see cref="MostVendors"/> are a bug.</param>
    public void Add(IDataTransferVendor vendor) => _vendors[_count++] = vendor;

    /// <inheritdoc/>
    public CallError? Handle(Fields request, JsonWriter confirmation)
    {
        string? vendorId = null;
        string messageId = "";
        string data = "";
        request.BeginObject();
        while (request.NextMember())
        {
            if (request.Is("vendorId")) vendorId = request.Text(255);
            else if (request.Is("messageId")) messageId = request.Text(50);
            else if (request.Is("data")) data = request.Text(LongestData);
        }

        request.Require(vendorId != null, "vendorId");
        if (request.Error != null) return request.Error;
        IDataTransferVendor? vendor = Find(vendorId!);
        string? reply = null;
        DataTransferStatus status = vendor == null ? DataTransferStatus.UnknownVendorId : vendor.Handle(messageId, data, out reply);
        confirmation.StartObject();
        confirmation.Member("status", StatusNames[(int)status]);
        if (reply != null) confirmation.Member("data", reply);
        confirmation.EndObject();
        return null;
    }

    private IDataTransferVendor? Find(string vendorId)
    {
        for (int i = 0; i < _count; i++)
        {
            if (CiString.Equals(_vendors[i]!.VendorId, vendorId)) return _vendors[i];
        }

        return null;
    }
}
