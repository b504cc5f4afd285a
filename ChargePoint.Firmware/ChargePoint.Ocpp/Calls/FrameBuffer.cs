namespace ChargePoint.Ocpp;

/// <summary>
/// The one buffer for OCPP-J messages, in both directions, and what reads and writes them. A message that arrives stands at its
/// start, and what is written meanwhile (its answer, or a call of ours while it is still on its way) stands behind it: long requests have
/// short answers, and long answers have short requests. All of it belongs to the event loop, where messages are written and sent one at a time.
/// </summary>
public sealed class FrameBuffer
{
    /// <summary>Room that is always left, in bytes: for a refusal with an id of 36 and an action of 60 characters, each of them escaped.</summary>
    public const int RoomForAnswer = 768;

    /// <summary>Makes a buffer.</summary>
    /// <param name="bytes">Its size: the longest message to be received, and <see cref="RoomForAnswer"/>.</param>
    public FrameBuffer(int bytes)
    {
        Bytes = new byte[bytes];
        Writer = new JsonWriter(Bytes);
        Fields = new Fields(Reader);
    }

    /// <summary>The buffer.</summary>
    public byte[] Bytes { get; }

    /// <summary>How many bytes at the start belong to a message that arrives or is being handled.</summary>
    public int Occupied { get; set; }

    /// <summary>
    /// False while a message occupies so much of the buffer that a call of ours might not find room behind it. That ends by itself: the
    /// message is completed, or its time is over.
    /// </summary>
    public bool HasRoomForCalls => Occupied <= Bytes.Length / 8;

    internal JsonReader Reader { get; } = new();

    internal Fields Fields { get; }

    internal JsonWriter Writer { get; }

    /// <summary>Starts to write a message behind what is occupied.</summary>
    internal JsonWriter Begin()
    {
        Writer.Reset(Occupied);
        return Writer;
    }
}
