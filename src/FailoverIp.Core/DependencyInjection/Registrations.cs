using Microsoft.Extensions.Configuration;

namespace FailoverIp;

/// <summary>A section that holds <c>Providers</c> and <c>Addresses</c>.</summary>
internal sealed record FailoverIpSection(IConfiguration Configuration);

/// <summary>Addresses that are given whole, and may be others after a reload.</summary>
internal sealed record GivenRoutes(IReadOnlyList<FailoverRoute> Routes);

/// <summary>An address added by code; its options are the named ones.</summary>
internal sealed record AddressRegistration(string Name);

/// <summary>A provider added by code; its instance is the keyed service of this name.</summary>
internal sealed record ProviderRegistration(string Name);

/// <summary>What makes providers of one <c>Type</c> of the configuration.</summary>
internal sealed record ProviderTypeRegistration(string Type, Func<IServiceProvider, string, IConfigurationSection, IFailoverIpProvider> Factory);
