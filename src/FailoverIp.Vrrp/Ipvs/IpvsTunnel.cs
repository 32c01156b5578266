namespace FailoverIp.Vrrp.Ipvs;

/// <summary>How a tunnelled packet is wrapped (Linux 5.2 and later; checksums and GRE 5.3).</summary>
/// <param name="Type">The kind of the outer packet.</param>
/// <param name="Port">The UDP port with <see cref="IpvsTunnelType.Gue"/>, 1 to 65535; 0 otherwise.</param>
/// <param name="Checksum">Checksums of the outer packet, with GUE and GRE.</param>
public sealed record IpvsTunnel(IpvsTunnelType Type = IpvsTunnelType.IpIp, ushort Port = 0, IpvsTunnelChecksum Checksum = IpvsTunnelChecksum.None);

/// <summary>The kinds of tunnel (IP_VS_CONN_F_TUNNEL_TYPE_* of linux/ip_vs.h).</summary>
public enum IpvsTunnelType : byte
{
    /// <summary>IP in IP.</summary>
    IpIp = 0,

    /// <summary>Generic UDP encapsulation.</summary>
    Gue = 1,

    /// <summary>Generic routing encapsulation.</summary>
    Gre = 2,
}

/// <summary>Checksums of a tunnel's outer packet (IP_VS_TUNNEL_ENCAP_FLAG_*).</summary>
public enum IpvsTunnelChecksum : ushort
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>A checksum over the outer packet.</summary>
    Checksum = 1,

    /// <summary>Remote checksum offload, GUE only.</summary>
    RemoteChecksum = 2,
}
