using System.Net;
using System.Net.Sockets;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Vrrp.Tests.Ipvs;

public class IpvsServiceKeyTests
{
    [Theory]
    [InlineData("TCP 203.0.113.10:80")]
    [InlineData("UDP [2001:db8::1]:53")]
    [InlineData("SCTP 203.0.113.10:0")]
    [InlineData("FWM 7")]
    [InlineData("FWM 4294967295 IPv6")]
    public void A_key_is_read_as_it_is_written(string text)
    {
        IpvsServiceKey.TryParse(text, out var key).ShouldBeTrue();

        key.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("TCP")]
    [InlineData("tcp 203.0.113.10:80")]
    [InlineData("6 203.0.113.10:80")]
    [InlineData("GRE 203.0.113.10:80")]
    [InlineData("TCP 203.0.113.10")]
    [InlineData("TCP 203.0.113.10:080")]
    [InlineData("TCP 203.0.113.10:80 ")]
    [InlineData("FWM 0")]
    [InlineData("FWM -1")]
    [InlineData("FWM 4294967296")]
    [InlineData("FWM 7 IPv4")]
    [InlineData("UDP [fe80::1%3]:53")]
    public void Anything_else_is_no_key(string? text) => IpvsServiceKey.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void A_key_keeps_what_it_was_made_of()
    {
        var endPoint = new IPEndPoint(IPAddress.Parse("fe80::1%3"), 80);
        var key = IpvsServiceKey.Of(IpvsProtocol.Tcp, endPoint);
        endPoint.Port = 81;

        key.ShouldBe(Samples.Tcp("[fe80::1]:80")); // without a scope, which IPVS does not know
        key.ShouldNotBe(Samples.Udp("[fe80::1]:80"));
        IpvsServiceKey.OfMark(7).ShouldNotBe(IpvsServiceKey.OfMark(7, AddressFamily.InterNetworkV6));
    }
}
