namespace FailoverIp.Vrrp.Ipvs;

/// <summary>How packets reach a real server: the forwarding methods of IP_VS_CONN_F_FWD_MASK (linux/ip_vs.h).</summary>
public enum IpvsForwarding : uint
{
    /// <summary>NAT (<c>ipvsadm -m</c>): addresses are rewritten in both directions; the port may be another.</summary>
    Masquerade = 0,

    /// <summary>The kernel's own mark of a real server on this machine; it is read, not written.</summary>
    Local = 1,

    /// <summary>Tunnelling (<c>ipvsadm -i</c>): the packet travels inside another one.</summary>
    Tunnel = 2,

    /// <summary>Direct routing (<c>ipvsadm -g</c>): only the MAC address is rewritten.</summary>
    DirectRoute = 3,

    /// <summary>The kernel's own mark of connections that pass by (schedulers lblc, lblcr, dh); it is read, not written.</summary>
    Bypass = 4,
}
