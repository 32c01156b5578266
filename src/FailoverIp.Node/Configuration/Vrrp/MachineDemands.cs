using System.Collections.Immutable;
using FailoverIp.Vrrp;

namespace FailoverIp.Node;

/// <summary>
/// Where a configuration asks for what only the machine can refuse, such as an interface of a kind that its kernel does not know. Only the places are kept: the configuration
/// itself, which is large and holds secrets, does not stay in memory.
/// </summary>
internal sealed class MachineDemands
{
    private readonly Dictionary<string, ConfigurationProblem> _links = new(StringComparer.Ordinal);

    public MachineDemands(ImmutableArray<VirtualRouterOptions> instances, ConfigurationNode section)
    {
        foreach (var instance in instances.Where(i => i.VirtualMac is not null))
            _links[instance.Name] = OptionPlace.Locate(new(nameof(instance.VirtualMac), "") { Router = instance.Name }, section);
    }

    /// <summary>A refusal as a problem of the configuration, on its line; null where it is about something else.</summary>
    public ConfigurationProblem? Locate(VrrpOptionProblem problem) =>
        problem is { Option: nameof(VirtualRouterOptions.VirtualMac), Router: { } router } && _links.TryGetValue(router, out var place)
            ? place with { Message = place.Message + problem.Message }
            : null;
}
