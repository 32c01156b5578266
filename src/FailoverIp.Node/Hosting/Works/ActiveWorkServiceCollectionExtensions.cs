using FailoverIp.Node;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds work to an application that runs only while a VRRP instance is Active on its node.</summary>
public static class ActiveWorkServiceCollectionExtensions
{
    /// <summary>
    /// Runs <paramref name="work"/> while <paramref name="instance"/> is Active, as <see cref="IFailoverNode.WhileActive"/> does, from the start of the host to its stop.
    /// A class for it derives from <see cref="ActiveOnlyService"/>. An instance that does not exist keeps the host from starting.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="instance">The name of a VRRP instance.</param>
    /// <param name="work">The work: the application's services, the stay, and the token that falls when the stay ends.</param>
    public static IServiceCollection AddWhileActive(this IServiceCollection services, string instance, Func<IServiceProvider, ActiveStay, CancellationToken, Task> work)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(instance);
        ArgumentNullException.ThrowIfNull(work);
        return services.AddSingleton<IHostedService>(sp => new ActiveDelegateService(sp.GetRequiredService<IFailoverNode>(), sp, instance, work));
    }
}
