using FailoverIp;
using FailoverIp.Netcup;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Adds accounts at netcup. Each sends its requests through the <see cref="HttpClient"/> named <c>FailoverIp:NAME</c>, whose handler may be
/// replaced with <c>services.AddHttpClient("FailoverIp:NAME").ConfigurePrimaryHttpMessageHandler(…)</c>.
/// </summary>
public static class NetcupBuilderExtensions
{
    /// <summary>Makes <c>NetcupRest</c> and <c>NetcupSoap</c> values that <c>Type</c> may have in the configuration's <c>Providers</c>.</summary>
    public static IFailoverIpBuilder AddNetcup(this IFailoverIpBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        AddParts(builder.Services);
        builder.AddProviderType("NetcupRest", static (services, name, section) => NetcupProviderFactory.Rest(services, name, NetcupRestOptions.Read(section)));
        return builder.AddProviderType("NetcupSoap", static (services, name, section) => NetcupProviderFactory.Soap(services, name, NetcupSoapOptions.Read(section)));
    }

    /// <summary>Adds an account that is used through the SCP REST API.</summary>
    /// <param name="builder">Where it is added.</param>
    /// <param name="name">The account's name, by which addresses refer to it.</param>
    /// <param name="configure">Sets the options, of which a refresh token or its file is required.</param>
    public static IFailoverIpBuilder AddNetcupRest(this IFailoverIpBuilder builder, string name, Action<NetcupRestOptions> configure)
    {
        Add<NetcupRestOptions, NetcupRestOptionsValidator>(builder, name, configure);
        return builder.AddProvider(name, services => NetcupProviderFactory.Rest(services, name, services.GetRequiredService<IOptionsMonitor<NetcupRestOptions>>().Get(name)));
    }

    /// <summary>Adds an account that is used through the older SOAP web service.</summary>
    /// <param name="builder">Where it is added.</param>
    /// <param name="name">The account's name, by which addresses refer to it.</param>
    /// <param name="configure">Sets the options, of which the login name and a password or its file are required.</param>
    public static IFailoverIpBuilder AddNetcupSoap(this IFailoverIpBuilder builder, string name, Action<NetcupSoapOptions> configure)
    {
        Add<NetcupSoapOptions, NetcupSoapOptionsValidator>(builder, name, configure);
        return builder.AddProvider(name, services => NetcupProviderFactory.Soap(services, name, services.GetRequiredService<IOptionsMonitor<NetcupSoapOptions>>().Get(name)));
    }

    private static void AddParts(IServiceCollection services)
    {
        ProviderHttp.AddTo(services);
        services.TryAddSingleton<RefreshTokenStores>();
    }

    private static void Add<TOptions, TValidator>(IFailoverIpBuilder builder, string name, Action<TOptions> configure)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>, new()
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(configure);
        AddParts(builder.Services);
        builder.Services.Configure(name, configure);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>>(new TValidator()));
    }
}
