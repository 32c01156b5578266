using System.Collections;

namespace FailoverIp.Node;

/// <summary>The children of a node, by key and in their order. Few are looked through, many have an index.</summary>
internal sealed class NodeChildren : IReadOnlyList<(string Key, ConfigurationNode Value)>
{
    private const int MostWithoutIndex = 12;

    public static readonly NodeChildren None = new();

    private (string Key, ConfigurationNode Value)[] _all = [];
    private Dictionary<string, int>? _index;

    public int Count { get; private set; }

    public (string Key, ConfigurationNode Value) this[int position] => _all.AsSpan(0, Count)[position];

    public ConfigurationNode At(int position) => _all[position].Value;

    public ConfigurationNode? Find(string key) => PositionOf(key) is >= 0 and var at ? _all[at].Value : null;

    /// <summary>Adds a child, or replaces the one of that key.</summary>
    public void Set(string key, ConfigurationNode value)
    {
        if (PositionOf(key) is >= 0 and var at)
        {
            _all[at].Value = value;
            return;
        }
        if (Count == _all.Length)
            Array.Resize(ref _all, Count == 0 ? 4 : Count * 2);
        _index?.Add(key, Count);
        _all[Count++] = (key, value);
    }

    public IEnumerator<(string Key, ConfigurationNode Value)> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return _all[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int PositionOf(string key)
    {
        if (_index is null && Count >= MostWithoutIndex)
        {
            _index = new(StringComparer.OrdinalIgnoreCase);
            for (var i = 0; i < Count; i++)
                _index.Add(_all[i].Key, i);
        }
        if (_index is not null)
            return _index.GetValueOrDefault(key, -1);
        for (var i = 0; i < Count; i++)
        {
            if (IsSame(_all[i].Key, key))
                return i;
        }
        return -1;
    }

    private static bool IsSame(string one, string other) => ReferenceEquals(one, other) || string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
