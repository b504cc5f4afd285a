using System;
using System.Text;
using ChargePoint.Hal;
using nanoFramework.TestFramework;

namespace ChargePoint.Security.Tests;

/// <summary>Bytes for tests.</summary>
internal static class TestBytes
{
    public static byte[] OfHex(string hex)
    {
        char[] digits = hex.ToCharArray();
        byte[] bytes = new byte[digits.Length / 2];
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)((Digit(digits[2 * i]) << 4) | Digit(digits[(2 * i) + 1]));
        return bytes;
    }

    public static byte[] OfBase64(string text) => Convert.FromBase64String(text);

    /// <summary>Certificates as PEM.</summary>
    public static string Pem(string first, string second = "", string third = "")
    {
        string text = "";
        foreach (string one in new string[] { first, second, third })
        {
            if (one.Length == 0) continue;
            byte[] der = OfBase64(one);
            text += Security.Pem.Encode("CERTIFICATE", new ByteRange(der, 0, der.Length));
        }

        return text;
    }

    public static byte[] PemBytes(string first) => Encoding.UTF8.GetBytes(Pem(first));

    public static Certificate Parse(string base64)
    {
        byte[] der = OfBase64(base64);
        Certificate? certificate = CertificateParser.Parse(new ByteRange(der, 0, der.Length));
        Assert.IsNotNull(certificate);
        return certificate!;
    }

    private static int Digit(char c) => c <= '9' ? c - '0' : c - 'a' + 10;
}
