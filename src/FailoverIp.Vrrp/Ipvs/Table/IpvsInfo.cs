namespace FailoverIp.Vrrp.Ipvs;

/// <summary>What the kernel says about its IPVS (IPVS_INFO_ATTR_*).</summary>
/// <param name="Version">The version of IPVS, such as 1.2.1; it is not the kernel's.</param>
/// <param name="ConnectionTableSize">The size of the hash table of connections, a power of two (module parameter conn_tab_bits); it does not bound their number.</param>
public sealed record IpvsInfo(Version Version, uint ConnectionTableSize);
