using System.Net.Sockets;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Lvs;

/// <summary>
/// Checks virtual servers before anything is sent to the kernel, which mostly answers no more than "invalid argument". All problems are found at once.
/// The rules are those of the kernel (net/netfilter/ipvs/ip_vs_ctl.c) and of keepalived 2.2.7.
/// </summary>
public static class VirtualServerValidator
{
    private const int LongestPersistence = 31 * 24 * 60 * 60; // keepalived's bound

    /// <summary>The problems of all of <paramref name="virtualServers"/>, also those of one with another.</summary>
    public static IReadOnlyList<VirtualServerProblem> Validate(IEnumerable<VirtualServerOptions> virtualServers)
    {
        ArgumentNullException.ThrowIfNull(virtualServers);
        var problems = new List<VirtualServerProblem>();
        var names = new HashSet<string>();
        var keys = new Dictionary<IpvsServiceKey, string>();
        foreach (var server in virtualServers)
        {
            problems.AddRange(Validate(server));
            if (!names.Add(server.Name))
                problems.Add(new(server.Name, "", "another virtual server has the same name"));
            if (!keys.TryAdd(server.Key, server.Name))
                problems.Add(new(server.Name, AddressOption(server), $"{server.Key} is the service of '{keys[server.Key]}' already"));
        }
        return problems;
    }

    /// <summary>The problems of one virtual server.</summary>
    public static IReadOnlyList<VirtualServerProblem> Validate(VirtualServerOptions virtualServer)
    {
        ArgumentNullException.ThrowIfNull(virtualServer);
        var problems = new ProblemList(virtualServer.Name);
        Service(virtualServer, problems);
        Persistence(virtualServer, problems);
        Quorum(virtualServer, problems);
        TimingRules.Check(virtualServer.Timing, new(""), problems);
        RealServerRules.Check(virtualServer, problems);
        return problems.Found;
    }

    internal static string AddressOption(VirtualServerOptions o) => o.Key.Address is null ? "FirewallMark" : "Address";

    private static void Service(VirtualServerOptions o, ProblemList problems)
    {
        if (string.IsNullOrWhiteSpace(o.Name))
            problems.Error("", "a virtual server has a name");
        if (!IpvsSchedulers.IsKnown(o.Scheduler))
            problems.Error("Scheduler", $"the kernel has no scheduler '{o.Scheduler}'; the nearest is '{IpvsSchedulers.Nearest(o.Scheduler)}'");
        else if (o.SchedulerFlags != IpvsServiceFlags.None && !IpvsSchedulers.HasFlags(o.Scheduler))
            problems.Warning("SchedulerFlags", $"the scheduler '{o.Scheduler}' looks at no flags; sh and mh do");
        if ((o.SchedulerFlags & ~(IpvsServiceFlags.Scheduler1 | IpvsServiceFlags.Scheduler2 | IpvsServiceFlags.Scheduler3)) != IpvsServiceFlags.None)
            problems.Error("SchedulerFlags", $"{o.SchedulerFlags} is more than a scheduler's flags (flag-1, flag-2, flag-3)");
        if (o.OnePacket && o.Key.Protocol != IpvsProtocol.Udp && o.Key.Address is not null)
            problems.Error("OnePacket", "one-packet scheduling is for UDP only");
        if (!Enum.IsDefined(o.Key.Protocol))
            problems.Error("Protocol", $"{(int)o.Key.Protocol} is none of TCP, UDP and SCTP");
        ForwardingRules.Check(o.Method, o.Tunnel, new(""), problems);
    }

    private static void Persistence(VirtualServerOptions o, ProblemList problems)
    {
        if (o.Persistence is { } timeout)
        {
            if (timeout.Ticks % TimeSpan.TicksPerSecond != 0 || timeout.TotalSeconds is < 1 or > LongestPersistence)
                problems.Error("Persistence", $"{timeout} is not a whole number of seconds between 1 and {LongestPersistence} (31 days)");
        }
        else
        {
            if (o.Key.Address?.Port == 0)
                problems.Error("Address", "port 0 (all ports) goes with Persistence only");
            if (o.PersistencePrefixLength is not null)
                problems.Warning("PersistenceGranularity", "it has no effect without Persistence");
            if (o.PersistenceEngine is not null)
                problems.Error("PersistenceEngine", "it goes with Persistence only");
        }
        var bits = o.Key.Family == AddressFamily.InterNetworkV6 ? 128 : 32;
        if (o.PersistencePrefixLength is { } length && (length < 1 || length > bits))
            problems.Error("PersistenceGranularity", $"a prefix of {length} bits is not between 1 and {bits}");
        if (o.PersistenceEngine is { } engine && engine is not { Length: > 0 and <= 15 })
            problems.Error("PersistenceEngine", $"'{engine}' is not a name of 1 to 15 characters, such as sip");
        if (o is { PersistenceEngine: "sip", Persistence: not null } && o.Key is { Address: not null, Protocol: not IpvsProtocol.Udp })
            problems.Warning("PersistenceEngine", "sip looks into UDP packets only");
    }

    private static void Quorum(VirtualServerOptions o, ProblemList problems)
    {
        if (o.Quorum < 1)
            problems.Error("Quorum", $"{o.Quorum} is less than 1");
        else if (o.Hysteresis < 0 || o.Hysteresis >= o.Quorum)
            problems.Error("Hysteresis", $"{o.Hysteresis} is not between 0 and {o.Quorum - 1} (less than Quorum)");
        else
            ReachableQuorum(o, problems);
        if (o.MaxUnavailable is { } share && !(share >= 0 && share <= 1))
            problems.Error("MaxUnavailable", $"{share} is not a share between 0 and 1");
        if (o.SorryServer is { } sorry)
            SorryServerRules.Check(o, sorry, problems);
    }

    // Checks that give weights may lift the sum above that of the configuration.
    private static void ReachableQuorum(VirtualServerOptions o, ProblemList problems)
    {
        var weights = o.RealServers.Sum(r => Math.Max(0L, r.Weight));
        var fixedWeights = o.RealServers.All(r => r.Checks.All(c => !c.GivesWeight));
        if (!o.RealServers.IsEmpty && fixedWeights && weights < o.Quorum + o.Hysteresis)
            problems.Warning("Quorum", $"it can never be reached: all weights together are {weights}, it takes {o.Quorum + o.Hysteresis}{(o.Hysteresis == 0 ? "" : " (Quorum + Hysteresis)")}");
    }
}
