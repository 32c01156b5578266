using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Netcup;

/// <summary>
/// An account at netcup, through the SCP REST API. With everything looked up and a warm token, a failover is one GET (the owner) and one
/// PATCH (the reroute).
/// </summary>
internal sealed partial class NetcupRestProvider(ScpClient client, AccessTokenSource tokens, RerouteBudget budget, TimeProvider time, ILogger logger) : IFailoverIpProvider
{
    private readonly ConcurrentDictionary<FailoverAddress, KnownAddress> _addresses = new();
    private readonly ServerDirectory _servers = new(client);
    private readonly ScpTaskPoller _poller = new(client, time);

    public async Task<RouteReading> ReadRouteAsync(RouteRequest request, CancellationToken cancellationToken)
    {
        var bounds = RequestBounds.Of(request, cancellationToken);
        var target = request.Target.Require("Server");
        var address = await ReadAddressAsync(request.Address, bounds).ConfigureAwait(false);
        // The owner's name and id may be all that is to be known about the target.
        if (address.Server is { } owner)
            _servers.Learn(owner);
        var server = await _servers.FindAsync(target, bounds).ConfigureAwait(false);
        var ownerName = address.Server is { } o ? o.Name ?? $"server {o.Id}" : null;
        return new(server.Name ?? target, ownerName, address.Server?.Id == server.Id);
    }

    public async Task<FailoverIp.Reroute> StartRerouteAsync(RouteRequest request, CancellationToken cancellationToken)
    {
        var bounds = RequestBounds.Of(request, cancellationToken);
        var target = request.Target.Require("Server");
        for (var again = false; ; again = true)
        {
            var (address, server) = await LookUpAsync(request.Address, target, bounds).ConfigureAwait(false);
            try
            {
                return await RouteAsync(request.Address, address, server, bounds).ConfigureAwait(false);
            }
            catch (FailoverIpException e) when (e.Kind == FailoverErrorKind.NotFound && !again)
            {
                // What we remember may be gone, such as a server that was set up anew under its old name. Look once, and go on only with another id.
                _addresses.TryRemove(request.Address, out _);
                _servers.Forget(target);
                var (addressNow, serverNow) = await LookUpAsync(request.Address, target, bounds).ConfigureAwait(false);
                if (addressNow.Id == address.Id && serverNow.Id == server.Id)
                    throw;
            }
        }
    }

    /// <summary>What a reroute needs to know: from memory, or looked up. Until this returns, nothing is written.</summary>
    private async Task<(KnownAddress Address, ScpServer Server)> LookUpAsync(FailoverAddress key, string target, RequestBounds bounds)
    {
        try
        {
            if (!_addresses.TryGetValue(key, out var address))
            {
                await ReadAddressAsync(key, bounds).ConfigureAwait(false);
                address = _addresses[key];
            }
            var server = await _servers.FindAsync(target, bounds).ConfigureAwait(false);
            address.Check(key, server);
            return (address, server);
        }
        catch (FailoverIpException e)
        {
            throw e.BeforeTheWrite();
        }
    }

    private async Task<FailoverIp.Reroute> RouteAsync(FailoverAddress key, KnownAddress address, ScpServer server, RequestBounds bounds)
    {
        var permit = budget.Take();
        try
        {
            var task = await client.RouteAsync(key.Family, address.Id, server.Id, bounds).ConfigureAwait(false);
            if (!ScpTaskPoller.CanFollow(task))
                return FailoverIp.Reroute.Accepted;
            budget.Name(permit, task!.Uuid!);
            return FailoverIp.Reroute.AcceptedAs(stop => _poller.FollowAsync(task, bounds with { Cancellation = stop }));
        }
        catch (FailoverIpException e) when (e.NothingSent)
        {
            budget.GiveBack(permit);
            throw;
        }
        catch (FailoverIpException e) when (e.Kind == FailoverErrorKind.RateLimited)
        {
            var wait = e.RetryAfter ?? RerouteBudget.ShortWindow;
            budget.Close(wait);
            throw new FailoverIpException(e.Kind, e.Message, e) { RetryAfter = wait };
        }
    }

    /// <summary>Reads the address as it is now, and remembers its id.</summary>
    private async Task<ScpFailoverIp> ReadAddressAsync(FailoverAddress key, RequestBounds bounds)
    {
        var filter = !_addresses.TryGetValue(key, out var known) || known.FilterFinds;
        var found = filter ? await FindAsync(key, key.Address, bounds).ConfigureAwait(false) : null;
        // The filter compares texts, of which IPv6 has many for one prefix: only the whole list can say that an address is not there.
        var byFilter = found is not null;
        found ??= await FindAsync(key, null, bounds).ConfigureAwait(false);
        if (found is null)
        {
            _addresses.TryRemove(key, out _);
            throw new FailoverIpException(FailoverErrorKind.NotFound, $"this netcup account has no failover address {key}");
        }
        _addresses[key] = new(found.Id, found.Editable ?? true, found.Site, byFilter);
        return found;
    }

    private async Task<ScpFailoverIp?> FindAsync(FailoverAddress key, IPAddress? filter, RequestBounds bounds) =>
        Array.Find(await client.ListFailoverIpsAsync(key.Family, filter, bounds).ConfigureAwait(false), ip => ip is { Id: > 0 } && ip.Is(key));
}
