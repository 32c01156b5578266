using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FailoverIp.Netcup;

/// <summary>Puts a provider together from checked options. Nothing is read from files or sent yet.</summary>
internal static partial class NetcupProviderFactory
{
    public static NetcupRestProvider Rest(IServiceProvider services, string name, NetcupRestOptions options)
    {
        var (time, logger, http) = Parts(services, name);
        var baseAddress = options.RequireBaseAddress();
        WarnIfExposed(logger, name, baseAddress);
        IRefreshTokenStore store = options.RefreshTokenFile is { Length: > 0 } file ? new FileRefreshTokenStore(file, time, logger) : new MemoryRefreshTokenStore(options.RefreshToken!);
        var tokens = new AccessTokenSource(new(http, baseAddress), store, time, logger);
        var budget = new RerouteBudget(options.MaxReroutesIn5Minutes, options.MaxReroutesIn60Minutes, time);
        return new(new ScpClient(http, baseAddress, tokens), tokens, budget, time, logger);
    }

    public static NetcupSoapProvider Soap(IServiceProvider services, string name, NetcupSoapOptions options)
    {
        var (time, logger, http) = Parts(services, name);
        WarnIfExposed(logger, name, options.Endpoint!);
        return new(new NetcupSoapClient(http, options.Endpoint!, options.LoginName!, options.ReadPassword), new RouteIntervals(time));
    }

    private static (TimeProvider Time, ILogger Logger, HttpExchange Http) Parts(IServiceProvider services, string name)
    {
        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var logger = services.GetService<ILoggerFactory>()?.CreateLogger("FailoverIp.Netcup") ?? NullLogger.Instance;
        var client = services.GetRequiredService<IHttpClientFactory>().CreateClient(NetcupHttpDefaults.ClientPrefix + name);
        client.Timeout = Timeout.InfiniteTimeSpan; // each request is bounded on its own
        return (time, logger, new(client, time));
    }

    private static void WarnIfExposed(ILogger logger, string name, Uri address)
    {
        if (WebAddress.IsExposed(address))
            LogExposed(logger, name, address.Authority);
    }

    [LoggerMessage(EventId = 4030, Level = LogLevel.Warning, Message = "the provider '{Name}' sends its credentials to {Host} over plain http, where others can read them")]
    private static partial void LogExposed(ILogger logger, string name, string host);
}
