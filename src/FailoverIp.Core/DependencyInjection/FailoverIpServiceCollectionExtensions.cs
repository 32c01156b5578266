using System.Diagnostics.Metrics;
using FailoverIp;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds failover addresses to an application.</summary>
public static class FailoverIpServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IFailoverIpRouter"/>; addresses and providers are added by code. In a host, the providers are kept ready for a reroute.
    /// May be called more than once.
    /// </summary>
    /// <remarks>
    /// The configuration is checked as a whole when the router is first asked for, in a host when it starts: a
    /// <see cref="FailoverIpException"/> of kind <see cref="FailoverErrorKind.Configuration"/> then names every problem with its key.
    /// Providers are made on first use. Time comes from <see cref="TimeProvider"/> where one is registered.
    /// </remarks>
    public static IFailoverIpBuilder AddFailoverIp(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ProviderCatalog>();
        services.TryAddSingleton<RouteTable>();
        services.TryAddSingleton(static sp => new RouteMetrics(sp.GetService<IMeterFactory>()));
        services.TryAddSingleton(static sp => Board(sp.GetRequiredService<RouteTable>().Routes, sp.GetRequiredService<ProviderCatalog>().Current, sp.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<RouteReloader>();
        services.TryAddSingleton<IFailoverIpRouter>(static sp => new FailoverIpRouter(
            sp.GetRequiredService<RouteBoard>(), sp.GetRequiredService<TimeProvider>(), sp.GetRequiredService<RouteMetrics>(), Logger(sp, "FailoverIp.Router")));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<FailoverAddressOptions>, FailoverAddressBinder>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<FailoverAddressOptions>, FailoverAddressValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ProviderPreparer>(static sp => new ProviderPreparer(
            sp.GetRequiredService<RouteBoard>(), sp.GetRequiredService<TimeProvider>(), Logger(sp, "FailoverIp.Providers"))));
        services.TryAddKeyedSingleton<IFailoverIpProvider>(KeyedService.AnyKey, static (sp, key) => sp.GetRequiredService<ProviderCatalog>().Following(key as string ?? ""));
        return new FailoverIpBuilder(services);
    }

    /// <summary>
    /// As <see cref="AddFailoverIp(IServiceCollection)"/>, with <c>Providers</c> and <c>Addresses</c> from a section. The providers' packages add
    /// the values that <c>Type</c> may have. Keys that belong to others, such as <c>Follows</c>, are left alone.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="section">The section, by custom <c>FailoverIp</c>. It is read when the router is first asked for.</param>
    public static IFailoverIpBuilder AddFailoverIp(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        var builder = services.AddFailoverIp();
        services.AddSingleton(new FailoverIpSection(section));
        return builder;
    }

    private static RouteBoard Board(IReadOnlyList<FailoverRoute> routes, ProviderTable providers, TimeProvider clock) =>
        new(new(routes.Select(r => new RouteEntry(r, providers.Account(r.Provider), clock))));

    private static ILogger Logger(IServiceProvider services, string category) => services.GetService<ILoggerFactory>()?.CreateLogger(category) ?? NullLogger.Instance;

    private sealed record FailoverIpBuilder(IServiceCollection Services) : IFailoverIpBuilder;
}
