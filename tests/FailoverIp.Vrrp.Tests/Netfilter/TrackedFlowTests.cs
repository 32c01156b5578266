using System.Net;
using FailoverIp.Vrrp.Ipvs;
using FailoverIp.Vrrp.Kernel.Netlink;
using FailoverIp.Vrrp.Netfilter;
using FailoverIp.Vrrp.Netfilter.Flows;
using FailoverIp.Vrrp.Tests.Protocol;
using FsCheck;
using FsCheck.Fluent;
using static FailoverIp.Vrrp.Netfilter.Flows.FlowConstants;
using static FailoverIp.Vrrp.Tests.Netfilter.RuleSamples;

namespace FailoverIp.Vrrp.Tests.Netfilter;

public class TrackedFlowTests
{
    [Theory]
    [InlineData(IpvsProtocol.Tcp, false, false, true)] // not redirected, and is to be
    [InlineData(IpvsProtocol.Tcp, false, true, false)] // redirected, as it is to be
    [InlineData(IpvsProtocol.Udp, false, false, true)]
    [InlineData(IpvsProtocol.Tcp, true, true, false)] // the connection stays with this machine
    [InlineData(IpvsProtocol.Sctp, true, true, false)]
    [InlineData(IpvsProtocol.Udp, true, true, true)] // nothing ties it to this machine
    [InlineData(IpvsProtocol.Udp, true, false, false)]
    public void A_flow_is_outdated_where_the_rule_would_decide_otherwise(IpvsProtocol protocol, bool established, bool translated, bool expected)
    {
        var rule = Rule("203.0.113.10", protocol, 80) with { EstablishedOnly = established };
        var flow = TrackedFlow.Read(Message("203.0.113.10", protocol, 80, translated).AsSpan(NetfilterHeader.Length));

        flow.IsOutdatedBy(rule).ShouldBe(expected);
        flow.IsOutdatedBy(rule with { Port = null }).ShouldBe(expected);
        flow.IsOutdatedBy(rule with { Port = 81 }).ShouldBeFalse();
        flow.IsOutdatedBy(rule with { Address = IPAddress.Parse("203.0.113.11") }).ShouldBeFalse();
        flow.IsOutdatedBy(rule with { Protocol = protocol == IpvsProtocol.Tcp ? IpvsProtocol.Udp : IpvsProtocol.Tcp }).ShouldBeFalse();
    }

    [Fact]
    public void A_flow_is_removed_by_its_own_direction_and_identity()
    {
        var message = Message("2001:db8::1", IpvsProtocol.Udp, 53, translated: false);
        var requests = new List<byte[]>();

        TrackedFlows.Collect(message, [Rule("2001:db8::1", IpvsProtocol.Udp)], requests);

        var reader = new NetlinkReader(requests.ShouldHaveSingleItem());
        reader.Next().ShouldBeTrue();
        reader.Type.ShouldBe((ushort)0x0102);
        reader.Payload[0].ShouldBe(message[0]);
        var told = TrackedFlow.Read(message.AsSpan(NetfilterHeader.Length));
        var asked = TrackedFlow.Read(reader.Payload[NetfilterHeader.Length..]);
        asked.Tuple.SequenceEqual(told.Tuple).ShouldBeTrue();
        asked.Id.SequenceEqual(new byte[] { 1, 2, 3, 4 }).ShouldBeTrue();
    }

    [Fact]
    public void Whatever_the_bytes_nothing_is_thrown() => Prop.ForAll(Arb.From(from rule in Rules from noise in Noise from at in Gen.Choose(0, 100) select (rule, noise, at)), sample =>
    {
        var message = Message("203.0.113.10", IpvsProtocol.Tcp, 80, translated: true);
        sample.noise.AsSpan(0, Math.Min(sample.noise.Length, Math.Max(0, message.Length - sample.at))).CopyTo(message.AsSpan(Math.Min(sample.at, message.Length)));

        TrackedFlows.Collect(message, [sample.rule], []);
        TrackedFlows.Collect(sample.noise, [sample.rule], []);
    }).Holds(500);

    /// <summary>As the kernel tells of a flow: both directions, status, identity.</summary>
    private static byte[] Message(string destination, IpvsProtocol protocol, ushort port, bool translated)
    {
        var address = IPAddress.Parse(destination).GetAddressBytes();
        var isIPv6 = address.Length == 16;
        var writer = new NetlinkWriter(new byte[512], 0x0100, 0, 0);
        writer.Fixed(new NetfilterHeader((byte)(isIPv6 ? 10 : 2)));
        // The other direction has another address: it must not be taken for the first one.
        foreach (var (tuple, to) in new[] { (CTA_TUPLE_ORIG, address), ((ushort)2, new byte[address.Length]) })
        {
            var outer = writer.BeginNested(tuple);
            var ip = writer.BeginNested(CTA_TUPLE_IP);
            writer.Attribute(isIPv6 ? (ushort)3 : (ushort)1, new byte[address.Length]);
            writer.Attribute(isIPv6 ? CTA_IP_V6_DST : CTA_IP_V4_DST, to);
            writer.EndNested(ip);
            var transport = writer.BeginNested(CTA_TUPLE_PROTO);
            writer.Attribute(CTA_PROTO_NUM, new[] { (byte)protocol });
            writer.Attribute(2, new byte[] { 0x80, 0x01 });
            writer.Attribute(CTA_PROTO_DST_PORT, new[] { (byte)(port >> 8), (byte)port });
            writer.EndNested(transport);
            writer.EndNested(outer);
        }
        writer.Attribute(CTA_STATUS, new byte[] { 0, 0, 0x01, (byte)(translated ? 0x28 : 0x08) });
        writer.Attribute(CTA_ID, new byte[] { 1, 2, 3, 4 });
        return writer.Finish()[16..].ToArray();
    }
}
