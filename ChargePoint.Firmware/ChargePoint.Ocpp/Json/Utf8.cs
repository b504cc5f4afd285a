namespace ChargePoint.Ocpp;

/// <summary>UTF-8 (RFC 3629), byte by byte.</summary>
internal static class Utf8
{
    /// <summary>Length of the sequence that begins at a position, 1 to 4; 0 if it is not valid or not complete.</summary>
    public static int SequenceLength(byte[] buffer, int position, int end)
    {
        byte first = buffer[position];
        if (first < 0x80) return 1;
        int length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
        if (length == 0 || position + length > end) return 0;

        // The second byte excludes overlong forms, surrogates and what lies beyond U+10FFFF.
        byte second = buffer[position + 1];
        byte lowest = first == 0xE0 ? (byte)0xA0 : first == 0xF0 ? (byte)0x90 : (byte)0x80;
        byte highest = first == 0xED ? (byte)0x9F : first == 0xF4 ? (byte)0x8F : (byte)0xBF;
        if (second < lowest || second > highest) return 0;
        for (int i = 2; i < length; i++)
        {
            if ((buffer[position + i] & 0xC0) != 0x80) return 0;
        }

        return length;
    }

    /// <summary>Bytes that a code point takes.</summary>
    public static int Size(int character) => character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;

    /// <summary>Writes a code point; there must be room for <see cref="Size"/> bytes.</summary>
    public static void Write(int character, byte[] target, int offset)
    {
        if (character < 0x80)
        {
            target[offset] = (byte)character;
        }
        else if (character < 0x800)
        {
            target[offset] = (byte)(0xC0 | (character >> 6));
            target[offset + 1] = Tail(character);
        }
        else if (character < 0x10000)
        {
            target[offset] = (byte)(0xE0 | (character >> 12));
            target[offset + 1] = Tail(character >> 6);
            target[offset + 2] = Tail(character);
        }
        else
        {
            target[offset] = (byte)(0xF0 | (character >> 18));
            target[offset + 1] = Tail(character >> 12);
            target[offset + 2] = Tail(character >> 6);
            target[offset + 3] = Tail(character);
        }
    }

    private static byte Tail(int bits) => (byte)(0x80 | (bits & 0x3F));
}
