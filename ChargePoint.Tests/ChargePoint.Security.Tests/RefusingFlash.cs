using ChargePoint.Hal;

namespace ChargePoint.Security.Tests;

/// <summary>A flash that refuses to be changed when it is told to.</summary>
internal sealed class RefusingFlash : IFlashStore
{
    private readonly IFlashStore _flash;

    public RefusingFlash(IFlashStore flash) => _flash = flash;

    public bool Refuses { get; set; }

    public int Length(string name) => _flash.Length(name);

    public int Read(string name, int position, byte[] buffer, int offset, int count) => _flash.Read(name, position, buffer, offset, count);

    public bool Append(string name, byte[] buffer, int offset, int count) => !Refuses && _flash.Append(name, buffer, offset, count);

    public bool Write(string name, byte[] buffer, int offset, int count) => !Refuses && _flash.Write(name, buffer, offset, count);

    public bool Delete(string name) => !Refuses && _flash.Delete(name);

    public string[] List() => _flash.List();
}
