namespace ChargePoint.Maintenance;

/// <summary>What UpdateFirmware or SignedUpdateFirmware asks for.</summary>
public sealed class UpdateOrder
{
    /// <summary>Makes an order.</summary>
    /// <param name="location">Where the image is.</param>
    public UpdateOrder(string location) => Location = location;

    /// <summary>Where the image is.</summary>
    public string Location { get; }

    /// <summary>When to begin, in milliseconds since 1970.</summary>
    public long RetrieveUnixMs { get; set; }

    /// <summary>How often to try, 1 or more.</summary>
    public int Attempts { get; set; } = UpdateFirmware.DefaultAttempts;

    /// <summary>Seconds between two attempts.</summary>
    public int RetrySeconds { get; set; } = UpdateFirmware.DefaultRetrySeconds;

    /// <summary>True for SignedUpdateFirmware: the stages are told by SignedFirmwareStatusNotification, and the signature counts.</summary>
    public bool IsSigned { get; set; }

    /// <summary>Number of the request, if it is signed.</summary>
    public int RequestId { get; set; }

    /// <summary>Not to be installed before, in milliseconds since 1970; 0 for no such moment.</summary>
    public long InstallUnixMs { get; set; }

    /// <summary>Takes the optional numbers of a request.</summary>
    /// <param name="retries">Attempts; -1 if the Central System names none.</param>
    /// <param name="retryInterval">Seconds between two; -1 if the Central System names none.</param>
    public void Retry(int retries, int retryInterval)
    {
        RetrySeconds = retryInterval < 0 ? UpdateFirmware.DefaultRetrySeconds : retryInterval > FileDelivery.LongestRetrySeconds ? FileDelivery.LongestRetrySeconds : retryInterval;
        Attempts = retries < 0 ? UpdateFirmware.DefaultAttempts : retries == 0 ? 1 : retries > FileDelivery.MostAttempts ? FileDelivery.MostAttempts : retries;
    }
}
