using FailoverIp;
using FailoverIp.ProfitBricks;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Adds accounts at ProfitBricks (IONOS Cloud). Each sends its requests through the <see cref="HttpClient"/> named <c>FailoverIp:NAME</c>, whose
/// handler may be replaced with <c>services.AddHttpClient("FailoverIp:NAME").ConfigurePrimaryHttpMessageHandler(…)</c>.
/// </summary>
public static class ProfitBricksBuilderExtensions
{
    /// <summary>Makes <c>ProfitBricks</c> a value that <c>Type</c> may have in the configuration's <c>Providers</c>.</summary>
    public static IFailoverIpBuilder AddProfitBricks(this IFailoverIpBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ProviderHttp.AddTo(builder.Services);
        return builder.AddProviderType("ProfitBricks", static (services, name, section) => ProfitBricksFactory.Provider(services, name, ProfitBricksOptions.Read(section)));
    }

    /// <summary>Adds an account.</summary>
    /// <param name="builder">Where it is added.</param>
    /// <param name="name">The account's name, by which addresses refer to it.</param>
    /// <param name="configure">Sets the options, of which credentials and the data center are required, and the LAN for a failover group.</param>
    public static IFailoverIpBuilder AddProfitBricks(this IFailoverIpBuilder builder, string name, Action<ProfitBricksOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(configure);
        ProviderHttp.AddTo(builder.Services);
        builder.Services.Configure(name, configure);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ProfitBricksOptions>, ProfitBricksOptionsValidator>());
        return builder.AddProvider(name, services => ProfitBricksFactory.Provider(services, name, services.GetRequiredService<IOptionsMonitor<ProfitBricksOptions>>().Get(name)));
    }
}
