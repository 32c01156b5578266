using System.Collections.Concurrent;

namespace FailoverIp.Netcup;

/// <summary>
/// An account at netcup, through the SOAP web service of the tutorial. It tells which addresses a server has, not which server has an address:
/// the target is asked first, the other servers only where the owner's name is wanted.
/// </summary>
internal sealed class NetcupSoapProvider(NetcupSoapClient client, RouteIntervals intervals) : IFailoverIpProvider
{
    private static readonly TimeSpan PrepareAgain = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<(string Server, FailoverAddress Address), string> _macs = new();

    public async Task<RouteReading> ReadRouteAsync(RouteRequest request, CancellationToken cancellationToken)
    {
        var bounds = RequestBounds.Of(request, cancellationToken);
        var target = request.Target.Require("Server");
        if (await HoldsAsync(target, request.Address, bounds).ConfigureAwait(false))
            return new(target, target, RoutedToTarget: true);
        var owner = request.FindOwner ? await FindOwnerAsync(request.Address, target, bounds).ConfigureAwait(false) : null;
        return new(target, owner, RoutedToTarget: false);
    }

    public async Task<Reroute> StartRerouteAsync(RouteRequest request, CancellationToken cancellationToken)
    {
        var bounds = RequestBounds.Of(request, cancellationToken);
        var target = request.Target.Require("Server");
        var mac = await PrepareWriteAsync(request, target, bounds).ConfigureAwait(false);
        try
        {
            await client.ChangeIPRoutingAsync(request.Address, target, mac, bounds).ConfigureAwait(false);
        }
        catch (FailoverIpException e)
        {
            if (e is { Kind: FailoverErrorKind.RateLimited, RetryAfter: { } wait })
                intervals.Close(request.Address, wait);
            if (e.Kind is FailoverErrorKind.Rejected or FailoverErrorKind.NotFound)
                _macs.TryRemove((target, request.Address), out _); // perhaps the server has another interface now
            throw;
        }
        intervals.Close(request.Address, SoapFault.RouteInterval);
        return Reroute.Accepted;
    }

    /// <summary>Proves the login and the server's name, and looks the MAC up, so that a failover needs one read and one write.</summary>
    public async Task<TimeSpan> PrepareAsync(RouteRequest request, CancellationToken cancellationToken)
    {
        var bounds = RequestBounds.Of(request, cancellationToken);
        var target = request.Target.Require("Server");
        if (ConfiguredMac(request.Target) is not null)
            await client.GetVServerIPsAsync(target, bounds).ConfigureAwait(false);
        else
            await LookUpMacAsync(target, request.Address, bounds).ConfigureAwait(false);
        return PrepareAgain;
    }

    /// <summary>All that may fail before the write; returns the MAC to route to.</summary>
    private async Task<string> PrepareWriteAsync(RouteRequest request, string target, RequestBounds bounds)
    {
        try
        {
            intervals.Check(request.Address);
            return ConfiguredMac(request.Target)
                ?? (_macs.TryGetValue((target, request.Address), out var known) ? known : await LookUpMacAsync(target, request.Address, bounds).ConfigureAwait(false));
        }
        catch (FailoverIpException e)
        {
            throw e.BeforeTheWrite();
        }
    }

    private async Task<string> LookUpMacAsync(string server, FailoverAddress address, RequestBounds bounds)
    {
        var information = await client.GetVServerInformationAsync(server, bounds).ConfigureAwait(false);
        return _macs[(server, address)] = information.PrimaryMac(address)
            ?? throw new FailoverIpException(FailoverErrorKind.NotFound, $"netcup tells no interface of {OneLine.Of(server)}; set Target.Mac");
    }

    private async Task<bool> HoldsAsync(string server, FailoverAddress address, RequestBounds bounds) =>
        (await client.GetVServerIPsAsync(server, bounds).ConfigureAwait(false)).Any(ip => VServerAddress.Is(ip, address));

    private async Task<string?> FindOwnerAsync(FailoverAddress address, string except, RequestBounds bounds)
    {
        foreach (var server in await client.GetVServersAsync(bounds).ConfigureAwait(false))
        {
            try
            {
                if (server != except && await HoldsAsync(server, address, bounds).ConfigureAwait(false))
                    return server;
            }
            catch (FailoverIpException e) when (e.Kind == FailoverErrorKind.NotFound)
            {
                // It was removed since it was listed; the others are still to be asked.
            }
        }
        return null;
    }

    private static string? ConfiguredMac(RouteTarget target) =>
        target["Mac"] is not { Length: > 0 } text ? null
        : MacAddress.TryParse(text, out var mac) ? mac
        : throw new FailoverIpException(FailoverErrorKind.Configuration, $"Target.Mac '{OneLine.Of(text)}' is not the MAC address of an interface (such as 02:00:00:00:00:01)");
}
