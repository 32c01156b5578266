namespace FailoverIp.Simulation;

/// <summary>A packet on the simulated LAN.</summary>
/// <param name="From">The host that sent it.</param>
/// <param name="To">The host that it is about to reach; null for the moment of sending.</param>
/// <param name="Bytes">The IPv4 or IPv6 packet with its header.</param>
public readonly record struct LanPacket(SimulatedHost From, SimulatedHost? To, ReadOnlyMemory<byte> Bytes)
{
    private const int IPv4HeaderLength = 20;
    private const int IPv6HeaderLength = 40;
    private const int AuthenticationHeaderLength = 24;
    private const byte AuthenticationHeader = 51;

    /// <summary>Whether it is an IPv6 packet.</summary>
    public bool IsIPv6 => Bytes.Span[0] >> 4 == 6;

    /// <summary>The address that it is sent to, in network order.</summary>
    public ReadOnlySpan<byte> Destination => IsIPv6 ? Bytes.Span[24..40] : Bytes.Span[16..20];

    /// <summary>Whether it is sent to a group.</summary>
    public bool IsMulticast => IsIPv6 ? Destination[0] == 0xff : Destination[0] >> 4 == 0xe;

    /// <summary>The advert that it holds.</summary>
    public ReadOnlyMemory<byte> Advert => Bytes[(IsIPv6 ? IPv6HeaderLength : IPv4HeaderLength + (Bytes.Span[9] == AuthenticationHeader ? AuthenticationHeaderLength : 0))..];

    /// <summary>The priority in the advert that it holds.</summary>
    public byte Priority => Advert.Span[2];
}
