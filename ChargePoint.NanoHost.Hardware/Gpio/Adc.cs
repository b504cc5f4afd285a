using ChargePoint.NanoHost;

namespace System.Device.Adc;

/// <summary>Host stand-in for nanoFramework's class of this name: 12 bits.</summary>
public class AdcController
{
    private readonly VirtualEsp32 _controller = VirtualEsp32.Current;

    /// <summary>Number of channels.</summary>
    public int ChannelCount => 20;

    /// <summary>Highest value.</summary>
    public int MaxValue => 4095;

    /// <summary>Lowest value.</summary>
    public int MinValue => 0;

    /// <summary>Resolution.</summary>
    public int ResolutionInBits => 12;

    /// <summary>Opens a channel.</summary>
    public AdcChannel OpenChannel(int channelNumber) =>
        channelNumber >= 0 && channelNumber < ChannelCount ? new AdcChannel(_controller, channelNumber) : throw new ArgumentOutOfRangeException(nameof(channelNumber));
}

/// <summary>Host stand-in for nanoFramework's class of this name.</summary>
public class AdcChannel : IDisposable
{
    private readonly VirtualEsp32 _controller;
    private readonly int _channel;

    internal AdcChannel(VirtualEsp32 controller, int channel)
    {
        _controller = controller;
        _channel = channel;
    }

    /// <summary>Converts once.</summary>
    public int ReadValue() => _controller.Adc(_channel);

    /// <summary>Closes the channel.</summary>
    public void Dispose() => GC.SuppressFinalize(this);
}
