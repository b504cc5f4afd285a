using System.Device.Gpio;
using System.Device.Pwm;
using System.IO.Ports;
using ChargePoint.Hal.Simulated;
using ChargePoint.NanoHost;
using nanoFramework.Hardware.Esp32;

namespace ChargePoint.VirtualBoard.Tests;

/// <summary>The stand-ins for nanoFramework's hardware classes do what drivers rely on.</summary>
[TestClass]
public sealed class VirtualEsp32Tests
{
    [TestMethod]
    public void Output_is_seen_by_the_chip_and_a_reset_lets_it_float()
    {
        VirtualEsp32 controller = new(() => 0);
        using IDisposable use = VirtualEsp32.Use(controller);
        GpioPin pin = new GpioController().OpenPin(5, PinMode.Output);
        Assert.IsFalse(controller.Pin(5).IsHigh);
        pin.Write(PinValue.High);
        Assert.IsTrue(controller.Pin(5).IsHigh);
        Assert.ThrowsExactly<InvalidOperationException>(() => new GpioController().OpenPin(5));
        controller.Reset();
        Assert.IsFalse(controller.Pin(5).IsHigh);
        Assert.IsFalse(controller.Pin(5).IsOutput);
    }

    [TestMethod]
    public void Input_floats_to_its_resistor_and_follows_the_chip()
    {
        VirtualEsp32 controller = new(() => 0);
        using IDisposable use = VirtualEsp32.Use(controller);
        GpioController gpio = new();
        Assert.AreEqual(PinValue.High, gpio.OpenPin(1, PinMode.InputPullUp).Read());
        GpioPin pin = gpio.OpenPin(2, PinMode.InputPullDown);
        Assert.AreEqual(PinValue.Low, pin.Read());
        List<PinEventTypes> edges = [];
        pin.ValueChanged += (_, e) => edges.Add(e.ChangeType);
        bool level = true;
        controller.Pin(2).Input = () => level;
        controller.Pin(2).Look();
        Assert.AreEqual(PinValue.High, pin.Read());
        level = false;
        controller.Pin(2).Look();
        CollectionAssert.AreEqual(new[] { PinEventTypes.Rising, PinEventTypes.Falling }, edges);
    }

    [TestMethod]
    public void Pwm_has_steps_of_a_ten_thousandth()
    {
        VirtualEsp32 controller = new(() => 0);
        using IDisposable use = VirtualEsp32.Use(controller);
        Assert.IsNull(PwmChannel.CreateFromPin(7, 1000, 0.53339), "the pin has no PWM channel yet");
        Configuration.SetPinFunction(7, DeviceFunction.PWM2);
        PwmChannel pwm = PwmChannel.CreateFromPin(7, 1000, 0.53339);
        Assert.AreEqual((0, 0.0), controller.Pin(7).Pwm);
        pwm.Start();
        Assert.AreEqual((1000, 0.5333), controller.Pin(7).Pwm);
        pwm.Stop();
        Assert.AreEqual((0, 0.0), controller.Pin(7).Pwm);
    }

    [TestMethod]
    public void Serial_line_keeps_the_pace_of_its_baud_rate()
    {
        ManualClock clock = new();
        VirtualEsp32 controller = new(() => clock.MonotonicMs);
        using IDisposable use = VirtualEsp32.Use(controller);
        Echo echo = new(controller.Uart("COM2"));
        controller.Uart("COM2").Peer = echo;
        SerialPort port = new("COM2", 1000);
        port.Open();
        port.Write([1, 2, 3], 0, 3);
        clock.Advance(19); // a byte takes 10 ms there and 10 ms back
        Assert.AreEqual(0, port.BytesToRead);
        clock.Advance(1);
        Assert.AreEqual(1, port.BytesToRead);
        clock.Advance(20);
        byte[] buffer = new byte[8];
        Assert.AreEqual(3, port.Read(buffer, 0, 8));
        CollectionAssert.AreEqual(new byte[] { 1, 2, 3, 0 }, buffer[..4]);
        Assert.ThrowsExactly<TimeoutException>(() => port.Read(buffer, 0, 1));
    }

    [TestMethod]
    public void Receive_buffer_loses_what_comes_last()
    {
        ManualClock clock = new();
        VirtualEsp32 controller = new(() => clock.MonotonicMs);
        using IDisposable use = VirtualEsp32.Use(controller);
        SerialPort port = new("COM2", 9600) { ReadBufferSize = 4 };
        port.Open();
        controller.Uart("COM2").SendToController([1, 2, 3, 4, 5, 6], 0);
        clock.Advance(100);
        Assert.AreEqual(4, port.BytesToRead);
        Assert.AreEqual(2, controller.Uart("COM2").Overruns);
    }

    private sealed class Echo(VirtualUart uart) : IUartPeer
    {
        public void OnByte(byte value, long atMs) => uart.SendToController([value], atMs);

        public void OnTime(long nowMs)
        {
        }
    }
}
