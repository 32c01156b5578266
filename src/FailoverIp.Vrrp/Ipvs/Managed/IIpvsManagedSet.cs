namespace FailoverIp.Vrrp.Ipvs;

/// <summary>
/// The services of the kernel's table that are this node's own. The table itself cannot say who has put a service there, so it is kept beside: a service
/// in the kernel that is not in this set is somebody else's.
/// </summary>
/// <remarks>Not safe for concurrent use. Members throw <see cref="IpvsException"/> where the set cannot be read or written.</remarks>
public interface IIpvsManagedSet
{
    /// <summary>The keys in the set.</summary>
    IReadOnlyCollection<IpvsServiceKey> Keys { get; }

    /// <summary>Whether a service is this node's own.</summary>
    bool Contains(IpvsServiceKey key);

    /// <summary>Puts services into the set. They are about to be written to the kernel, so they are in it for good before this returns.</summary>
    void Add(IReadOnlyCollection<IpvsServiceKey> keys);

    /// <summary>Takes services out of the set, now that the kernel no longer has them.</summary>
    void Remove(IReadOnlyCollection<IpvsServiceKey> keys);
}
