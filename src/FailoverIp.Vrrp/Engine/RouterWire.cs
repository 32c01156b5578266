using System.Net;
using System.Net.Sockets;

namespace FailoverIp.Vrrp;

/// <summary>How one virtual router speaks and listens: where to, from where, and what proves its adverts. Written by the engine's thread alone.</summary>
internal sealed class RouterWire
{
    private static readonly IPAddress IPv4Group = IPAddress.Parse("224.0.0.18"); // RFC 9568 section 5.1.1.2
    private static readonly IPAddress IPv6Group = IPAddress.Parse("ff02::12"); // section 5.1.2.2

    private VirtualRouterOptions _options;
    private readonly UInt128 _group;
    private readonly (UInt128 Address, byte MinTtl, byte MaxTtl)[] _peers;
    private byte _priority;
    private int _mtu;

    /// <param name="options">The options of the virtual router.</param>
    /// <param name="now">The wall clock.</param>
    /// <param name="signed">The last HMAC sequence that a virtual router of this name has signed with; null for none.</param>
    public RouterWire(VirtualRouterOptions options, DateTimeOffset now, ulong? signed = null)
    {
        _options = options;
        _priority = (byte)options.Priority;
        IsIPv6 = options.AdvertFamily == AddressFamily.InterNetworkV6;
        _group = VrrpPacketContext.ToNumber(GroupOf(options));
        _peers = [.. options.UnicastPeers.Select(p => (VrrpPacketContext.ToNumber(p.Address), (byte)(p.MinTtl ?? 0), (byte)(p.MaxTtl ?? 255)))];
        LinkName = options.VirtualMac is null ? null : VirtualLink.NameOf(options);
        TransmitsOnLink = options.VirtualMac is { TransmitOnBase: false } && !IsUnicast;
        ListensOnLink = options.VirtualMac is { Kind: VirtualLinkKind.Macvlan } && !IsUnicast;
        Authentication = new(options, now, signed);
        Addresses = new(AdvertSize.Advertised(options, _mtu));
        Peers = new([.. options.UnicastPeers.Select(p => p.Address)]);
    }

    public bool IsIPv6 { get; }

    public bool IsUnicast => _peers.Length > 0;

    /// <summary>The interface of its own; null where it has none.</summary>
    public string? LinkName { get; }

    /// <summary>Whether adverts go over that interface.</summary>
    public bool TransmitsOnLink { get; }

    /// <summary>
    /// Whether adverts are heard on that interface: frames whose source is the MAC address of a private macvlan, as the peer's are, reach that macvlan and not the
    /// interface below.
    /// </summary>
    public bool ListensOnLink { get; }

    public AdvertAuthentication Authentication { get; private set; }

    /// <summary>The virtual addresses that every router should advertise.</summary>
    public VrrpAddressSet Addresses { get; private set; }

    public PeerTable Peers { get; }

    /// <summary>That interface as last seen; null while it does not exist.</summary>
    public InterfaceStatus? Link { get; set; }

    /// <summary>Why that interface cannot be made, one line; null where it can.</summary>
    public string? LinkProblem { get; set; }

    /// <summary>The source of adverts; null while there is none.</summary>
    public IPAddress? Source { get; private set; }

    /// <summary>The adverts to send, built for the source; null before there was one.</summary>
    public AdvertBuffers? Adverts { get; private set; }

    /// <summary>Where it listens; null where it does not.</summary>
    public AdvertChannel? Channel { get; set; }

    /// <summary>The index of the interface that adverts go over, while that is open; 0 where it is not, or is the router's own.</summary>
    public int SenderIndex { get; set; }

    /// <summary>Why it cannot listen there, or send, one line; null where it can.</summary>
    public string? ChannelProblem { get; set; }

    /// <summary>The next router of the same interface, family and VRID, with another group or other peers.</summary>
    public VirtualRouter? Next { get; set; }

    /// <summary>The priority that adverts carry.</summary>
    public byte Priority
    {
        get => _priority;
        set
        {
            _priority = value;
            if (Adverts is not null)
                Adverts.Priority = value;
        }
    }

    /// <summary>The group that these options name, or that of the RFC.</summary>
    public static IPAddress GroupOf(VirtualRouterOptions options) =>
        options.Group ?? (options.AdvertFamily == AddressFamily.InterNetworkV6 ? IPv6Group : IPv4Group);

    /// <summary>The address that adverts are to come from on an interface; null where it has none that serves.</summary>
    public IPAddress? ChooseSource(InterfaceStatus status)
    {
        if (_options.SourceAddress is { } own)
            return status.OwnSources.Contains(own) ? own : null;
        if (!IsIPv6)
            return status.PrimaryIPv4;
        // What comes from a link-local address does not reach beyond the link.
        var isGlobal = IsUnicast && _options.UnicastPeers.Any(p => !p.Address.IsIPv6LinkLocal);
        return isGlobal ? status.GlobalIPv6 : status.LinkLocalIPv6;
    }

    /// <summary>How many of the virtual addresses no advert has room for.</summary>
    public int Surplus => Math.Max(0, _options.VirtualAddresses.Length - AdvertSize.MostAddresses(_options, _mtu));

    /// <summary>Takes the MTU of the interface, which says how many addresses an advert has room for.</summary>
    public void SetMtu(int mtu)
    {
        var surplus = Surplus;
        _mtu = mtu;
        if (Surplus == surplus)
            return;
        Addresses = new(AdvertSize.Advertised(_options, _mtu));
        BuildAdverts();
    }

    /// <summary>Takes a source; without one the adverts of the last one stay, for a resignation. True where it is another.</summary>
    public bool SetSource(IPAddress? source)
    {
        if (Equals(Source, source))
            return false;
        Source = source;
        BuildAdverts();
        return true;
    }

    /// <summary>Goes over to options that differ in what leaves interface, family, peers and group as they are. Sequences go on.</summary>
    public void Take(VirtualRouterOptions options, DateTimeOffset now)
    {
        var before = _options;
        _options = options;
        Addresses = new(AdvertSize.Advertised(options, _mtu));
        if (!Equals(before.Password, options.Password) || before.UseAuthenticationHeader != options.UseAuthenticationHeader || before.Hmac != options.Hmac
            || before.AdvertisementInterval != options.AdvertisementInterval)
            Authentication = new(options, now, Authentication);
        BuildAdverts();
    }

    // Without a source those of the last one stay.
    private void BuildAdverts()
    {
        if (Source is null)
            return;
        Adverts = AdvertBuffers.Build(_options, Source, _mtu);
        Adverts.Priority = _priority;
    }

    /// <summary>Whether packets with this source and destination are meant for this router rather than another one of the same VRID.</summary>
    public bool IsFor(in VrrpPacketContext context) =>
        context.IsMulticast ? !IsUnicast && context.Destination == _group : IsUnicast && (!_options.CheckUnicastSource || PeerIndex(context.Source) >= 0);

    /// <summary>Checks who a packet came from, and over how many routers: <see cref="VrrpDiscardReason.None"/> where that is as agreed.</summary>
    public VrrpDiscardReason CheckSource(in VrrpPacketContext context)
    {
        if (!IsFor(in context))
            return VrrpDiscardReason.UnknownSource;
        var peer = context.IsMulticast ? -1 : PeerIndex(context.Source);
        return peer >= 0 && (context.TimeToLive < _peers[peer].MinTtl || context.TimeToLive > _peers[peer].MaxTtl)
            ? VrrpDiscardReason.BadTtl
            : VrrpDiscardReason.None;
    }

    private int PeerIndex(UInt128 source)
    {
        for (var i = 0; i < _peers.Length; i++)
        {
            if (_peers[i].Address == source)
                return i;
        }
        return -1;
    }
}
