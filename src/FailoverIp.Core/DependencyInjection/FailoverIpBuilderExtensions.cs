using FailoverIp;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds addresses and providers by code. Names are compared without regard to case; of two with one name the later one counts.</summary>
public static class FailoverIpBuilderExtensions
{
    /// <summary>Adds a failover address. Where the configuration has one of the same name, <paramref name="configure"/> is applied on top of it.</summary>
    public static IFailoverIpBuilder AddAddress(this IFailoverIpBuilder builder, string name, Action<FailoverAddressOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.AddSingleton(new AddressRegistration(name));
        builder.Services.Configure(name, configure);
        return builder;
    }

    /// <summary>
    /// Adds a provider (one account) of any kind: the open door for plug-ins. It is made on first use, belongs to the container, and is also the
    /// keyed service <see cref="IFailoverIpProvider"/> of this name. It takes precedence over one of the same name in the configuration.
    /// </summary>
    public static IFailoverIpBuilder AddProvider(this IFailoverIpBuilder builder, string name, Func<IServiceProvider, IFailoverIpProvider> factory)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(factory);
        builder.Services.AddSingleton(new ProviderRegistration(name));
        builder.Services.AddKeyedSingleton(name, (sp, _) => factory(sp));
        return builder;
    }

    /// <summary>
    /// Adds a value that <c>Type</c> of an entry in <c>Providers</c> may have. <paramref name="factory"/> gets the entry's name and its section;
    /// it throws <see cref="FailoverIpException"/> of kind <see cref="FailoverErrorKind.Configuration"/> for what it cannot use.
    /// </summary>
    public static IFailoverIpBuilder AddProviderType(this IFailoverIpBuilder builder, string type, Func<IServiceProvider, string, IConfigurationSection, IFailoverIpProvider> factory)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(type);
        ArgumentNullException.ThrowIfNull(factory);
        builder.Services.AddSingleton(new ProviderTypeRegistration(type, factory));
        return builder;
    }
}
