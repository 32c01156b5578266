namespace FailoverIp.Node;

/// <summary>Other network namespaces, and several keepalived on one machine.</summary>
internal static class NamespaceWords
{
    public static IEnumerable<ConfRoot> Roots(ConfContext context)
    {
        string? name = null, instance = null;
        var hasIpvs = false;
        yield return new("net_namespace", ConfProcesses.Parent, line =>
        {
            if (!context.HasWord(line))
                return;
            if (name is not null)
                context.Complain("net_namespace was given already");
            else if (!context.Machine.IsInNamespace(name = line[1]))
                context.Problems.Refuse(line.Location, $"net_namespace: a node works in the network namespace that it is started in, and this is not {SchemaChecker.Shown(name)}; start it there: NetworkNamespacePath= of the unit, or ip netns exec");
        });
        yield return new("net_namespace_ipvs", ConfProcesses.Parent, line =>
        {
            if (hasIpvs)
                context.Complain("net_namespace_ipvs was given already");
            else if (!context.Machine.IsInNamespace(line.At(1) ?? ""))
                context.Problems.Refuse(line.Location, "net_namespace_ipvs: the virtual servers are in the network namespace of the node");
            hasIpvs = true;
        });
        yield return new("namespace_with_ipsets", ConfProcesses.Parent, line => context.NotSupported($"{line.Keyword} is not carried out: no ipsets are used"));
        yield return new("instance", ConfProcesses.Parent, line =>
        {
            if (!context.HasWord(line))
                return;
            if (instance is not null)
                context.Complain("instance was given already");
            instance = line[1];
            context.NotSupported("instance is not carried out: several nodes on one machine have different names, Node of failoverip.json");
        });
    }
}
