using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.WebSockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChargePoint.Simulator.CentralSystem;

/// <summary>How the server listens.</summary>
public sealed record OcppServerOptions
{
    /// <summary>The TCP port on 127.0.0.1; 0 lets the system choose.</summary>
    public int Port { get; init; }

    /// <summary>With a certificate the server speaks wss.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>
    /// Makes a server with a certificate ask charge points for theirs (security profile 3), and decides whether one is accepted; null if the
    /// charge point shows none.
    /// </summary>
    public Func<X509Certificate2?, bool>? AcceptsClient { get; init; }

    /// <summary>Sees the settings of each TLS handshake before it begins, and can change them, as with another certificate.</summary>
    public Action<SslServerAuthenticationOptions>? EachHandshake { get; init; }

    /// <summary>Sees each connection before TLS and HTTP; true if it has dealt with it in its own way.</summary>
    public Func<IDuplexPipe, Task<bool>>? BeforeTls { get; init; }

    /// <summary>Path before the identity, without a slash at the end.</summary>
    public string Path { get; init; } = "/ocpp";

    /// <summary>Versions of TLS that a server with a certificate offers.</summary>
    public SslProtocols Protocols { get; init; } = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>
    /// Decides on a charge point by its identity and the password of its Basic authorization (null when there is none):
    /// the HTTP status to refuse it with, such as 401 or 404, or null to let it in.
    /// </summary>
    public Func<string, string?, int?>? Refuse { get; init; }

    /// <summary>How often a ping is sent; a charge point that does not answer for as long is dropped.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>Listens on loopback for charge points at <c>/ocpp/{identity}</c> (or another path) with subprotocol <c>ocpp1.6</c>.</summary>
public sealed class OcppServer : IAsyncDisposable
{
    private const string Subprotocol = "ocpp1.6";
    private const int MaxIdentityLength = 255;
    private const int MaxConnections = 1000;

    private readonly OcppServerOptions _options;
    private readonly Ledger _ledger;
    private readonly SessionServices _services;
    private readonly ConcurrentDictionary<string, ChargePointSession> _sessions = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private WebApplication? _application;

    /// <summary>A server that is not listening yet.</summary>
    public OcppServer(OcppServerOptions options, Ledger ledger, Responder responder, MessageValidator validator, Func<DateTimeOffset> now)
    {
        _options = options;
        _ledger = ledger;
        _services = new SessionServices(validator, responder, ledger, now);
    }

    /// <summary>The calls with their answers, of both sides.</summary>
    public WaitableLog<Exchange> Exchanges => _services.Exchanges;

    /// <summary>The text frames, of both sides.</summary>
    public WaitableLog<FrameRecord> Frames => _services.Frames;

    /// <summary>Who came, left or was refused.</summary>
    public WaitableLog<ConnectionEvent> Connections => _services.Connections;

    /// <summary>The URL to which a charge point appends its identity, without a slash at the end.</summary>
    public Uri Url { get; private set; } = new("ws://127.0.0.1/ocpp");

    /// <summary>The identities that are connected, in order.</summary>
    public IReadOnlyList<string> Connected => [.. _sessions.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Starts to listen; throws IOException when the port is taken.</summary>
    public async Task StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.WebHost.UseKestrelCore();
        if (_options.Certificate is not null)
            builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, _options.Port, listen =>
            {
                if (_options.BeforeTls is { } before)
                    listen.Use(next => async connection =>
                    {
                        if (!await before(connection.Transport).ConfigureAwait(false)) await next(connection).ConfigureAwait(false);
                    });
                if (_options.Certificate is not null)
                    listen.UseHttps(UseTls);
            });
        });
        _application = builder.Build();
        _application.UseWebSockets(new WebSocketOptions { KeepAliveInterval = _options.PingInterval, KeepAliveTimeout = _options.PingInterval });
        _application.Run(ServeAsync);
        await _application.StartAsync().ConfigureAwait(false);

        var addresses = _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        var port = new Uri(addresses!.Addresses.First()).Port;
        Url = new Uri($"{(_options.Certificate is null ? "ws" : "wss")}://127.0.0.1:{port}{_options.Path}");
    }

    private void UseTls(HttpsConnectionAdapterOptions https)
    {
        https.ServerCertificate = _options.Certificate;
        https.SslProtocols = _options.Protocols;
        if (_options.EachHandshake is { } each) https.OnAuthenticate = (_, settings) => each(settings);
        if (_options.AcceptsClient is null) return;
        https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
        https.CheckCertificateRevocation = false;
        https.ClientCertificateValidation = (_, _, _) => true; // decided on with the request, so that one without is decided on as well
    }

    /// <summary>
    /// Sends a call once those before it are answered, and gives the answer or why there is none. Throws JsonException when the
    /// payload is not JSON and OperationCanceledException when cancelled. The timeout counts from sending.
    /// </summary>
    public async Task<CallOutcome> CallAsync(
        string id, string action, string payloadJson, TimeSpan timeout, CancellationToken cancellation = default)
    {
        using var document = JsonDocument.Parse(payloadJson);
        var payload = document.RootElement.Clone();
        return _sessions.TryGetValue(id, out var session)
            ? await session.CallAsync(action, payload, timeout, cancellation).ConfigureAwait(false)
            : CallOutcome.None(CallEnd.NotConnected, $"{id} is not connected", TimeSpan.Zero);
    }

    /// <summary>Sends text as it is, however wrong; false when it could not be sent.</summary>
    public async Task<bool> SendRawAsync(string id, string text) =>
        _sessions.TryGetValue(id, out var session) && await session.SendRawAsync(text).ConfigureAwait(false);

    /// <summary>Closes the connection of a charge point with a close code (1000 to 4999, RFC 6455 §7.4).</summary>
    public Task CloseAsync(string id, int closeCode = 1001, string reason = "") =>
        _sessions.TryGetValue(id, out var session) ? session.CloseAsync((WebSocketCloseStatus)closeCode, reason) : Task.CompletedTask;

    /// <summary>Drops the connection of a charge point without a close frame.</summary>
    public void Drop(string id)
    {
        if (_sessions.TryGetValue(id, out var session))
            session.Abort();
    }

    /// <summary>Returns once a charge point is connected.</summary>
    public Task WaitForConnectionAsync(string id, TimeSpan timeout) =>
        _ledger.WaitUntilAsync(ledger => ledger.ChargePoint(id).Connected, timeout);

    /// <summary>Closes every connection with code 1001 and stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_application is not null)
        {
            await Task.WhenAll(_sessions.Values.Select(session => session.CloseAsync(WebSocketCloseStatus.EndpointUnavailable, "")))
                .ConfigureAwait(false);
            await _stopping.CancelAsync().ConfigureAwait(false);
            await _application.StopAsync().ConfigureAwait(false);
            await _application.DisposeAsync().ConfigureAwait(false);
            _application = null;
        }

        _stopping.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        if (IdentityIn(context.Request.Path.Value) is not { } id)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            context.Response.Headers.Upgrade = "websocket";
            return;
        }

        if (_sessions.Count >= MaxConnections)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        if (_options.AcceptsClient is { } accepts && !accepts(context.Connection.ClientCertificate))
        {
            Connections.Add(new ConnectionEvent(_services.Now(), id, false, "refused for its certificate"));
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        if (_options.Refuse?.Invoke(id, PasswordIn(context.Request.Headers.Authorization.ToString(), id)) is { } status)
        {
            Connections.Add(new ConnectionEvent(_services.Now(), id, false, $"refused with HTTP {status}"));
            context.Response.StatusCode = status;
            if (status == StatusCodes.Status401Unauthorized)
                context.Response.Headers.WWWAuthenticate = "Basic realm=\"ocpp\"";
            return;
        }

        if (!context.WebSockets.WebSocketRequestedProtocols.Contains(Subprotocol))
        {
            await RefuseSubprotocolAsync(context, id).ConfigureAwait(false);
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(Subprotocol).ConfigureAwait(false);
        await ServeAsync(new ChargePointSession(id, socket, _services), context.Features.Get<ITlsHandshakeFeature>()?.Protocol ?? SslProtocols.None).ConfigureAwait(false);
    }

    // OCPP-J 1.6 §3.1.2: complete the handshake without a subprotocol, then close.
    private async Task RefuseSubprotocolAsync(HttpContext context, string id)
    {
        const string Reason = "subprotocol ocpp1.6 was not offered";
        Connections.Add(new ConnectionEvent(_services.Now(), id, false, "refused: " + Reason));
        using var socket = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
        var session = new ChargePointSession(id, socket, _services);
        await session.CloseUnservedAsync(WebSocketCloseStatus.ProtocolError, Reason).ConfigureAwait(false);
    }

    private async Task ServeAsync(ChargePointSession session, SslProtocols protocol)
    {
        // A charge point that connects anew has lost its old connection, even if this side has not noticed.
        ChargePointSession? old = null;
        _sessions.AddOrUpdate(session.Id, session, (_, previous) =>
        {
            old = previous;
            return session;
        });
        old?.Abort();
        _ledger.Update(session.Id, record => record with { Connected = true });
        Connections.Add(new ConnectionEvent(_services.Now(), session.Id, true, old is null ? "connected" : "connected anew") { Protocol = protocol });

        var reason = await session.RunAsync(_stopping.Token).ConfigureAwait(false);
        if (_sessions.TryRemove(KeyValuePair.Create(session.Id, session)))
            _ledger.Update(session.Id, record => record with { Connected = false });
        Connections.Add(new ConnectionEvent(_services.Now(), session.Id, false, reason));
    }

    private string? IdentityIn(string? path)
    {
        var prefix = _options.Path + "/";
        if (path is null || !path.StartsWith(prefix, StringComparison.Ordinal))
            return null;
        var id = path[prefix.Length..];
        return id.Length is > 0 and <= MaxIdentityLength && !id.Contains('/', StringComparison.Ordinal) ? id : null;
    }

    // The user name of Basic authorization is the identity, and a password may hold any byte (security whitepaper §3.2.2).
    private static string? PasswordIn(string header, string id)
    {
        const string Scheme = "Basic ";
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[Scheme.Length..].Trim(), bytes, out var length))
            return null;
        var credentials = Encoding.Latin1.GetString(bytes, 0, length);
        var user = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(id + ":"));
        return credentials.StartsWith(user, StringComparison.Ordinal) ? credentials[user.Length..] : null;
    }

    // The usual lifetime takes Ctrl+C and SIGTERM for itself; they belong to the simulator.
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
