using ChargePoint.Hal;
using ChargePoint.Maintenance;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Security;

/// <summary>
/// SignedUpdateFirmware (whitepaper, L01 of its use cases): as UpdateFirmware, of an image that the manufacturer has signed. Rules where
/// the whitepaper is open:
/// <list type="bullet">
/// <item>The signing certificate has to be right now, and to lead to an installed ManufacturerRootCertificate; those between may follow it in
/// the same text. Else InvalidCertificate. RevokedCertificate is never answered: there is nobody to ask.</item>
/// <item>The signature is RSA-PSS with SHA-256 and a salt of 32 bytes, or ECDSA with SHA-256, by the kind of the certificate's key. One that
/// is no base64 is found to be wrong like any other, after the download.</item>
/// <item>A request takes the place of one that is under way (AcceptedCanceled); from the activation of an image until its outcome is
/// known it is Rejected, as always on a board without secure element or without a place for firmware.</item>
/// </list>
/// </summary>
public sealed class SignedUpdateFirmware : ICallHandler
{
    private const int LongestLocation = 512;
    private const int LongestSignature = 800;

    private readonly FirmwareUpdater? _updater;
    private readonly ISecureElement? _element;
    private readonly CertificateStore _store;
    private readonly IFlashStore _flash;
    private readonly KnownTime _time;
    private readonly ISecurityEvents _events;
    private readonly Log _log;

    /// <summary>Makes the operation.</summary>
    /// <param name="updater">Carries it out, or null for a board that cannot install anything.</param>
    /// <param name="element">Checks signatures, or null.</param>
    /// <param name="store">Has the authorities that certify signers.</param>
    /// <param name="flash">Keeps the signature.</param>
    /// <param name="time">What time it is.</param>
    /// <param name="events">Hears of a signing certificate that is refused.</param>
    /// <param name="log">Log.</param>
    public SignedUpdateFirmware(FirmwareUpdater? updater, ISecureElement? element, CertificateStore store, IFlashStore flash, KnownTime time, ISecurityEvents events, Log log)
    {
        _updater = updater;
        _element = element;
        _store = store;
        _flash = flash;
        _time = time;
        _events = events;
        _log = log;
    }

    /// <inheritdoc/>
    public string Action => "SignedUpdateFirmware";

    /// <inheritdoc/>
    public CallError? Handle(Fields request, JsonWriter confirmation)
    {
        int requestId = 0;
        bool numbered = false;
        int retries = -1;
        int retryInterval = -1;
        Firmware firmware = new();
        bool present = false;
        request.BeginObject();
        while (request.NextMember())
        {
            if (request.Is("requestId"))
            {
                requestId = request.Integer();
                numbered = true;
            }
            else if (request.Is("retries"))
            {
                retries = request.Integer(0);
            }
            else if (request.Is("retryInterval"))
            {
                retryInterval = request.Integer(0);
            }
            else if (request.Is("firmware"))
            {
                present = true;
                firmware.Read(request);
            }
        }

        request.Require(numbered, "requestId");
        request.Require(present, "firmware");
        if (request.Error != null) return request.Error;
        UpdateOrder order = new(firmware.Location!) { RetrieveUnixMs = firmware.RetrieveUnixMs, InstallUnixMs = firmware.InstallUnixMs, IsSigned = true, RequestId = requestId };
        order.Retry(retries, retryInterval);
        confirmation.StartObject();
        confirmation.Member("status", Begin(order, firmware));
        confirmation.EndObject();
        return null;
    }

    private string Begin(UpdateOrder order, Firmware firmware)
    {
        if (_updater == null || _element == null || _updater.IsActivated) return "Rejected";
        Certificate? signer = FindSigner(firmware.SigningCertificate!, out string problem);
        if (signer == null)
        {
            _log.Warning("firmware", "the signing certificate is refused: " + problem);
            _events.Raise("InvalidFirmwareSigningCertificate", problem);
            return "InvalidCertificate";
        }

        bool replaces = _updater.Phase == UpdatePhase.Download || _updater.Phase == UpdatePhase.Install;
        byte[] signature = firmware.Signature!;
        int length = Pem.DecodeBase64(signature, 0, signature.Length, 0);
        SignatureScheme scheme = signer.KeyKind == PublicKeyKind.Ec ? SignatureScheme.EcdsaSha256 : SignatureScheme.RsaPssSha256;
        bool stored = SignatureFile.Write(_flash, order.RequestId, scheme, signer.PublicKeyInfo, new ByteRange(signature, 0, length < 0 ? 0 : length));
        if (!stored || !_updater.Begin(order)) return "Rejected";
        _log.Info("firmware", $"signed update {order.RequestId} of {signer.Describe()}");
        return replaces ? "AcceptedCanceled" : "Accepted";
    }

    private Certificate? FindSigner(byte[] pem, out string problem)
    {
        int[] ends = new int[ChainValidator.MostCertificates];
        int count = Pem.Decode(pem, pem.Length, ends);
        problem = "it is no certificate";
        if (count < 1) return null;
        Certificate[] chain = new Certificate[count];
        for (int i = 0; i < count; i++)
        {
            int start = i == 0 ? 0 : ends[i - 1];
            Certificate? certificate = CertificateParser.Parse(new ByteRange(pem, start, ends[i] - start));
            if (certificate == null) return null;
            chain[i] = certificate;
        }

        problem = chain[0].MaySign ? new ChainValidator(_element!, new StoredAnchors(_store, CertificateUse.ManufacturerRootCertificate)).Check(chain, _time.UnixMs, _time.IsExact)
            : "its key may not sign";
        return problem.Length == 0 ? chain[0] : null;
    }

    /// <summary>The field of that name.</summary>
    private sealed class Firmware
    {
        public string? Location { get; private set; }

        public long RetrieveUnixMs { get; private set; }

        public long InstallUnixMs { get; private set; }

        public byte[]? SigningCertificate { get; private set; }

        public byte[]? Signature { get; private set; }

        public void Read(Fields request)
        {
            bool dated = false;
            request.BeginObject();
            while (request.NextMember())
            {
                if (request.Is("location"))
                {
                    Location = request.Text(LongestLocation);
                }
                else if (request.Is("retrieveDateTime"))
                {
                    RetrieveUnixMs = request.Timestamp();
                    dated = true;
                }
                else if (request.Is("installDateTime"))
                {
                    InstallUnixMs = request.Timestamp();
                }
                else if (request.Is("signingCertificate"))
                {
                    SigningCertificate = request.Bytes(RootInstaller.LongestPem);
                }
                else if (request.Is("signature"))
                {
                    Signature = request.Bytes(LongestSignature);
                }
            }

            request.Require(Location != null, "location");
            request.Require(dated, "retrieveDateTime");
            request.Require(SigningCertificate != null, "signingCertificate");
            request.Require(Signature != null, "signature");
        }
    }
}
