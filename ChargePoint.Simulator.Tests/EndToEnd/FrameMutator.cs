namespace ChargePoint.Simulator.Tests.EndToEnd;

/// <summary>Damages valid calls at random, the same for the same seed. What comes out is always text, seldom JSON, hardly ever OCPP.</summary>
internal sealed class FrameMutator(int seed)
{
    private static readonly string[] Calls =
    [
        """[2,"m-1","GetConfiguration",{"key":["HeartbeatInterval","ConnectionTimeOut"]}]""",
        """[2,"m-2","GetConfiguration",{}]""",
        """[2,"m-3","ChangeConfiguration",{"key":"MeterValueSampleInterval","value":"60"}]""",
        """[2,"m-4","RemoteStartTransaction",{"connectorId":1,"idTag":"REMOTE1"}]""",
        """[2,"m-5","RemoteStartTransaction",{"idTag":"R2","chargingProfile":{"chargingProfileId":1,"stackLevel":0,"chargingProfilePurpose":"TxProfile","chargingProfileKind":"Relative","chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":16.0}]}}}]""",
        """[2,"m-6","RemoteStopTransaction",{"transactionId":1}]""",
        """[2,"m-7","TriggerMessage",{"requestedMessage":"StatusNotification","connectorId":1}]""",
        """[2,"m-8","TriggerMessage",{"requestedMessage":"Heartbeat"}]""",
        """[2,"m-9","Reset",{"type":"Sift"}]""",
        """[2,"m-10","DataTransfer",{"vendorId":"org.example","data":"\u0041\ud83d\ude00\n"}]""",
    ];

    private static readonly string[] Values =
        ["null", "true", "0", "-1", "1e9", "2147483648", "99999999999999999999", "0.5", "\"\"", "[]", "{}", "\"\\ud800\"", "\"\\u0000\"", "[[[[]]]]", "{\"a\":{\"a\":{}}}", "\"é漢😀\"", "01", "\"unfinished"];

    private const string Characters = "[]{}\",:\\ \t\n0123456789-+.eEtfnu\0\u0001aZ/é";

    private readonly Random _random = new(seed);

    /// <summary>The next damaged call.</summary>
    public string Next()
    {
        string frame = Calls[_random.Next(Calls.Length)];
        for (int i = _random.Next(1, 4); i > 0; i--) frame = Damage(frame);
        return frame;
    }

    private string Damage(string frame)
    {
        if (frame.Length == 0) return Values[_random.Next(Values.Length)];
        int at = _random.Next(frame.Length);
        int length = Math.Min(_random.Next(1, 12), frame.Length - at);
        return _random.Next(7) switch
        {
            0 => frame.Remove(at, length),
            1 => frame.Insert(at, Characters[_random.Next(Characters.Length)].ToString()),
            2 => frame.Remove(at, 1).Insert(at, Characters[_random.Next(Characters.Length)].ToString()),
            3 => frame.Insert(at, frame.Substring(at, length)),
            4 => frame[..at],
            5 => ReplaceValue(frame, at),
            _ => frame.Insert(at, new string(Characters[_random.Next(Characters.Length)], _random.Next(1, 300))),
        };
    }

    // From one separator to the next: mostly a whole value.
    private string ReplaceValue(string frame, int at)
    {
        int begin = frame.LastIndexOfAny([':', ',', '[', '{'], at) + 1;
        int end = frame.IndexOfAny([',', ']', '}'], at);
        return end < begin ? frame : frame[..begin] + Values[_random.Next(Values.Length)] + frame[end..];
    }
}
