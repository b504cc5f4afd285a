using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>Types of the journal's records.</summary>
internal static class RecordType
{
    public const int Segment = 1;
    public const int Start = 2;
    public const int Sample = 3;
    public const int Stop = 4;
    public const int Settled = 5;
    public const int Clock = 6;
    public const int Checkpoint = 7;
    public const int Boot = 8;
    public const int State = 9;
}

/// <summary>
/// The journal's records as bytes. Each begins with the number up to which all messages are settled, so that a confirmation
/// becomes durable with whatever is written next. Layout: see the Write methods; Read methods are their mirror.
/// </summary>
internal static class JournalCodec
{
    public const int Schema = 1;

    public static void Write(ByteWriter w, Moment moment)
    {
        w.Integer(moment.Boot, 2);
        w.Integer(moment.MonotonicMs, 8);
        w.Integer(moment.FixedUnixMs, 8);
    }

    public static Moment ReadMoment(ByteReader r) => new((int)r.Integer(2), r.Integer(8), r.Integer(8));

    /// <summary>Moment and energy: all that a start, a stop and a checkpoint tell.</summary>
    public static void WriteEnergy(ByteWriter w, MeterSample sample)
    {
        Write(w, sample.Moment);
        w.Integer(sample.EnergyWh, 8);
    }

    public static MeterSample ReadEnergy(ByteReader r, ReadingContext context)
    {
        Moment moment = ReadMoment(r);
        return new MeterSample(moment, context, r.Integer(8));
    }

    /// <summary>Longest record of a sample.</summary>
    public const int LongestSample = 4 + 4 + 4 + 18 + 8 + 1 + 2 + 2 + 1 + 4 + 4 + (3 * 8);

    /// <summary>A sample: only what is wanted of it.</summary>
    public static void WriteSample(ByteWriter w, JournalEntry entry)
    {
        MeterSample sample = entry.Sample!;
        int wanted = entry.Told | entry.Kept;
        w.Integer(entry.Number, 4);
        w.Integer(entry.Transaction.LocalId, 4);
        WriteEnergy(w, sample);
        w.Integer((int)sample.Context, 1);
        w.Integer(entry.Told, 2);
        w.Integer(entry.Kept, 2);
        w.Integer(sample.Phases, 1);
        if (Measurands.Has(wanted, Measurands.PowerActiveImport)) w.Integer(sample.PowerW, 4);
        if (Measurands.Has(wanted, Measurands.CurrentOffered)) w.Integer(sample.OfferedMilliamps, 4);
        for (int i = 0; i < sample.Phases; i++)
        {
            if (Measurands.Has(wanted, Measurands.CurrentImport)) w.Integer(sample.CurrentMilliamps(i), 4);
            if (Measurands.Has(wanted, Measurands.Voltage)) w.Integer(sample.VoltageMillivolts(i), 4);
        }
    }

    /// <summary>Reads a sample from behind its number and transaction.</summary>
    public static JournalEntry ReadSample(ByteReader r, int number, Transaction transaction)
    {
        Moment moment = ReadMoment(r);
        MeterReading reading = new() { EnergyWh = r.Integer(8) };
        ReadingContext context = (ReadingContext)(int)r.Integer(1);
        JournalEntry entry = new(EntryKind.Sample, number, transaction) { Told = (int)r.Integer(2), Kept = (int)r.Integer(2) };
        int wanted = entry.Told | entry.Kept;
        int phases = (int)r.Integer(1);
        if (phases > 3) phases = 0;
        if (Measurands.Has(wanted, Measurands.PowerActiveImport)) reading.PowerW = (int)r.Integer(4);
        int offered = Measurands.Has(wanted, Measurands.CurrentOffered) ? (int)r.Integer(4) : 0;
        for (int i = 0; i < phases; i++)
        {
            if (Measurands.Has(wanted, Measurands.CurrentImport)) reading.CurrentMilliamps[i] = (int)r.Integer(4);
            if (Measurands.Has(wanted, Measurands.Voltage)) reading.VoltageMillivolts[i] = (int)r.Integer(4);
        }

        entry.Sample = new MeterSample(moment, context, reading, phases, offered);
        return entry;
    }

    /// <summary>Who and where: what a start tells, and what a segment tells of a transaction that runs.</summary>
    public static void WriteTransaction(ByteWriter w, Transaction transaction)
    {
        w.Integer(transaction.LocalId, 4);
        w.Integer(transaction.ConnectorId, 1);
        w.Text(transaction.IdTag);
        w.Text(transaction.ParentIdTag);
        WriteEnergy(w, transaction.Begin);
    }

    public static Transaction ReadTransaction(ByteReader r)
    {
        int localId = (int)r.Integer(4);
        int connectorId = (int)r.Integer(1);
        string idTag = r.Text() ?? "";
        string? parent = r.Text();
        return new Transaction(connectorId, idTag, parent, ReadEnergy(r, ReadingContext.TransactionBegin)) { LocalId = localId };
    }

    /// <summary>A start: the transaction and, at its end since reservations exist, the reservation that it uses up.</summary>
    public static void WriteStart(ByteWriter w, Transaction transaction)
    {
        WriteTransaction(w, transaction);
        if (transaction.HasReservation) w.Integer(transaction.ReservationId, 4);
    }

    public static Transaction ReadStart(ByteReader r)
    {
        Transaction transaction = ReadTransaction(r);
        if (r.Left >= 4) transaction.SetReservation((int)r.Integer(4));
        return transaction;
    }

    /// <summary>State of a transaction that runs while a segment begins.</summary>
    public static void WriteRunning(ByteWriter w, Transaction transaction, bool isOver)
    {
        w.Integer(transaction.LocalId, 4);
        w.Integer(transaction.ConnectorId, 1);
        w.Text(isOver ? "" : transaction.IdTag);
        w.Text(isOver ? null : transaction.ParentIdTag);
        WriteEnergy(w, transaction.Begin);
        w.Integer(transaction.StartNumber, 4);
        w.Integer(FlagsOf(transaction), 1);
        w.Integer(transaction.HasId ? transaction.Id : 0, 4);
        WriteEnergy(w, transaction.LastKnown);
    }

    public static Transaction ReadRunning(ByteReader r)
    {
        Transaction transaction = ReadTransaction(r);
        transaction.StartNumber = (int)r.Integer(4);
        int flags = (int)r.Integer(1);
        SetFlags(transaction, flags, (int)r.Integer(4));
        transaction.LastKnown = ReadEnergy(r, ReadingContext.TransactionEnd);
        return transaction;
    }

    /// <summary>What the Central System has said about a transaction: 1 has an id, 2 is an orphan, 4 is refused.</summary>
    public static int FlagsOf(Transaction transaction)
        => (transaction.HasId ? 1 : 0) | (transaction.IsOrphan ? 2 : 0) | (transaction.IsRefused ? 4 : 0);

    public static void SetFlags(Transaction transaction, int flags, int id)
    {
        if ((flags & 1) != 0) transaction.SetId(id);
        transaction.IsOrphan = (flags & 2) != 0;
        transaction.IsRefused = (flags & 4) != 0;
    }

    public static void Write(ByteWriter w, BootHistory history)
    {
        w.Integer(history.Count, 1);
        for (int i = 0; i < history.Count; i++)
        {
            w.Integer(history.BootAt(i), 2);
            w.Integer(history.StartMsAt(i), 8);
            w.Integer(history.LastMsAt(i), 8);
            w.Integer(history.IsKnownAt(i) ? 1 : 0, 1);
            w.Integer(history.OffsetMsAt(i), 8);
        }
    }

    public static void Read(ByteReader r, BootHistory history)
    {
        int count = (int)r.Integer(1);
        for (int i = 0; i < count && !r.Failed; i++)
        {
            int boot = (int)r.Integer(2);
            history.Add(boot, r.Integer(8));
            history.Saw(boot, r.Integer(8));
            bool known = r.Integer(1) != 0;
            long offset = r.Integer(8);
            if (known) history.SetOffset(boot, offset);
        }
    }
}
