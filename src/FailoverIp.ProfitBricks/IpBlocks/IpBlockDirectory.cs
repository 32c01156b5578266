using System.Collections.Concurrent;
using System.Net;

namespace FailoverIp.ProfitBricks;

/// <summary>Finds the reserved block that an address belongs to. Its id is remembered, so that the next look is one request.</summary>
internal sealed class IpBlockDirectory(CloudClient client)
{
    private readonly ConcurrentDictionary<IPAddress, string> _blocks = new();

    /// <summary>The block as it is now; null where no block of the contract holds the address.</summary>
    public async Task<IpBlock?> FindAsync(IPAddress ip, RequestBounds bounds)
    {
        if (_blocks.TryGetValue(ip, out var id) && await ReadAsync(id, bounds).ConfigureAwait(false) is { } known && Holds(known, ip))
            return known;
        _blocks.TryRemove(ip, out _);
        var found = (await client.ListIpBlocksAsync(bounds).ConfigureAwait(false)).FirstOrDefault(b => Holds(b, ip));
        if (found?.Id is { Length: > 0 } newId)
            _blocks[ip] = newId;
        return found;
    }

    /// <exception cref="FailoverIpException">No block holds it (<see cref="FailoverErrorKind.NotFound"/>).</exception>
    public async Task<IpBlock> RequireAsync(IPAddress ip, RequestBounds bounds) => await FindAsync(ip, bounds).ConfigureAwait(false) ?? throw NotReserved(ip);

    public static FailoverIpException NotReserved(IPAddress ip) =>
        new(FailoverErrorKind.NotFound, $"{ip} is in none of this contract's reserved IP blocks: reserve it first, or set ContractNumber to the contract that holds it");

    private static bool Holds(IpBlock block, IPAddress ip) => block.Properties?.Ips?.Any(text => text.Is(ip)) == true;

    private async Task<IpBlock?> ReadAsync(string id, RequestBounds bounds)
    {
        try
        {
            return await client.GetIpBlockAsync(id, bounds).ConfigureAwait(false);
        }
        catch (FailoverIpException e) when (e.Kind == FailoverErrorKind.NotFound)
        {
            return null;
        }
    }
}
