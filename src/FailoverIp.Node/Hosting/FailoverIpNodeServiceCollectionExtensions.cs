using System.Diagnostics.Metrics;
using FailoverIp;
using FailoverIp.Node;
using FailoverIp.Vrrp;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a highly available node to an application.</summary>
public static class FailoverIpNodeServiceCollectionExtensions
{
    /// <summary>
    /// Adds a node that runs with the host: its virtual routers, the failover addresses that follow them, its virtual servers, the provider types of
    /// netcup and ProfitBricks, and where the section names them the control socket and the status page. All of it comes from the section, by custom <c>FailoverIp</c>.
    /// </summary>
    /// <remarks>
    /// The section is checked as a whole when the host starts: a <see cref="FailoverIpException"/> of kind
    /// <see cref="FailoverErrorKind.Configuration"/> then names every problem with its key. Time comes from <see cref="TimeProvider"/> and the
    /// elections from <see cref="IVrrpEngine"/> where one is registered. One process has one node.
    /// </remarks>
    /// <param name="services">The services of the application.</param>
    /// <param name="section">The section. It is read when the host starts.</param>
    public static IFailoverIpBuilder AddFailoverIpNode(this IServiceCollection services, IConfiguration section) => services.AddFailoverIpNode(section, static options => options);

    /// <summary>
    /// As <see cref="AddFailoverIpNode(IServiceCollection, IConfiguration)"/>, with something to add that a configuration cannot say, such as a check of the
    /// application's own (<see cref="NodeOptions.WithCheck"/>).
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="section">The section. It is read when the host starts.</param>
    /// <param name="configure">Gets the options of the section and returns those that the node runs. Addresses and providers stay those of the section.</param>
    public static IFailoverIpBuilder AddFailoverIpNode(this IServiceCollection services, IConfiguration section, Func<NodeOptions, NodeOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(section);
        ArgumentNullException.ThrowIfNull(configure);
        services.TryAddSingleton(new NodeSource(section, configure));
        services.TryAddSingleton(static sp => sp.GetRequiredService<NodeSource>().Read());
        return services.AddNode(services.AddFailoverIp(section));
    }

    /// <summary>
    /// As <see cref="AddFailoverIpNode(IServiceCollection, IConfiguration)"/>, with options that were read before, such as those of a
    /// <see cref="NodeConfiguration"/>; the section holds the providers and the addresses for the router.
    /// </summary>
    public static IFailoverIpBuilder AddFailoverIpNode(this IServiceCollection services, IConfiguration section, NodeOptions options)
    {
        ArgumentNullException.ThrowIfNull(section);
        ArgumentNullException.ThrowIfNull(options);
        services.TryAddSingleton(new CheckedOptions(options, []));
        return services.AddNode(services.AddFailoverIp(section));
    }

    /// <summary>
    /// As <see cref="AddFailoverIpNode(IServiceCollection, IConfiguration)"/>, without configuration: addresses and instances come from the
    /// options, and providers are added to what is returned.
    /// </summary>
    public static IFailoverIpBuilder AddFailoverIpNode(this IServiceCollection services, NodeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.TryAddSingleton(new CheckedOptions(options, []));
        var builder = services.AddFailoverIp();
        services.AddSingleton(new GivenRoutes([.. options.Addresses.Select(a => a.Route)]));
        return services.AddNode(builder);
    }

    private static IFailoverIpBuilder AddNode(this IServiceCollection services, IFailoverIpBuilder builder)
    {
        builder.AddNetcup().AddProfitBricks();
        services.AddLogging().AddMetrics();
        services.TryAddSingleton<IVrrpEngine>(static sp => new VrrpEngine(sp.GetRequiredService<ILogger<VrrpEngine>>()));
        services.TryAddSingleton(static sp => NodeDemand.Of(NodeAddition.Apply(sp.GetServices<NodeAddition>(), sp.GetRequiredService<CheckedOptions>().Options)));
        services.AddLoadBalancer();
        services.TryAddSingleton(static sp => new NodeMeter(sp.GetRequiredService<IMeterFactory>(), sp.GetRequiredService<TimeProvider>(), () => sp.GetRequiredService<IFailoverNode>().GetStatus()));
        services.TryAddSingleton(static sp => new NodeJournal(sp.GetRequiredService<TimeProvider>(), sp.GetRequiredService<NodeMeter>()));
        services.TryAddSingleton(static sp => new FailoverNode(
            sp.GetRequiredService<NodeOptions>(), sp.GetRequiredService<IVrrpEngine>(), sp.GetRequiredService<IFailoverIpRouter>(), sp.GetRequiredService<RouteReloader>(), sp.GetRequiredService<LoadBalancer>,
            LoadBalancerServices.AreNeeded(sp),
            new TrackerSet(sp.GetRequiredService<IVrrpEngine>(), sp, sp.GetRequiredService<TimeProvider>(), sp.GetRequiredService<ILoggerFactory>().CreateLogger("FailoverIp.Trackers")),
            sp.GetRequiredService<NodeJournal>(), sp.GetRequiredService<TimeProvider>(), sp.GetRequiredService<ILoggerFactory>(), sp.GetRequiredService<CheckedOptions>().Warnings, sp.GetService<NodeSource>(), [.. sp.GetServices<NodeAddition>()],
            sp.GetService<IHostApplicationLifetime>()));
        services.TryAddSingleton<IFailoverNode>(static sp => sp.GetRequiredService<FailoverNode>());

        // Services start in this order and stop in the reverse: the control socket, which keeps a second node away, is ours before the first
        // advert is sent; and the status is answered until the node has stopped.
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, StatusService>(static sp => Following(sp, new StatusService(
            sp.GetRequiredService<FailoverNode>(), sp.GetRequiredService<NodeJournal>(), sp.GetRequiredService<IMeterFactory>(), sp.GetRequiredService<TimeProvider>(), sp.GetRequiredService<ILoggerFactory>()))));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, TelemetryService>(static sp => Following(sp, new TelemetryService(
            sp.GetRequiredService<NodeOptions>(), sp.GetRequiredService<ILoggerFactory>()))));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, FailoverNode>(static sp => sp.GetRequiredService<FailoverNode>()));
        return builder;
    }

    private static T Following<T>(IServiceProvider services, T follower)
        where T : IReloadFollower
    {
        services.GetRequiredService<FailoverNode>().Followers.Add(follower);
        return follower;
    }
}
