using FailoverIp.Vrrp;

namespace FailoverIp.Node;

/// <summary>Whether a node can do its part.</summary>
internal static class Health
{
    /// <summary>What is wrong, each one line; empty where all is well, Active or Backup.</summary>
    public static IReadOnlyList<string> Problems(NodeStatus status) =>
    [
        .. status.Instances.Where(i => i.State == VrrpState.Fault).Select(i => $"{i.Name}: Fault{(i.Fault is { } f ? $", {f}" : "")}"),
        .. status.Addresses.Where(a => a.State == RouteKeeperState.Failing).Select(a => $"{a.Name}: Failing, {a.LastError}"),
        .. status.VirtualServers.Where(s => s.Problem is not null).Select(s => $"{s.Name}: {s.Problem}"),
    ];

    /// <summary>The answer of <c>/healthz</c>: 200, or 503 with what is wrong.</summary>
    public static (int Status, string Body) Answer(NodeStatus status)
    {
        var problems = Problems(status);
        return problems.Count == 0 ? (200, "healthy\n") : (503, string.Join('\n', problems) + "\n");
    }
}
