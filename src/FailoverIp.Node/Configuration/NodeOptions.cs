using System.Collections.Immutable;
using System.Net;
using FailoverIp.Lvs;
using FailoverIp.Vrrp;

namespace FailoverIp.Node;

/// <summary>What a node runs: immutable and checked.</summary>
public sealed record NodeOptions
{
    /// <summary>Where the control socket of a node started by the tool is, unless the configuration says otherwise.</summary>
    public const string DefaultControlSocket = "/run/failoverip/control.sock";

    /// <summary>The name of this node.</summary>
    /// <value>The host's name.</value>
    public string Name { get; init; } = Environment.MachineName;

    /// <summary>The failover addresses, in the order of the configuration.</summary>
    public ImmutableArray<NodeAddress> Addresses { get; init; } = [];

    /// <summary>
    /// The virtual routers, in the order of the configuration. An address of <see cref="Addresses"/> with an interface need not be repeated
    /// here: the node adds it to the excluded addresses of the instance that it follows.
    /// </summary>
    public ImmutableArray<VirtualRouterOptions> Instances { get; init; } = [];

    /// <summary>Virtual routers that change their state together.</summary>
    public ImmutableArray<SyncGroupOptions> SyncGroups { get; init; } = [];

    /// <summary>What is looked at for the virtual routers that track it (<see cref="VirtualRouterOptions.TrackedHealth"/>, by <see cref="TrackerOptions.Tracker"/>).</summary>
    public ImmutableArray<TrackerOptions> Trackers { get; init; } = [];

    /// <summary>How long to wait before the virtual routers are started, 0 to 1000 s.</summary>
    /// <value>Zero.</value>
    public TimeSpan StartupDelay { get; init; }

    /// <summary>How long after the boot of the machine the virtual routers are started at the earliest, 0 to 1000 s; the longer of both delays counts.</summary>
    /// <value>Zero.</value>
    public TimeSpan DelayAfterBoot { get; init; }

    /// <summary>Interfaces that keep one distance between their announcements.</summary>
    public ImmutableArray<AnnouncementGroupOptions> AnnouncementGroups { get; init; } = [];

    /// <summary>The virtual servers of the kernel's load balancer, in the order of the configuration.</summary>
    public ImmutableArray<NodeVirtualServer> VirtualServers { get; init; } = [];

    /// <summary>Whom the node tells what happens.</summary>
    public NotifyOptions Notify { get; init; } = new();

    /// <summary>What holds for the kernel's load balancer as a whole.</summary>
    /// <value><see cref="NodeIpvsOptions.Default"/>.</value>
    public NodeIpvsOptions Ipvs { get; init; } = NodeIpvsOptions.Default;

    /// <summary>What is done about kernel settings that the virtual servers need.</summary>
    /// <value><see cref="SysctlHandling.Check"/>.</value>
    public SysctlHandling Sysctls { get; init; }

    /// <summary>The URL at which <c>/status</c> and <c>/healthz</c> are answered, such as <c>http://127.0.0.1:9112/</c>; null for none.</summary>
    public Uri? StatusListen { get; init; }

    /// <summary>The path of the control socket; null for none.</summary>
    public string? ControlSocket { get; init; }

    /// <summary>Where the configuration asks for what only the machine can refuse; null where there is no configuration.</summary>
    internal MachineDemands? Demands { get; init; }

    /// <summary>
    /// What the elections of this node run: the virtual routers with the failover addresses that they hold while Active, and the place where the engine notes what it has
    /// put into the kernel.
    /// </summary>
    public VrrpEngineOptions ToEngineOptions() => new()
    {
        Routers = [.. Instances.Select(i => i with { ExcludedAddresses = [.. i.ExcludedAddresses, .. HeldBy(i)] })],
        SyncGroups = SyncGroups,
        StartupDelay = StartupDelay,
        DelayAfterBoot = DelayAfterBoot,
        AnnouncementGroups = AnnouncementGroups,
        StatePath = NodeFiles.Vrrp(Name),
    };

    private IEnumerable<VirtualAddress> HeldBy(VirtualRouterOptions instance) =>
        from address in Addresses
        where string.Equals(address.Follows, instance.Name, StringComparison.Ordinal) && address.Interface is not null
        let ip = address.Route.Address
        where !instance.VirtualAddresses.Concat(instance.ExcludedAddresses)
            .Any(v => v.Address.Equals(ip.Address) && (v.Interface ?? instance.Interface) == address.Interface)
        select new VirtualAddress(ip.Address, ip.PrefixLength, address.Interface);

    /// <summary>
    /// These options with one more check for a real server, such as a <see cref="DelegateCheckOptions"/> of the application's own.
    /// </summary>
    /// <param name="virtualServer">The name of the virtual server.</param>
    /// <param name="realServer">The address of the real server; null: all of the virtual server's.</param>
    /// <param name="check">The check; it has to pass like the others.</param>
    /// <exception cref="ArgumentException">There is no such virtual server or real server.</exception>
    public NodeOptions WithCheck(string virtualServer, IPEndPoint? realServer, CheckOptions check)
    {
        ArgumentNullException.ThrowIfNull(check);
        var server = VirtualServers.FirstOrDefault(s => s.Options.Name == virtualServer)
            ?? throw new ArgumentException($"there is no virtual server \"{virtualServer}\"", nameof(virtualServer));
        if (realServer is not null && !server.Options.RealServers.Any(r => r.Address.Equals(realServer)))
            throw new ArgumentException($"the virtual server \"{virtualServer}\" has no real server {realServer}", nameof(realServer));
        var realServers = server.Options.RealServers.Select(r => realServer is null || r.Address.Equals(realServer) ? r with { Checks = r.Checks.Add(check) } : r);
        return this with { VirtualServers = VirtualServers.Replace(server, server with { Options = server.Options with { RealServers = [.. realServers] } }) };
    }
}

/// <summary>A failover address of a node.</summary>
/// <param name="Route">The address and where it is routed.</param>
public sealed record NodeAddress(FailoverRoute Route)
{
    /// <summary>
    /// The instance it follows: while that is Active here, the address is kept routed to its target, and not a moment longer. Null: it is only
    /// for <see cref="IFailoverIpRouter"/>.
    /// </summary>
    public string? Follows { get; init; }

    /// <summary>The interface that holds the address while the instance is Active, and on which it is announced; null for none.</summary>
    public string? Interface { get; init; }
}
