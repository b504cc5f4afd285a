using System.Net;
using System.Net.Sockets;
using ChargePoint.Console;

namespace ChargePoint.Simulator.Terminals;

/// <summary>
/// The device's terminal on a TCP port, for one client at a time; another one is told <c>busy</c>. Whoever reaches the port can do what a
/// technician at the serial line can: there is no protection but the service PIN.
/// </summary>
public sealed class ConsoleListener : IDisposable
{
    private readonly TcpListener _listener;
    private readonly HostTerminals _terminals;
    private readonly FirmwareHost _host;
    private readonly CancellationTokenSource _ending = new();
    private Terminal? _terminal;
    private Socket? _client;

    private ConsoleListener(TcpListener listener, HostTerminals terminals, FirmwareHost host)
    {
        _listener = listener;
        _terminals = terminals;
        _host = host;
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>Reads the option's value.</summary>
    /// <param name="value">tcp:PORT or tcp:ADDRESS:PORT; an address of version 6 stands in brackets.</param>
    /// <returns>The address, or null.</returns>
    public static IPEndPoint? Parse(string value)
    {
        if (!value.StartsWith("tcp:", StringComparison.Ordinal)) return null;
        string rest = value[4..];
        int colon = rest.LastIndexOf(':');
        string port = rest[(colon + 1)..];
        if (port.Length is 0 or > 5 || !port.All(char.IsAsciiDigit) || !ushort.TryParse(port, out ushort number)) return null;
        if (colon < 0) return new IPEndPoint(IPAddress.Loopback, number);
        string address = rest[..colon];
        bool inBrackets = address.Length > 2 && address[0] == '[' && address[^1] == ']';
        if (inBrackets) address = address[1..^1];
        if (!IPAddress.TryParse(address, out IPAddress? parsed) || inBrackets != (parsed.AddressFamily == AddressFamily.InterNetworkV6)) return null;
        return inBrackets || address.Split('.').Length == 4 ? new IPEndPoint(parsed, number) : null;
    }

    /// <summary>Begins to listen.</summary>
    /// <param name="address">Where; port 0 takes any that is free.</param>
    /// <param name="terminals">Opens terminals.</param>
    /// <param name="host">Its thread runs them.</param>
    /// <param name="problem">Why not, or "".</param>
    public static ConsoleListener? TryStart(IPEndPoint address, HostTerminals terminals, FirmwareHost host, out string problem)
    {
        problem = "";
        TcpListener listener = new(address);
        try
        {
            listener.Start();
        }
        catch (SocketException e)
        {
            listener.Dispose();
            problem = $"nothing can listen at {address}: {e.Message}";
            return null;
        }

        ConsoleListener console = new(listener, terminals, host);
        _ = console.AcceptAsync();
        return console;
    }

    /// <summary>Ends it, and the connection.</summary>
    public void Dispose()
    {
        _ending.Cancel();
        _listener.Dispose();
        _client?.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                Socket client = await _listener.AcceptSocketAsync(_ending.Token);
                if (!await _host.RunAsync(_ => Open(client))) await RefuseAsync(client);
            }
            catch (SocketException)
            {
                // A client that has gone before it was accepted; the next one may stay.
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return; // the end that was asked for
            }
        }
    }

    private static async Task RefuseAsync(Socket client)
    {
        using (client)
        {
            try
            {
                await client.SendAsync("busy\r\n"u8.ToArray());
                client.Shutdown(SocketShutdown.Send);
            }
            catch (SocketException)
            {
                // It has gone before it was told.
            }
        }
    }

    // On the firmware's thread, as all that follows
    private bool Open(Socket client)
    {
        if (_terminal != null) return false;
        _client = client;
        SocketPort port = new(client, OnClosed);
        _terminal = _terminals.Open(port, false, port.Close);
        return true;
    }

    private void OnClosed()
    {
        if (_terminal != null) _terminals.Close(_terminal);
        _terminal = null;
    }
}
