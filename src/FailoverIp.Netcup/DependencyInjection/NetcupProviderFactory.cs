using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Netcup;

/// <summary>Puts a provider together from checked options. Nothing is read from files or sent yet.</summary>
internal static class NetcupProviderFactory
{
    public static NetcupRestProvider Rest(IServiceProvider services, string name, NetcupRestOptions options)
    {
        var baseAddress = options.RequireBaseAddress();
        var (time, logger, http) = Parts(services, name, baseAddress);
        var stores = services.GetRequiredService<RefreshTokenStores>();
        var store = options.RefreshTokenFile is { Length: > 0 } file ? stores.OfFile(file, time, logger) : stores.OfValue(baseAddress, options.RefreshToken!, time);
        var tokens = new AccessTokenSource(new(http, baseAddress), store, time, logger);
        var budget = new RerouteBudget(options.MaxReroutesIn5Minutes, options.MaxReroutesIn60Minutes, time);
        return new(new ScpClient(http, baseAddress, tokens), tokens, budget, time, logger);
    }

    public static NetcupSoapProvider Soap(IServiceProvider services, string name, NetcupSoapOptions options)
    {
        var (time, _, http) = Parts(services, name, options.Endpoint!);
        return new(new NetcupSoapClient(http, options.Endpoint!, options.LoginName!, options.ReadPassword), new RouteIntervals(time));
    }

    private static (TimeProvider Time, ILogger Logger, HttpExchange Http) Parts(IServiceProvider services, string name, Uri address) =>
        ProviderHttp.Parts(services, name, address, "FailoverIp.Netcup");
}
