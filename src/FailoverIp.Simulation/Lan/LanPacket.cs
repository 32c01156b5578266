namespace FailoverIp.Simulation;

/// <summary>A packet on the simulated LAN.</summary>
/// <param name="From">The host that sent it.</param>
/// <param name="To">The host that it is about to reach; null for the moment of sending.</param>
/// <param name="Bytes">The IPv4 packet with its header.</param>
public readonly record struct LanPacket(SimulatedHost From, SimulatedHost? To, ReadOnlyMemory<byte> Bytes)
{
    private const int IPv4HeaderLength = 20;

    /// <summary>The priority in the advert that it holds.</summary>
    public byte Priority => Bytes.Span[IPv4HeaderLength + 2];
}
