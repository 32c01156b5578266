using System.Buffers.Binary;
using System.Net;

namespace FailoverIp.Vrrp;

public sealed partial class VrrpProcessor
{
    private const byte NoAuthentication = 0;
    private const byte SimpleTextPassword = 1;

    private long _unknownVirtualRouterIds;

    /// <summary>Adverts of virtual routers that are not this node's.</summary>
    public long UnknownVirtualRouterIds => Volatile.Read(ref _unknownVirtualRouterIds);

    /// <summary>
    /// An IPv4 packet of protocol 112 has arrived, with its IP header. Whatever it holds, nothing is thrown: it is accepted, or counted once by the
    /// first check that fails.
    /// </summary>
    public void OnIPv4Packet(int interfaceIndex, ReadOnlySpan<byte> packet, long now)
    {
        if (!_started || !_ports.TryGetValue(interfaceIndex, out var port) || port.First is not { } first)
            return;
        if (!IPv4Packet.TryRead(packet, out var ip, out _))
        {
            first.Discarded.Count(VrrpDiscardReason.BadLength);
            return;
        }

        var message = ip.Payload;
        var router = message.Length > 1 ? port[message[1]] : first;
        if (router is null)
        {
            Volatile.Write(ref _unknownVirtualRouterIds, _unknownVirtualRouterIds + 1);
            return;
        }

        var context = ip.Context with { Version = router.Options.Version };
        if (!VrrpAdvertisement.TryRead(message, in context, out var advert, out var reason) || !Accepts(router, in advert, in context, out reason))
        {
            router.Discarded.Count(reason);
            if (router.Discarded[reason] == 1)
                Explain(router, in context, reason);
            return;
        }

        router.CountReceived();
        Receive(router, in advert, ip.Source, now);
    }

    private void Receive(VirtualRouter router, in VrrpAdvertisement advert, uint source, long now)
    {
        Step(router, ElectionEvent.Advertisement(advert.Priority, advert.AdvertisementInterval.Ticks * 100, source), now);
        if (router.Election.State == VrrpState.Backup)
            router.ActiveRouter = advert.Priority == 0 ? 0 : source;
    }

    // A peer whose adverts never count makes a second Active for good: that is told, once for each reason.
    private void Explain(VirtualRouter router, in VrrpPacketContext context, VrrpDiscardReason reason)
    {
        var what = reason switch
        {
            VrrpDiscardReason.BadVersion => "another version than ours",
            VrrpDiscardReason.BadInterval => "another interval than ours",
            VrrpDiscardReason.BadAuthentication => "another password or authentication type than ours",
            VrrpDiscardReason.OwnPacket => "our own source address: the address is on two machines, or the network returns our packets",
            _ => null,
        };
        if (what is not null)
            _onNotice(new(router.Options.Name, $"adverts from {ToAddress((uint)context.Source)} are discarded ({reason}): they have {what}"));
    }

    internal static IPAddress ToAddress(uint address) => new(BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(address) : address);

    // What only this virtual router can tell: its interval (RFC 3768 section 7.1), its authentication, its peers, itself.
    private static bool Accepts(VirtualRouter router, in VrrpAdvertisement advert, in VrrpPacketContext context, out VrrpDiscardReason reason)
    {
        var options = router.Options;
        reason = VrrpDiscardReason.None;
        if (options.Version == VrrpVersion.V2)
        {
            if (advert.AdvertisementInterval != options.AdvertisementInterval)
                reason = VrrpDiscardReason.BadInterval;
            else if (advert.AuthenticationType != (options.Password is null ? NoAuthentication : SimpleTextPassword))
                reason = VrrpDiscardReason.BadAuthentication;
            else if (options.Password is { } password && !password.Matches(advert.AuthenticationData))
                reason = VrrpDiscardReason.BadAuthentication;
        }
        if (reason == VrrpDiscardReason.None && !context.IsMulticast)
            reason = VrrpDiscardReason.UnknownSource;
        if (reason == VrrpDiscardReason.None && context.Source == router.Parameters.LocalAddress)
            reason = VrrpDiscardReason.OwnPacket;
        return reason == VrrpDiscardReason.None;
    }
}
