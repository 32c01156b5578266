using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FailoverIp.Simulation;

/// <summary>
/// A provider's API as a stateful HTTP server in this process: the base of the simulators. It keeps a log of the requests, lets a
/// <see cref="FaultPlan"/> strike them, and can be taken down and up. Nothing is read from the environment, and nothing is logged.
/// </summary>
/// <remarks>
/// A request counts as received when its body has arrived: a client that goes away afterwards does not undo it. Beside the provider's own
/// paths every simulator serves <c>/_simulator/requests</c> (GET) and <c>/_simulator/faults</c> (GET, POST, DELETE), which scripts use
/// from outside the process.
/// </remarks>
public abstract partial class HttpSimulator : IAsyncDisposable
{
    private readonly SemaphoreSlim _switch = new(1, 1);
    private IPEndPoint _endpoint;
    private Uptime? _uptime;

    /// <summary>Prepares the server; it listens once <see cref="ComeUpAsync"/> has returned.</summary>
    /// <exception cref="ArgumentException">The address to listen on, or a fault, is not valid.</exception>
    protected HttpSimulator(SimulatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _endpoint = ListenAddress.Parse(options.Listen);
        TimeProvider = options.TimeProvider;
        Requests = new RequestLog(options.Answered);
        Faults = new FaultPlan(options.TimeProvider, options.Seed);
        Faults.Add(options.Faults.AsSpan());
    }

    /// <summary>The address under which it is reached, ending in a slash. It stays the same when the server goes down and comes up.</summary>
    public Uri BaseAddress => ListenAddress.ToUri(_endpoint);

    /// <summary>The requests so far.</summary>
    public RequestLog Requests { get; }

    /// <summary>The faults that strike requests; may be changed at any time.</summary>
    public FaultPlan Faults { get; }

    /// <summary>The clock of everything that takes time here.</summary>
    public TimeProvider TimeProvider { get; }

    /// <summary>True while it listens.</summary>
    public bool IsUp => Volatile.Read(ref _uptime) is not null;

    /// <summary>Makes it listen, on the same address as before; the state is what it was. Does nothing where it is up.</summary>
    /// <exception cref="IOException">The address is in use.</exception>
    public async Task ComeUpAsync(CancellationToken cancellationToken = default)
    {
        await _switch.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_uptime is not null)
                return;
            var uptime = new Uptime(Build());
            try
            {
                uptime.App.Use((HttpContext http, RequestDelegate _) => AnswerAsync(http, uptime.Ended));
                await uptime.App.StartAsync(cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                await uptime.DisposeAsync().ConfigureAwait(false);
                throw;
            }
            var address = uptime.App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
            _endpoint = new(_endpoint.Address, new Uri(address).Port);
            Volatile.Write(ref _uptime, uptime);
        }
        finally
        {
            _switch.Release();
        }
    }

    /// <summary>
    /// Takes it down: connections are reset and new ones refused, requests that have not taken effect never will. The provider's own work
    /// on accepted writes goes on. Does nothing where it is down.
    /// </summary>
    public async Task GoDownAsync()
    {
        await _switch.WaitAsync().ConfigureAwait(false);
        try
        {
            if (Interlocked.Exchange(ref _uptime, null) is { } uptime)
                await uptime.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _switch.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await GoDownAsync().ConfigureAwait(false);
        Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what a simulator holds beside the server; called once it is down.</summary>
    protected virtual void Dispose()
    {
    }

    /// <summary>Names the paths of the provider.</summary>
    protected abstract void Map(SimulatorRoutes routes);

    // An empty builder: what is in the environment or in an appsettings.json nearby has no say in a simulator.
    private WebApplication Build()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodySize;
            kestrel.Limits.MaxConcurrentConnections = 1000;
            kestrel.Listen(_endpoint, listen => listen.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        app.UseRouting();
        var routes = new SimulatorRoutes(app);
        Map(routes);
        MapControl(routes);
        return app;
    }

    /// <summary>The server from one coming up to the next going down.</summary>
    private sealed class Uptime(WebApplication app) : IAsyncDisposable
    {
        private readonly CancellationTokenSource _ended = new();

        public WebApplication App => app;

        public CancellationToken Ended => _ended.Token;

        public async ValueTask DisposeAsync()
        {
            await _ended.CancelAsync().ConfigureAwait(false);
            try
            {
                await app.StopAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // No patience for open connections is what going down means; they are reset when the server is disposed.
            }
            await app.DisposeAsync().ConfigureAwait(false);
            _ended.Dispose();
        }
    }
}
