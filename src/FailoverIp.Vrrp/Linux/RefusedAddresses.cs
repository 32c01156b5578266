using FailoverIp.Vrrp.Netfilter.NoAccept;

namespace FailoverIp.Vrrp.Linux;

/// <summary>
/// Which addresses accept no packets: those of virtual routers that are Active and do not want any. A link-local address exists once on each link: it is refused on its interface,
/// under the index that this has now; where there is no such interface, nothing can come in for it.
/// </summary>
/// <param name="indexOf">The index of an interface; 0 where there is none.</param>
internal sealed class RefusedAddresses(Func<string, int> indexOf)
{
    private readonly HashSet<VirtualRouterOptions> _active = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, int> _links = new(StringComparer.Ordinal); // of link-local addresses, as they were taken last

    public bool IsEmpty => _active.Count == 0;

    /// <summary>The name of a router by which they have changed since <see cref="Accept"/>; null where they have not.</summary>
    public string? Changed { get; private set; }

    public void Begin(VirtualRouterOptions router) => Changed = _active.Add(router) ? router.Name : Changed;

    public void End(VirtualRouterOptions router) => Changed = _active.Remove(router) ? router.Name : Changed;

    /// <summary>An interface is there, under an index that may be another than before.</summary>
    public void OnInterface(string name, int index)
    {
        if (_links.TryGetValue(name, out var known) && known != index)
            Changed ??= UserOf(name);
    }

    /// <summary>An interface is gone: another one may get its index.</summary>
    public void OnInterfaceRemoved(int index)
    {
        foreach (var (name, known) in _links)
        {
            if (known == index)
                Changed ??= UserOf(name);
        }
    }

    /// <summary>All of them, as they are now.</summary>
    public IReadOnlyList<RefusedAddress> Take()
    {
        _links.Clear();
        var all = new List<RefusedAddress>();
        foreach (var (name, address) in _active.SelectMany(r => All(r).Select(a => (r.InterfaceOf(a), a.Address))))
        {
            if (!address.IsIPv6LinkLocal)
                all.Add(new(address));
            else if ((_links[name] = indexOf(name)) is not 0 and var index)
                all.Add(new(address, index));
        }
        return all;
    }

    /// <summary>What was taken last stands in the kernel.</summary>
    public void Accept() => Changed = null;

    private string? UserOf(string name) => _active.FirstOrDefault(r => All(r).Any(a => a.Address.IsIPv6LinkLocal && string.Equals(r.InterfaceOf(a), name, StringComparison.Ordinal)))?.Name;

    private static IEnumerable<VirtualAddress> All(VirtualRouterOptions router) => router.VirtualAddresses.Concat(router.ExcludedAddresses);
}
