using ChargePoint.Hal;
using ChargePoint.Maintenance;
using ChargePoint.Runtime;

namespace ChargePoint.Security;

/// <summary>
/// Checks the signature of an image: hashes what the store has, a piece at each turn of the loop, and has the secure element compare. On the
/// device a MiB takes minutes; nothing else waits for it meanwhile.
/// </summary>
public sealed class ImageSignature : IImageSignature
{
    private const int PieceLength = 512;

    private readonly IFirmwareStore _store;
    private readonly ISecureElement _element;
    private readonly IFlashStore _flash;
    private readonly ISecurityEvents _events;
    private readonly Log _log;
    private Sha256? _hash; // made when a check begins, and dropped with its end
    private byte[] _piece = new byte[0];
    private int _position;

    /// <summary>Makes a check at rest.</summary>
    /// <param name="store">Has the image.</param>
    /// <param name="element">Compares.</param>
    /// <param name="flash">Has the signature.</param>
    /// <param name="events">Hears of a wrong signature.</param>
    /// <param name="log">Log.</param>
    public ImageSignature(IFirmwareStore store, ISecureElement element, IFlashStore flash, ISecurityEvents events, Log log)
    {
        _store = store;
        _element = element;
        _flash = flash;
        _events = events;
        _log = log;
    }

    /// <inheritdoc/>
    public FirmwareCheck Check()
    {
        if (_hash == null)
        {
            _hash = new Sha256();
            _piece = new byte[PieceLength];
            _position = 0;
        }

        int left = _store.WrittenBytes - _position;
        if (left > 0)
        {
            int count = _store.Read(_position, _piece, 0, left < PieceLength ? left : PieceLength);
            if (count <= 0) return Refuse("the image cannot be read back");
            _hash.Add(_piece, 0, count);
            _position += count;
            return FirmwareCheck.Busy;
        }

        byte[] digest = new byte[Sha256.DigestLength];
        _hash.Finish(digest, 0);
        SignatureFile? file = SignatureFile.Read(_flash);
        if (file == null) return Refuse("the signature is lost");
        SignatureCheck check = file.Signature.Count == 0 ? SignatureCheck.Bad : _element.VerifyHash(file.Scheme, file.Key, digest, file.Signature);
        if (check != SignatureCheck.Good) return Refuse(check == SignatureCheck.Bad ? "it is not of the signer, or of another image" : "this board cannot check it");
        Drop();
        return FirmwareCheck.Sound;
    }

    /// <inheritdoc/>
    public void Drop()
    {
        _hash = null;
        _piece = new byte[0];
    }

    private FirmwareCheck Refuse(string problem)
    {
        Drop();
        _log.Error("firmware", "signature: " + problem);
        _events.Raise("InvalidFirmwareSignature", problem);
        return FirmwareCheck.Bad;
    }
}
