using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>The messages that were set aside.</summary>
public sealed partial class TransactionJournal
{
    /// <summary>
    /// Goes through the messages that were set aside, oldest first. Once <see cref="MostAsideSegments"/> are full, later ones are counted and
    /// logged only.
    /// </summary>
    /// <param name="reader">Stands on the message that was read last; <see cref="AsideReader"/> makes one.</param>
    /// <returns>The message, or null at the end. A stop or sample knows its transaction by <see cref="Transaction.LocalId"/> alone.</returns>
    public JournalEntry? NextAside(RecordReader reader)
    {
        while (reader.Next())
        {
            if (reader.Type != RecordType.Start && reader.Type != RecordType.Sample && reader.Type != RecordType.Stop) continue;
            Open(reader);
            int number = (int)_reader.Integer(4);
            if (reader.Type == RecordType.Start) return new JournalEntry(EntryKind.Start, number, JournalCodec.ReadTransaction(_reader));
            MeterSample unknown = new(new Moment(0, 0, 0), ReadingContext.TransactionBegin, 0);
            Transaction transaction = new(0, "", null, unknown) { LocalId = (int)_reader.Integer(4) };
            if (reader.Type == RecordType.Sample) return JournalCodec.ReadSample(_reader, number, transaction);
            ReadStop(transaction);
            return new JournalEntry(EntryKind.Stop, number, transaction);
        }

        return null;
    }

    /// <summary>A reader in front of the oldest message that was set aside.</summary>
    public RecordReader AsideReader() => new(_aside);
}
