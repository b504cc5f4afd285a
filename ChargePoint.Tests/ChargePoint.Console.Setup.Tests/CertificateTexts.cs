namespace ChargePoint.Console.Tests;

/// <summary>A certificate that a test pastes.</summary>
internal static class CertificateTexts
{
    /// <summary>An authority, CN=Test Root, O=Example, with a key on the curve P-256.</summary>
    public const string Authority =
        "-----BEGIN CERTIFICATE-----\n" +
        "MIIBszCCAVmgAwIBAgIUfQR/REcQuVbg2ptLT9Ir3nOBI5MwCgYIKoZIzj0EAwIw\n" +
        "JjESMBAGA1UEAwwJVGVzdCBSb290MRAwDgYDVQQKDAdFeGFtcGxlMCAXDTI2MTEy\n" +
        "MTEzNTYxN1oYDzIxMjYxMDI4MTM1NjE3WjAmMRIwEAYDVQQDDAlUZXN0IFJvb3Qx\n" +
        "EDAOBgNVBAoMB0V4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATkUHNR\n" +
        "hruSEmzDJLf0WMDHYACZTwfbYYNY5RM2NlcJT4zgC7jtJMhwU2ti5H1sKKJkhbRr\n" +
        "QgtA5+Ko6pYeli2Ao2MwYTAdBgNVHQ4EFgQUlhqQCqvWQPYZP/zi/u/zCF+Fjxww\n" +
        "HwYDVR0jBBgwFoAUlhqQCqvWQPYZP/zi/u/zCF+FjxwwDwYDVR0TAQH/BAUwAwEB\n" +
        "/zAOBgNVHQ8BAf8EBAMCAQYwCgYIKoZIzj0EAwIDSAAwRQIgR2WLKWKax3Hgghun\n" +
        "1I5LYjnlr3hdZdV+igJjgjkMYrcCIQCpxPTugSzd2Grv4yQYkfgK6TVG2sVLN6KK\n" +
        "ZtSCERydWw==\n" +
        "-----END CERTIFICATE-----";
}
