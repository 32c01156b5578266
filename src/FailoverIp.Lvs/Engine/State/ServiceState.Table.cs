using System.Collections.Immutable;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Lvs;

internal sealed partial class ServiceState
{
    private IpvsVirtualServer? _table;

    /// <summary>The service and its real servers as the kernel should have them; the same object for as long as nothing changes.</summary>
    public IpvsVirtualServer Table
    {
        get
        {
            var destinations = Destinations();
            if (_table is null)
                _table = new(Service(), destinations);
            else if (!_table.Destinations.AsSpan().SequenceEqual(destinations.AsSpan()))
                _table = _table with { Destinations = destinations };
            return _table;
        }
    }

    private IpvsService Service() => new()
    {
        Key = Options.Key,
        Scheduler = Options.Scheduler,
        Flags = Options.SchedulerFlags
            | (Options.OnePacket ? IpvsServiceFlags.OnePacket : IpvsServiceFlags.None)
            | (Options.Persistence is null ? IpvsServiceFlags.None : IpvsServiceFlags.Persistent),
        Timeout = Options.Persistence ?? TimeSpan.Zero,
        PersistencePrefixLength = Options.Persistence is null ? null : Options.PersistencePrefixLength,
        PersistenceEngine = Options.PersistenceEngine,
    };

    private ImmutableArray<IpvsDestination> Destinations()
    {
        var destinations = ImmutableArray.CreateBuilder<IpvsDestination>(_realServers.Length + 1);
        var sorry = Sorry();
        foreach (var server in _realServers)
        {
            // A sorry server that is one of the real servers has one place in the table: the sorry server's while it stands in.
            if (IsSorry && server.Options.Address.Equals(sorry!.Address))
                continue;
            // One that the kernel refuses is tried again and again, also beside the sorry server: otherwise nobody would find out that it can be had.
            if (server.IsWanted && (!IsSorry || server.IsRefused))
                destinations.Add(Destination(server.Options, server.Weight));
            else if (server.Options.InhibitOnFailure ?? Options.InhibitOnFailure)
                destinations.Add(Destination(server.Options, 0));
        }
        if (sorry is not null && (IsSorry || !destinations.Any(d => d.Address.Equals(sorry.Address))))
            destinations.Add(sorry);
        return destinations.DrainToImmutable();
    }

    private IpvsDestination Destination(RealServerOptions server, int weight)
    {
        var method = server.Method ?? Options.Method;
        return new()
        {
            Address = server.Address,
            Forwarding = method,
            Weight = weight,
            UpperThreshold = server.UpperThreshold,
            LowerThreshold = server.LowerThreshold,
            Tunnel = method == IpvsForwarding.Tunnel ? server.Tunnel ?? Options.Tunnel : null,
        };
    }

    private IpvsDestination? Sorry()
    {
        if (Options.SorryServer is not { } sorry || !(IsSorry || sorry.Inhibit))
            return null;
        var method = sorry.Method ?? Options.Method;
        return new()
        {
            Address = sorry.Address,
            Forwarding = method,
            Weight = IsSorry ? 1 : 0,
            Tunnel = method == IpvsForwarding.Tunnel ? sorry.Tunnel ?? Options.Tunnel : null,
        };
    }
}
