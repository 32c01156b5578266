using System.Net;

namespace FailoverIp.ProfitBricks;

/// <summary>
/// Watches over an IP failover group. Every member holds the address and gratuitous ARP moves the traffic, so that "routed here" means: the
/// group is sound and this node's NIC belongs to it. The API does not know which member is Active; it knows which one is registered as master.
/// </summary>
internal sealed class FailoverGroupProvider(CloudClient client, RequestFollower requests, Guid datacenter, int lan, bool repoint, TimeProvider time) : IFailoverIpProvider
{
    private static readonly TimeSpan PrepareAgain = TimeSpan.FromHours(1);

    private readonly GroupReader _reader = new(client, datacenter, lan);

    private GroupWriter Writer => field ??= new(client, requests, _reader, datacenter, lan);

    public async Task<RouteReading> ReadRouteAsync(RouteRequest request, CancellationToken cancellationToken)
    {
        var (ours, state) = await ReadAsync(request, RequestBounds.Of(request, cancellationToken)).ConfigureAwait(false);
        // A change that is pending may fail: it counts when it is done.
        var registered = state.IsRegistered(ours) && !(repoint && state.Lan.Metadata.IsBusy());
        var sound = !Problems(state, ours).Any() && (registered || !repoint);
        // Where the registered master has no part in it, a sound group is ours as much as anybody's.
        var owner = sound && !repoint ? ours : state.Registered;
        return new(ours.ToString(), owner?.ToString(), sound);
    }

    public async Task<Reroute> StartRerouteAsync(RouteRequest request, CancellationToken cancellationToken)
    {
        var bounds = RequestBounds.Of(request, cancellationToken);
        using var window = new WriteWindow(bounds, time);
        var (ours, state) = await window.BeforeAsync($"LAN {lan}", b => ReadAsync(request, b)).ConfigureAwait(false);
        if (Missing(state.Ip, Problems(state, ours)) is { } missing)
            throw missing.BeforeTheWrite();
        var repointing = repoint ? await Writer.ChangeAsync(state, now => now.Entries.Any() && !now.IsRegistered(ours) ? now.WithMaster(ours) : null, window).ConfigureAwait(false) : null;
        if (repointing is null)
            throw new FailoverIpException(FailoverErrorKind.Busy, $"the failover group of {state.Ip} changed while it was looked at; looking again") { NothingSent = true };
        return Reroute.AcceptedAs(stop => Writer.WaitAsync(repointing, bounds with { Cancellation = stop }));
    }

    /// <summary>Says everything that is missing before a failover needs it, also that there is nobody who could take over.</summary>
    public async Task<TimeSpan> PrepareAsync(RouteRequest request, CancellationToken cancellationToken)
    {
        var (ours, state) = await ReadAsync(request, RequestBounds.Of(request, cancellationToken)).ConfigureAwait(false);
        var alone = state.Holding.Count() == 1 && state.Holds(ours) ? [$"no other NIC in LAN {lan} lists {state.Ip}: nobody could take over"] : Array.Empty<string>();
        return Missing(state.Ip, [.. Problems(state, ours), .. alone]) is { } missing ? throw missing : PrepareAgain;
    }

    private async Task<(NicId Ours, GroupState State)> ReadAsync(RouteRequest request, RequestBounds bounds)
    {
        var (ip, ours) = (request.Address.RequireIpv4(), NicId.Of(request.Target, datacenter));
        return (ours, await _reader.ReadAsync(ip, bounds).ConfigureAwait(false));
    }

    /// <summary>What keeps traffic from coming here. A master that is gone does not count where this node registers itself.</summary>
    private IEnumerable<string> Problems(GroupState state, NicId ours) =>
        [.. state.GroundProblems(), .. state.MemberProblems(ours), .. repoint && state.Entries.Any() ? [] : state.GroupProblems()];

    private static FailoverIpException? Missing(IPAddress ip, IEnumerable<string> problems)
    {
        var all = string.Join("; ", problems.Distinct(StringComparer.Ordinal));
        return all.Length == 0 ? null : new(FailoverErrorKind.Rejected, $"the failover group of {ip} is not sound: {all}");
    }
}
