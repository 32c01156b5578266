using FailoverIp;
using FailoverIp.Node;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Health in both directions: an application's health checks count in the elections, and the node is a health check of the application.</summary>
public static class NodeHealthExtensions
{
    /// <summary>
    /// Lets a health check of the application count in an election: while it is not Healthy, the priority is lower or the instance is in Fault, so that a peer takes over. The same as the key
    /// <c>TrackHealthChecks</c> of the instance, which it replaces for a check of the same name; a reload does not take it away. A check that throws, or gives no answer in time, is not Healthy.
    /// </summary>
    /// <param name="builder">The node.</param>
    /// <param name="instance">The name of the VRRP instance.</param>
    /// <param name="healthCheck">The name by which the application has registered the check.</param>
    /// <param name="weight">0: a Fault while it is not Healthy. Negative: subtracted from the priority while it is not Healthy; positive: added while it is. −253 to 253.</param>
    /// <param name="configure">Changes how it is asked, such as <see cref="HealthCheckTrackerOptions.Interval"/> and <see cref="HealthCheckTrackerOptions.Timeout"/>; null: every 2 seconds, for 5 seconds at most, or as the configuration has it.</param>
    public static IFailoverIpBuilder TrackHealthCheck(
        this IFailoverIpBuilder builder, string instance, string healthCheck, int weight = 0, Func<HealthCheckTrackerOptions, HealthCheckTrackerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(instance);
        ArgumentException.ThrowIfNullOrEmpty(healthCheck);
        builder.Services.AddSingleton(new NodeAddition(options => Add(options, instance, healthCheck, weight, configure)));
        return builder;
    }

    /// <summary>
    /// Adds the node as a health check: Healthy while it can do its part, Active or Backup; Degraded where an address is not routed, or a virtual server or the application's own work has a
    /// problem; Unhealthy where an instance is in Fault or elects nothing. Its data has the state of each instance and address. It cannot be tracked by the node itself.
    /// </summary>
    /// <param name="builder">The health checks of the application.</param>
    /// <param name="name">The name of the check.</param>
    /// <param name="failureStatus">What is answered in place of Unhealthy; null: Unhealthy.</param>
    /// <param name="tags">Tags of the check.</param>
    public static IHealthChecksBuilder AddFailoverIpNode(this IHealthChecksBuilder builder, string name = "failoverip", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return builder.Add(new(name, static sp => new NodeHealthCheck(sp.GetRequiredService<FailoverNode>()), failureStatus, tags));
    }

    private static NodeOptions Add(NodeOptions options, string instance, string healthCheck, int weight, Func<HealthCheckTrackerOptions, HealthCheckTrackerOptions>? configure) =>
        options.Instances.Any(i => i.Name == instance) ? options.WithHealthCheck(instance, healthCheck, weight, configure)
            : throw new FailoverIpException(FailoverErrorKind.Configuration, $"TrackHealthCheck: there is no VRRP instance \"{instance}\"");
}
