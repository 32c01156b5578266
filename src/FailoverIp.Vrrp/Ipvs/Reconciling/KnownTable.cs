using System.Net;

namespace FailoverIp.Vrrp.Ipvs;

/// <summary>What the kernel's table holds, as far as it concerns this node: as it was read, and as it was changed since.</summary>
internal sealed class KnownTable
{
    /// <summary>This node's own services that are in the table.</summary>
    public Dictionary<IpvsServiceKey, KnownService> Services { get; } = [];

    /// <summary>Others' services.</summary>
    public HashSet<IpvsServiceKey> Foreign { get; } = [];

    public static KnownTable Read(IpvsClient client, IIpvsManagedSet managed)
    {
        var table = new KnownTable();
        foreach (var entry in client.GetServices())
        {
            var key = entry.Service.Key;
            if (!managed.Contains(key))
            {
                table.Foreign.Add(key);
                continue;
            }
            var service = table.Services[key] = new(entry.Service);
            foreach (var destination in client.GetDestinations(key))
                service.Destinations[destination.Destination.Address] = new(destination.Destination, destination.KnowsTunnels);
        }
        return table;
    }

    /// <summary>A change was carried out.</summary>
    public void Apply(in IpvsChange change)
    {
        switch (change.Command)
        {
            case IpvsCommand.NewService:
                Services[change.Key] = new(change.Service!);
                break;
            case IpvsCommand.SetService:
                Services[change.Key].Service = change.Service!;
                break;
            case IpvsCommand.DeleteService:
                Services.Remove(change.Key);
                break;
            case IpvsCommand.NewDestination:
                Services[change.Key].Destinations[change.Destination!.Address] = new(change.Destination, knowsTunnels: true);
                break;
            case IpvsCommand.SetDestination:
                Services[change.Key].Destinations[change.Destination!.Address].Destination = change.Destination;
                break;
            case IpvsCommand.DeleteDestination:
                Services[change.Key].Destinations.Remove(change.Destination!.Address);
                break;
        }
    }
}

/// <summary>One of this node's services in the table.</summary>
internal sealed class KnownService(IpvsService service)
{
    public IpvsService Service { get; set; } = service;

    public Dictionary<IPEndPoint, KnownDestination> Destinations { get; } = [];
}

/// <summary>One of its real servers.</summary>
internal sealed class KnownDestination(IpvsDestination destination, bool knowsTunnels)
{
    public IpvsDestination Destination { get; set; } = destination;

    public bool KnowsTunnels => knowsTunnels;

    /// <summary>The plan that has met it last among what should be.</summary>
    public int Plan { get; set; }
}
