using System;
using nanoFramework.Json;

namespace ChargePoint.Bench.Json;

/// <summary>The payload of RemoteStartTransaction as a class, which nanoFramework.Json fills by the names of its properties.</summary>
public sealed class RemoteStartPayload
{
    /// <summary>Connector.</summary>
    public int connectorId { get; set; }

    /// <summary>Who may charge.</summary>
    public string idTag { get; set; } = "";
}

/// <summary>
/// A RemoteStartTransaction from the bytes of its frame to those of its answer, and in turns with it what nanoFramework.Json needs for its
/// payload alone, which it is given as a string that was made before.
/// </summary>
public static class Program
{
    private const int Rounds = 101;
    private const string Payload = "{\"connectorId\":1,\"idTag\":\"04A2B6C1D53E80\"}";

    private static long s_answeredAt;

    /// <summary>Entry.</summary>
    public static void Main()
    {
        RemoteStart remoteStart = new();
        remoteStart.Traffic.Sent = () => s_answeredAt = DateTime.UtcNow.Ticks;
        long[] ours = new long[Rounds];
        long[] theirs = new long[Rounds];
        for (int i = -1; i < Rounds; i++)
        {
            remoteStart.Prepare();
            s_answeredAt = 0;
            long begin = DateTime.UtcNow.Ticks;
            remoteStart.Run();
            long answered = s_answeredAt;
            long between = DateTime.UtcNow.Ticks;
            RemoteStartPayload? read = (RemoteStartPayload?)JsonConvert.DeserializeObject(Payload, typeof(RemoteStartPayload));
            long end = DateTime.UtcNow.Ticks;
            if (read == null || read.connectorId != 1 || read.idTag != "04A2B6C1D53E80") throw new InvalidOperationException("read wrongly");
            if (answered == 0) throw new InvalidOperationException("not answered");
            if (i < 0) continue; // the first of each is for what is made once
            Insert(ours, i, answered - begin);
            Insert(theirs, i, end - between);
        }

        System.Console.WriteLine($"Footprint,json,frame to answer,{ours[Rounds / 2] / 10}");
        System.Console.WriteLine($"Footprint,json,payload alone with nanoFramework.Json,{theirs[Rounds / 2] / 10}");
        System.Console.WriteLine("Footprint,end,json,0");
    }

    private static void Insert(long[] sorted, int count, long value)
    {
        int at = count;
        for (; at > 0 && sorted[at - 1] > value; at--) sorted[at] = sorted[at - 1];
        sorted[at] = value;
    }
}
