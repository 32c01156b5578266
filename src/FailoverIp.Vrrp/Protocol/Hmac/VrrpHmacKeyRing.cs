using System.Collections.Immutable;

namespace FailoverIp.Vrrp;

/// <summary>
/// The keys of one virtual router: each verifies, one signs. A key is replaced without a gap by adding the new one on every router, then signing with
/// it on every router, then removing the old one. Immutable.
/// </summary>
public sealed class VrrpHmacKeyRing : IDisposable, IEquatable<VrrpHmacKeyRing>
{
    private readonly VrrpHmacKey?[] _byId = new VrrpHmacKey?[VrrpHmacKey.MaxId + 1];

    /// <summary>Creates a ring.</summary>
    /// <param name="activeKeyId">The number of the key that signs (keepalived: <c>active_key</c>).</param>
    /// <param name="keys">All of them.</param>
    /// <exception cref="ArgumentException">Two keys have one number, or none has that of the active one.</exception>
    public VrrpHmacKeyRing(int activeKeyId, params IReadOnlyCollection<VrrpHmacKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        foreach (var key in keys)
        {
            if (_byId[key.Id] is not null)
                throw new ArgumentException($"there are two keys {key.Id}", nameof(keys));
            _byId[key.Id] = key;
        }
        Active = this[activeKeyId] ?? throw new ArgumentException($"there is no key {activeKeyId}, which is to sign", nameof(activeKeyId));
        Keys = [.. keys.OrderBy(k => k.Id)];
    }

    /// <summary>The key that signs.</summary>
    public VrrpHmacKey Active { get; }

    /// <summary>All keys, by their number.</summary>
    public ImmutableArray<VrrpHmacKey> Keys { get; }

    /// <summary>The key of a number; null where there is none.</summary>
    public VrrpHmacKey? this[int id] => (uint)id < (uint)_byId.Length ? _byId[id] : null;

    /// <summary>Overwrites every key.</summary>
    public void Dispose()
    {
        foreach (var key in Keys)
            key.Dispose();
    }

    /// <summary>The same keys, and the same one signs.</summary>
    public bool Equals(VrrpHmacKeyRing? other) => other is not null && Active.Id == other.Active.Id && Keys.SequenceEqual(other.Keys);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as VrrpHmacKeyRing);

    /// <summary>From the numbers alone.</summary>
    public override int GetHashCode() => HashCode.Combine(Active.Id, Keys.Length);
}
