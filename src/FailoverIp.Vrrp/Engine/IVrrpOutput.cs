namespace FailoverIp.Vrrp;

/// <summary>
/// Where the actions of a <see cref="VrrpProcessor"/> go: a network and a kernel, real or simulated. Called on the processor's thread; nothing here
/// throws, waits for a peer or, in the steady state, allocates. Changes of addresses, routes and rules, and announcements, may be collected until
/// <see cref="Flush"/>; they are carried out in the order in which they were asked for. A change may wait for the kernel's own lock.
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
    /// Begins to send adverts of one family over an interface, other than those made with <see cref="MakeLink"/>, which need no asking. Returns null, or why it
    /// cannot, one line; then it is asked again after a while.
    /// </summary>
    string? OpenSender(InterfaceStatus @interface, bool isIPv6) => null;

    /// <summary>Nothing is sent over an interface any more; what was sent before still goes out.</summary>
    void CloseSender(int interfaceIndex, bool isIPv6)
    {
    }

    /// <summary>
    /// Makes an interface on top of another one and brings it up; does nothing where it has made it before. Returns null, or why it cannot, one line. It shows as
    /// an interface of its own later, and goes away with the engine.
    /// </summary>
    string? MakeLink(InterfaceStatus parent, VirtualLink link) => null;

    /// <summary>Removes an interface that was made by <see cref="MakeLink"/>: a reload has left it over. Does nothing where there is none.</summary>
    void RemoveLink(string name)
    {
    }

    /// <summary>The last sequence number that an earlier run may have signed an advert with; 0 where none is known.</summary>
    /// <param name="router">The name of the virtual router.</param>
    uint LastSequence(string router) => 0;

    /// <summary>
    /// An authentication header (RFC 4302) is about to be sent with a sequence number, greater than the last: who sends for this virtual router after this process has
    /// to begin above it.
    /// </summary>
    void NoteSequence(VirtualRouterOptions router, uint sequence)
    {
    }

    /// <summary>
    /// Sends one whole IPv4 or IPv6 packet of protocol 112 or 51, to its destination, over an interface. False where it could not be sent. The bytes may be
    /// overwritten when it returns.
    /// </summary>
    bool Send(int interfaceIndex, ReadOnlySpan<byte> packet);

    /// <summary>
    /// A virtual router is about to put addresses, routes or rules into the kernel. Called before the first of them, and perhaps again: where its source
    /// address has changed meanwhile, that is the source from now on.
    /// </summary>
    /// <param name="router">Its options.</param>
    /// <param name="source">The source address of its adverts, as a number; 0 where there is none.</param>
    void BeginRole(VirtualRouterOptions router, UInt128 source);

    /// <summary>A virtual router has removed all that it had in the kernel. Called after the last of them.</summary>
    void EndRole(VirtualRouterOptions router);

    /// <summary>
    /// Which of its addresses an address owner lends to the virtual router: they were on their interfaces before, and stay there. Called before <see cref="BeginRole"/>.
    /// </summary>
    void NoteLent(VirtualRouterOptions router, IReadOnlyList<VirtualAddress> lent)
    {
    }

    /// <summary>
    /// Something is in the kernel that was to be removed and is not, or may not be: whoever cleans up after this process has to look for it. Called with all of it
    /// after it has changed, once for many changes.
    /// </summary>
    void NoteLeft(IReadOnlyList<KernelLeftover> left)
    {
    }

    /// <summary>Puts an address on an interface; does nothing where it is there.</summary>
    void AddAddress(int interfaceIndex, VirtualAddress address);

    /// <summary>Takes an address off an interface; does nothing where it is not there.</summary>
    void RemoveAddress(int interfaceIndex, VirtualAddress address);

    /// <summary>Adds a route.</summary>
    /// <param name="route">The route.</param>
    /// <param name="interfaces">The index of <see cref="VirtualRoute.Interface"/>, or of the interface of each of <see cref="VirtualRoute.NextHops"/>; 0 where none is named.</param>
    /// <param name="again">True: it may be there; false: another that is in its place is worth telling.</param>
    void AddRoute(VirtualRoute route, ReadOnlySpan<int> interfaces, bool again);

    /// <summary>Removes exactly this route; does nothing where it is not there.</summary>
    void RemoveRoute(VirtualRoute route, ReadOnlySpan<int> interfaces);

    /// <summary>Adds a policy rule; does nothing where it is there.</summary>
    void AddRule(VirtualRule rule);

    /// <summary>Removes a policy rule; does nothing where it is not there.</summary>
    void RemoveRule(VirtualRule rule);

    /// <summary>Announces an address once: a gratuitous ARP request, or an unsolicited neighbour advertisement.</summary>
    void Announce(InterfaceStatus @interface, VirtualAddress address);

    /// <summary>Carries out what was collected.</summary>
    void Flush();
}
