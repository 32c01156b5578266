using System.Collections.Frozen;

namespace FailoverIp;

/// <summary>
/// Where an address is to be routed, in the provider's own words: for netcup <c>Server</c> (and <c>Mac</c>), for ProfitBricks
/// <c>Server</c> and <c>Nic</c>. Names are compared without regard to case, values as they are. Immutable.
/// </summary>
public sealed class RouteTarget : IEquatable<RouteTarget>
{
    private readonly FrozenDictionary<string, string> _values;

    /// <summary>Creates a target from names and values; later ones win.</summary>
    public RouteTarget(IEnumerable<KeyValuePair<string, string>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var copy = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in values)
            copy[name] = value;
        _values = copy.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The names given.</summary>
    public IReadOnlyList<string> Names => _values.Keys;

    /// <summary>The value of <paramref name="name"/>, or null where it was not given.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>A target that names only a server.</summary>
    public static RouteTarget ForServer(string server) => new([new("Server", server)]);

    /// <summary>The value of <paramref name="name"/>.</summary>
    /// <exception cref="FailoverIpException">It was not given (<see cref="FailoverErrorKind.Configuration"/>).</exception>
    public string Require(string name) =>
        this[name] is { Length: > 0 } value ? value : throw new FailoverIpException(FailoverErrorKind.Configuration, $"Target.{name} is missing");

    /// <inheritdoc/>
    public bool Equals(RouteTarget? other) =>
        other is not null && _values.Count == other._values.Count && _values.All(p => string.Equals(other[p.Key], p.Value, StringComparison.Ordinal));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RouteTarget);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        _values.Aggregate(0, (hash, p) => hash ^ HashCode.Combine(StringComparer.OrdinalIgnoreCase.GetHashCode(p.Key), p.Value));

    /// <summary>Names and values, such as <c>Server=v2200000000000000001</c>.</summary>
    public override string ToString() => string.Join(", ", _values.OrderBy(p => p.Key, StringComparer.OrdinalIgnoreCase).Select(p => $"{p.Key}={p.Value}"));
}
