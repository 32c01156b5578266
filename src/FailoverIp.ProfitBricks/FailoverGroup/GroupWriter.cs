namespace FailoverIp.ProfitBricks;

/// <summary>
/// Changes a LAN's list of failover groups. The list is sent as a whole, and made from a reading of the LAN without pending changes; groups of
/// others stay as they are.
/// </summary>
internal sealed class GroupWriter(CloudClient client, RequestFollower requests, GroupReader reader, Guid datacenter, int lan)
{
    private readonly WriteGates _gates = new(requests);

    /// <summary>Sends what <paramref name="change"/> makes of the group as it then is; null where it makes nothing.</summary>
    public Task<CloudRequest?> ChangeAsync(GroupState state, Func<GroupState, IReadOnlyList<IpFailover>?> change, WriteWindow window) => _gates.ChangeAsync(
        $"LAN {lan}", reader.ReadLanAsync, IsBusy, now => Patch(state with { Lan = now }, change), (patch, b) => client.PatchLanAsync(datacenter, lan, patch, b), window);

    /// <summary>The LAN once no change of it is pending.</summary>
    public Task<Lan> ReadSettledAsync(RequestBounds bounds) => requests.WhenAvailableAsync(reader.ReadLanAsync, IsBusy, bounds);

    /// <summary>Follows a change of the LAN to its end, also where the answer did not say how.</summary>
    public async Task WaitAsync(CloudRequest request, RequestBounds bounds)
    {
        if (request.Id is null)
            await ReadSettledAsync(bounds).ConfigureAwait(false);
        else
            await requests.WaitAsync(request, bounds).ConfigureAwait(false);
    }

    // Without its properties the groups of others are not known, and would be lost.
    private LanPatch? Patch(GroupState now, Func<GroupState, IReadOnlyList<IpFailover>?> change) =>
        now.Lan.Properties is null ? throw new FailoverIpException(FailoverErrorKind.Unavailable, $"{client.Host} shows LAN {lan} without its properties")
        : change(now) is { } list ? new(list) : null;

    private static bool IsBusy(Lan lan) => lan.Metadata.IsBusy();
}
