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
        services.TryAddSingleton<IIpvsReconciler>(static sp => new KernelTable(KernelTable.ListPath(sp.GetRequiredService<NodeOptions>())));
        // The engine only takes note of answers, so it may do that in the thread that makes the checks.
        services.TryAddSingleton<ICheckProbeFactory>(static _ => new CheckProbeFactory { AnswersOnThreadPool = false });
        services.TryAddSingleton<IRedirectRules>(static sp => new RedirectRules(sp.GetRequiredService<NodeOptions>().Name));
        services.TryAddSingleton<SysctlSource>(static _ => Sysctls.OfThisMachine);
        services.TryAddSingleton<ILvsEngine>(static sp => new LvsEngine(
            sp.GetRequiredService<IIpvsReconciler>(), sp.GetRequiredService<ICheckProbeFactory>(), sp.GetRequiredService<TimeProvider>(), sp.GetRequiredService<ILoggerFactory>(),
            meters: sp.GetService<System.Diagnostics.Metrics.IMeterFactory>()));
        services.TryAddSingleton(static sp => new LoadBalancer(
            sp.GetRequiredService<NodeOptions>(), sp.GetRequiredService<ILvsEngine>(), sp.GetRequiredService<IRedirectRules>(), sp.GetRequiredService<SysctlSource>(),
            sp.GetRequiredService<TimeProvider>(), sp.GetRequiredService<ILoggerFactory>()));
    }

    /// <summary>The virtual servers of a node; null where it has none, and none of an earlier run may be left in the kernel.</summary>
    public static LoadBalancer? Find(IServiceProvider services)
    {
        var node = services.GetRequiredService<NodeOptions>();
        return node.VirtualServers.IsEmpty && !File.Exists(KernelTable.ListPath(node)) ? null : services.GetRequiredService<LoadBalancer>();
    }
}
