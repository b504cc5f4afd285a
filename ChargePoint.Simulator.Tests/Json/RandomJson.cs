using System.Globalization;
using System.Text;

namespace ChargePoint.Simulator.Tests.Json;

/// <summary>Random JSON texts, the same for the same seed, and what chance makes of them.</summary>
internal sealed class RandomJson(int seed)
{
    private static readonly string[] Escapes = ["\\\"", "\\\\", "\\/", "\\b", "\\f", "\\n", "\\r", "\\t", "\\u0041", "\\u00e4", "\\uD83D\\uDE97", "\\uFFFF", "\\u0000"];
    private static readonly string[] Rare = ["\\ud83d", "\\ude97", "\\x", "\\u12", "\t", "\u007F", "\\U0041"];
    private static readonly string[] Numbers = ["0", "-0", "1.0", "1e1", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "-9223372036854775809", "0.1", "1E+2", "12e-1", "00", "1.", ".5", "1e", "+1"];
    private static readonly byte[] Telling = Encoding.ASCII.GetBytes("{}[]:,\"\\/ \t\r\n0123456789.eE+-truefalsn");
    private readonly Random _random = new(seed);
    private readonly StringBuilder _text = new();

    public Random Random => _random;

    /// <summary>A text that is mostly JSON.</summary>
    public byte[] Document()
    {
        _text.Clear();
        Blank();

        // Some go deep, to reach the limit on either side of it.
        if (_random.Next(20) == 0) Deep(_random.Next(12, 20));
        else Value(_random.Next(1, 7));
        Blank();
        return Encoding.UTF8.GetBytes(_text.ToString());
    }

    /// <summary>The text with one to four changes: bytes replaced, put in, taken out, doubled, or cut off.</summary>
    public byte[] Mutated(byte[] text)
    {
        List<byte> bytes = [.. text];
        for (int changes = _random.Next(1, 5); changes > 0 && bytes.Count > 0; changes--)
        {
            int at = _random.Next(bytes.Count);
            switch (_random.Next(5))
            {
                case 0:
                    bytes[at] = AnyByte();
                    break;
                case 1:
                    bytes.Insert(at, AnyByte());
                    break;
                case 2:
                    bytes.RemoveAt(at);
                    break;
                case 3:
                    int count = Math.Min(_random.Next(1, 8), bytes.Count - at);
                    bytes.InsertRange(at, bytes.GetRange(at, count));
                    break;
                default:
                    if (_random.Next(3) == 0) bytes.RemoveRange(at, bytes.Count - at);
                    else bytes[at] ^= (byte)(1 << _random.Next(8));
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Characters of all kinds, halves of surrogate pairs among them.</summary>
    public string AnyText(int longest)
    {
        StringBuilder text = new();
        for (int i = _random.Next(longest + 1); i > 0; i--)
        {
            switch (_random.Next(6))
            {
                case 0:
                    text.Append((char)_random.Next(0x20));
                    break;
                case 1:
                    text.Append((char)_random.Next(0x80, 0x10000));
                    break;
                case 2:
                    text.Append(char.ConvertFromUtf32(_random.Next(0x10000, 0x110000)));
                    break;
                default:
                    text.Append((char)_random.Next(0x20, 0x7F));
                    break;
            }
        }

        return text.ToString();
    }

    private byte AnyByte() => _random.Next(3) == 0 ? (byte)_random.Next(256) : Telling[_random.Next(Telling.Length)];

    private void Value(int depth)
    {
        switch (_random.Next(depth > 0 ? 9 : 5))
        {
            case 0:
                _text.Append(_random.Next(3) switch { 0 => "true", 1 => "false", _ => "null" });
                break;
            case 1:
            case 2:
                Number();
                break;
            case 3:
            case 4:
                String();
                break;
            case 5:
            case 6:
                Container('[', ']', depth, false);
                break;
            default:
                Container('{', '}', depth, true);
                break;
        }
    }

    private void Container(char open, char close, int depth, bool named)
    {
        _text.Append(open);
        Blank();
        for (int count = _random.Next(5), i = 0; i < count; i++)
        {
            if (i > 0) _text.Append(',');
            Blank();
            if (named)
            {
                String();
                Blank();
                _text.Append(':');
                Blank();
            }

            Value(depth - 1);
            Blank();
        }

        _text.Append(close);
    }

    private void Deep(int depth)
    {
        bool named = _random.Next(2) == 0;
        _text.Append(named ? "{\"a\":" : "[");
        if (depth > 1) Deep(depth - 1);
        else _text.Append('1');
        _text.Append(named ? '}' : ']');
    }

    private void Number()
    {
        switch (_random.Next(4))
        {
            case 0:
                _text.Append(Numbers[_random.Next(_random.Next(10) == 0 ? Numbers.Length : 11)]);
                break;
            case 1:
                _text.Append(_random.NextInt64(long.MinValue, long.MaxValue).ToString(CultureInfo.InvariantCulture));
                break;
            default:
                if (_random.Next(2) == 0) _text.Append('-');
                _text.Append(_random.Next(1000).ToString(CultureInfo.InvariantCulture));
                if (_random.Next(2) == 0) _text.Append('.').Append(_random.Next(100000).ToString("D5", CultureInfo.InvariantCulture).AsSpan(0, _random.Next(1, 6)));
                if (_random.Next(3) == 0) _text.Append(_random.Next(2) == 0 ? 'e' : 'E').Append(_random.Next(3) switch { 0 => "+", 1 => "-", _ => "" }).Append(_random.Next(25).ToString(CultureInfo.InvariantCulture));
                break;
        }
    }

    private void String()
    {
        _text.Append('"');
        for (int i = _random.Next(12); i > 0; i--)
        {
            switch (_random.Next(8))
            {
                case 0:
                    _text.Append(Escapes[_random.Next(Escapes.Length)]);
                    break;
                case 1:
                    _text.Append(char.ConvertFromUtf32(_random.Next(2) == 0 ? _random.Next(0x80, 0xD800) : _random.Next(0x10000, 0x110000)));
                    break;
                case 2:
                    if (_random.Next(40) == 0) _text.Append(Rare[_random.Next(Rare.Length)]);
                    break;
                default:
                    _text.Append((char)_random.Next('a', 'z' + 1));
                    break;
            }
        }

        _text.Append('"');
    }

    private void Blank()
    {
        for (int i = _random.Next(4) - 1; i > 0; i--) _text.Append(" \t\r\n"[_random.Next(4)]);
    }
}
