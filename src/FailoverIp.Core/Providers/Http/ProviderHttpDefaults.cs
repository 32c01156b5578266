using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace FailoverIp;

/// <summary>
/// How the HTTP clients of providers behave where the application says nothing else. They are named only when the configuration is read, so
/// this goes by the prefix of the name.
/// </summary>
internal sealed class ProviderHttpDefaults : IConfigureNamedOptions<HttpClientFactoryOptions>
{
    public const string ClientPrefix = "FailoverIp:";

    public void Configure(HttpClientFactoryOptions options)
    {
    }

    public void Configure(string? name, HttpClientFactoryOptions options)
    {
        if (name?.StartsWith(ClientPrefix, StringComparison.Ordinal) != true)
            return;
        options.ShouldRedactHeaderValue = static _ => true;
        options.HandlerLifetime = Timeout.InfiniteTimeSpan; // the handler renews its connections itself
        // First, so that a handler of the application's wins whatever the order of registration.
        options.HttpMessageHandlerBuilderActions.Insert(0, static builder => builder.PrimaryHandler = NewHandler());
    }

    private static SocketsHttpHandler NewHandler() => new()
    {
        AllowAutoRedirect = false, // a token or password goes to the configured host and to no other
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10), // a changed DNS entry is followed within this time
        MaxResponseHeadersLength = 64,
    };
}
