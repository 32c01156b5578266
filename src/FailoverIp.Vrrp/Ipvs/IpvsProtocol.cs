namespace FailoverIp.Vrrp.Ipvs;

/// <summary>The transport protocols that IPVS balances, by their IP protocol numbers.</summary>
public enum IpvsProtocol : byte
{
    /// <summary>TCP.</summary>
    Tcp = 6,

    /// <summary>UDP.</summary>
    Udp = 17,

    /// <summary>SCTP.</summary>
    Sctp = 132,
}
