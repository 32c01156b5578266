using System.Net;

namespace FailoverIp.Vrrp;

/// <summary>
/// The packets that a virtual router sends, one for each destination: its group, or every unicast peer. Built once for a source address; the priority and what
/// authenticates a packet are set in place, so that sending is a system call and nothing else.
/// </summary>
internal sealed class AdvertBuffers
{
    private readonly VrrpPacketTemplate[] _templates;

    private AdvertBuffers(VrrpPacketTemplate[] templates, byte priority) => (_templates, Priority) = (templates, priority);

    /// <summary>How many destinations an advert has.</summary>
    public int Count => _templates.Length;

    /// <summary>The priority that adverts carry, 1 to 255.</summary>
    public byte Priority { get; set; }

    /// <summary>True where each advert needs a sequence of its own.</summary>
    public bool NeedsSequence => _templates.Length > 0 && _templates[0].NeedsSequence;

    /// <summary>The advert to the first destination; valid until the next is made ready.</summary>
    public ReadOnlySpan<byte> Normal => Prepare(0, Priority, sequence: 1);

    /// <summary>The advert with priority 0, which resigns, to the first destination; valid until the next is made ready.</summary>
    public ReadOnlySpan<byte> PriorityZero => Prepare(0, 0, sequence: 1);

    /// <summary>Builds them for adverts from <paramref name="source"/> over an interface of this MTU; 0 where it is not known.</summary>
    public static AdvertBuffers Build(VirtualRouterOptions options, IPAddress source, int mtu = 0)
    {
        var recipe = new VrrpPacketRecipe
        {
            Version = options.Version,
            VirtualRouterId = (byte)options.VirtualRouterId,
            Priority = (byte)options.Priority,
            AdvertisementInterval = options.AdvertisementInterval,
            Addresses = VrrpAdvertisementWriter.Pack(AdvertSize.Advertised(options, mtu)),
            Context = default,
            Checksum = options.Checksum,
            Authentication = AdvertAuthentication.KindOf(options, isSent: true),
            Password = options.Password,
            Key = options.Hmac is { Signs: true } hmac ? hmac.Keys.Active : null,
        };
        var destinations = options.UnicastPeers.IsDefaultOrEmpty
            ? [VrrpPacketContext.For(source, RouterWire.GroupOf(options), VrrpAdvertisement.LinkLocalTimeToLive)]
            : options.UnicastPeers.Select(p => VrrpPacketContext.For(source, p.Address, (byte)options.UnicastTtl));
        return new([.. destinations.Select(d => VrrpPacketTemplate.Build(recipe with { Context = d }))], (byte)options.Priority);
    }

    /// <summary>Makes the packet to one destination ready; valid until the next call for it.</summary>
    public ReadOnlySpan<byte> Prepare(int destination, byte priority, ulong sequence)
    {
        var template = _templates[destination];
        template.SetPriority(priority);
        return template.Prepare(sequence);
    }
}
