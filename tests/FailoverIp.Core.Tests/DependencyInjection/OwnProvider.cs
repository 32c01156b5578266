using Microsoft.Extensions.DependencyInjection;

namespace FailoverIp.Core.Tests.DependencyInjection;

/// <summary>A plug-in of somebody else's: an account in memory, from outside the package, through its public door alone.</summary>
internal sealed class OwnProvider(string greeting) : IFailoverIpProvider, IDisposable
{
    private string? _owner;

    public string Greeting => greeting;

    public int Disposals { get; private set; }

    public Task<RouteReading> ReadRouteAsync(RouteRequest request, CancellationToken cancellationToken)
    {
        var server = request.Target.Require("Server");
        return Task.FromResult(new RouteReading(server, _owner, _owner == server));
    }

    public Task<Reroute> StartRerouteAsync(RouteRequest request, CancellationToken cancellationToken)
    {
        _owner = request.Target.Require("Server");
        return Task.FromResult(Reroute.Accepted);
    }

    public void Dispose() => Disposals++;
}

internal static class OwnProviderExtensions
{
    public static IFailoverIpBuilder AddOwn(this IFailoverIpBuilder builder) =>
        builder.AddProviderType("Own", static (_, _, section) => new OwnProvider(section["Greeting"] ?? throw new FailoverIpException(FailoverErrorKind.Configuration, $"{section.Path}:Greeting: is missing")));
}
