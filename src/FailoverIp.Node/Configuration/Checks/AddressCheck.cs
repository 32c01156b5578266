using System.Globalization;

namespace FailoverIp.Node;

/// <summary>Builds the failover addresses, and checks what they refer to: a provider, an instance, a target in the provider's words.</summary>
internal sealed class AddressCheck(ProblemList problems, IReadOnlyDictionary<string, SchemaNode>? providers, ConfigurationNode? instances, bool runsNode)
{
    private readonly Dictionary<FailoverAddress, ConfigurationNode> _followed = [];

    public IEnumerable<NodeAddress> Check(ConfigurationNode? addresses)
    {
        foreach (var (name, node) in addresses?.Children ?? [])
        {
            var follows = CheckFollows(node);
            var provider = CheckProvider(node["Provider"]);
            CheckTarget(node["Target"], provider);
            CheckHandOver(node["HandOver"], node, provider);
            if (CheckAddress(node["Address"], node, follows) is not { } address)
                continue;
            yield return new(new FailoverRoute(name, address, node["Provider"]?.Text ?? "", Target(node["Target"]))
            {
                Retry = Retry(node["Retry"]),
                VerifyInterval = Time(node["VerifyInterval"]) ?? TimeSpan.FromMinutes(1),
            })
            {
                Follows = follows,
                Interface = node["Interface"]?.Text,
                HandOver = HandOver(node["HandOver"]),
            };
        }
    }

    /// <summary>The instance's name as it is written there.</summary>
    private string? CheckFollows(ConfigurationNode address)
    {
        if (address["Follows"] is not { } follows)
        {
            if (address["Interface"] is { } unused)
                problems.Add(unused, "has no meaning without Follows: there is no role to hold the address for", isWarning: true);
            return null;
        }
        if (follows.Text is not { Length: > 0 } name || problems.HasErrorAt(follows))
            return null;
        var known = instances?.Children.Select(i => i.Key).ToList() ?? [];
        if (known.Find(k => string.Equals(k, name, StringComparison.OrdinalIgnoreCase)) is { } instance)
            return instance;
        // Without a node no election counts, and it may be in a keepalived.conf that only a node is given.
        if (!runsNode)
            return name;
        problems.Add(follows, Unknown("VRRP instance", name, known));
        return null;
    }

    private SchemaNode? CheckProvider(ConfigurationNode? provider)
    {
        if (providers is null || provider?.Text is not { Length: > 0 } name || problems.HasErrorAt(provider))
            return null;
        if (providers.TryGetValue(name, out var schema))
            return schema;
        problems.Add(provider, Unknown("provider", name, [.. providers.Keys]));
        return null;
    }

    private void CheckTarget(ConfigurationNode? target, SchemaNode? provider)
    {
        if (target is not null && provider?.Target is { } words && !problems.HasErrorAt(target))
            new SchemaChecker(problems).Check(target, words);
    }

    private void CheckHandOver(ConfigurationNode? handOver, ConfigurationNode address, SchemaNode? provider)
    {
        if (handOver is null)
            return;
        CheckTarget(handOver["Target"], provider);
        if (address["Follows"] is null)
            problems.Add(handOver, "has no meaning without Follows: there is no role to hand over", isWarning: true);
        else if (!problems.HasErrorAt(handOver.Path) && Target(handOver["Target"]).Equals(Target(address["Target"])))
            problems.Add(handOver["Target"] ?? handOver, "is this node's own Target; an address is handed over to a peer");
    }

    private FailoverAddress? CheckAddress(ConfigurationNode? node, ConfigurationNode owner, string? follows)
    {
        if (node?.Text is not { } text || problems.HasErrorAt(node))
            return null;
        if (!FailoverAddress.TryParse(text, out var address, out var problem))
        {
            problems.Add(node, problem);
            return null;
        }
        // Two that keep one address would take it from each other for ever.
        if (follows is not null && !_followed.TryAdd(address, owner))
            problems.Add(node, $"{address} is already kept by {_followed[address].Path}");
        return address;
    }

    private static RouteRetry Retry(ConfigurationNode? node)
    {
        var defaults = new RouteRetry();
        return node is null ? defaults : new()
        {
            MaxAttempts = int.TryParse(node["MaxAttempts"]?.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var attempts) ? attempts : defaults.MaxAttempts,
            Delay = Time(node["Delay"]) ?? defaults.Delay,
            VerifyTimeout = Time(node["VerifyTimeout"]) ?? defaults.VerifyTimeout,
            RequestTimeout = Time(node["RequestTimeout"]) ?? defaults.RequestTimeout,
            TotalTimeout = Time(node["TotalTimeout"]) ?? defaults.TotalTimeout,
        };
    }

    private static NodeHandOver? HandOver(ConfigurationNode? node)
    {
        if (node is null)
            return null;
        var handOver = new NodeHandOver(Target(node["Target"]));
        return Time(node["Timeout"]) is { } timeout ? handOver with { Timeout = timeout } : handOver;
    }

    private static RouteTarget Target(ConfigurationNode? node) =>
        new((node?.Children ?? []).Where(c => c.Value.Text is not null).Select(c => KeyValuePair.Create(c.Key, c.Value.Text!)));

    private static TimeSpan? Time(ConfigurationNode? node) =>
        TimeSpan.TryParse(node?.Text, CultureInfo.InvariantCulture, out var time) ? time : null;

    private static string Unknown(string what, string name, List<string> known)
    {
        var start = $"there is no {what} \"{SchemaChecker.Shown(name)}\"";
        return known.Count == 0 ? start : $"{start}; did you mean \"{NearestKey.Find(name, known)}\"?";
    }
}
