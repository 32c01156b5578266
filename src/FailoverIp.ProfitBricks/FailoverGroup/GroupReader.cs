using System.Net;

namespace FailoverIp.ProfitBricks;

/// <summary>Reads all that a failover group is made of: the LAN, its NICs, and the address's block.</summary>
internal sealed class GroupReader(CloudClient client, Guid datacenter, int lan)
{
    private readonly IpBlockDirectory _blocks = new(client);

    public async Task<GroupState> ReadAsync(IPAddress ip, RequestBounds bounds)
    {
        // Nothing waits for this on the way of a takeover, but a group of three parts is read in the time of one.
        var reading = ReadLanAsync(bounds);
        var nics = client.ListLanNicsAsync(datacenter, lan, bounds);
        var block = _blocks.FindAsync(ip, bounds);
        await Task.WhenAll(nics, block).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var found = await reading.ConfigureAwait(false); // its error says most
        return new(ip, datacenter, lan, found, await nics.ConfigureAwait(false), await block.ConfigureAwait(false) is not null);
    }

    /// <summary>The LAN alone.</summary>
    /// <exception cref="FailoverIpException">There is none, or the account may not see its data center.</exception>
    public async Task<Lan> ReadLanAsync(RequestBounds bounds)
    {
        try
        {
            return await client.GetLanAsync(datacenter, lan, bounds).ConfigureAwait(false);
        }
        catch (FailoverIpException e) when (e.Kind == FailoverErrorKind.NotFound)
        {
            await client.CheckDatacenterAsync(datacenter, bounds).ConfigureAwait(false);
            throw new FailoverIpException(FailoverErrorKind.NotFound, $"the data center {datacenter} has no LAN {lan}: is LanId right?", e);
        }
    }
}
