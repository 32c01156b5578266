using Microsoft.Extensions.DependencyInjection;

namespace FailoverIp;

/// <summary>What <c>services.AddFailoverIp()</c> returns: addresses and providers are added to it, also by other packages.</summary>
public interface IFailoverIpBuilder
{
    /// <summary>The services of the application.</summary>
    IServiceCollection Services { get; }
}
