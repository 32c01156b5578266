using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FailoverIp;

/// <summary>What every provider that speaks HTTP is made of: a named client with safe defaults, the time and a log.</summary>
internal static partial class ProviderHttp
{
    /// <summary>Adds the HTTP clients of providers, each named <c>FailoverIp:NAME</c>.</summary>
    public static void AddTo(IServiceCollection services)
    {
        services.AddHttpClient();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<HttpClientFactoryOptions>, ProviderHttpDefaults>());
        // A line for each request of each minute says nothing that the router's own log does not.
        services.Configure<LoggerFilterOptions>(static o => o.AddFilter("System.Net.Http.HttpClient." + ProviderHttpDefaults.ClientPrefix, LogLevel.Warning));
    }

    /// <summary>The parts for the provider <paramref name="name"/>, which sends its credentials to <paramref name="address"/>. Nothing is sent yet.</summary>
    public static (TimeProvider Time, ILogger Logger, HttpExchange Http) Parts(IServiceProvider services, string name, Uri address, string logCategory)
    {
        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var logger = services.GetService<ILoggerFactory>()?.CreateLogger(logCategory) ?? NullLogger.Instance;
        var client = services.GetRequiredService<IHttpClientFactory>().CreateClient(ProviderHttpDefaults.ClientPrefix + name);
        client.Timeout = Timeout.InfiniteTimeSpan; // each request is bounded on its own
        if (WebAddress.IsExposed(address))
            LogExposed(logger, name, address.Authority);
        return (time, logger, new(client, time));
    }

    [LoggerMessage(EventId = 4030, Level = LogLevel.Warning, Message = "the provider '{Name}' sends its credentials to {Host} over plain http, where others can read them")]
    private static partial void LogExposed(ILogger logger, string name, string host);
}
