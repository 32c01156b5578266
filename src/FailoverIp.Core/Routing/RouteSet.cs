using System.Collections.Frozen;

namespace FailoverIp;

/// <summary>The addresses of one configuration. Immutable but for its end.</summary>
internal sealed class RouteSet
{
    private readonly FrozenDictionary<string, RouteEntry> _byName;
    private readonly TaskCompletionSource _replaced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RouteSet(IEnumerable<RouteEntry> entries)
    {
        Entries = [.. entries.OrderBy(e => e.Route.Name, StringComparer.OrdinalIgnoreCase)];
        Routes = [.. Entries.Select(e => e.Route)];
        _byName = Entries.ToFrozenDictionary(e => e.Route.Name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>In the order of their names.</summary>
    public IReadOnlyList<RouteEntry> Entries { get; }

    public IReadOnlyList<FailoverRoute> Routes { get; }

    /// <summary>Ends when another set has taken this one's place.</summary>
    public Task Replaced => _replaced.Task;

    public RouteEntry? Find(string name) => _byName.GetValueOrDefault(name);

    public void Replace() => _replaced.TrySetResult();
}
