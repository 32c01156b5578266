using System.Buffers.Binary;
using System.Net;

namespace FailoverIp.Vrrp;

public sealed partial class VrrpProcessor
{
    private long _unknownVirtualRouterIds;
    private long _carpPackets;

    /// <summary>Adverts of virtual routers that are not this node's.</summary>
    public long UnknownVirtualRouterIds => Volatile.Read(ref _unknownVirtualRouterIds);

    /// <summary>Packets of CARP (UCarp), which has the same IP protocol number. They are ignored.</summary>
    public long CarpPackets => Volatile.Read(ref _carpPackets);

    /// <summary>Both counts. May be called by any thread.</summary>
    public VrrpCounters GetCounters() => new(UnknownVirtualRouterIds, CarpPackets);

    /// <summary>
    /// An IPv4 or IPv6 packet of protocol 112 or 51 has arrived, with its IP header. Whatever it holds, nothing is thrown: it is accepted, or counted once by
    /// the first check that fails.
    /// </summary>
    public void OnPacket(int interfaceIndex, ReadOnlySpan<byte> packet, long now)
    {
        var isIPv6 = packet.Length > 0 && packet[0] >> 4 == 6;
        if (!_started || PortOf(interfaceIndex, isIPv6) is not { First: { } first } port)
            return;
        if (IPv4Packet.TryRead(packet, out var ip4, out _))
            OnPacket(port, ip4.Payload, ip4.Context, in ip4, now);
        else if (IPv6Packet.TryRead(packet, out var ip6, out _) && ip6.NextHeader == VrrpAdvertisement.IPProtocol)
            OnPacket(port, ip6.Payload, ip6.Context, default, now);
        else
            first.Discarded.Count(VrrpDiscardReason.BadLength);
    }

    private InterfacePort? PortOf(int interfaceIndex, bool isIPv6) =>
        _ports.TryGetValue((interfaceIndex, isIPv6), out var port) || _ports.TryGetValue((interfaceIndex, !isIPv6), out port) ? port : null;

    private void OnPacket(InterfacePort port, ReadOnlySpan<byte> payload, in VrrpPacketContext ip, in IPv4Packet packet, long now)
    {
        var message = payload;
        if (packet.Protocol == AuthenticationHeader.IPProtocol)
            message = AuthenticationHeader.TryRead(payload, out var header) ? header.Payload : default;
        else if (!ip.IsIPv6 && Carp.Matches(payload))
        {
            Volatile.Write(ref _carpPackets, _carpPackets + 1);
            return;
        }

        var router = message.Length > 1 ? port.Find(message[1], in ip) : port.First!;
        if (router is null)
        {
            // An interface of one virtual router hears the group's other adverts too, as the one below does.
            if (port.First is { Wire.ListensOnLink: true })
                return;
            Volatile.Write(ref _unknownVirtualRouterIds, _unknownVirtualRouterIds + 1);
            return;
        }

        var context = ip with { Version = router.Options.Version };
        var trailer = router.Wire.Authentication.HasTrailer && VrrpHmacTrailer.TryFind(message, ip.IsIPv6, out _) ? VrrpHmacTrailer.Length : 0;
        if (VrrpAdvertisement.TryRead(message, trailer, in context, out var advert, out var reason))
            reason = Check(router, in advert, message, in context, in packet);
        if (reason == VrrpDiscardReason.None)
        {
            Receive(router, in advert, in context, now);
            return;
        }
        router.Discarded.Count(reason);
        if (reason == VrrpDiscardReason.BadAuthentication || router.Discarded[reason] == 1)
            Explain(router, in context, reason);
    }

    private void Receive(VirtualRouter router, in VrrpAdvertisement advert, in VrrpPacketContext context, long now)
    {
        router.CountReceived();
        if (router.Wire.Authentication.Skew is { } skew && router.ClockNotices.TryPass(now))
            _onNotice(new(router.Options.Name, $"adverts from {ToAddress(in context)} are signed {AdvertAuthentication.InSeconds(skew)}: where that grows they are not accepted any more; one of the clocks is wrong"));
        var checksum = advert.Checksum.GetValueOrDefault();
        var sender = router.Wire.Peers.Heard(in context, advert.Priority, checksum, _wallClock.GetUtcNow(), out var isNews);
        if (isNews)
            Compare(router, in advert, in context, sender, now);
        Step(router, ElectionEvent.Advertisement(advert.Priority, advert.AdvertisementInterval.Ticks * 100, context.Source), now);
        if (router.Election.State == VrrpState.Backup)
            router.ActiveRouter = advert.Priority == 0 ? null : sender;
    }

    // What differs between two routers and is no reason to discard: told once for each peer (RFC 9568 section 7.1).
    private void Compare(VirtualRouter router, in VrrpAdvertisement advert, in VrrpPacketContext context, IPAddress sender, long now)
    {
        var options = router.Options;
        if (options.Version == VrrpVersion.V3 && !context.IsIPv6 && advert.Checksum != options.Checksum && router.ChecksumNotices.TryPass(now))
            _onNotice(new(options.Name, $"the checksums of {sender} are of another kind than ours ({advert.Checksum}); both are accepted here, but perhaps not there"));
        if (advert.Priority > 0 && !router.Wire.Addresses.Matches(advert.Addresses) && router.AddressNotices.TryPass(now))
            _onNotice(new(options.Name, $"{sender} advertises other virtual addresses than those of this node"));
    }

    // A peer whose adverts never count makes a second Active for good: that is told, once for each reason.
    private void Explain(VirtualRouter router, in VrrpPacketContext context, VrrpDiscardReason reason)
    {
        var what = reason switch
        {
            VrrpDiscardReason.BadVersion => "they have another version than ours",
            VrrpDiscardReason.BadInterval => "they have another interval than ours",
            VrrpDiscardReason.BadAuthentication => router.Wire.Authentication.Explain(),
            VrrpDiscardReason.OwnPacket => "they have our own source address: the address is on two machines, or the network returns our packets",
            VrrpDiscardReason.UnknownSource when context.IsMulticast == router.Wire.IsUnicast =>
                $"they are {(context.IsMulticast ? "multicast, ours are unicast" : "unicast, ours are multicast")}",
            VrrpDiscardReason.UnknownSource => "it is not among the unicast peers",
            _ => null,
        };
        if (what is not null)
            _onNotice(new(router.Options.Name, $"adverts from {ToAddress(in context)} are discarded ({reason}): {what}"));
    }

    internal static IPAddress ToAddress(uint address) => new(BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(address) : address);

    internal static IPAddress ToAddress(in VrrpPacketContext context) => ToAddress(context.Source, context.IsIPv6);

    internal static IPAddress ToAddress(UInt128 address, bool isIPv6)
    {
        if (!isIPv6)
            return ToAddress((uint)address);
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, address);
        return new(bytes);
    }

    // What only this virtual router can tell: its interval (RFC 3768 section 7.1), its authentication, its peers, itself.
    private VrrpDiscardReason Check(VirtualRouter router, in VrrpAdvertisement advert, ReadOnlySpan<byte> message, in VrrpPacketContext context, in IPv4Packet packet)
    {
        if (router.Options.Version == VrrpVersion.V2 && advert.AdvertisementInterval != router.Options.AdvertisementInterval)
            return VrrpDiscardReason.BadInterval;
        if (!router.Wire.Authentication.Accepts(in advert, message, in context, in packet, _wallClock))
            return VrrpDiscardReason.BadAuthentication;
        if (context.Source == router.Parameters.LocalAddress)
            return VrrpDiscardReason.OwnPacket;
        return router.Wire.CheckSource(in context);
    }

    private void Send(VirtualRouter router, bool resign)
    {
        if (router.Wire.Adverts is not { } adverts || (router.Wire.TransmitsOnLink ? router.Wire.Link : router.Interface) is not { } @interface)
            return;
        var sequence = adverts.NeedsSequence ? router.Wire.Authentication.Next(_wallClock) : 0;
        if (router.Options.UseAuthenticationHeader && sequence != 0)
            _output.NoteSequence(router.Options, (uint)sequence);
        var priority = resign ? (byte)0 : adverts.Priority;
        var isSent = false;
        for (var i = 0; i < adverts.Count; i++)
            isSent |= _output.Send(@interface.Index, adverts.Prepare(i, priority, sequence));
        if (isSent)
            router.CountSent();
    }

    /// <summary>
    /// Adverts could not be sent over an interface for a while, and now can be: another router may have been Active meanwhile, and gone quiet at the first of
    /// them. So those that are Active announce their addresses again.
    /// </summary>
    public void OnSendingAgain(int interfaceIndex, long now)
    {
        foreach (var router in _routers)
        {
            if (router.Election.State != VrrpState.Active || (router.Wire.TransmitsOnLink ? router.Wire.Link : router.Interface)?.Index != interfaceIndex)
                continue;
            router.Announcements.BeginAgain(router.Options.Announcements, now);
            _deadlines.Update(router);
        }
    }
}
