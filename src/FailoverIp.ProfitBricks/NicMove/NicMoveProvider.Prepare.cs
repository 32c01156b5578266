using System.Net;

namespace FailoverIp.ProfitBricks;

internal sealed partial class NicMoveProvider
{
    private static readonly TimeSpan PrepareAgain = TimeSpan.FromHours(1);

    /// <summary>Finds what would make a move fail, before one is needed, and remembers the address's block.</summary>
    public async Task<TimeSpan> PrepareAsync(RouteRequest request, CancellationToken cancellationToken)
    {
        var bounds = RequestBounds.Of(request, cancellationToken);
        var (ip, ours) = (request.Address.RequireIpv4(), NicId.Of(request.Target, datacenter));
        var nic = await client.ReadAsync(ours, bounds).ConfigureAwait(false);
        if (nic.Properties is not { } properties)
            throw new FailoverIpException(FailoverErrorKind.Unavailable, $"{client.Host} shows the NIC {ours} without its properties");
        if (lan is { } expected && properties.Lan != expected)
            throw Unfit($"the NIC {ours} is in LAN {properties.Lan} and not in LAN {expected} (LanId)");
        // What moves here has to be able to move away again.
        if (properties.Ips?.Any(text => !text.Is(ip)) != true)
            throw properties.Ips is { Count: > 0 } ? NicWriter.OnlyAddress(ours, ip) : Unfit($"the NIC {ours} has no address of its own: {ip} could never be taken off it again");
        await CheckLanAsync(ip, properties.Lan, bounds).ConfigureAwait(false);
        await CheckLocationAsync(ip, bounds).ConfigureAwait(false);
        return PrepareAgain;
    }

    private async Task CheckLanAsync(IPAddress ip, int number, RequestBounds bounds)
    {
        var properties = (await client.GetLanAsync(datacenter, number, bounds).ConfigureAwait(false)).Properties;
        if (properties?.Public == false)
            throw Unfit($"LAN {number} is private: {ip} needs a public one");
        if (properties?.IpFailover?.Any(g => g?.Ip.Is(ip) == true) == true)
            throw Unfit($"LAN {number} has a failover group for {ip}: set Mode to {nameof(ProfitBricksMode.FailoverGroup)}, or take the group down");
    }

    private async Task CheckLocationAsync(IPAddress ip, RequestBounds bounds)
    {
        var block = (await _blocks.RequireAsync(ip, bounds).ConfigureAwait(false)).Properties;
        var here = (await client.CheckDatacenterAsync(datacenter, bounds).ConfigureAwait(false)).Properties;
        if (block?.Location is { } there && here?.Location is { } location && there != location)
            throw Unfit($"{ip} is reserved in {OneLine.Of(there)} and the data center {datacenter} is in {OneLine.Of(location)}: an address stays in its location");
    }

    private static FailoverIpException Unfit(string why) => new(FailoverErrorKind.Rejected, why);
}
