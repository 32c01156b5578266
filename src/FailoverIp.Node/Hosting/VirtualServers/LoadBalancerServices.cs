using FailoverIp.Lvs;
using FailoverIp.Vrrp.Ipvs;
using FailoverIp.Vrrp.Netfilter;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Node;

/// <summary>The services of the virtual servers. Each may be replaced by one that was registered before, such as the simulated ones.</summary>
internal static class LoadBalancerServices
{
    public static void AddLoadBalancer(this IServiceCollection services)
    {
        services.TryAddSingleton<IIpvsReconciler>(static sp => TableOf(sp.GetRequiredService<NodeOptions>().Name));
        // What awaits a probe is the scheduler, whose part is short: no change of threads for each answer.
        services.TryAddSingleton<ICheckProbeFactory>(static _ => new CheckProbeFactory { AnswersOnThreadPool = false });
        services.TryAddSingleton<IRedirectRules>(static sp => RedirectsOf(sp.GetRequiredService<NodeOptions>().Name));
        services.TryAddSingleton<SysctlSource>(static _ => Sysctls.OfThisMachine);
        services.TryAddSingleton<LocalAddressSource>(static _ => LocalAddresses.OfThisMachine);
        services.TryAddSingleton<Func<IIpvsClient>>(static _ => static () => new IpvsClient());
        services.TryAddSingleton<ILvsEngine>(static sp => new LvsEngine(
            sp.GetRequiredService<IIpvsReconciler>(), sp.GetRequiredService<ICheckProbeFactory>(), sp.GetRequiredService<TimeProvider>(), sp.GetRequiredService<ILoggerFactory>(),
            meters: sp.GetService<System.Diagnostics.Metrics.IMeterFactory>()));
        services.TryAddSingleton(static sp => new LoadBalancer(
            sp.GetRequiredService<NodeOptions>(), sp.GetRequiredService<ILvsEngine>(), sp.GetRequiredService<IRedirectRules>(), sp.GetRequiredService<SysctlSource>(),
            sp.GetRequiredService<TimeProvider>(), sp.GetRequiredService<ILoggerFactory>(), sp.GetRequiredService<Func<IIpvsClient>>(), sp.GetRequiredService<LocalAddressSource>()));
    }

    /// <summary>Whether a node has virtual servers, or an earlier run has left something of them in the kernel.</summary>
    public static bool AreNeeded(IServiceProvider services) =>
        services.GetRequiredService<NodeOptions>() is not { VirtualServers.IsEmpty: true, Ipvs: var ipvs } || ipvs != NodeIpvsOptions.Default || HasLeftovers(services);

    private static bool HasLeftovers(IServiceProvider services) =>
        services.GetRequiredService<IIpvsReconciler>() is KernelTable { HasList: true } || services.GetRequiredService<IRedirectRules>() is NotedRedirects { HasNote: true };

    private static KernelTable TableOf(string node) => new(node, NodeFiles.VirtualServices(node));

    private static NotedRedirects RedirectsOf(string node) => new(new RedirectRules(node), NodeFiles.Redirections(node));
}
