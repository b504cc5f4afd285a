using ChargePoint.Features;
using ChargePoint.Ocpp;

namespace ChargePoint.Security;

/// <summary>
/// DeleteCertificate (whitepaper, M04 of its use cases). Rules where it is open: only what GetInstalledCertificateIds names is found, so
/// hashes other than SHA-256 are NotFound; Failed for an authority that is built in, and for the last one of the Central System in
/// security profiles 2 and 3, without which there would be no connection any more.
/// </summary>
public sealed class DeleteCertificate : ICallHandler
{
    private readonly CertificateStore _store;
    private readonly ConfigurationStore _configuration;

    /// <summary>Makes the operation.</summary>
    /// <param name="store">Holds the certificates.</param>
    /// <param name="configuration">SecurityProfile.</param>
    public DeleteCertificate(CertificateStore store, ConfigurationStore configuration)
    {
        _store = store;
        _configuration = configuration;
    }

    /// <inheritdoc/>
    public string Action => "DeleteCertificate";

    /// <inheritdoc/>
    public CallError? Handle(Fields request, JsonWriter confirmation)
    {
        bool present = false;
        int algorithm = -1;
        string? nameHash = null;
        string? keyHash = null;
        string? serial = null;
        request.BeginObject();
        while (request.NextMember())
        {
            if (!request.Is("certificateHashData")) continue;
            present = true;
            request.BeginObject();
            while (request.NextMember())
            {
                if (request.Is("hashAlgorithm")) algorithm = request.OneOf(new string[] { "SHA256", "SHA384", "SHA512" });
                else if (request.Is("issuerNameHash")) nameHash = request.Text(128);
                else if (request.Is("issuerKeyHash")) keyHash = request.Text(128);
                else if (request.Is("serialNumber")) serial = request.Text(40);
            }

            request.Require(algorithm >= 0, "hashAlgorithm");
            request.Require(nameHash != null, "issuerNameHash");
            request.Require(keyHash != null, "issuerKeyHash");
            request.Require(serial != null, "serialNumber");
        }

        request.Require(present, "certificateHashData");
        if (request.Error != null) return request.Error;
        confirmation.StartObject();
        confirmation.Member("status", algorithm == 0 ? Delete(nameHash!.ToLower(), keyHash!.ToLower(), Trim(serial!.ToLower())) : "NotFound");
        confirmation.EndObject();
        return null;
    }

    private string Delete(string nameHash, string keyHash, string serial)
    {
        bool failed = false;
        bool deleted = false;
        for (int place = 0; place < _store.Places; place++)
        {
            StoredCertificate? stored = _store.Read(place);
            if (stored == null || stored.Certificate.SerialHex != serial) continue;
            if (stored.IssuerKeyHashHex != keyHash || stored.IssuerNameHashHex != nameHash) continue;
            if (_store.Delete(place, stored, _configuration.Integer(Key.SecurityProfile)).Length > 0) failed = true;
            else deleted = true;
        }

        if (deleted) _store.Publish();
        return failed ? "Failed" : deleted ? "Accepted" : "NotFound";
    }

    private static string Trim(string serial)
    {
        char[] digits = serial.ToCharArray();
        int first = 0;
        while (first < digits.Length - 1 && digits[first] == '0') first++;
        return new string(digits, first, digits.Length - first);
    }
}
