namespace FailoverIp.Vrrp;

/// <summary>
/// Where the actions of a <see cref="VrrpProcessor"/> go: a network and a kernel, real or simulated. Called on the processor's thread; nothing here
/// throws, waits for a peer or, in the steady state, allocates. An address change may wait for the kernel's own lock.
/// </summary>
public interface IVrrpOutput
{
    /// <summary>Begins to listen. Returns null, or why it cannot, one line; then it is asked again after a while.</summary>
    string? Open(AdvertChannel channel) => null;

    /// <summary>Ends listening.</summary>
    void Close(AdvertChannel channel)
    {
    }

    /// <summary>
    /// Makes an interface on top of another one and brings it up; does nothing where it has made it before. Returns null, or why it cannot, one line. It shows as
    /// an interface of its own later, and goes away with the engine.
    /// </summary>
    string? MakeLink(InterfaceStatus parent, VirtualLink link) => null;

    /// <summary>
    /// Sends one whole IPv4 or IPv6 packet of protocol 112 or 51, to its destination, over an interface. False where it could not be sent. The bytes may be
    /// overwritten when it returns.
    /// </summary>
    bool Send(int interfaceIndex, ReadOnlySpan<byte> packet);

    /// <summary>Puts an address on an interface; does nothing where it is there.</summary>
    void AddAddress(int interfaceIndex, VirtualAddress address);

    /// <summary>Takes an address off an interface; does nothing where it is not there.</summary>
    void RemoveAddress(int interfaceIndex, VirtualAddress address);

    /// <summary>Announces an address once: a gratuitous ARP request, or an unsolicited neighbour advertisement.</summary>
    void Announce(InterfaceStatus @interface, VirtualAddress address);
}
