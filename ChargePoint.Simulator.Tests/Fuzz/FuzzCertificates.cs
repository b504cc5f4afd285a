using System.Security.Cryptography;

namespace ChargePoint.Simulator.Tests.Fuzz;

/// <summary>
/// Certificates to begin with. They are written down, so that a run with the same seed has the same bytes; their keys were thrown away.
/// </summary>
internal static class FuzzCertificates
{
    /// <summary>The certificates in DER.</summary>
    public static byte[][] Ders { get; } =
    [
        // an elliptic root
        Convert.FromBase64String(
            "MIIBqzCCAVKgAwIBAgIUIUMo0VnZWBaPkin1igzriW0w7aYwCgYIKoZIzj0EAwIwITENMAsGA1UEAwwEUm9vdDEQMA4GA1UECgwHRXhhbXBsZTAgFw0yNjExMjExMTQzMDhaGA8yMDY1"
            + "MDMyMTExNDMwOFowITENMAsGA1UEAwwEUm9vdDEQMA4GA1UECgwHRXhhbXBsZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNhG73WsNP3HCFwnxz9IWWBSB1SU5NLvQGe4FVwi7sO5"
            + "oFrkZf6u2PhfmagOzfhfvfoaoPFxEIFpFNqS3Tw9ktGjZjBkMB0GA1UdDgQWBBQA+pz03goGL67ES7faiNO7cPbYsjAfBgNVHSMEGDAWgBQA+pz03goGL67ES7faiNO7cPbYsjAOBgNV"
            + "HQ8BAf8EBAMCAQYwEgYDVR0TAQH/BAgwBgEB/wIBAjAKBggqhkjOPQQDAgNHADBEAiAqoLnvjRD2QZRT99+6mqfmMiRv1Q16EGRav+KuZTwIZQIgfHDGq4eYYcdmgVnLVggedYZ6+Xtm"
            + "7qCqjg73lEZaqbE="),
        // an RSA leaf of that root, for a client
        Convert.FromBase64String(
            "MIICqDCCAk+gAwIBAgIUagTZ9hrZ59Z9JYDjHy+70HcaPCwwCgYIKoZIzj0EAwIwITENMAsGA1UEAwwEUm9vdDEQMA4GA1UECgwHRXhhbXBsZTAgFw0yNjExMjExMTQzMDhaGA8yMDY1"
            + "MDMyMTExNDMwOFowPDELMAkGA1UEBhMCREUxEDAOBgNVBAoMB0V4YW1wbGUxDTALBgNVBAsMBGEsIGIxDDAKBgNVBAMMA0NQMTCCASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEB"
            + "AK0V1J4MvNakvob83qL/i0NprE0wA44kHXG8zowQMn5uhVXMvDHcdYg1uu7huwmH2s3fjI7FI5s6ENwPrgzKpMyTDavdeEmYe+gpCWGffEaOhSO/LTdXzHKAb++6sPJlfuM1SWezVMuj"
            + "km5zm1dDqiv+7KWuxDyMH1IZKGy7mAGF5TPbn0WXfXGPcLUMUThnE3C7yPIrpHfcJfBkiTU8SdpYXUdxe3xuaoCA3TuMGMuaaG+eM0Qg+xfSwls+W4ikx2oE50bPpkH2T5R06/id8NM+"
            + "LTS4AA5S9VmugNH5NT8ZHmTRsOuRWLzoklsAm04iuPQXOxovs1/g7O0SOVdMMfsCAwEAAaN9MHswDAYDVR0TAQH/BAIwADATBgNVHSUEDDAKBggrBgEFBQcDAjAWBgNVHREEDzANggtj"
            + "cDEuZXhhbXBsZTAdBgNVHQ4EFgQUe17sWXXmmQTq/wZ+SMin5NZYDc0wHwYDVR0jBBgwFoAUAPqc9N4KBi+uxEu32ojTu3D22LIwCgYIKoZIzj0EAwIDRwAwRAIgUOPh7JDB2+AUb2Qi"
            + "uXXeBfPttNEEJs/qRRSWTnAS8b4CIB3/ZozoaOyK+UzRzoBWAhrw4V6UhcEPtzLL7/+QCGdX"),
        // an RSA root signed with PSS, with a critical extension that nobody knows
        Convert.FromBase64String(
            "MIIDqTCCAlygAwIBAgIUeMcq3PfjzfV0w39jX95iYwOUBQ0wQgYJKoZIhvcNAQEKMDWgDzANBglghkgBZQMEAgEFAKEcMBoGCSqGSIb3DQEBCDANBglghkgBZQMEAgEFAKIEAgIA3jAg"
            + "MQwwCgYDVQQDDANTdWIxEDAOBgNVBAoMB0V4YW1wbGUwIBcNMjYxMTIxMTE0MzA5WhgPMjA2NTAzMjExMTQzMDlaMCAxDDAKBgNVBAMMA1N1YjEQMA4GA1UECgwHRXhhbXBsZTCCASIw"
            + "DQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBAKRma8IMwUfHyIvMWQ8edWchWS8V7M/n7DK/c828lBEIB66pdhkGEpHzmI7D3j8f6i5I1ihx7iKGUXL9Vz/cveWOmC2oMtt7KfR1J7K2"
            + "+Yxt7U1KggjrP+NuaG7UGXt/D3wzueta5Ob7u+zra9F50Z5GjxF2TZWeXxM1/MVAJrPvpExg7ZbepVlwNMuFh0olvjTmYHr7f9C1iwxsEwH/U4EULpV+/APn07kD97F5TkAdRuX/GVkT"
            + "7cPyT2haLcCQmEeNG/v+/Vzqk2sHQTFxSYp4tj24fapvJJigF1mI8sa0qmST/XwhLmQfkt4XyRY6FupS0/Nh5MkyZAnEbglueDcCAwEAAaNvMG0wHQYDVR0OBBYEFNnDWKXJZ2WCsCGs"
            + "pH+scXyIP6fgMB8GA1UdIwQYMBaAFNnDWKXJZ2WCsCGspH+scXyIP6fgMA8GA1UdEwEB/wQFMAMBAf8wGgYDVR0eAQH/BBAwDqAMMAqCCC5leGFtcGxlMEIGCSqGSIb3DQEBCjA1oA8w"
            + "DQYJYIZIAWUDBAIBBQChHDAaBgkqhkiG9w0BAQgwDQYJYIZIAWUDBAIBBQCiBAICAN4DggEBAJvpfg9SpDBvGDx8uGSOb7RCJ12YlKgWV2RXwop25RBEsW2CrKVCIKd8nG0RRXvbkZvd"
            + "UGSecNCGKyFCZaSueyuARRiGYUgUch/QLLbFjel6dOTcACz2W77m+DBPQNGqmKSNLOy+/3F7gtuax/xJQNPTbvpLxfbBnGXEhyVjws5LrjXiuBjI/4/+FiMdJ8Xewv+QFWxSFOm60HB+"
            + "P+EBKuAe4QR3j+zoM5hZw//0EBtmZJUH25I/NU6kEBq6F0fjlb5HcR0sd2K9MvQK4MHGyPOiQzN01kM6DPo4iMrL81LL7hz91He+8kqKzQAt3KqpDUNY7woe/jjmHrxBsXYAyT8="),
    ];

    /// <summary>The certificates in PEM.</summary>
    public static string[] Pems { get; } = [.. Ders.Select(der => PemEncoding.WriteString("CERTIFICATE", der))];
}
