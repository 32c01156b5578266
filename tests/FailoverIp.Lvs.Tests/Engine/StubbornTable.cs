using System.Net;
using FailoverIp.Simulation;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Lvs.Tests.Engine;

/// <summary>A table that refuses single real servers, or does not let go of its services.</summary>
internal sealed class StubbornTable : IIpvsReconciler
{
    public SimulatedIpvs Table { get; } = new();

    /// <summary>The real servers that are refused.</summary>
    public HashSet<IPEndPoint> Refused { get; } = [];

    /// <summary>How often the removal of everything fails.</summary>
    public int Clinging { get; set; }

    public IpvsReconciliation Reconcile(IReadOnlyCollection<IpvsVirtualServer> desired, bool reread = false)
    {
        if (desired.Count == 0 && Clinging-- > 0)
            throw new IpvsException("the kernel's answer was lost");
        var done = Table.Reconcile([.. desired.Select(d => d with { Destinations = d.Destinations.RemoveAll(r => Refused.Contains(r.Address)) })], reread);
        var problems =
            from server in desired
            from destination in server.Destinations
            where Refused.Contains(destination.Address)
            select new IpvsProblem(server.Service.Key, destination, $"{destination.Address} is refused");
        return done with { Problems = [.. done.Problems, .. problems] };
    }
}
