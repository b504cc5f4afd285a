using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>Samples that StopTransaction tells (transactionData).</summary>
public sealed partial class TransactionJournal
{
    /// <summary>
    /// Most bytes of transactionData, so that StopTransaction fits into a frame. If there are more samples, those that are told are
    /// spread evenly, the first and the last among them.
    /// </summary>
    public const int MostKeptBytes = 5000;

    /// <summary>Writes the samples of a transaction that are kept for its StopTransaction, as the member transactionData, if there are any.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="request">Receives the member.</param>
    public void WriteKept(Transaction transaction, JsonWriter request)
    {
        KeptSamples samples = new(this, transaction);
        int count = 0;
        int longest = 1;
        while (samples.Next())
        {
            count++;
            int bytes = MeterValueWriter.LongestBytes(samples.Present!.Sample!.Phases, samples.Present.Kept);
            if (bytes > longest) longest = bytes;
        }

        if (count == 0) return;
        int most = MostKeptBytes / longest < 2 ? 2 : MostKeptBytes / longest;
        int stride = (count + most - 2) / (most - 1);
        request.Name("transactionData");
        request.StartArray();
        samples = new KeptSamples(this, transaction);
        for (int i = 0; samples.Next(); i++)
        {
            if (i % stride == 0 || i == count - 1) MeterValueWriter.Write(request, samples.Present!.Sample!, samples.Present.Kept, _clock);
        }

        request.EndArray();
    }

    // Goes through the samples of a transaction that are kept: those in flash, then those in memory.
    private sealed class KeptSamples
    {
        private readonly TransactionJournal _journal;
        private readonly Transaction _transaction;
        private readonly RecordReader? _records;
        private int _collected;

        public KeptSamples(TransactionJournal journal, Transaction transaction)
        {
            _journal = journal;
            _transaction = transaction;
            if (transaction.FirstKeptSegment == 0) return;
            _records = new RecordReader(journal._log);
            _records.GoTo(transaction.FirstKeptSegment);
        }

        public JournalEntry? Present { get; private set; }

        public bool Next()
        {
            while (_records != null && _records.Next() && _records.Segment <= _journal._cursor.Segment)
            {
                if (_records.Type != RecordType.Sample) continue;
                _journal.Open(_records);
                int number = (int)_journal._reader.Integer(4);
                if ((int)_journal._reader.Integer(4) != _transaction.LocalId) continue;
                Present = JournalCodec.ReadSample(_journal._reader, number, _transaction);
                if (Present.Kept != 0) return true;
            }

            while (_collected < _journal._collected.Count)
            {
                Present = (JournalEntry)_journal._collected[_collected++]!;
                if (Present.Transaction == _transaction && Present.Kept != 0) return true;
            }

            return false;
        }
    }
}
