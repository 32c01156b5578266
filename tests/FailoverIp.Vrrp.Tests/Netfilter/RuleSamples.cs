using System.Net;
using FailoverIp.Vrrp.Ipvs;
using FailoverIp.Vrrp.Netfilter;
using FsCheck;
using FsCheck.Fluent;

namespace FailoverIp.Vrrp.Tests.Netfilter;

internal static class RuleSamples
{
    private static readonly Gen<IPAddress> Addresses = Gen.OneOf(
        Gen.Choose(0, 255).Select(i => (byte)i).ArrayOf(4).Select(b => new IPAddress(b)),
        Gen.Choose(0, 255).Select(i => (byte)i).ArrayOf(16).Select(b => new IPAddress(b)));

    public static readonly Gen<RedirectRule> Rules =
        from address in Addresses
        from protocol in Gen.Elements(IpvsProtocol.Tcp, IpvsProtocol.Udp, IpvsProtocol.Sctp)
        from port in Gen.OneOf(Gen.Constant((ushort?)null), Gen.Choose(1, 65535).Select(p => (ushort?)p))
        from established in Gen.Elements(true, false)
        select new RedirectRule(address, protocol, port) { EstablishedOnly = established };

    public static readonly Gen<byte[]> Noise = Gen.Choose(0, 255).Select(i => (byte)i).ArrayOf();

    public static RedirectRule Rule(string address, IpvsProtocol protocol = IpvsProtocol.Tcp, ushort? port = null) => new(IPAddress.Parse(address), protocol, port);
}
