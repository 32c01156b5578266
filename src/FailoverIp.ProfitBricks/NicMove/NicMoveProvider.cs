using System.Net;

namespace FailoverIp.ProfitBricks;

/// <summary>
/// Moves the address from NIC to NIC. Two writes, each waited for: off the NIC that holds it, onto ours. Between them it is on none, and
/// whichever node runs next finds that and sends the second.
/// </summary>
internal sealed partial class NicMoveProvider(CloudClient client, RequestFollower requests, Guid datacenter, int? lan, TimeProvider time) : IFailoverIpProvider
{
    private readonly NicWriter _nics = new(client, requests);
    private readonly IpBlockDirectory _blocks = new(client);

    private Holders Holders => field ??= new(client, _blocks, lan);

    public async Task<RouteReading> ReadRouteAsync(RouteRequest request, CancellationToken cancellationToken)
    {
        var bounds = RequestBounds.Of(request, cancellationToken);
        var (ip, ours) = (request.Address.RequireIpv4(), NicId.Of(request.Target, datacenter));
        if (await IsOnAsync(ours, ip, bounds).ConfigureAwait(false))
            return new(ours.ToString(), ours.ToString(), RoutedToTarget: true);
        var owner = request.FindOwner ? await Holders.FindAsync(ip, ours, bounds).ConfigureAwait(false) : null;
        return new(ours.ToString(), owner?.ToString(), RoutedToTarget: false);
    }

    public async Task<Reroute> StartRerouteAsync(RouteRequest request, CancellationToken cancellationToken)
    {
        var bounds = RequestBounds.Of(request, cancellationToken);
        var (ip, ours) = (request.Address.RequireIpv4(), NicId.Of(request.Target, datacenter));
        using var window = new WriteWindow(bounds, time);
        var holder = await window.BeforeAsync($"the holder of {ip}", b => Holders.FindAsync(ip, ours, b)).ConfigureAwait(false);
        if (holder is { } other)
        {
            var removal = await _nics.RemoveAsync(other, ip, window).ConfigureAwait(false) ?? throw Changed(ip);
            return Reroute.AcceptedAsStep(stop => _nics.WaitAsync(removal, other, bounds with { Cancellation = stop }));
        }
        var addition = await AddAsync(ours, ip, window).ConfigureAwait(false) ?? throw Changed(ip);
        return Reroute.AcceptedAs(stop => _nics.WaitAsync(addition, ours, bounds with { Cancellation = stop }));
    }

    private async Task<CloudRequest?> AddAsync(NicId ours, IPAddress ip, WriteWindow window)
    {
        try
        {
            return await _nics.AddAsync(ours, ip, window).ConfigureAwait(false);
        }
        catch (FailoverIpException e) when (e is { Kind: FailoverErrorKind.Rejected, NothingSent: false })
        {
            // Another node may have put it on its own NIC since we looked. Then it is its turn to be taken off, which the next round does.
            if (await Holders.FindAsync(ip, ours, window.Write).ConfigureAwait(false) is { } other)
                throw new FailoverIpException(FailoverErrorKind.Busy, $"{ip} was put on the NIC {other} meanwhile", e);
            // A change that is accepted binds the address before any list shows it.
            if (await Holders.FindPendingAsync(ours, window.Write).ConfigureAwait(false) is { } busy)
                throw new FailoverIpException(FailoverErrorKind.Busy, $"{e.Message}; a change of the NIC {busy} is pending", e);
            throw;
        }
    }

    /// <summary>True where our NIC lists the address and no change of it is pending: one that is may be what takes it off, or fail at putting it on.</summary>
    private async Task<bool> IsOnAsync(NicId ours, IPAddress ip, RequestBounds bounds)
    {
        var nic = await client.ReadAsync(ours, bounds).ConfigureAwait(false);
        if (!nic.Lists(ip) || !nic.Metadata.IsBusy())
            return nic.Lists(ip);
        using var window = new WriteWindow(bounds, time);
        return (await window.BeforeAsync($"the NIC {ours}", b => _nics.ReadSettledAsync(ours, b)).ConfigureAwait(false)).Lists(ip);
    }

    private static FailoverIpException Changed(IPAddress ip) => new(FailoverErrorKind.Busy, $"{ip} moved while it was looked for; looking again") { NothingSent = true };
}
