using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FailoverIp.Node;

/// <summary>
/// What a node can do, as a health check. Healthy: every instance is Active or Backup, and what is kept is kept. Degraded: an address is not routed, a virtual server or the application's own work
/// has a problem. Unhealthy: an instance is in Fault, or elects nothing because the node has not started or has stopped.
/// </summary>
internal sealed class NodeHealthCheck(FailoverNode node) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var status = node.GetStatus();
        var health = node.HealthOf(status);
        var (problems, data) = (string.Join("; ", health.Problems), Data(status));
        // Unhealthy is what the application says it is, for a node may be no more than a part of it.
        var result = health.Failures.Count > 0 ? new HealthCheckResult(context?.Registration.FailureStatus ?? HealthStatus.Unhealthy, problems, data: data)
            : health.Lacks.Count > 0 ? HealthCheckResult.Degraded(problems, data: data)
            : HealthCheckResult.Healthy(Roles(status), data);
        return Task.FromResult(result);
    }

    private static string Roles(NodeStatus status) => status.Instances.IsEmpty ? "no instances" : string.Join(", ", status.Instances.Select(i => $"{i.Name} {i.State}"));

    private static Dictionary<string, object> Data(NodeStatus status)
    {
        var data = new Dictionary<string, object>(StringComparer.Ordinal) { ["node"] = status.Node };
        foreach (var instance in status.Instances)
            data[$"instance {instance.Name}"] = instance.State.ToString();
        foreach (var address in status.Addresses)
            data[$"address {address.Name}"] = address.State.ToString();
        return data;
    }
}
