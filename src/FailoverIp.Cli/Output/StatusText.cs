using System.Globalization;
using FailoverIp.Node;

namespace FailoverIp.Cli.Output;

/// <summary>A node's status for a person.</summary>
internal static class StatusText
{
    public static IEnumerable<string> ToLines(NodeStatus status)
    {
        string[] head = [$"node {status.Node}, version {status.Version}, up {TimeSpan.FromSeconds(status.UptimeSeconds):c}"];
        return [.. head, .. Part(Instances(status)), .. Part(Addresses(status)), .. Part(VirtualServers(status)), .. Part(Trackers(status)), .. Part(Ignored(status))];
    }

    private static IEnumerable<string> Part(IEnumerable<string> lines)
    {
        var part = lines.ToList();
        return part.Count == 0 ? [] : ["", .. part];
    }

    private static IEnumerable<string> Instances(NodeStatus status)
    {
        var table = new TextTable("INSTANCE", "STATE", "SINCE", "PRIORITY", "ACTIVE ROUTER", "INTERFACE", "VRID", "ADDRESSES");
        foreach (var i in status.Instances)
            table.Add(i.Name, i.State.ToString(), Time(i.Since), Priority(i), i.ActiveRouter ?? "-", i.Interface, i.VirtualRouterId.ToString(CultureInfo.InvariantCulture), string.Join(" ", i.Addresses));
        return table.ToLines().Concat(status.Instances.SelectMany(Remarks).Select(OneLine.From));
    }

    private static IEnumerable<string> Remarks(InstanceStatus instance)
    {
        if ((instance.Fault ?? instance.Reason) is { } reason)
            yield return $"{instance.Name}: {reason}";
        if (instance.Group is { } group)
            yield return $"{instance.Name}: changes with the group {group}";
        if (instance.PriorityArithmetic is { } priority)
            yield return $"{instance.Name}: priority {priority}";
        if (instance.Repairs is { } repairs)
            yield return $"{instance.Name}: lost addresses were put back {repairs.ToString(CultureInfo.InvariantCulture)} times";
        foreach (var peer in instance.Peers ?? [])
            yield return $"{instance.Name}: peer {peer.Address}, priority {peer.Priority.ToString(CultureInfo.InvariantCulture)}, last heard {Time(peer.LastHeard)}";
        foreach (var problem in instance.AddressProblems ?? [])
            yield return $"{instance.Name}: {problem}";
    }

    private static IEnumerable<string> Trackers(NodeStatus status)
    {
        if (status.Trackers is not { } trackers)
            return [];
        var table = new TextTable("TRACKER", "KIND", "STATE", "SINCE");
        foreach (var t in trackers)
            table.Add(t.Name, t.Kind, t.Value is { } value ? value.ToString(CultureInfo.InvariantCulture) : t.Well switch { true => "well", false => "unwell", _ => "-" }, t.Since is { } at ? Time(at) : "-");
        return table.ToLines().Concat(trackers.Where(t => t is { Detail: not null, Well: not true } or { Value: not null, Detail: not null }).Select(t => OneLine.From($"{t.Name}: {t.Detail}")));
    }

    private static IEnumerable<string> Ignored(NodeStatus status)
    {
        if (status.Ignored is { UnknownVirtualRouterIds: > 0 } others)
            yield return $"ignored: {others.UnknownVirtualRouterIds.ToString(CultureInfo.InvariantCulture)} adverts of virtual routers that this node does not have";
        if (status.Ignored is { Carp: > 0 } carp)
            yield return $"ignored: {carp.Carp.ToString(CultureInfo.InvariantCulture)} packets of CARP";
    }

    private static IEnumerable<string> Addresses(NodeStatus status)
    {
        var table = new TextTable("NAME", "ADDRESS", "STATE", "OWNER", "TARGET", "PROVIDER", "VERIFIED");
        foreach (var a in status.Addresses)
            table.Add(a.Name, a.Address, a.State.ToString(), a.Owner ?? "-", a.Target, a.Provider, a.LastVerified is { } at ? Time(at) : "-");
        return table.ToLines().Concat(status.Addresses.Where(a => a.LastError is not null).Select(a => OneLine.From($"{a.Name}: {a.LastError}")));
    }

    private static IEnumerable<string> VirtualServers(NodeStatus status)
    {
        var table = new TextTable("VIRTUAL SERVER", "ADDRESS", "PROTOCOL", "SCHEDULER", "METHOD", "QUORUM", "REAL SERVER", "WEIGHT", "STATE");
        foreach (var s in status.VirtualServers)
        {
            string[] server = [s.Name, s.Address, s.Protocol, s.Scheduler, s.Method, s.Quorum ? "yes" : "no"];
            foreach (var r in s.RealServers)
            {
                table.Add([.. server, r.Address, r.Weight.ToString(CultureInfo.InvariantCulture), r.State]);
                server = ["", "", "", "", "", ""]; // said once
            }
            if (s.RealServers.IsEmpty)
                table.Add([.. server, "-", "-", "-"]);
        }
        return table.ToLines().Concat(status.VirtualServers.SelectMany(Remarks).Select(OneLine.From));
    }

    private static IEnumerable<string> Remarks(VirtualServerStatus server)
    {
        if (server.Problem is not null)
            yield return $"{server.Name}: {server.Problem}";
        if (server.SorryServer is { InUse: true } sorry)
            yield return $"{server.Name}: the sorry server {sorry.Address} stands in";
        if (server.Bypass == true)
            yield return $"{server.Name}: not Active here; what arrives for {server.Address} is redirected to this machine";
        if (server.Suspended == true)
            yield return $"{server.Name}: not Active here; checks rest";
        foreach (var down in server.RealServers.Where(r => r is { State: "Down", LastFailure: not null }))
            yield return $"{server.Name}: {down.Address}: {down.LastFailure}{(down.InService == true ? "; kept in service all the same, because no more may be out at once" : "")}";
        foreach (var left in server.RealServers.Where(r => r is { State: "Up", InService: false }))
            yield return $"{server.Name}: {left.Address}: up, and not in the kernel's table";
    }

    private static string Priority(InstanceStatus i) => i.EffectivePriority == i.Priority ? $"{i.Priority}" : $"{i.EffectivePriority} of {i.Priority}";

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
