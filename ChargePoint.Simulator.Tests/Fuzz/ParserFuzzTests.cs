using System.Text;
using ChargePoint.Boards;
using ChargePoint.Hal;
using ChargePoint.Security;

namespace ChargePoint.Simulator.Tests.Fuzz;

/// <summary>What the firmware takes apart by itself: certificates in DER and PEM, and board descriptions. No input may throw.</summary>
[TestClass]
[DoNotParallelize]
public sealed class ParserFuzzTests
{
    private static readonly string[] Boards = ["boards/openevse.json", "boards/single-phase.json", "boards/three-phase-two-connectors.json"];

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void Whatever_is_called_a_certificate_is_taken_or_refused()
    {
        FuzzRun run = new("certificates", 200, TestContext);
        Mutator mutator = new(run.Random);
        while (run.Next())
        {
            byte[] seed = run.Corpus.Count > 0 && run.Random.Next(3) == 0 ? run.Corpus[run.Random.Next(run.Corpus.Count)] : FuzzCertificates.Ders[run.Random.Next(FuzzCertificates.Ders.Length)];
            byte[] input = (byte[])seed.Clone();
            for (int i = run.Random.Next(1, 5); i > 0; i--) input = run.Random.Next(3) > 0 ? Der(run.Random, input) : mutator.Raw(input, FuzzCertificates.Ders[run.Random.Next(FuzzCertificates.Ders.Length)]);
            try
            {
                run.Learn(input, Read(run, input));
            }
            catch (Exception e) when (e is not AssertFailedException)
            {
                run.Fail(e.ToString(), input);
            }
        }

        run.MeasureHeap();
        run.Report();
    }

    [TestMethod]
    public void Whatever_is_called_a_board_description_is_taken_or_refused_with_a_reason()
    {
        FuzzRun run = new("descriptions", 100, TestContext);
        Mutator mutator = new(run.Random);
        string[] seeds = [.. Boards.Select(name => File.ReadAllText(Documents.DocumentFile.Find(name)))];
        Assert.IsGreaterThan(1, seeds.Length);
        DescriptionReader reader = new();
        while (run.Next())
        {
            string text = run.Corpus.Count > 0 && run.Random.Next(3) == 0 ? Encoding.UTF8.GetString(run.Corpus[run.Random.Next(run.Corpus.Count)]) : seeds[run.Random.Next(seeds.Length)];
            for (int i = run.Random.Next(1, 4); i > 0; i--) text = mutator.Json(text, seeds[run.Random.Next(seeds.Length)]);
            byte[] input = Encoding.UTF8.GetBytes(text);
            if (run.Random.Next(4) == 0) input = mutator.Raw(input, input);
            try
            {
                Section? section = reader.Read(input, input.Length);
                if (section == null != reader.ErrorCount > 0) run.Fail("neither taken nor refused", input);
                if (reader.ErrorCount > DescriptionReader.MostErrors) run.Fail("too many errors", input);
                for (int i = 0; i < reader.ErrorCount; i++)
                {
                    if (reader.ErrorAt(i).Length is 0 or > 200) run.Fail($"an error of {reader.ErrorAt(i).Length} characters", input);
                }

                run.Count(section == null ? "refused" : "taken");
                run.Learn(input, section == null ? reader.ErrorAt(0) : "taken");
            }
            catch (Exception e) when (e is not AssertFailedException)
            {
                run.Fail(e.ToString(), input);
            }
        }

        run.MeasureHeap();
        run.Report();
    }

    // Everything of a certificate is read, as its users do.
    private static string Read(FuzzRun run, byte[] input)
    {
        byte[] buffer = [0xAA, .. input, 0xBB];
        Certificate? certificate = CertificateParser.Parse(new ByteRange(buffer, 1, input.Length));
        byte[] pem = run.Random.Next(2) == 0 ? Encoding.UTF8.GetBytes(System.Security.Cryptography.PemEncoding.WriteString("CERTIFICATE", input)) : input;
        int[] ends = new int[4];
        int found = Pem.Decode(pem, pem.Length, ends);
        if (found > ends.Length) run.Fail("more certificates than there is room for", input);
        run.Count(certificate == null ? "refused" : "taken");
        if (certificate == null) return "refused";
        Assert.IsLessThanOrEqualTo(input.Length, certificate.Whole.Count);
        string text = $"{certificate.CommonName} {certificate.Organization} {certificate.SerialHex} {certificate.Describe()} {certificate.IsSelfIssued} {certificate.MaySign} {certificate.MayIssue} {certificate.IsStrong}";
        return $"{text} {certificate.IsValidAt(1_767_225_600_000)} {certificate.KeyKind} {certificate.Scheme} {certificate.PathLength} {certificate.HasUnknownCritical}";
    }

    // A length or a tag of DER is changed where there is one.
    private static byte[] Der(Random random, byte[] input)
    {
        List<int> tags = [];
        Walk(input, 0, input.Length, tags, 0);
        if (tags.Count == 0) return input;
        byte[] output = (byte[])input.Clone();
        int at = tags[random.Next(tags.Count)];
        switch (random.Next(5))
        {
            case 0: output[at] = new byte[] { 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0C, 0x13, 0x17, 0x18, 0x30, 0x31, 0xA0, 0xA3, 0x1F, 0xFF }[random.Next(16)]; return output;
            case 1: output[at + 1] = new byte[] { 0, 1, 0x7F, 0x80, 0x81, 0x82, 0x83, 0x84, 0x88, 0xFF }[random.Next(10)]; return output;
            case 2: output[at + 1] += (byte)(random.Next(2) == 0 ? 1 : 255); return output;
            case 3: return Mutator.Join(output[..at], [output[at], 0x84, 0xFF, 0xFF, 0xFF, (byte)random.Next(256)], output[Math.Min(at + 2, output.Length)..]);
            default: return Mutator.Join(output[..at], output[tags[random.Next(tags.Count)]..]);
        }
    }

    private static void Walk(byte[] der, int at, int end, List<int> tags, int depth)
    {
        while (at + 2 <= end && depth < 12)
        {
            tags.Add(at);
            int length = der[at + 1];
            int content = at + 2;
            if (length >= 0x80)
            {
                int bytes = Math.Min(length & 0x7F, 3);
                if (content + bytes > end) return;
                length = 0;
                for (int i = 0; i < bytes; i++) length = (length << 8) | der[content++];
            }

            if (length > end - content) return;
            if ((der[at] & 0x20) != 0) Walk(der, content, content + length, tags, depth + 1);
            at = content + length;
        }
    }
}
