using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace ChargePoint.Simulator.Tests.Network;

/// <summary>The client against a WebSocket server that others wrote, with and without TLS.</summary>
[TestClass]
public class KestrelLinkTests
{
    [TestMethod]
    public async Task Messages_of_all_sizes_come_back_as_they_were_sent()
    {
        await using WebApplication server = await Serve();
        using HostLine line = new HostLine().Open($"ws://localhost:{PortOf(server)}/ocpp/CP1");
        line.Expect("opened");
        foreach (int size in (int[])[0, 1, 125, 126, 127, 1023, 1024, 1025, 4096, 8191, 8192])
        {
            string text = new('\u00E4', size / 2);
            if (size % 2 == 1) text += "a";
            Assert.IsTrue(line.Send(Encoding.UTF8.GetBytes(text)));
            Assert.AreEqual("message " + text, line.Next());
        }

        line.OnLoop(() => line.Client.Close(1000, "done"));
        line.Expect("ClosedByUs 1000 done");
    }

    [TestMethod]
    public async Task Close_code_and_reason_of_the_server_are_told()
    {
        await using WebApplication server = await Serve();
        using HostLine line = new HostLine().Open($"ws://localhost:{PortOf(server)}/ocpp/CP1");
        line.Expect("opened");
        Assert.IsTrue(line.Send("close"u8.ToArray()));
        line.Expect("ClosedByPeer 1008 you asked for it");
    }

    [TestMethod]
    public async Task Credentials_and_identity_reach_the_server()
    {
        await using WebApplication server = await Serve();
        using var line = new HostLine();
        line.Options.User = "CP1";
        line.Options.Password = [1, 0xFF];
        line.Open($"ws://localhost:{PortOf(server)}/ocpp/CP1").Expect("opened");
        Assert.IsTrue(line.Send("who"u8.ToArray()));
        line.Expect("message Basic Q1AxOgH/ at /ocpp/CP1");
    }

    [TestMethod]
    [DataRow("/401", "HttpStatus 401 Unauthorized")]
    [DataRow("/404", "HttpStatus 404 Not Found")]
    [DataRow("/301", "HttpStatus 301 to wss://elsewhere/")]
    [DataRow("/503", "HttpStatus 503 Service Unavailable")]
    [DataRow("/other-protocol", "WrongSubprotocol 0 asked for ocpp1.6, got none")]
    public async Task Refused_upgrade_is_told(string path, string outcome)
    {
        await using WebApplication server = await Serve();
        using HostLine line = new HostLine().Open($"ws://localhost:{PortOf(server)}{path}");
        line.Expect(outcome);
    }

    [TestMethod]
    [DataRow("localhost")]
    [DataRow("127.0.0.1")]
    public async Task TLS_with_the_installed_CA_works_by_name_and_address(string host)
    {
        using var ca = new TestAuthority("Test CA");
        await using WebApplication server = await Serve(ca.Issue("localhost", address: IPAddress.Loopback));
        using HostLine line = new HostLine(Trusting(ca)).Open($"wss://{host}:{PortOf(server)}/ocpp/CP1");
        line.Expect("opened");
        for (int i = 0; i < 20; i++)
        {
            string text = new((char)('a' + i), 400 * i);
            Assert.IsTrue(line.Send(Encoding.UTF8.GetBytes(text)));
            Assert.AreEqual("message " + text, line.Next());
        }

        line.OnLoop(() => line.Client.Close(1000, ""));
        line.Expect("ClosedByUs 1000");
    }

    [TestMethod]
    public async Task Server_of_another_CA_is_refused()
    {
        using var ca = new TestAuthority("Good CA");
        using var other = new TestAuthority("Other CA");
        await using WebApplication server = await Serve(other.Issue("localhost"));
        using HostLine line = new HostLine(Trusting(ca)).Open($"wss://localhost:{PortOf(server)}/");
        line.Expect("Tls 0 certificate is not trusted: issued by Other CA");
    }

    [TestMethod]
    public async Task Without_an_installed_CA_every_server_is_refused()
    {
        using var ca = new TestAuthority("Some CA");
        await using WebApplication server = await Serve(ca.Issue("localhost"));
        using HostLine line = new HostLine().Open($"wss://localhost:{PortOf(server)}/");
        line.Expect("Tls 0 no CA certificate is installed: nothing is trusted");
    }

    [TestMethod]
    public async Task Expired_and_future_certificates_are_refused()
    {
        using var ca = new TestAuthority("Test CA");
        await using WebApplication expired = await Serve(ca.Issue("localhost", fromDays: -30, toDays: -1));
        using HostLine line = new HostLine(Trusting(ca)).Open($"wss://localhost:{PortOf(expired)}/");
        line.Expect("Tls 0 certificate expired on ");
        await using WebApplication future = await Serve(ca.Issue("localhost", fromDays: 2));
        line.Open($"wss://localhost:{PortOf(future)}/").Expect("Tls 0 certificate is valid only from ");
    }

    [TestMethod]
    public async Task Certificate_for_another_host_is_refused()
    {
        using var ca = new TestAuthority("Test CA");
        await using WebApplication server = await Serve(ca.Issue("csms.example.org"));
        using HostLine line = new HostLine(Trusting(ca)).Open($"wss://localhost:{PortOf(server)}/");
        line.Expect("Tls 0 certificate is for csms.example.org, not for localhost");
    }

    [TestMethod]
    public async Task Plain_server_behind_a_wss_address_is_told()
    {
        using var ca = new TestAuthority("Test CA");
        await using WebApplication server = await Serve();
        using HostLine line = new HostLine(Trusting(ca)).Open($"wss://localhost:{PortOf(server)}/");
        line.Expect("Tls 0 the server does not speak TLS on this port");
    }

    [TestMethod]
    public void Server_that_offers_TLS_1_1_only_is_refused()
    {
        using var ca = new TestAuthority("Test CA");
        using X509Certificate2 certificate = ca.Issue("localhost");
        using var server = new RawServer(async socket =>
        {
            using var stream = new SslStream(new NetworkStream(socket));
            try
            {
#pragma warning disable SYSLIB0039, CA5397 // an outdated server is what this test needs
                await stream.AuthenticateAsServerAsync(certificate, false, SslProtocols.Tls11, false);
#pragma warning restore SYSLIB0039, CA5397
            }
            catch (AuthenticationException)
            {
                // As it should be.
            }
        });
        using HostLine line = new HostLine(Trusting(ca)).Open($"wss://localhost:{server.Port}/");
        line.Expect("Tls 0 the server refused the handshake: no common TLS version (1.2 or newer)");
    }

    private static HostTls Trusting(TestAuthority ca)
    {
        var tls = new HostTls();
        tls.Trust(ca.Pem);
        return tls;
    }

    private static int PortOf(WebApplication server) => new Uri(server.Urls.First()).Port;

    private static async Task<WebApplication> Serve(X509Certificate2? certificate = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            if (certificate != null) listen.UseHttps(certificate);
        }));
        if (certificate != null) builder.WebHost.UseKestrelHttpsConfiguration();
        WebApplication server = builder.Build();
        server.UseWebSockets();
        server.Run(Handle);
        await server.StartAsync();
        return server;
    }

    private static async Task Handle(HttpContext context)
    {
        string path = context.Request.Path;
        if (path.StartsWith("/ocpp", StringComparison.Ordinal) || path == "/other-protocol")
        {
            await Echo(context, path == "/other-protocol" ? null : "ocpp1.6");
            return;
        }

        context.Response.StatusCode = path.Length == 4 ? int.Parse(path[1..]) : 404;
        if (context.Response.StatusCode == 301) context.Response.Headers.Location = "wss://elsewhere/";
    }

    private static async Task Echo(HttpContext context, string? protocol)
    {
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync(protocol);
        byte[] buffer = new byte[16_384];
        int length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult part;
            try
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(length), context.RequestAborted);
            }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException)
            {
                return; // the client has left
            }

            if (part.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", context.RequestAborted);
                return;
            }

            length += part.Count;
            if (!part.EndOfMessage) continue;
            string text = Encoding.UTF8.GetString(buffer, 0, length);
            if (text == "close")
            {
                await socket.CloseAsync(WebSocketCloseStatus.PolicyViolation, "you asked for it", context.RequestAborted);
                return;
            }

            if (text == "who") length = Encoding.UTF8.GetBytes($"{context.Request.Headers.Authorization} at {context.Request.Path}", buffer);

            // In two fragments, so that the client has something to put together.
            await socket.SendAsync(buffer.AsMemory(0, length / 2), WebSocketMessageType.Text, false, context.RequestAborted);
            await socket.SendAsync(buffer.AsMemory(length / 2, length - (length / 2)), WebSocketMessageType.Text, true, context.RequestAborted);
            length = 0;
        }
    }
}
