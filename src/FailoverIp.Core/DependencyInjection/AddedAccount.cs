using Microsoft.Extensions.DependencyInjection;

namespace FailoverIp;

/// <summary>A provider that was added by code: the container's, and the same in every configuration.</summary>
internal sealed class AddedAccount(string name, IServiceProvider services) : ProviderAccount(name)
{
    protected override IFailoverIpProvider Make() => services.GetRequiredKeyedService<IFailoverIpProvider>(Name);
}
