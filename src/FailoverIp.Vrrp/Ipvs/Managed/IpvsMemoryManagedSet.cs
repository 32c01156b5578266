namespace FailoverIp.Vrrp.Ipvs;

/// <summary>A managed set that lasts as long as the process. After a crash the services it has left behind are taken for somebody else's: see <see cref="IpvsFileManagedSet"/>.</summary>
public sealed class IpvsMemoryManagedSet : IIpvsManagedSet
{
    private readonly HashSet<IpvsServiceKey> _keys = [];

    /// <inheritdoc/>
    public IReadOnlyCollection<IpvsServiceKey> Keys => _keys;

    /// <inheritdoc/>
    public bool Contains(IpvsServiceKey key) => _keys.Contains(key);

    /// <inheritdoc/>
    public void Add(IReadOnlyCollection<IpvsServiceKey> keys) => _keys.UnionWith(keys);

    /// <inheritdoc/>
    public void Remove(IReadOnlyCollection<IpvsServiceKey> keys) => _keys.ExceptWith(keys);
}
