using System.Globalization;
using System.Text;

namespace ChargePoint.VirtualBoard.OpenEvse;

/// <summary>What the virtual controller hears and says.</summary>
public sealed partial class VirtualOpenEvse
{
    private const string Version = "8.2.3";
    private const int LongestRequest = 31;
    private const int MostRequests = 1_000;
    private const int ChangesTold = 0x2118 | 0x0002;

    private readonly StringBuilder _line = new();
    private long _sessionEndWh = -1;
    private int _toldState = -1;
    private int _toldAmps;
    private int _toldFlags;
    private int _interval;
    private int _fallback;
    private int _missed;
    private int _millivolts = 240_000;
    private int _groundFaults;
    private int _noEarths;
    private int _stuckRelays;

    private int Flags => (RelayOn ? 0x40 : 0) | (_connected ? 0x100 : 0) | (_hardFault ? 2 : 0) | (BootLocked ? 0x4000 : 0) | (_groundFaults > 0 ? 0x80 : 0);

    // The pilot's state of a vehicle that asks for energy is seen as well while the pilot is steady.
    private int PilotNumber => !_connected ? 1 : RelayOn ? 3 : 2;

    private long SessionWh => _inSession ? _connector.Meter.EnergyWh - _sessionBeginWh : _sessionEndWh < 0 ? 0 : _sessionEndWh - _sessionBeginWh;

    private void TakeByte(byte value, long atMs)
    {
        if (value == '$')
        {
            _line.Clear();
            _line.Append('$');
        }
        else if (_line.Length > 0 && value == 13)
        {
            string line = _line.ToString();
            _line.Clear();
            TakeLine(line, atMs);
        }
        else if (_line.Length > 0)
        {
            if (_line.Length < LongestRequest) _line.Append((char)value);
            else _line.Clear();
        }
    }

    private void TakeLine(string line, long atMs)
    {
        int at = line.IndexOf('^');
        if (LosesRequests > 0)
        {
            LosesRequests--;
            return;
        }

        if (at > 0)
        {
            bool isHex = int.TryParse(line[(at + 1)..], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out int sum);
            line = line[..at];
            if (!isHex || sum != Checksum(line))
            {
                Say("$NK", atMs);
                return;
            }
        }

        List<string> words = [.. line[1..].Split(' ')];
        string id = "";
        if (Dialect != OpenEvseDialect.Rapi1 && words.Count > 1 && words[^1].StartsWith(':'))
        {
            id = " " + words[^1];
            words.RemoveAt(words.Count - 1);
        }

        if (Requests.Count == MostRequests) Requests.RemoveRange(0, MostRequests / 2);
        Requests.Add(string.Join(' ', words));
        string answer = Answer(words, atMs);
        Update(atMs);
        Say("$" + answer + id, atMs + AnswerDelayMs);
    }

    private string Answer(List<string> words, long nowMs)
    {
        switch (words[0])
        {
            case "GV": return $"OK {Version} {(Dialect == OpenEvseDialect.Rapi5 ? "5.2.1" : Dialect == OpenEvseDialect.Rapi3 ? "3.0.1" : "1.0.3")}";
            case "GS": return Dialect == OpenEvseDialect.Rapi5 ? $"OK {State:x2} 0 {PilotNumber:x2} {Flags:x4}" : $"OK {State} 0";
            case "G0": return State == 255 ? "OK 2" : _connected ? "OK 1" : "OK 0";
            case "GE": return $"OK {Amps} {(SelfTestOff ? 0x0201 : 0x0001):x4}";
            case "GC": return Dialect == OpenEvseDialect.Rapi5 ? $"OK {LowestAmps} 48 {Amps} {_eepromAmps}" : $"OK {LowestAmps} {_eepromAmps}";
            case "GG": return $"OK {(_connector.Meter.Silent ? -1 : _connector.DrawnMilliamps)} {_millivolts}";
            case "GU": return $"OK {SessionWh * 3600} {_totalWh}";
            case "GP": return _connector.Temperature.Broken ? "OK -2560 -2560 -2560" : $"OK -2560 {_connector.Temperature.DeciCelsius} -2560";
            case "GF": return $"OK {_groundFaults:x} {_noEarths:x} {_stuckRelays:x}";
            case "SC" when words.Count is 2 or 3: return SetCurrent(words);
            case "SY" when Dialect == OpenEvseDialect.Rapi5: return Heartbeat(words, nowMs);
            case "SV" when words.Count == 2:
                _millivolts = Number(words[1]);
                return "OK";
            case "SB":
                if (!LocksAtBoot) return "NK";
                BootLocked = false;
                SetPilot(State is 2 or 3);
                return "OK 0";
            case "FE":
                Enable(nowMs);
                return "OK";
            case "FS":
                Sleep(nowMs);
                return "OK";
            case "FD":
                Disable();
                return "OK";
            default: return "NK";
        }
    }

    private string SetCurrent(List<string> words)
    {
        bool isVolatile = words.Count == 3;
        if (Dialect == OpenEvseDialect.Rapi1 && isVolatile) return "NK";
        int wanted = Number(words[1]);
        Amps = Math.Clamp(wanted, LowestAmps, _eepromAmps);
        SetPilot(PilotOn);
        if (!isVolatile) EepromWrites++;
        string verdict = Amps == wanted ? "OK" : "NK";
        return Dialect == OpenEvseDialect.Rapi1 ? verdict : $"{verdict} {Amps}";
    }

    private string Heartbeat(List<string> words, long nowMs)
    {
        bool accepted = true;
        if (words.Count == 1)
        {
            accepted = _missed != 2;
            _pulseMs = nowMs;
        }
        else if (words.Count == 3)
        {
            _interval = Number(words[1]);
            _fallback = Number(words[2]);
            _missed = 0;
            _pulseMs = nowMs;
        }
        else
        {
            accepted = words[1] == "165";
            if (accepted && _missed == 2)
            {
                _missed = 1;
                Amps = _eepromAmps;
                SetPilot(PilotOn);
            }
        }

        return $"{(accepted ? "OK" : "NK")} {_interval} {_fallback} {_missed}";
    }

    // Told when something changes, as the controller does it at the end of each of its rounds.
    private void Tell(long nowMs)
    {
        if (State == _toldState && Amps == _toldAmps && (Flags & ChangesTold) == _toldFlags) return;
        _toldState = State;
        _toldAmps = Amps;
        _toldFlags = Flags & ChangesTold;
        Say(Dialect == OpenEvseDialect.Rapi5 ? $"$AT {State:x2} {PilotNumber:x2} {Amps} {Flags:x4}" : $"$ST {State:x2}", nowMs);
    }

    private void Say(string text, long atMs)
    {
        if (IsDead) return;
        if (Dialect != OpenEvseDialect.Rapi1) text += $"^{Checksum(text):X2}";
        byte[] bytes = Encoding.ASCII.GetBytes(text + "\r");
        if (Garble != null) bytes = Garble(bytes);
        _uart.SendToController(bytes, atMs);
    }

    // What is no number becomes one all the same, as in the AVR firmware.
    private static int Number(string word) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : 0;

    private static int Checksum(string text) => text.Aggregate(0, (sum, c) => sum ^ c);
}
