using ChargePoint.Ocpp;

namespace ChargePoint.Security;

/// <summary>GetInstalledCertificateIds (whitepaper, M03 of its use cases): names the installed authorities of a use. All hashes are SHA-256.</summary>
public sealed class GetInstalledCertificateIds : ICallHandler
{
    private readonly CertificateStore _store;

    /// <summary>Makes the operation.</summary>
    /// <param name="store">Holds the certificates.</param>
    public GetInstalledCertificateIds(CertificateStore store) => _store = store;

    /// <inheritdoc/>
    public string Action => "GetInstalledCertificateIds";

    /// <inheritdoc/>
    public CallError? Handle(Fields request, JsonWriter confirmation)
    {
        CertificateUse use = CertificateUse.None;
        request.BeginObject();
        while (request.NextMember())
        {
            if (request.Is("certificateType")) use = CertificateUses.Read(request);
        }

        request.Require(use != CertificateUse.None, "certificateType");
        if (request.Error != null) return request.Error;
        bool found = false;
        confirmation.StartObject();
        for (int place = 0; place < _store.Places; place++)
        {
            StoredCertificate? stored = _store.Read(place);
            if (stored == null || stored.Use != use) continue;
            if (!found)
            {
                confirmation.Name("certificateHashData");
                confirmation.StartArray();
            }

            found = true;
            confirmation.StartObject();
            confirmation.Member("hashAlgorithm", "SHA256");
            confirmation.Member("issuerNameHash", stored.IssuerNameHashHex);
            confirmation.Member("issuerKeyHash", stored.IssuerKeyHashHex);
            confirmation.Member("serialNumber", stored.Certificate.SerialHex);
            confirmation.EndObject();
        }

        if (found) confirmation.EndArray();
        confirmation.Member("status", found ? "Accepted" : "NotFound");
        confirmation.EndObject();
        return null;
    }
}
