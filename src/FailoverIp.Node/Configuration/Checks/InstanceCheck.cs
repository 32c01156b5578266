using System.Collections.Immutable;
using System.Globalization;
using FailoverIp.Vrrp;

namespace FailoverIp.Node;

/// <summary>Builds virtual routers and lets them check themselves; a problem is reported on the line of the option it names.</summary>
internal sealed class InstanceCheck(ProblemList problems, SecretReader secrets)
{
    private readonly Dictionary<(string Interface, int Vrid), ConfigurationNode> _taken = [];

    public IEnumerable<VirtualRouterOptions> Check(ConfigurationNode? instances)
    {
        foreach (var (name, node) in instances?.Children ?? [])
        {
            var router = Build(name, node);
            foreach (var problem in router.Validate())
                Add(node, problem);
            CheckIdentifier(router, node);
            yield return router;
        }
    }

    private VirtualRouterOptions Build(string name, ConfigurationNode node)
    {
        var defaults = new VirtualRouterOptions { Name = name, Interface = "lo", VirtualRouterId = 1 };
        return defaults with
        {
            // Where a key is missing or of a wrong type, that is known already; a valid value in its place keeps the rest from being reported for it.
            Interface = Text(node["Interface"]) ?? defaults.Interface,
            VirtualRouterId = Number(node["VirtualRouterId"]) ?? defaults.VirtualRouterId,
            Priority = Number(node["Priority"]) ?? defaults.Priority,
            Version = Number(node["Version"]) == 3 ? VrrpVersion.V3 : VrrpVersion.V2,
            AdvertisementInterval = Time(node["AdvertisementInterval"]) ?? defaults.AdvertisementInterval,
            Preempt = Boolean(node["Preempt"]) ?? defaults.Preempt,
            Password = node["Authentication"] is { } authentication ? Password(authentication) : null,
            Checksum = string.Equals(Text(node["Checksum"]), nameof(VrrpChecksumKind.MessageOnly), StringComparison.OrdinalIgnoreCase)
                ? VrrpChecksumKind.MessageOnly : VrrpChecksumKind.PseudoHeader,
            VirtualAddresses = Addresses(node["VirtualAddresses"]),
            ExcludedAddresses = Addresses(node["ExcludedAddresses"]),
            Announcements = new()
            {
                Repeat = Number(node["Garp"]?["Repeat"]) ?? defaults.Announcements.Repeat,
                Delay = Time(node["Garp"]?["Delay"]) ?? defaults.Announcements.Delay,
            },
        };
    }

    private VrrpPassword? Password(ConfigurationNode authentication)
    {
        if (!string.Equals(Text(authentication["Type"]), "Pass", StringComparison.OrdinalIgnoreCase))
            return null;
        return secrets.Read(authentication, "Password") is { } password ? new(password) : null;
    }

    private ImmutableArray<VirtualAddress> Addresses(ConfigurationNode? list)
    {
        var addresses = ImmutableArray.CreateBuilder<VirtualAddress>();
        foreach (var (_, node) in list?.Children ?? [])
        {
            if (problems.HasErrorAt(node.Path))
                continue;
            if (VirtualAddressReader.Read(node, out var problem) is { } address)
                addresses.Add(address);
            else
                problems.Add(node, problem!);
        }
        return addresses.ToImmutable();
    }

    private void Add(ConfigurationNode instance, VrrpOptionProblem problem)
    {
        var node = instance;
        foreach (var key in problem.Option.Split('.'))
            node = node[key] ?? node;
        if (problem.Option == "Authentication")
            node = node["PasswordFile"] ?? node["Password"] ?? node;
        var path = $"{instance.Path}.{problem.Option}";
        if (!problems.HasErrorAt(path) || problem.IsWarning)
            problems.Add(node.Location, $"{path}: {problem.Message}", path, problem.IsWarning);
    }

    /// <summary>Two virtual routers of one identifier on one interface would take each other for a peer.</summary>
    private void CheckIdentifier(VirtualRouterOptions router, ConfigurationNode node)
    {
        if (node["VirtualRouterId"] is not { } id || node["Interface"] is null || problems.HasErrorAt(id.Path))
            return;
        if (!_taken.TryAdd((router.Interface, router.VirtualRouterId), node))
        {
            var first = _taken[(router.Interface, router.VirtualRouterId)];
            var line = first.Location.Line > 0 ? $" (line {first.Location.Line})" : "";
            problems.Add(id, $"{router.VirtualRouterId} on {router.Interface} is already that of {first.Path}{line}");
        }
    }

    private string? Text(ConfigurationNode? node) => node is null || problems.HasErrorAt(node.Path) ? null : node.Text;

    /// <summary>A number also where it is out of range: the value then shows in what depends on it.</summary>
    private static int? Number(ConfigurationNode? node) => int.TryParse(node?.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private TimeSpan? Time(ConfigurationNode? node) =>
        Text(node) is { } text && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : null;

    private static bool? Boolean(ConfigurationNode? node) => bool.TryParse(node?.Text, out var value) ? value : null;
}
