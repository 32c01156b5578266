using System.Globalization;
using FailoverIp.Lvs;

namespace FailoverIp.Node;

/// <summary>Builds the virtual servers and lets them check each other; a problem is reported on the line of the option it names.</summary>
internal sealed class VirtualServerCheck(ProblemList problems, VirtualServerReader reader)
{
    /// <param name="servers">The key VirtualServers.</param>
    /// <param name="node">The instances and addresses whose roles the virtual servers may depend on.</param>
    /// <param name="looksIntoChecks">Whether the options of checks are looked at by those who will carry them out, who may open files for it.</param>
    public IReadOnlyList<NodeVirtualServer> Check(ConfigurationNode? servers, NodeOptions node, bool looksIntoChecks)
    {
        var found = new List<NodeVirtualServer>();
        var places = new Dictionary<string, ConfigurationNode>(StringComparer.Ordinal);
        foreach (var (name, place) in servers?.Children ?? [])
        {
            if (problems.HasErrorAt(place) && !place.IsContainer)
                continue;
            CheckFlags(place);
            if (reader.Read(name, place) is not { } options)
                continue;
            places.Add(name, place);
            var role = ServiceRole.Find(options.Key, node);
            CheckRole(place, options, role);
            found.Add(new(options) { Follows = role, Bypass = Is(place["Bypass"]) });
        }
        CheckTogether(found, places);
        if (!looksIntoChecks)
            return found;
        using var probes = new ProbeCheck(problems);
        foreach (var server in found)
            probes.Check(server.Options, places[server.Options.Name]);
        return found;
    }

    private void CheckTogether(List<NodeVirtualServer> servers, Dictionary<string, ConfigurationNode> places)
    {
        foreach (var problem in VirtualServerValidator.Validate([.. servers.Select(s => s.Options)]))
        {
            var place = places[problem.VirtualServer];
            var (node, path) = (place, place.Path);
            var isKnown = false;
            foreach (var key in problem.Option.Split(':', StringSplitOptions.RemoveEmptyEntries))
            {
                var next = int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? Element(node, position) : node[key];
                // What is missing from something that is wrong itself was put there to go on.
                isKnown |= next is null && node != place && problems.HasErrorAt(node);
                (node, path) = (next ?? node, next?.Path ?? $"{path}.{key}");
            }
            if (!isKnown && !problems.HasErrorAt(path))
                problems.Add(node.Location, $"{path}: {problem.Message}", path, problem.IsWarning);
        }
    }

    /// <summary>What depends on the role needs one.</summary>
    private void CheckRole(ConfigurationNode place, VirtualServerOptions options, string? role)
    {
        if (role is not null)
            return;
        foreach (var key in (string[])["Bypass", "HaSuspend"])
        {
            // Whether an address is here the machine itself can say, where no role does.
            if (key == "HaSuspend" && options.Key.Address is not null)
                continue;
            if (place[key] is { } node && Is(node))
            {
                problems.Add(node, options.Key.Address is { } address
                    ? $"no VRRP instance has {address.Address} among its addresses, and no entry of Addresses with it follows one: when this node is Active for it is not known"
                    : "a firewall mark has no address: when this node is Active for it is not known");
            }
        }
    }

    private void CheckFlags(ConfigurationNode server)
    {
        var scheduler = server["Scheduler"]?.Text ?? "wlc";
        foreach (var (_, flag) in server["SchedulerFlags"]?.Children ?? [])
        {
            if (!problems.HasErrorAt(flag) && flag.Text is { } text && SchedulerFlagsReader.SchedulerOf(text) is { } owner && owner != scheduler)
                problems.Add(flag, $"{text} goes with the scheduler {owner}, not with {SchemaChecker.Shown(scheduler)}");
        }
    }

    // Not of what should be a list and is none; what is wrong with one element is no reason to be silent about the next.
    private ConfigurationNode? Element(ConfigurationNode list, int position) => problems.HasErrorOn(list.Path) ? null : list.At(position);

    private bool Is(ConfigurationNode? node) => node is not null && !problems.HasErrorAt(node) && string.Equals(node.Text, "true", StringComparison.OrdinalIgnoreCase);
}
