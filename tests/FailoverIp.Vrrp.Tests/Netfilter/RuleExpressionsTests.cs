using System.Net.Sockets;
using FailoverIp.Vrrp.Ipvs;
using FailoverIp.Vrrp.Kernel.Netlink;
using FailoverIp.Vrrp.Netfilter;
using FailoverIp.Vrrp.Netfilter.NfTables;
using FsCheck;
using FsCheck.Fluent;
using FailoverIp.Vrrp.Tests.Protocol;
using static FailoverIp.Vrrp.Netfilter.NfTables.NfTablesConstants;
using static FailoverIp.Vrrp.Tests.Netfilter.RuleSamples;

namespace FailoverIp.Vrrp.Tests.Netfilter;

public class RuleExpressionsTests
{
    private const string Tcp80 = "340001800c0001007061796c6f6164002400028008000100000000010800020000000001080003000000001008000400000000042c00018008000100636d700020000280080001000000000108000200000000000c00038008000100cb00710a24000180090001006d6574610000000014000280080002000000001008000100000000012c00018008000100636d700020000280080001000000000108000200000000000c0003800500010006000000340001800c0001007061796c6f6164002400028008000100000000010800020000000002080003000000000208000400000000022c00018008000100636d700020000280080001000000000108000200000000000c0003800600010000500000140001800a000100726564697200000004000280";
    private const string Udp = "340001800c0001007061796c6f6164002400028008000100000000010800020000000001080003000000001008000400000000042c00018008000100636d700020000280080001000000000108000200000000000c00038008000100cb00710a24000180090001006d6574610000000014000280080002000000001008000100000000012c00018008000100636d700020000280080001000000000108000200000000000c0003800500010011000000140001800a000100726564697200000004000280";
    private const string Sctp5060 = "340001800c0001007061796c6f6164002400028008000100000000010800020000000001080003000000001808000400000000103800018008000100636d70002c00028008000100000000010800020000000000180003801400010020010db8000a0000000000000000001024000180090001006d6574610000000014000280080002000000001008000100000000012c00018008000100636d700020000280080001000000000108000200000000000c0003800500010084000000340001800c0001007061796c6f6164002400028008000100000000010800020000000002080003000000000208000400000000022c00018008000100636d700020000280080001000000000108000200000000000c0003800600010013c40000140001800a000100726564697200000004000280";
    private const string Established443 = "340001800c0001007061796c6f6164002400028008000100000000010800020000000001080003000000001008000400000000042c00018008000100636d700020000280080001000000000108000200000000000c00038008000100cb00710a24000180090001006d6574610000000014000280080002000000001008000100000000012c00018008000100636d700020000280080001000000000108000200000000000c0003800500010006000000340001800c0001007061796c6f6164002400028008000100000000010800020000000002080003000000000208000400000000022c00018008000100636d700020000280080001000000000108000200000000000c0003800600010001bb00002000018007000100637400001400028008000200000000020800010000000001440001800c0001006269747769736500340002800800010000000001080002000000000108000300000000040c00048008000100200000000c00058008000100000000002c00018008000100636d700020000280080001000000000108000200000000010c0003800800010000000000";

    /// <summary>What nft 1.0.6 sends for the same rule, on a little-endian machine.</summary>
    public static TheoryData<string, IpvsProtocol, int, bool, string> AsNftWritesThem => new()
    {
        { "203.0.113.10", IpvsProtocol.Tcp, 80, false, Tcp80 },
        { "203.0.113.10", IpvsProtocol.Udp, 0, false, Udp },
        { "2001:db8:a::10", IpvsProtocol.Sctp, 5060, false, Sctp5060 },
        { "203.0.113.10", IpvsProtocol.Tcp, 443, true, Established443 },
    };

    [Theory]
    [MemberData(nameof(AsNftWritesThem))]
    public void A_rule_has_the_bytes_that_nft_sends_for_it(string address, IpvsProtocol protocol, int port, bool established, string expected)
    {
        var rule = Rule(address, protocol, port == 0 ? null : (ushort)port) with { EstablishedOnly = established };

        Convert.ToHexStringLower(ExpressionsOf(rule)).ShouldBe(expected);
    }

    [Fact]
    public void Rules_are_told_apart_exactly_where_they_differ() => Prop.ForAll(Arb.From(Rules.Two()), pair =>
    {
        var (one, other) = (AttributeText.OfExpressions(ExpressionsOf(pair.Item1)), AttributeText.OfExpressions(ExpressionsOf(pair.Item2)));

        (one == other).ShouldBe(pair.Item1 == pair.Item2);
        AttributeText.OfExpressions(ExpressionsOf(pair.Item1 with { })).ShouldBe(one);
        (AttributeText.OfExpressions(ExpressionsOf(pair.Item1 with { EstablishedOnly = !pair.Item1.EstablishedOnly })) == one).ShouldBeFalse();
    }).Holds(300);

    [Fact]
    public void A_message_is_one_message_of_its_family_and_fits() => Prop.ForAll(Arb.From(Rules), rule =>
    {
        var buffer = new byte[RuleExpressions.MaximumLength];
        var family = rule.Address.AddressFamily == AddressFamily.InterNetworkV6 ? NFPROTO_IPV6 : NFPROTO_IPV4;

        var length = NfTablesMessages.NewRule(buffer, rule, family, 7);

        (length % 4).ShouldBe(0);
        var reader = new NetlinkReader(buffer.AsSpan(0, length));
        reader.Next().ShouldBeTrue();
        (reader.Type, reader.Sequence, reader.Payload[0], reader.Payload.Length).ShouldBe(((ushort)0x0a06, 7u, family, length - 16));
        reader.Next().ShouldBeFalse();
    }).Holds(300);

    private static byte[] ExpressionsOf(RedirectRule rule)
    {
        var buffer = new byte[RuleExpressions.MaximumLength];
        var length = NfTablesMessages.NewRule(buffer, rule, NFPROTO_IPV4, 0);
        var walk = new NetlinkAttributes(buffer.AsSpan(16 + NetfilterHeader.Length, length - 16 - NetfilterHeader.Length));
        while (walk.Next() && walk.Type != NFTA_RULE_EXPRESSIONS)
        {
        }
        return walk.Value.ToArray();
    }
}
