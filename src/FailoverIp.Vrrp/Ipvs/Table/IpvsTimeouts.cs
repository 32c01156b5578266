namespace FailoverIp.Vrrp.Ipvs;

/// <summary>How long connections without packets stay in the table of connections (<c>ipvsadm --set</c>): whole seconds. Zero, where they are set: unchanged.</summary>
/// <param name="Tcp">Established TCP connections; the kernel begins with 15 minutes.</param>
/// <param name="TcpFin">TCP connections after a FIN; the kernel begins with 2 minutes.</param>
/// <param name="Udp">UDP; the kernel begins with 5 minutes.</param>
public sealed record IpvsTimeouts(TimeSpan Tcp, TimeSpan TcpFin, TimeSpan Udp);
