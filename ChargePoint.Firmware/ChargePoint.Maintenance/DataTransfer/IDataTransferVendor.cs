namespace ChargePoint.Maintenance;

/// <summary>What became of a DataTransfer (OCPP 1.6 section 7.14).</summary>
public enum DataTransferStatus
{
    /// <summary>Carried out.</summary>
    Accepted,

    /// <summary>Understood, and not carried out.</summary>
    Rejected,

    /// <summary>The vendor is known, and not this message of it.</summary>
    UnknownMessageId,

    /// <summary>The vendor is not known.</summary>
    UnknownVendorId,
}

/// <summary>An extension of OCPP that speaks by DataTransfer under a vendorId of its own.</summary>
public interface IDataTransferVendor
{
    /// <summary>Its vendorId; letter case does not matter.</summary>
    string VendorId { get; }

    /// <summary>Carries out a message.</summary>
    /// <param name="messageId">The message, or "" if it names none.</param>
    /// <param name="data">Its data, or "" if it has none.</param>
    /// <param name="reply">Data of the answer, or null for none.</param>
    DataTransferStatus Handle(string messageId, string data, out string? reply);
}
