namespace FailoverIp.Vrrp;

/// <summary>
/// Where the actions of a <see cref="VrrpProcessor"/> go: a network and a kernel, real or simulated. Called on the processor's thread; nothing here
/// throws, waits for a peer or, in the steady state, allocates. An address change may wait for the kernel's own lock.
/// </summary>
public interface IVrrpOutput
{
    /// <summary>Sends one whole IPv4 packet to the VRRP group on an interface. False where it could not be sent.</summary>
    bool Send(int interfaceIndex, ReadOnlySpan<byte> packet);

    /// <summary>Puts an address on an interface; does nothing where it is there.</summary>
    void AddAddress(int interfaceIndex, VirtualAddress address);

    /// <summary>Takes an address off an interface; does nothing where it is not there.</summary>
    void RemoveAddress(int interfaceIndex, VirtualAddress address);

    /// <summary>Announces an address once: a gratuitous ARP request, or an unsolicited neighbour advertisement.</summary>
    void Announce(InterfaceStatus @interface, VirtualAddress address);
}
