using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;

namespace ChargePoint.Firmware.Tests;

/// <summary>A flash that takes nothing while a test says so.</summary>
public sealed class RefusingFlash : IFlashStore
{
    private readonly MemoryFlash _memory = new();

    public bool Refuses { get; set; }

    public int Length(string name) => _memory.Length(name);

    public int Read(string name, int position, byte[] buffer, int offset, int count) => _memory.Read(name, position, buffer, offset, count);

    public bool Append(string name, byte[] buffer, int offset, int count) => !Refuses && _memory.Append(name, buffer, offset, count);

    public bool Write(string name, byte[] buffer, int offset, int count) => !Refuses && _memory.Write(name, buffer, offset, count);

    public bool Delete(string name) => !Refuses && _memory.Delete(name);

    public string[] List() => _memory.List();
}
