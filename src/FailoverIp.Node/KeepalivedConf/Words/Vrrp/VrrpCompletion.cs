using System.Net;
using System.Net.Sockets;

namespace FailoverIp.Node;

/// <summary>What keepalived checks of instances and groups once everything was read. Each problem is told where the instance begins, or where what it is about was given.</summary>
internal sealed class VrrpCompletion(ConfContext context, IReadOnlyList<ConfInstance> instances, IReadOnlyList<ConfSyncGroup> groups)
{
    public void Complete()
    {
        foreach (var instance in instances)
        {
            if (instance.VirtualRouterId is null)
                context.Problems.Die(instance.At, $"{instance.Name} has no virtual_router_id");
            else if (instance.Interface is null)
                context.Problems.Die(instance.At, $"{instance.Name} has no interface");
            if (context.Problems.IsFatal)
                return;
        }
        foreach (var group in groups)
            CompleteGroup(group);
        foreach (var instance in instances)
        {
            new InstanceCompletion(context, instance).Complete();
            if (context.Problems.IsFatal)
                return;
        }
        FindCollisions();
        foreach (var group in groups.Where(g => g.Members.Exists(m => m.IsOwner)))
            ClearWeights(group);
    }

    private void CompleteGroup(ConfSyncGroup group)
    {
        foreach (var name in group.Names ?? [])
        {
            if (instances.FirstOrDefault(i => i.Name == name.Value) is not { } member)
                context.Problems.Complain(name.At, $"there is no vrrp_instance {SchemaChecker.Shown(name.Value)} for the group {group.Name}");
            else if (member.SyncGroup is { } other)
                context.Problems.Complain(name.At, $"{member.Name} is in the group {other.Name} already");
            else
            {
                member.SyncGroup = group;
                group.Members.Add(member);
            }
        }
        if (group.Members.Count == 0)
        {
            context.Problems.Complain(group.At, $"the vrrp_sync_group {group.Name} has no members, and is left out");
            return;
        }
        var owners = group.Members.Count(m => m is { IsOwner: true } && m.WantsMaster is not { Value: false });
        if (group.Members[0].IsOwner && group.Members[0].WantsMaster is { Value: true } && group.Members.Skip(1).Any(m => m.WantsMaster is { Value: false }) && owners > 0)
            context.Problems.Complain(group.At, $"some members of {group.Name} own their addresses and some do not; that does not work");
        if (group.Members.Count == 1)
            JoinOnlyMember(group);
    }

    /// <summary>A group of one changes its state as its member does, and has its own scripts told of it. What it tracks is its member's, whose own word counts.</summary>
    private void JoinOnlyMember(ConfSyncGroup group)
    {
        context.Problems.Complain(group.At, $"the vrrp_sync_group {group.Name} has one member only");
        foreach (var (of, to) in group.Tracked.Lists.Zip(group.Members[0].Tracked.Lists))
        {
            foreach (var (name, weight) in of)
                to.TryAdd(name, weight);
        }
    }

    private void FindCollisions()
    {
        for (var i = 0; i < instances.Count; i++)
        {
            foreach (var other in Same(instances[i], i + 1))
                context.Problems.Die(other.VirtualRouterId!.Value.At, $"{instances[i].Name} and {other.Name} both have the VRID {other.VirtualRouterId.Value.Value} on {other.Interface!.Value.Value.Name}");
        }
    }

    private readonly Lazy<Dictionary<(string, long), List<(int Index, ConfInstance Instance)>>> _byId = new(() =>
        instances.Select((i, index) => (Index: index, Instance: i)).GroupBy(i => (i.Instance.Interface!.Value.Value.Name, i.Instance.VirtualRouterId!.Value.Value)).ToDictionary(g => g.Key, g => g.ToList()));

    private IEnumerable<ConfInstance> Same(ConfInstance one, int from)
    {
        foreach (var (index, other) in _byId.Value[(one.Interface!.Value.Value.Name, one.VirtualRouterId!.Value.Value)])
        {
            if (index < from || (one.Family ?? AddressFamily.InterNetwork) != (other.Family ?? AddressFamily.InterNetwork) || one.IsUnicast != other.IsUnicast)
                continue;
            if (one.IsUnicast ? one.Source is not null && Equals(one.Source?.Value, other.Source?.Value) && one.Peers.Any(p => other.Peers.Exists(o => o.Value.Address.Equals(p.Value.Address))) : GroupOf(one).Equals(GroupOf(other)) && !one.Interface.Value.Value.IsMissing)
                yield return other;
        }
    }

    private IPAddress GroupOf(ConfInstance instance) => instance.Group?.Value
        ?? (instance.Family == AddressFamily.InterNetworkV6 ? context.Globals.Group6?.Value ?? IPAddress.Parse("ff02::12") : context.Globals.Group4?.Value ?? IPAddress.Parse("224.0.0.18"));

    private void ClearWeights(ConfSyncGroup group)
    {
        foreach (var list in group.Tracked.Lists)
        {
            foreach (var (name, weight) in list.Where(w => w.Value.Value.Weight != 0).ToList())
            {
                context.Problems.Complain(weight.At, $"{name} cannot be tracked with a weight: a member of {group.Name} has the priority 255; the weight is 0");
                list[name] = new(new(0, weight.Value.IsReverse), weight.At);
            }
        }
    }
}
