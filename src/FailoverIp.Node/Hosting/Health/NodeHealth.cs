using FailoverIp.Vrrp;

namespace FailoverIp.Node;

/// <summary>Whether a node can do its part, for whoever asks: <c>/healthz</c>, the status page and the health check of an application.</summary>
/// <param name="Failures">What keeps an instance from the election, a line each.</param>
/// <param name="Lacks">What a role comes without, a line each.</param>
internal sealed record NodeHealth(IReadOnlyList<string> Failures, IReadOnlyList<string> Lacks)
{
    /// <summary>All that is wrong, the worst first; empty where all is well, Active or Backup.</summary>
    public IReadOnlyList<string> Problems => [.. Failures, .. Lacks];

    /// <param name="status">The status.</param>
    /// <param name="isUp">Whether the elections that are configured have begun.</param>
    /// <param name="workProblems">What is wrong with the application's own work.</param>
    public static NodeHealth Of(NodeStatus status, bool isUp, IEnumerable<string> workProblems) => new(
        [.. status.Instances.Where(i => i.State is VrrpState.Fault or VrrpState.Initialize).Select(Idle), .. isUp ? (string[])[] : ["the node does not run"]],
        [
            .. status.Addresses.Where(a => a.State == RouteKeeperState.Failing).Select(a => $"{a.Name}: Failing, {a.LastError}"),
            .. status.VirtualServers.Where(s => s.Problem is not null).Select(s => $"{s.Name}: {s.Problem}"),
            .. workProblems,
        ]);

    /// <summary>The answer of <c>/healthz</c>: 200, or 503 with what is wrong.</summary>
    public (int Status, string Body) ToAnswer() => Problems is { Count: > 0 } problems ? (503, string.Join('\n', problems) + "\n") : (200, "healthy\n");

    private static string Idle(InstanceStatus instance) => $"{instance.Name}: {instance.State}{(instance.Fault is { } fault ? $", {fault}" : "")}";
}
