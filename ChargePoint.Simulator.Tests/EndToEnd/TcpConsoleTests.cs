using System.Net.Sockets;
using System.Text;
using ChargePoint.Simulator.Terminals;

namespace ChargePoint.Simulator.Tests.EndToEnd;

/// <summary>The device's terminal on a TCP port (<c>--console</c>), and what a pipe sees of a command that asks.</summary>
[TestClass]
public sealed class TcpConsoleTests
{
    [TestMethod]
    [DataRow("tcp:5000", "127.0.0.1:5000")]
    [DataRow("tcp:0.0.0.0:5000", "0.0.0.0:5000")]
    [DataRow("tcp:[::1]:5000", "[::1]:5000")]
    [DataRow("tcp:0", "127.0.0.1:0")]
    [DataRow("5000", null)]
    [DataRow("tcp:", null)]
    [DataRow("tcp:65536", null)]
    [DataRow("tcp:-1", null)]
    [DataRow("tcp:+5", null)]
    [DataRow("tcp:host:5000", null)]
    [DataRow("tcp:::1:5000", null)]
    [DataRow("tcp:1:5000", null)]
    [DataRow("tcp:[127.0.0.1]:5000", null)]
    [DataRow("udp:5000", null)]
    [DataRow("", null)]
    public void The_option_is_read(string value, string? address) => Assert.AreEqual(address, ConsoleListener.Parse(value)?.ToString());

    [TestMethod]
    public async Task A_wrong_option_is_refused()
    {
        (int exitCode, _, string errors) = await SimulatorProcess.RunAsync(["--console", "tcp:telnet"]);
        Assert.AreEqual(2, exitCode);
        Assert.Contains("--console takes tcp:PORT or tcp:ADDRESS:PORT, not 'tcp:telnet'", errors);
        using TcpListener other = new(System.Net.IPAddress.Loopback, 0);
        other.Start();
        (exitCode, _, errors) = await SimulatorProcess.RunAsync(["--console", "tcp:" + ((System.Net.IPEndPoint)other.LocalEndpoint).Port]);
        Assert.AreEqual(2, exitCode);
        Assert.Contains("error: --console: nothing can listen at 127.0.0.1:", errors);
    }

    [TestMethod]
    public async Task One_client_at_a_time_has_the_terminal()
    {
        await using SimulatorProcess simulator = SimulatorProcess.Start("--console", "tcp:0", "--board", "plain");
        int port = await PortAsync(simulator);
        using Client first = new(port);
        await first.AskAsync("config get CpoName\r", "> config get CpoName\r\nCpoName = \r\nok\r\n> ");
        using (Client second = new(port)) await second.ExpectAsync("busy\r\n");

        // Telnet: what is agreed upon is answered once and is no part of a line; "interrupt process" is Ctrl-C.
        await first.SendAsync([0xFF, 0xFD, 3, (byte)'h', 0xFF, 0xFA, 24, 0, (byte)'x', 0xFF, 0xF0, (byte)'e', 0xFF, 0xFB, 31, 0xFF, 0xF4]);
        await first.ExpectAsync("\u00FF\u00FB\u0001\u00FF\u00FB\u0003", "he^C\r\n> ");
        await simulator.DoAsync("sim power-cycle");
        await first.AskAsync("config get CpoName\r", "config get CpoName\r\nCpoName = \r\nok\r\n> ");
        await simulator.DoAsync("sim mains off");
        await first.AskAsync("queue\r", "queue\r\nerror: the charge point has no supply\r\n> ");
        await simulator.DoAsync("sim mains on");
        await first.AskAsync("sim help\r", "sim help\r\nerror: unknown command 'sim', try 'help'\r\n> ");
        await first.SendAsync("\u0004"u8.ToArray());
        await first.ExpectEndAsync();
        using Client third = new(port);
        await third.AskAsync("\r", "> \r\nok\r\n> ");
    }

    [TestMethod]
    public async Task What_a_command_asks_for_is_a_line_in_a_pipe()
    {
        await using SimulatorProcess simulator = SimulatorProcess.Start("--board", "plain");
        ConsoleAnswer answer = await simulator.AskAsync("factory-reset\nno");
        Assert.IsNotNull(answer.Error);
        Assert.EndsWith(":", answer.Lines[^1]);
        Assert.AreEqual("", (await simulator.DoAsync("terminal plain")).Text);
        Assert.AreEqual("this is no terminal", (await simulator.AskAsync("terminal edit")).Error);
        ConsoleAnswer watched = await simulator.DoAsync("watch queue 2");
        Assert.AreEqual(2, watched.Lines.Count(line => line.StartsWith("waiting: ", StringComparison.Ordinal)));
        Assert.HasCount(2, (await simulator.DoAsync("watch queue 2 --json")).Lines);
    }

    private static async Task<int> PortAsync(SimulatorProcess simulator)
    {
        const string mark = "console: tcp:127.0.0.1:";
        for (DateTime end = DateTime.UtcNow + SimulatorProcess.Deadline; DateTime.UtcNow < end; await Task.Delay(25))
        {
            string? line = simulator.ErrorLines.FirstOrDefault(l => l.StartsWith(mark, StringComparison.Ordinal));
            if (line != null) return int.Parse(line[mark.Length..], System.Globalization.CultureInfo.InvariantCulture);
        }

        throw simulator.Failure("the console does not listen");
    }

    private sealed class Client : IDisposable
    {
        private readonly TcpClient _client;

        public Client(int port) => _client = new TcpClient("127.0.0.1", port);

        public async Task AskAsync(string text, string answer)
        {
            await SendAsync(Encoding.UTF8.GetBytes(text));
            await ExpectAsync(answer);
        }

        public async Task SendAsync(byte[] bytes) => await _client.GetStream().WriteAsync(bytes);

        // How the bytes are cut into pieces is the network's business, and a picture that is drawn in two goes has the prompt once more.
        public async Task ExpectAsync(params string[] parts)
        {
            string text = "";
            byte[] buffer = new byte[4096];
            using CancellationTokenSource limit = new(SimulatorProcess.Deadline);
            try
            {
                while (!text.EndsWith(parts[^1], StringComparison.Ordinal))
                {
                    int count = await _client.GetStream().ReadAsync(buffer, limit.Token);
                    if (count == 0) break;
                    text += Encoding.Latin1.GetString(buffer, 0, count);
                }
            }
            catch (OperationCanceledException)
            {
                // told below
            }

            foreach (string part in parts) Assert.Contains(part, text);
            Assert.EndsWith(parts[^1], text);
        }

        public async Task ExpectEndAsync()
        {
            byte[] buffer = new byte[4096];
            using CancellationTokenSource limit = new(SimulatorProcess.Deadline);
            while (await _client.GetStream().ReadAsync(buffer, limit.Token) > 0)
            {
            }
        }

        public void Dispose() => _client.Dispose();
    }
}
