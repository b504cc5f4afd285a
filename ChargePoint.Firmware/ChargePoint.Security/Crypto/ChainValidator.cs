using ChargePoint.Hal;

namespace ChargePoint.Security;

/// <summary>Gives the certificates of authorities that are trusted, one at a time: they stay in flash.</summary>
public interface IAnchors
{
    /// <summary>Number of places; some may be empty.</summary>
    int Places { get; }

    /// <summary>Reads an authority.</summary>
    /// <param name="place">0 to <see cref="Places"/> - 1.</param>
    /// <returns>The authority, in a buffer of its own, or null.</returns>
    Certificate? Read(int place);
}

/// <summary>
/// Checks that a certificate leads to a trusted authority (RFC 5280 section 6.1): each is signed by the next one, is valid now, and those
/// above the first are authorities that may issue it. Names are compared byte by byte. Revocation is not asked for: the charge point has
/// nobody to ask before it is connected. Policies and name constraints are not understood: a certificate that insists on them is refused.
/// </summary>
public sealed class ChainValidator
{
    /// <summary>Most certificates of a chain, without the trusted authority.</summary>
    public const int MostCertificates = 4;

    private readonly ISecureElement _element;
    private readonly IAnchors _anchors;
    private long _unixMs;
    private bool _isExact;

    /// <summary>Makes a validator.</summary>
    /// <param name="element">Checks signatures.</param>
    /// <param name="anchors">Trusted authorities.</param>
    public ChainValidator(ISecureElement element, IAnchors anchors)
    {
        _element = element;
        _anchors = anchors;
    }

    /// <summary>Checks a chain.</summary>
    /// <param name="chain">The certificate in question first; those that lead from it to an authority may follow, in any order.</param>
    /// <param name="unixMs">Present time, in milliseconds since 1970; 0 while unknown: dates are not checked then.</param>
    /// <param name="isExact">False if it is at least as late as that (see <see cref="KnownTime"/>).</param>
    /// <returns>What is wrong, in one line; "" if nothing is.</returns>
    public string Check(Certificate[] chain, long unixMs, bool isExact = true)
    {
        _unixMs = unixMs;
        _isExact = isExact;
        Certificate current = chain[0];
        for (int depth = 0; depth < MostCertificates; depth++)
        {
            string problem = CheckOne(current);
            if (problem.Length > 0) return problem;
            if (depth > 0 && !MayIssueBelow(current, depth - 1)) return "an authority of the chain may not issue certificates";
            problem = FindAnchor(current, depth, out bool anchored);
            if (anchored) return problem;
            Certificate? issuer = FindIssuer(chain, current);
            if (issuer == null) return problem.Length > 0 ? problem : "no installed authority vouches for it";
            current = issuer;
        }

        return "the chain is longer than allowed";
    }

    // What holds for every certificate of a chain
    private string CheckOne(Certificate certificate)
    {
        if (certificate.HasUnknownCritical) return "it has a critical extension that is not understood";
        if (!certificate.IsStrong) return "its key is too weak, or of a kind that is not used";
        if (certificate.Scheme == SignatureScheme.Unknown) return "its signature algorithm is too weak, or not known";
        if (certificate.IsValidAt(_unixMs, _isExact)) return "";
        return _unixMs < certificate.NotBeforeUnixMs ? "it is not valid yet" : "it has expired";
    }

    private static bool MayIssueBelow(Certificate authority, int authoritiesBelow) =>
        authority.MayIssue && (authority.PathLength < 0 || authority.PathLength >= authoritiesBelow);

    // An authority of this name whose signature does not fit may have a namesake (a renewed root), so all are tried.
    private string FindAnchor(Certificate current, int depth, out bool anchored)
    {
        string problem = "";
        for (int place = 0; place < _anchors.Places; place++)
        {
            Certificate? anchor = _anchors.Read(place);
            if (anchor == null || !anchor.Subject.IsSameAs(current.Issuer)) continue;
            problem = CheckIssued(current, anchor, depth);
            if (problem.Length > 0) continue;
            anchored = true;
            return "";
        }

        anchored = false;
        return problem;
    }

    private string CheckIssued(Certificate current, Certificate anchor, int depth)
    {
        if (!MayIssueBelow(anchor, depth)) return "the installed authority may not issue it";
        if (!anchor.IsValidAt(_unixMs, _isExact)) return "the installed authority is not valid now";
        SignatureCheck check = CheckSignature(current, anchor);
        return check == SignatureCheck.Good ? "" : check == SignatureCheck.Bad ? "its signature is wrong" : "this board cannot check its signature";
    }

    private Certificate? FindIssuer(Certificate[] chain, Certificate current)
    {
        for (int i = 1; i < chain.Length; i++)
        {
            Certificate candidate = chain[i];
            if (candidate != current && candidate.Subject.IsSameAs(current.Issuer) && CheckSignature(current, candidate) == SignatureCheck.Good) return candidate;
        }

        return null;
    }

    private SignatureCheck CheckSignature(Certificate certificate, Certificate issuer) =>
        _element.Verify(certificate.Scheme, issuer.PublicKeyInfo, certificate.Signed, certificate.Signature);
}
