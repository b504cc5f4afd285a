namespace ChargePoint.Features;

/// <summary>What the charge point knows about idTags by itself (OCPP 1.6 section 3.5): local authorization list and authorization cache.</summary>
public interface ILocalAuthorization
{
    /// <summary>Looks an idTag up.</summary>
    /// <param name="idTag">The idTag.</param>
    /// <returns>What is known, with the status of now (an expiry date that is over makes it Expired), or null.</returns>
    IdTagInfo? Find(string idTag);

    /// <summary>The Central System has said something about an idTag.</summary>
    /// <param name="idTag">The idTag.</param>
    /// <param name="info">What was said.</param>
    void Learn(string idTag, IdTagInfo info);
}
