using FailoverIp.Vrrp;

namespace FailoverIp.Node;

/// <summary>Reads the authentication of an instance: a password of VRRPv2, or keys of HMAC.</summary>
internal sealed class AuthenticationReader(ProblemList problems, SecretReader secrets)
{
    private readonly ValueReader _values = new(problems);

    /// <summary>The options with what the section says.</summary>
    public VirtualRouterOptions Read(VirtualRouterOptions router, ConfigurationNode? node)
    {
        if (node is null)
            return router;
        var type = _values.Text(node["Type"])?.ToLowerInvariant();
        TellUnused(node, type);
        return type switch
        {
            "pass" => router with { Password = Password(node) },
            "ah" => router with { Password = Password(node), UseAuthenticationHeader = true },
            "hmac" => router with { Hmac = Hmac(node) },
            _ => router,
        };
    }

    private void TellUnused(ConfigurationNode node, string? type)
    {
        string[] unused = type switch
        {
            "hmac" => ["Password", "PasswordFile"],
            "pass" or "ah" => ["Keys", "ActiveKey", "AntiReplay", "TimeWindow", "Mode"],
            _ => [],
        };
        foreach (var key in unused.Where(k => node[k] is not null))
            problems.Add(node[key]!, $"has no meaning with the type {node["Type"]!.Text}");
    }

    private VrrpPassword? Password(ConfigurationNode node) => secrets.Read(node, "Password") is { } password ? new(password) : null;

    private VrrpHmacOptions? Hmac(ConfigurationNode node)
    {
        if (node["Keys"] is not { Children.Count: > 0 } list)
        {
            if (!problems.HasErrorAt(node.ChildPath("Keys")))
                problems.Add(node.Location, $"{node.ChildPath("Keys")} is missing: a list of {{ \"Id\": 1, \"KeyFile\": … }}", node.ChildPath("Keys"));
            return null;
        }
        var keys = new List<VrrpHmacKey>();
        foreach (var (_, key) in list.Children)
        {
            if (Key(key) is not { } read)
                continue;
            if (keys.Exists(k => k.Id == read.Id))
                problems.Add(key, $"there is another key {read.Id}");
            else
                keys.Add(read);
        }
        return Active(node, list, keys) is { } active ? new()
        {
            Keys = new(active, keys),
            Mode = Word<VrrpHmacMode>(node["Mode"]),
            AntiReplay = Word<VrrpAntiReplay>(node["AntiReplay"]),
            TimeWindow = _values.Time(node["TimeWindow"]),
        } : null;
    }

    private VrrpHmacKey? Key(ConfigurationNode node)
    {
        if (problems.HasErrorAt(node) || _values.Integer(node["Id"]) is not { } id || secrets.Read(node, "Key") is not { } text)
            return null;
        try
        {
            return VrrpHmacKey.Parse(id, text);
        }
        catch (FormatException e) // its message does not hold the key
        {
            problems.Add(node["KeyFile"] ?? node["Key"] ?? node, e.Message);
            return null;
        }
    }

    /// <summary>The number of the key that signs; null where it is not known, or no key could be read.</summary>
    private int? Active(ConfigurationNode node, ConfigurationNode list, List<VrrpHmacKey> keys)
    {
        if (keys.Count < list.Children.Count)
            return null; // told, or secrets were not to be read
        if (node["ActiveKey"] is not { } active)
        {
            if (keys.Count == 1)
                return keys[0].Id;
            problems.Add(node.Location, $"{node.ChildPath("ActiveKey")} is missing: which of the {keys.Count} keys signs?", node.ChildPath("ActiveKey"));
            return null;
        }
        if (_values.Integer(active) is not { } id)
            return null;
        if (keys.Exists(k => k.Id == id))
            return id;
        problems.Add(active, $"there is no key {id}; there are {string.Join(", ", keys.Select(k => k.Id).Order())}");
        return null;
    }

    private T Word<T>(ConfigurationNode? node)
        where T : struct, Enum => Enum.TryParse<T>(_values.Text(node), ignoreCase: true, out var value) ? value : default;
}
