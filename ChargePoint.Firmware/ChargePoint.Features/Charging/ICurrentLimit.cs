using ChargePoint.Ocpp;

namespace ChargePoint.Features;

/// <summary>Says how much current a connector may offer at most: smart charging.</summary>
public interface ICurrentLimit
{
    /// <summary>Highest current that may be offered now, in milliamperes of each phase. Asked at every look at the hardware.</summary>
    /// <param name="connector">The connector, whose running transaction is the one that counts.</param>
    /// <param name="isWanted">True if the connector would offer energy: what it does not want is given to others.</param>
    /// <returns>0 to what the hardware carries; below 6,000 there is no energy for now (IEC 61851-1).</returns>
    int LimitMilliamps(Connector connector, bool isWanted);
}

/// <summary>Takes the charging profile that comes with a RemoteStartTransaction (OCPP 1.6 section 5.11).</summary>
public interface IRemoteStartProfile
{
    /// <summary>Reads the profile that is the value of the field found last. What is wrong with it becomes the request's error.</summary>
    /// <param name="request">The request.</param>
    void Read(Fields request);

    /// <summary>Keeps the profile read last for the transaction that is to begin.</summary>
    /// <param name="idTag">Who will charge.</param>
    /// <param name="connectorId">Where, or -1 if that is open.</param>
    /// <returns>False if the profile cannot be carried out: the start is rejected then.</returns>
    bool Keep(string idTag, int connectorId);

    /// <summary>The start was rejected: the profile kept last is dropped.</summary>
    void Forget();
}
