using FailoverIp;

namespace Samples.Tests.Guides;

public sealed class MemoryProvider : IFailoverIpProvider
{
    public string? Owner { get; private set; }

    public Task<RouteReading> ReadRouteAsync(RouteRequest request, CancellationToken cancellationToken)
    {
        var target = request.Target.Require("Server");
        return Task.FromResult(new RouteReading(target, Owner, Owner == target));
    }

    public Task<Reroute> StartRerouteAsync(RouteRequest request, CancellationToken cancellationToken)
    {
        Owner = request.Target.Require("Server");
        return Task.FromResult(Reroute.Accepted);
    }
}
