using System.Net;

namespace FailoverIp.ProfitBricks;

/// <summary>
/// Finds the NIC that holds an address. The block's consumers name it, in whatever data center it is, but they may lag: only what a NIC itself
/// lists counts, and where no named NIC does, those in this node's LAN are asked.
/// </summary>
internal sealed class Holders(CloudClient client, IpBlockDirectory blocks, int? lan)
{
    /// <summary>The NIC other than <paramref name="ours"/> that lists the address; null where none does.</summary>
    /// <exception cref="FailoverIpException">The address is in no block, or is used by what has no NIC of its own.</exception>
    public async Task<NicId?> FindAsync(IPAddress ip, NicId ours, RequestBounds bounds)
    {
        var block = await blocks.RequireAsync(ip, bounds).ConfigureAwait(false);
        foreach (var consumer in block.Properties?.IpConsumers?.Where(c => c?.Ip.Is(ip) == true) ?? [])
        {
            if (NicId.Of(consumer) is not { } nic)
                throw new FailoverIpException(FailoverErrorKind.Rejected, $"{ip} is used by {User(consumer)}, which is no NIC that it could be taken off");
            if (nic != ours && await ListsAsync(nic, ip, bounds).ConfigureAwait(false))
                return nic;
        }
        return await FindInLanAsync(n => n.Lists(ip), ours, bounds).ConfigureAwait(false);
    }

    /// <summary>A NIC in this node's LAN, other than <paramref name="ours"/>, that a pending change may be putting the address on; null where there is none.</summary>
    public async Task<NicId?> FindPendingAsync(NicId ours, RequestBounds bounds) =>
        await FindInLanAsync(static n => n.Metadata.IsBusy(), ours, bounds).ConfigureAwait(false);

    private async Task<NicId?> FindInLanAsync(Func<Nic, bool> wanted, NicId ours, RequestBounds bounds)
    {
        var here = lan ?? (await client.GetNicAsync(ours, bounds).ConfigureAwait(false)).Properties?.Lan ?? 0;
        if (here <= 0)
            return null;
        var nics = await client.ListLanNicsAsync(ours.Datacenter, here, bounds).ConfigureAwait(false);
        return nics.Where(wanted).Select(n => NicId.Of(n, ours.Datacenter)).FirstOrDefault(n => n is not null && n != ours);
    }

    private async Task<bool> ListsAsync(NicId nic, IPAddress ip, RequestBounds bounds)
    {
        try
        {
            return (await client.GetNicAsync(nic, bounds).ConfigureAwait(false)).Lists(ip);
        }
        catch (FailoverIpException e) when (e.Kind == FailoverErrorKind.NotFound)
        {
            return false; // deleted since the consumers were counted; where it is only hidden from us, the service will refuse the address to our NIC
        }
    }

    private static string User(IpConsumer consumer) =>
        consumer.K8sNodePoolUuid is { Length: > 0 } pool ? $"the Kubernetes node pool {OneLine.Of(pool)}"
        : consumer.K8sClusterUuid is { Length: > 0 } cluster ? $"the Kubernetes cluster {OneLine.Of(cluster)}"
        : consumer.ServerName is { Length: > 0 } server ? $"something of the server '{OneLine.Of(server)}'"
        : "something";
}
