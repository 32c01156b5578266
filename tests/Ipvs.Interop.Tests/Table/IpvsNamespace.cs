using FailoverIp.IpvsInterop.Lab;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.IpvsInterop.Table;

/// <summary>A namespace with a table of its own, and a client of it.</summary>
internal sealed class IpvsNamespace : IAsyncDisposable
{
    private IpvsNamespace(LabNamespace lab, IpvsClient client) => (Lab, Client) = (lab, client);

    public LabNamespace Lab { get; }

    public IpvsClient Client { get; }

    public Ipvsadm Ipvsadm => Lab.Ipvsadm;

    public static async Task<IpvsNamespace> CreateAsync()
    {
        var lab = await LabNamespace.CreateAsync();
        return new(lab, await lab.RunAsync(() => new IpvsClient()));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Lab.DisposeAsync();
    }

    /// <summary>What the kernel has, in the order of the keys and without what is its own.</summary>
    public IpvsVirtualServer[] Read() =>
    [
        .. Client.GetTable()
            .Select(t => new IpvsVirtualServer(
                t.Service.Service with { Flags = t.Service.Service.Flags & ~IpvsServiceFlags.Hashed },
                [.. t.Destinations.Select(d => d.Destination).OrderBy(d => d.Address.ToString(), StringComparer.Ordinal)]))
            .OrderBy(s => s.Service.Key.ToString(), StringComparer.Ordinal),
    ];
}
