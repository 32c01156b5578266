namespace FailoverIp.ProfitBricks;

/// <summary>Reads this node's NIC, and where it cannot be read finds out what is missing: the NIC, or the right to see its data center.</summary>
internal static class OwnNic
{
    public static async Task<Nic> ReadAsync(this CloudClient client, NicId ours, RequestBounds bounds)
    {
        try
        {
            return await client.GetNicAsync(ours, bounds).ConfigureAwait(false);
        }
        catch (FailoverIpException e) when (e.Kind == FailoverErrorKind.NotFound)
        {
            await client.CheckDatacenterAsync(ours.Datacenter, bounds).ConfigureAwait(false);
            throw new FailoverIpException(FailoverErrorKind.NotFound, $"the data center {ours.Datacenter} has no NIC {ours.Nic} at a server {ours.Server}: are Target.Server and Target.Nic right?", e);
        }
    }

    /// <exception cref="FailoverIpException">The account has no such data center, or may not see it.</exception>
    public static async Task<Datacenter> CheckDatacenterAsync(this CloudClient client, Guid datacenter, RequestBounds bounds)
    {
        try
        {
            return await client.GetDatacenterAsync(datacenter, bounds).ConfigureAwait(false);
        }
        catch (FailoverIpException e) when (e.Kind == FailoverErrorKind.NotFound)
        {
            throw new FailoverIpException(FailoverErrorKind.NotFound, $"this account has no data center {datacenter}, or may not see it: are DatacenterId and ContractNumber right?", e);
        }
    }
}
