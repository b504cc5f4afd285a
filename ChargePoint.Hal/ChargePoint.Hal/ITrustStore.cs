namespace ChargePoint.Hal;

/// <summary>
/// Certificates of the authorities that are trusted to certify Central Systems. Empty on a factory-new charge point: then every
/// TLS connection is refused.
/// </summary>
public interface ITrustStore
{
    /// <summary>Number of certificates.</summary>
    int Count { get; }

    /// <summary>Adds a certificate for good. One that is there already is not added again.</summary>
    /// <param name="pem">One certificate in PEM form.</param>
    /// <param name="problem">Why it was not added, in one line; "" on success.</param>
    /// <returns>False if it was not added.</returns>
    bool Add(string pem, out string problem);

    /// <summary>Describes a certificate in one line: subject and last day of validity.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    string Describe(int index);
}
