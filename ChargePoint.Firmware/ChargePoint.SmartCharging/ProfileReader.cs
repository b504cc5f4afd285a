using System;
using ChargePoint.Ocpp;

namespace ChargePoint.SmartCharging;

/// <summary>
/// Reads a ChargingProfile (OCPP 1.6 section 7.8) as it streams in, straight into its packed form. What the schema forbids becomes a
/// CALLERROR; what is well-formed and cannot be carried out is told in <see cref="Problem"/> and rejected.
/// </summary>
public sealed class ProfileReader
{
    private const int Id = 1;
    private const int StackLevel = 2;
    private const int Purpose = 4;
    private const int Kind = 8;
    private const int Recurrency = 16;
    private const int Schedule = 32;
    private const int Unit = 64;
    private const int Periods = 128;

    private static string[] Purposes => ["ChargePointMaxProfile", "TxDefaultProfile", "TxProfile"];
    private static string[] Kinds => ["Absolute", "Recurring", "Relative"];
    private static string[] Recurrencies => ["Daily", "Weekly"];
    private static string[] Units => ["A", "W"];

    private readonly byte[] _scratch;
    private int _found;
    private int _periods;

    /// <summary>Makes a reader.</summary>
    /// <param name="scratch">Buffer to work in, shared with other users on the same loop; at least as long as a profile.</param>
    public ProfileReader(byte[] scratch)
    {
        if (scratch.Length < ProfileStore.LongestImage) throw new ArgumentException("scratch");
        _scratch = scratch;
    }

    /// <summary>Why the profile cannot be carried out, in one line; "" if it can.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>Words for purposes, by <see cref="ProfilePurpose"/>.</summary>
    public static string[] PurposeNames => Purposes;

    /// <summary>Words for kinds, by <see cref="ProfileKind"/>.</summary>
    public static string[] KindNames => Kinds;

    /// <summary>Words for units: amperes and watts.</summary>
    public static string[] UnitNames => Units;

    /// <summary>Reads the profile that is the value of the field found last.</summary>
    /// <param name="request">The request.</param>
    /// <param name="installedSeconds">Present time, 0 if not known.</param>
    /// <returns>Its packed form, not bound to a connector yet, or null with an error of the request or a <see cref="Problem"/>.</returns>
    public byte[]? Read(Fields request, long installedSeconds)
    {
        Begin();
        request.BeginObject();
        while (request.NextMember()) ReadMember(request);
        request.Require(Has(Id), "chargingProfileId");
        request.Require(Has(StackLevel), "stackLevel");
        request.Require(Has(Purpose), "chargingProfilePurpose");
        request.Require(Has(Kind), "chargingProfileKind");
        request.Require(Has(Schedule), "chargingSchedule");
        request.Require(Has(Unit), "chargingRateUnit");
        request.Require(Has(Periods), "chargingSchedulePeriod");
        if (request.Error != null) return null;
        byte[] image = new byte[ChargingProfile.HeaderLength + _scratch[ChargingProfile.CountAt] * ChargingProfile.PeriodLength];
        Array.Copy(_scratch, 0, image, 0, image.Length);
        ChargingProfile.Put(image, ChargingProfile.InstalledAt, installedSeconds, 5);
        Judge(new ChargingProfile(image), installedSeconds);
        return Problem.Length == 0 ? image : null;
    }

    private void Begin()
    {
        Array.Clear(_scratch, 0, ChargingProfile.HeaderLength);
        _scratch[0] = ChargingProfile.HeaderLength;
        _found = 0;
        _periods = 0;
        Problem = "";
    }

    private void ReadMember(Fields request)
    {
        if (request.Is("chargingProfileId"))
        {
            Put(ChargingProfile.IdAt, request.Integer(), 4);
            _found |= Id;
        }
        else if (request.Is("transactionId"))
        {
            Put(ChargingProfile.TransactionIdAt, request.Integer(), 4);
            Flag(ChargingProfile.HasTransactionIdFlag);
        }
        else if (request.Is("stackLevel"))
        {
            int level = request.Integer(0);
            if (level > ProfileStore.HighestStackLevel) Refuse("stackLevel is above ChargeProfileMaxStackLevel");
            else _scratch[ChargingProfile.StackLevelAt] = (byte)level;
            _found |= StackLevel;
        }
        else if (request.Is("chargingProfilePurpose"))
        {
            Word(request, Purposes, ChargingProfile.PurposeAt, Purpose);
        }
        else if (request.Is("chargingProfileKind"))
        {
            Word(request, Kinds, ChargingProfile.KindAt, Kind);
        }
        else if (request.Is("recurrencyKind"))
        {
            Word(request, Recurrencies, ChargingProfile.RecurrencyAt, Recurrency);
        }
        else if (request.Is("validFrom"))
        {
            Time(request, ChargingProfile.ValidFromAt, ChargingProfile.HasValidFrom);
        }
        else if (request.Is("validTo"))
        {
            Time(request, ChargingProfile.ValidToAt, ChargingProfile.HasValidTo);
        }
        else if (request.Is("chargingSchedule"))
        {
            _found |= Schedule;
            ReadSchedule(request);
        }
    }

    private void ReadSchedule(Fields request)
    {
        request.BeginObject();
        while (request.NextMember())
        {
            if (request.Is("duration"))
            {
                Put(ChargingProfile.DurationAt, request.Integer(0), 4);
                Flag(ChargingProfile.HasDurationFlag);
            }
            else if (request.Is("startSchedule"))
            {
                Time(request, ChargingProfile.StartAt, ChargingProfile.HasStartFlag);
            }
            else if (request.Is("chargingRateUnit"))
            {
                Word(request, Units, ChargingProfile.UnitAt, Unit);
            }
            else if (request.Is("minChargingRate"))
            {
                Put(ChargingProfile.MinimumRateAt, request.Decimal(1, ChargingProfile.LargestLimit), 3);
            }
            else if (request.Is("chargingSchedulePeriod"))
            {
                _found |= Periods;
                ReadPeriods(request);
            }
        }
    }

    private void ReadPeriods(Fields request)
    {
        _periods = 0;
        request.BeginArray();
        while (request.NextElement()) ReadPeriod(request);
        if (_periods == 0) request.Fail(CallError.Occurrence("chargingSchedulePeriod is empty"));
        _scratch[ChargingProfile.CountAt] = (byte)_periods;
    }

    private void ReadPeriod(Fields request)
    {
        int start = -1;
        int limit = -1;
        int phases = 3;
        request.BeginObject();
        while (request.NextMember())
        {
            if (request.Is("startPeriod")) start = request.Integer(0);
            else if (request.Is("limit")) limit = request.Decimal(1, ChargingProfile.LargestLimit);
            else if (request.Is("numberPhases")) phases = request.Integer(1, 3);
        }

        request.Require(start >= 0, "startPeriod");
        request.Require(limit >= 0, "limit");
        if (request.Error != null) return;
        if (_periods == ProfileStore.MostPeriods)
        {
            Refuse("more periods than ChargingScheduleMaxPeriods");
            return;
        }

        int at = ChargingProfile.HeaderLength + _periods * ChargingProfile.PeriodLength;
        if (_periods == 0 && start != 0) Refuse("the first period does not begin at 0");
        if (_periods > 0 && start <= (int)ChargingProfile.Get(_scratch, at - ChargingProfile.PeriodLength, 4)) Refuse("periods are not in ascending order");
        Put(at, start, 4);
        Put(at + 4, limit, 3);
        _scratch[at + 7] = (byte)phases;
        _periods++;
    }

    private void Judge(ChargingProfile profile, long installedSeconds)
    {
        if (profile.ValidFromSeconds >= profile.ValidToSeconds) Refuse("validTo is not behind validFrom");
        if (profile.Kind == ProfileKind.Recurring && !Has(Recurrency)) Refuse("a recurring profile needs recurrencyKind");
        if (profile.Kind == ProfileKind.Recurring && !profile.HasStart) Refuse("a recurring profile needs startSchedule");
        bool fromInstallation = profile.Purpose == ProfilePurpose.ChargePointMax && !(profile.Kind != ProfileKind.Relative && profile.HasStart);
        if (fromInstallation && installedSeconds <= 0) Refuse("it would begin now, and the time of day is not known");
    }

    private bool Has(int field) => (_found & field) != 0;

    private void Word(Fields request, string[] words, int at, int field)
    {
        int index = request.OneOf(words);
        if (index < 0) return;
        _scratch[at] = (byte)index;
        _found |= field;
    }

    // Fractions of a second are cut off. Nothing was planned before 1970.
    private void Time(Fields request, int at, int flag)
    {
        long unixMs = request.Timestamp();
        Put(at, unixMs < 0 ? 0 : unixMs / 1000, 5);
        Flag(flag);
    }

    private void Put(int at, long value, int bytes) => ChargingProfile.Put(_scratch, at, value, bytes);

    private void Flag(int flag) => _scratch[ChargingProfile.FlagsAt] |= (byte)flag;

    private void Refuse(string problem)
    {
        if (Problem.Length == 0) Problem = problem;
    }
}
