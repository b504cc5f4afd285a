using System.Text;
using ChargePoint.Ocpp;

namespace ChargePoint.Tests;

/// <summary>Calls and answers of a Central System that is played by a test.</summary>
internal static class CentralSystemSide
{
    /// <summary>Calls an operation of the charge point.</summary>
    /// <returns>Payload of the answer, or "!" with the error code.</returns>
    public static string Call(CallRouter router, string action, string payload)
    {
        byte[] bytes = Encoding.UTF8.GetBytes($"[2,\"1\",\"{action}\",{payload}]");
        FrameReader frame = new();
        if (!frame.Read(bytes, 0, bytes.Length)) return "!" + frame.Problem;
        router.Handle(frame, bytes);
        string answer = Encoding.UTF8.GetString(router.Answer.Buffer, 0, router.Answer.Length);
        return answer.StartsWith("[3,\"1\",") ? answer.Substring(7, answer.Length - 8) : "!" + answer.Split('"')[3];
    }

    /// <summary>Answers a call that the charge point has sent: with a payload, or for "!Code" with a CALLERROR.</summary>
    public static void Answer(CallQueue queue, string call, string payload)
    {
        string id = call.Split('"')[1];
        string answer = payload.StartsWith("!") ? $"[4,\"{id}\",\"{payload.Substring(1)}\",\"\",{{}}]" : $"[3,\"{id}\",{payload}]";
        byte[] bytes = Encoding.UTF8.GetBytes(answer);
        FrameReader frame = new();
        frame.Read(bytes, 0, bytes.Length);
        queue.OnAnswer(frame, bytes);
    }
}
