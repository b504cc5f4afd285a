using System;
using System.Device.Adc;

namespace ChargePoint.Hal.Parts;

/// <summary>
/// Proximity pilot of a socket: the resistor in the plug tells what the cable carries (IEC 61851-1 table B.2).
/// <para>
/// Wiring: the contact goes to the converter and through a pull-up resistor (1 kOhm, 1 %) to the reference of the converter, so that its value
/// depends on the resistors alone. Where the supply of the pull-up is above the converter's range, say so with <c>openSteps</c>.
/// </para>
/// <code>
///  ohms           cable
///  below 60       faulty (short)
///  80 - 140       63 A
///  164 - 308      32 A
///  400 - 936      20 A
///  1,100 - 2,460  13 A
///  above 4,500    no plug
///  between those  faulty
/// </code>
/// </summary>
public sealed class ProximityPilot
{
    /// <summary>Equal samples in a row that change what is reported.</summary>
    public const int StableSamples = 5;

    private const int Open = -1;
    private const int Faulty = 0;
    private const int NoPlugOhms = 4_500;
    private const int SaturatedSteps = 4_095;

    // lowest ohms, highest ohms, milliamperes
    private static readonly int[] Table =
    {
        80, 140, 63_000,
        164, 308, 32_000,
        400, 936, 20_000,
        1_100, 2_460, 13_000,
    };

    private readonly AdcChannel _channel;
    private readonly int _pullUpOhms;
    private readonly int _openSteps;
    private int _cable = Open;
    private int _rating;
    private int _candidate = Open;
    private int _same;

    /// <summary>Makes a proximity pilot and takes the present value of the converter for what is plugged.</summary>
    /// <param name="adc">Converter.</param>
    /// <param name="channel">Channel of ADC1.</param>
    /// <param name="pullUpOhms">Pull-up resistor, 100 to 10,000 ohms.</param>
    /// <param name="openSteps">
    /// What the converter would read at the supply of the pull-up, in steps: 4,095 where that is its reference; up to 8,190 where it is more. Below
    /// the value of a 4.5 kOhm resistor the converter must not saturate.
    /// </param>
    /// <exception cref="ArgumentException">A value is outside its range.</exception>
    public ProximityPilot(AdcController adc, int channel, int pullUpOhms = 1_000, int openSteps = 4_095)
    {
        if (pullUpOhms < 100 || pullUpOhms > 10_000) throw new ArgumentException("pull-up of the proximity pilot");
        if (openSteps < 1_000 || openSteps > 8_190) throw new ArgumentException("steps of the proximity pilot");
        _channel = adc.OpenChannel(channel);
        _pullUpOhms = pullUpOhms;
        _openSteps = openSteps;
        _candidate = Read();
        Accept(_candidate);
    }

    /// <summary>True while anything is plugged, with a good resistor or without.</summary>
    public bool PlugPresent => _cable != Open;

    /// <summary>
    /// What the cable carries per phase, in milliamperes: 13,000, 20,000, 32,000 or 63,000; 0 without a plug or while faulty. The rating
    /// of a cable does not grow: while the plug stays in, the lowest value that was read stands.
    /// </summary>
    public int CableMilliamps => _cable > 0 ? _cable : 0;

    /// <summary>True while a plug has no valid resistor.</summary>
    public bool IsFaulty => _cable == Faulty;

    /// <summary>Measures; to be called every 20 ms.</summary>
    public void Sample()
    {
        int now = Read();
        _same = now == _candidate ? _same + 1 : 1;
        _candidate = now;
        if (_same < StableSamples) return;
        _same = StableSamples;
        Accept(now);
    }

    private void Accept(int cable)
    {
        if (cable == Open) _rating = 0;
        if (cable > 0 && (_rating == 0 || cable < _rating)) _rating = cable;
        _cable = cable > 0 ? _rating : cable;
    }

    private int Read()
    {
        int steps = _channel.ReadValue();
        if (steps >= _openSteps || steps >= SaturatedSteps) return Open;
        int ohms = _pullUpOhms * steps / (_openSteps - steps);
        if (ohms > NoPlugOhms) return Open;
        for (int i = 0; i < Table.Length; i += 3)
        {
            if (ohms >= Table[i] && ohms <= Table[i + 1]) return Table[i + 2];
        }

        return Faulty;
    }
}
