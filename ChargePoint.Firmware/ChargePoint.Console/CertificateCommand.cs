using System.Text;
using ChargePoint.Runtime;
using ChargePoint.Security;

namespace ChargePoint.Console;

/// <summary>
/// certificate: lists the trusted authorities, or adds one whose PEM text is pasted behind the command; an empty line gives up. With
/// "firmware", it is one that certifies whoever signs firmware.
/// </summary>
public sealed class CertificateCommand : IConsoleCommand, ILineTaker
{
    /// <summary>Longest PEM text that is taken, in characters.</summary>
    public const int LongestPem = 6000;

    private const string Begin = "-----BEGIN CERTIFICATE-----";
    private const string End = "-----END CERTIFICATE-----";

    private readonly IAuthorities _authorities;
    private readonly ConsoleShell _shell;
    private StringBuilder? _pem;
    private CertificateUse _use;

    /// <summary>Makes the command.</summary>
    /// <param name="authorities">Trusted authorities.</param>
    /// <param name="shell">Hands over the lines that follow.</param>
    public CertificateCommand(IAuthorities authorities, ConsoleShell shell)
    {
        _authorities = authorities;
        _shell = shell;
    }

    /// <inheritdoc/>
    public string Forms =>
        "certificate [--json] -- the trusted authorities\n" +
        "certificate list [--json] -- the same\n" +
        "!certificate delete N -- does not trust the authority with this number any more\n" +
        "!certificate import firmware [PEM...] -- trusts an authority of firmware; paste its PEM\n" +
        "!certificate import [PEM...] -- trusts an authority of the Central System; paste its PEM";

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        if (form <= 1)
        {
            Show(line, reply);
            return;
        }

        if (form == 2)
        {
            Delete(line, reply);
            return;
        }

        bool forFirmware = line.Count > 2 && line.Word(2) == "firmware";
        int first = forFirmware ? 3 : 2;
        _use = forFirmware ? CertificateUse.ManufacturerRootCertificate : CertificateUse.CentralSystemRootCertificate;
        if (line.Count > first)
        {
            Import(line.From(first), reply);
            return;
        }

        _pem = new StringBuilder();
        _shell.TakeLines(this);
    }

    string ILineTaker.Name => "certificate";

    string ILineTaker.Prompt => "";

    bool ILineTaker.IsSecret => false;

    /// <inheritdoc/>
    public bool TakeLine(string text, IConsoleReply reply)
    {
        StringBuilder pem = _pem!; // dropped with the last line
        if (text.Trim().Length == 0)
        {
            // The way out for whoever has pasted too little
            reply.Fail(pem.Length == 0 ? "no certificate was pasted" : "the certificate is not complete");
            return false;
        }

        pem.Append(text.Trim()).Append('\n');
        if (pem.Length > LongestPem)
        {
            reply.Fail($"the certificate is longer than {LongestPem} characters");
            return false;
        }

        if (text.IndexOf(End) < 0) return true;
        Import(pem.ToString(), reply);
        return false;
    }

    private void Show(CommandLine line, IConsoleReply reply)
    {
        Report report = new(line, reply);
        for (int i = 0; i < _authorities.Count; i++)
        {
            string subject = _authorities.Tell(i, out long notAfterUnixMs, out CertificateUse use, out string fingerprint);
            bool forFirmware = use == CertificateUse.ManufacturerRootCertificate;
            report.Remark($"{i + 1}  {subject}, valid until {Iso8601.ToText(notAfterUnixMs).Substring(0, 10)}{(forFirmware ? " (signs firmware)" : "")}");
            report.Remark("   SHA-256 " + fingerprint);
            if (!report.IsJson) continue;
            report.Number("number", i + 1);
            report.Text("subject", subject);
            report.Time("notAfter", notAfterUnixMs);
            report.Text("use", forFirmware ? "firmware" : "central system");
            report.Text("sha256", fingerprint);
            report.End();
        }

        reply.Done();
    }

    private void Delete(CommandLine line, IConsoleReply reply)
    {
        int count = _authorities.Count;
        string problem = "there is none";
        if (count > 0)
        {
            if (!line.Number(2, "N", 1, count, 0, reply, out int number)) return;
            problem = _authorities.Delete(number - 1);
        }

        if (problem.Length == 0) reply.Done();
        else reply.Fail(problem);
    }

    // On one line, the line feeds of the PEM text have become blanks.
    private void Import(string text, IConsoleReply reply)
    {
        int begin = text.IndexOf(Begin);
        int end = text.IndexOf(End);
        if (begin < 0 || end < begin)
        {
            reply.Fail("a certificate in PEM form is expected: " + Begin + " ... " + End);
            return;
        }

        StringBuilder pem = new();
        pem.Append(Begin).Append('\n');
        foreach (string part in text.Substring(begin + Begin.Length, end - begin - Begin.Length).Split(' ', '\n', '\r'))
        {
            if (part.Length > 0) pem.Append(part).Append('\n');
        }

        pem.Append(End).Append('\n');
        if (_authorities.Add(_use, pem.ToString(), out string problem)) reply.Done();
        else reply.Fail(problem);
    }
}
