namespace ChargePoint.SmartCharging;

/// <summary>What a charging profile is for (OCPP 1.6 section 7.10).</summary>
public enum ProfilePurpose
{
    /// <summary>ChargePointMaxProfile: limit of the charge point, shared by its connectors.</summary>
    ChargePointMax,

    /// <summary>TxDefaultProfile: limit of every transaction that has no profile of its own.</summary>
    TxDefault,

    /// <summary>TxProfile: limit of one transaction, for as long as it runs.</summary>
    Tx,
}

/// <summary>What the periods of a charging profile are relative to (OCPP 1.6 section 7.9).</summary>
public enum ProfileKind
{
    /// <summary>A fixed point in time.</summary>
    Absolute,

    /// <summary>The beginning of the present day or week, counted from a fixed point in time.</summary>
    Recurring,

    /// <summary>The beginning of charging.</summary>
    Relative,
}

/// <summary>
/// A charging profile as it is kept in memory and in flash: packed bytes, looked at in place. A profile of 24 periods takes 240 bytes.
/// A newer version may lengthen the header: what it added is passed over and kept.
/// <code>
///  offset  size  content (numbers are little-endian, times are seconds since 1970 UTC)
///       0     1  length of this header: 48 or more
///       1     1  connectorId
///       2     1  purpose: 0 ChargePointMaxProfile, 1 TxDefaultProfile, 2 TxProfile
///       3     1  kind: 0 Absolute, 1 Recurring, 2 Relative
///       4     1  recurrency: 0 Daily, 1 Weekly
///       5     1  unit: 0 A, 1 W
///       6     1  stackLevel
///       7     1  flags: 1 validFrom, 2 validTo, 4 duration, 8 startSchedule, 16 transactionId is there
///       8     1  number of periods
///       9     3  minChargingRate in tenths of the unit
///      12     4  chargingProfileId
///      16     4  transactionId
///      20     4  number of its transaction in the journal (TxProfile)
///      24     4  duration in seconds
///      28     5  validFrom
///      33     5  validTo
///      38     5  startSchedule
///      43     5  when it was installed, 0 if the clock was not known
///      48        periods of 8 bytes: startPeriod in seconds (4), limit in tenths of the unit (3), numberPhases (1)
/// </code>
/// </summary>
public readonly struct ChargingProfile
{
    /// <summary>Length of the header that this version writes.</summary>
    public const int HeaderLength = 48;

    /// <summary>Length of a period.</summary>
    public const int PeriodLength = 8;

    /// <summary>Largest limit, in tenths of an ampere or watt; what is more is taken for it.</summary>
    public const int LargestLimit = 0xFFFFFF;

    internal const int ConnectorAt = 1;
    internal const int PurposeAt = 2;
    internal const int KindAt = 3;
    internal const int RecurrencyAt = 4;
    internal const int UnitAt = 5;
    internal const int StackLevelAt = 6;
    internal const int FlagsAt = 7;
    internal const int CountAt = 8;
    internal const int MinimumRateAt = 9;
    internal const int IdAt = 12;
    internal const int TransactionIdAt = 16;
    internal const int LocalIdAt = 20;
    internal const int DurationAt = 24;
    internal const int ValidFromAt = 28;
    internal const int ValidToAt = 33;
    internal const int StartAt = 38;
    internal const int InstalledAt = 43;

    internal const int HasValidFrom = 1;
    internal const int HasValidTo = 2;
    internal const int HasDurationFlag = 4;
    internal const int HasStartFlag = 8;
    internal const int HasTransactionIdFlag = 16;

    private readonly byte[] _image;

    /// <summary>Looks at an image.</summary>
    /// <param name="image">The image; <see cref="IsSound"/> tells whether it is one.</param>
    public ChargingProfile(byte[] image) => _image = image;

    /// <summary>The image.</summary>
    public byte[] Image => _image;

    /// <summary>chargingProfileId.</summary>
    public int Id => (int)Get(_image, IdAt, 4);

    /// <summary>Connector, 0 for the whole charge point.</summary>
    public int ConnectorId => _image[ConnectorAt];

    /// <summary>Purpose.</summary>
    public ProfilePurpose Purpose => (ProfilePurpose)_image[PurposeAt];

    /// <summary>Kind.</summary>
    public ProfileKind Kind => (ProfileKind)_image[KindAt];

    /// <summary>Seconds after which a recurring profile begins again: those of a day or of a week.</summary>
    public int RecurrenceSeconds => _image[RecurrencyAt] == 0 ? 86_400 : 604_800;

    /// <summary>True if its limits are watts of all phases together, false if they are amperes of each phase.</summary>
    public bool IsPower => _image[UnitAt] != 0;

    /// <summary>stackLevel.</summary>
    public int StackLevel => _image[StackLevelAt];

    /// <summary>Number of periods, 1 or more.</summary>
    public int PeriodCount => _image[CountAt];

    /// <summary>minChargingRate in tenths of its unit, 0 without one.</summary>
    public int MinimumRate => (int)Get(_image, MinimumRateAt, 3);

    /// <summary>True if it names a transaction.</summary>
    public bool HasTransactionId => Has(HasTransactionIdFlag);

    /// <summary>transactionId that it names.</summary>
    public int TransactionId => (int)Get(_image, TransactionIdAt, 4);

    /// <summary>Number of its transaction in the journal, 0 unless it is a TxProfile.</summary>
    public int LocalId => (int)Get(_image, LocalIdAt, 4);

    /// <summary>True if its schedule ends.</summary>
    public bool HasDuration => Has(HasDurationFlag);

    /// <summary>Length of its schedule in seconds.</summary>
    public int DurationSeconds => (int)Get(_image, DurationAt, 4);

    /// <summary>True if its schedule begins at a fixed time.</summary>
    public bool HasStart => Has(HasStartFlag);

    /// <summary>Time at which its schedule begins.</summary>
    public long StartSeconds => Get(_image, StartAt, 5);

    /// <summary>First second in which it is valid; 0 if always.</summary>
    public long ValidFromSeconds => Has(HasValidFrom) ? Get(_image, ValidFromAt, 5) : 0;

    /// <summary>First second in which it is not valid any more; the largest number if that never comes.</summary>
    public long ValidToSeconds => Has(HasValidTo) ? Get(_image, ValidToAt, 5) : long.MaxValue;

    /// <summary>When it was installed.</summary>
    public long InstalledSeconds => Get(_image, InstalledAt, 5);

    /// <summary>True if the time of day must be known to tell what it says, wherever charging began.</summary>
    public bool NeedsClock => Has(HasValidFrom | HasValidTo) || Kind == ProfileKind.Recurring || (Kind == ProfileKind.Absolute && HasStart);

    /// <summary>True if an image is whole. What it says may still be of a newer version: see <see cref="IsUnderstood"/>.</summary>
    /// <param name="image">The image.</param>
    public static bool IsSound(byte[] image) =>
        image.Length >= HeaderLength && image[0] >= HeaderLength && image[CountAt] > 0 && image.Length >= image[0] + image[CountAt] * PeriodLength;

    /// <summary>False if it says something that only a newer version understands.</summary>
    public bool IsUnderstood => _image[PurposeAt] <= 2 && _image[KindAt] <= 2 && _image[RecurrencyAt] <= 1 && _image[UnitAt] <= 1;

    /// <summary>Begin of a period, in seconds from the begin of the schedule.</summary>
    /// <param name="index">0 to <see cref="PeriodCount"/> - 1.</param>
    public int PeriodStart(int index) => (int)Get(_image, PeriodAt(index), 4);

    /// <summary>Limit of a period, in tenths of its unit.</summary>
    /// <param name="index">0 to <see cref="PeriodCount"/> - 1.</param>
    public int PeriodLimit(int index) => (int)Get(_image, PeriodAt(index) + 4, 3);

    /// <summary>Phases of a period, 1 to 3.</summary>
    /// <param name="index">0 to <see cref="PeriodCount"/> - 1.</param>
    public int PeriodPhases(int index) => _image[PeriodAt(index) + 7];

    /// <summary>Says where it belongs.</summary>
    /// <param name="connectorId">Connector, 0 to 255.</param>
    /// <param name="localId">Number in the journal of its transaction, 0 unless it is a TxProfile.</param>
    public void BindTo(int connectorId, int localId)
    {
        _image[ConnectorAt] = (byte)connectorId;
        Put(_image, LocalIdAt, localId, 4);
    }

    internal static void Put(byte[] image, int at, long value, int bytes)
    {
        for (int i = 0; i < bytes; i++) image[at + i] = (byte)(value >> (8 * i));
    }

    internal static long Get(byte[] image, int at, int bytes)
    {
        long value = 0;
        for (int i = 0; i < bytes; i++) value |= (long)image[at + i] << (8 * i);
        return value;
    }

    private bool Has(int flags) => (_image[FlagsAt] & flags) != 0;

    private int PeriodAt(int index) => _image[0] + index * PeriodLength;
}
