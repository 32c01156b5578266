using System.Collections.Immutable;
using FailoverIp.Vrrp;

namespace FailoverIp.Node;

/// <summary>Builds the section Vrrp and lets the engine's options check themselves; a problem is reported on the line of what it names.</summary>
internal sealed class VrrpSectionCheck(ProblemList problems, SecretReader secrets)
{
    public NodeOptions Check(NodeOptions node, ConfigurationNode? section)
    {
        var tracking = new TrackingReader(problems, new TrackerReader(problems, secrets).Read(section?["Trackers"]), section?["Trackers"]);
        var values = new ValueReader(problems);
        var reader = new InstanceReader(problems, secrets, tracking, GarpReader.Read(section?["Garp"], new(), values));
        var instances = section?["Instances"];
        var built = node with
        {
            Instances = [.. (instances?.Children ?? []).Select(i => reader.Read(i.Key, i.Value))],
            SyncGroups = Groups(section?["SyncGroups"], instances, tracking),
            StartupDelay = values.Time(section?["StartupDelay"]) ?? TimeSpan.Zero,
            DelayAfterBoot = values.Time(section?["DelayAfterBoot"]) ?? TimeSpan.Zero,
            AnnouncementGroups = GarpReader.Groups(section?["GarpGroups"], values),
        };
        tracking.TellUnused();
        if (section is not null)
            OptionPlace.Tell((built with { Addresses = [] }).ToEngineOptions().Validate(), section, problems);
        return built with { Trackers = tracking.All, Demands = section is null ? null : new(built.Instances, section) };
    }

    private ImmutableArray<SyncGroupOptions> Groups(ConfigurationNode? groups, ConfigurationNode? instances, TrackingReader tracking)
    {
        var found = ImmutableArray.CreateBuilder<SyncGroupOptions>();
        var known = instances?.Children.Select(i => i.Key).ToList() ?? [];
        foreach (var (name, node) in groups?.Children ?? [])
        {
            var members = ImmutableArray.CreateBuilder<string>();
            foreach (var (_, member) in node["Instances"]?.Children ?? [])
            {
                if (problems.HasErrorAt(member) || member.Text is not { } text)
                    continue;
                if (known.Find(k => string.Equals(k, text, StringComparison.OrdinalIgnoreCase)) is not { } instance)
                    problems.Add(member, $"there is no VRRP instance \"{SchemaChecker.Shown(text)}\"{(known.Count == 0 ? "" : $"; did you mean \"{NearestKey.Find(text, known)}\"?")}");
                else if (members.Contains(instance))
                    problems.Add(member, $"{instance} is there twice");
                else
                    members.Add(instance);
            }
            if (!problems.HasErrorAt(node))
                found.Add(new(name, members.ToImmutable()) { TrackedInterfaces = tracking.Interfaces(node), TrackedHealth = tracking.Health(node) });
        }
        return found.ToImmutable();
    }
}
