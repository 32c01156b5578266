namespace FailoverIp.Vrrp;

/// <summary>Everything that makes one advert of a virtual router to one destination; <see cref="VrrpPacketTemplate.Build"/> makes the packet of it.</summary>
internal sealed record VrrpPacketRecipe
{
    /// <summary>The version; over IPv6 only 3.</summary>
    public required VrrpVersion Version { get; init; }

    /// <summary>The VRID, 1 to 255.</summary>
    public required byte VirtualRouterId { get; init; }

    /// <summary>The priority, 0 to 255; 0 resigns.</summary>
    public required byte Priority { get; init; }

    /// <summary>The interval: whole seconds to 255 s for VRRPv2, steps of 10 ms to 40.95 s for VRRPv3.</summary>
    public required TimeSpan AdvertisementInterval { get; init; }

    /// <summary>The addresses, as <see cref="VrrpAdvertisementWriter.Pack"/> gives them.</summary>
    public required ReadOnlyMemory<byte> Addresses { get; init; }

    /// <summary>Family, source, destination (the group or one unicast peer) and TTL or hop limit.</summary>
    public required VrrpPacketContext Context { get; init; }

    /// <summary>What the checksum of VRRPv3 over IPv4 covers.</summary>
    public VrrpChecksumKind Checksum { get; init; } = VrrpChecksumKind.PseudoHeader;

    /// <summary>The authentication; <see cref="VrrpAuthenticationKind.Pass"/> and <see cref="VrrpAuthenticationKind.Ah"/> are VRRPv2's.</summary>
    public VrrpAuthenticationKind Authentication { get; init; }

    /// <summary>The password of PASS and AH.</summary>
    public VrrpPassword? Password { get; init; }

    /// <summary>The key that signs, with <see cref="VrrpAuthenticationKind.Hmac"/>.</summary>
    public VrrpHmacKey? Key { get; init; }
}
