using ChargePoint.Hal;
using ChargePoint.NanoHost;

namespace ChargePoint.VirtualBoard.Parts;

/// <summary>Light of three colours and buzzer: what a person in front of the charge point sees and hears.</summary>
public sealed class VirtualLight
{
    private const int Slots = 16;
    private const int SlotMs = 125;
    private const int MaximumChanges = 128;

    private readonly VirtualEsp32 _controller;
    private readonly Wire?[] _leds;
    private readonly Wire? _buzzer;
    private readonly Lock _gate = new();
    private readonly Queue<(long AtMs, string Colour)> _changes = new();
    private bool _isBeeping;

    /// <summary>Connects a light.</summary>
    /// <param name="controller">Controller.</param>
    /// <param name="red">Red LED, or null.</param>
    /// <param name="green">Green LED, or null.</param>
    /// <param name="blue">Blue LED, or null.</param>
    /// <param name="buzzer">Buzzer, or null.</param>
    public VirtualLight(VirtualEsp32 controller, Wire? red, Wire? green, Wire? blue, Wire? buzzer)
    {
        _controller = controller;
        _leds = [red, green, blue];
        _buzzer = buzzer;
        foreach (Wire? led in _leds) led?.OnDriven(controller, OnLight);
        buzzer?.OnDriven(controller, OnBuzzer);
    }

    /// <summary>Colour now: dark, red, green, yellow, blue, magenta, cyan or white.</summary>
    public string Colour { get; private set; } = "dark";

    /// <summary>How often the buzzer sounded.</summary>
    public int Beeps { get; private set; }

    /// <summary>
    /// What the last two seconds mean to somebody who knows the table of patterns; null while dark. To be asked when the same has been shown
    /// for two seconds.
    /// </summary>
    public Indication? Decode()
    {
        string[] slots = LastTwoSeconds();
        string? colour = slots.FirstOrDefault(slot => slot != "dark");
        if (colour == null) return null;
        int lit = slots.Count(slot => slot != "dark");
        int edges = Enumerable.Range(0, Slots).Count(i => (slots[i] == "dark") != (slots[(i + 1) % Slots] == "dark"));
        return (colour, lit == Slots) switch
        {
            ("green", true) => Indication.Available,
            ("green", false) => Indication.Finishing,
            ("blue", true) => Indication.Charging,
            ("blue", false) => edges > 2 ? Indication.Preparing : Indication.Suspended,
            ("yellow", _) => Indication.Reserved,
            _ => lit < Slots / 4 ? Indication.Unavailable : Indication.Faulted,
        };
    }

    private string[] LastTwoSeconds()
    {
        long nowMs = _controller.NowMs;
        string[] slots = new string[Slots];
        lock (_gate)
        {
            for (int i = 0; i < Slots; i++)
            {
                long atMs = nowMs - ((Slots - 1 - i) * SlotMs);
                slots[i] = _changes.LastOrDefault(change => change.AtMs <= atMs, (0, "dark")).Colour;
            }
        }

        return slots;
    }

    private void OnLight()
    {
        int bits = 0;
        for (int i = 0; i < _leds.Length; i++) bits |= _leds[i]?.IsDrivenActive(_controller) == true ? 1 << i : 0;
        string[] names = ["dark", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];
        lock (_gate)
        {
            Colour = names[bits];
            _changes.Enqueue((_controller.NowMs, Colour));
            if (_changes.Count > MaximumChanges) _changes.Dequeue();
        }
    }

    private void OnBuzzer()
    {
        bool beeps = _buzzer!.IsDrivenActive(_controller);
        if (beeps && !_isBeeping) Beeps++;
        _isBeeping = beeps;
    }
}
