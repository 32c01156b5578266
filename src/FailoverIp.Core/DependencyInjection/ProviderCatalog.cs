using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FailoverIp;

/// <summary>The providers that there are now. Those of the configuration belong to it, those added by code to the container.</summary>
internal sealed class ProviderCatalog : IAsyncDisposable, IDisposable
{
    private readonly IServiceProvider _services;
    private readonly IReadOnlyList<ProviderRegistration> _added;
    private readonly IReadOnlyList<ProviderTypeRegistration> _types;
    private readonly ILogger _logger;
    private volatile ProviderTable _current;

    public ProviderCatalog(
        IServiceProvider services, IEnumerable<ProviderRegistration> added, IEnumerable<ProviderTypeRegistration> types, IEnumerable<FailoverIpSection> sections, ILoggerFactory? loggers = null)
    {
        (_services, _added, _types) = (services, [.. added], [.. types]);
        _logger = loggers?.CreateLogger("FailoverIp.Providers") ?? NullLogger.Instance;
        _current = Read(sections, null);
    }

    public ProviderTable Current => _current;

    /// <summary>The providers of another configuration. Nothing changes yet.</summary>
    public ProviderTable Read(IConfiguration section) => Read([new(section)], _current);

    /// <summary>Goes over to a table of <see cref="Read(IConfiguration)"/>; what is in it no more is let go of.</summary>
    public void Replace(ProviderTable next)
    {
        var before = _current;
        _current = next;
        _ = RetireAsync(before.Accounts.Except(next.Accounts));
    }

    /// <summary>The provider of a name, in any case, whatever the configuration will be when it is used.</summary>
    /// <exception cref="FailoverIpException">There is none (<see cref="FailoverErrorKind.Configuration"/>).</exception>
    public IFailoverIpProvider Following(string name)
    {
        _ = _current.Account(name);
        return new FollowingProvider(() => _current.Account(name).Get());
    }

    public ValueTask DisposeAsync() => new(RetireAsync(_current.Accounts));

    public void Dispose() => RetireAsync(_current.Accounts).GetAwaiter().GetResult();

    internal async Task RetireAsync(IEnumerable<ProviderAccount> accounts)
    {
        foreach (var account in accounts.ToList())
        {
            try
            {
                await account.RetireAsync().ConfigureAwait(false);
            }
            catch (Exception e)
            {
                _logger.NotDisposed(e, account.Name);
            }
        }
    }

    private ProviderTable Read(IEnumerable<FailoverIpSection> sections, ProviderTable? before) => new(_added, _types, sections, _services, before);

    /// <summary>What others hold of a provider of the configuration: it outlives a reload.</summary>
    private sealed class FollowingProvider(Func<IFailoverIpProvider> current) : IFailoverIpProvider
    {
        public Task<RouteReading> ReadRouteAsync(RouteRequest request, CancellationToken cancellationToken) => current().ReadRouteAsync(request, cancellationToken);

        public Task<Reroute> StartRerouteAsync(RouteRequest request, CancellationToken cancellationToken) => current().StartRerouteAsync(request, cancellationToken);

        public Task<TimeSpan> PrepareAsync(RouteRequest request, CancellationToken cancellationToken) => current().PrepareAsync(request, cancellationToken);
    }
}
