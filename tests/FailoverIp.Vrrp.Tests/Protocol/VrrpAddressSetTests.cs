using System.Net;
using FsCheck.Fluent;

namespace FailoverIp.Vrrp.Tests.Protocol;

public class VrrpAddressSetTests
{
    private static readonly VrrpAddressSet Three = Set("192.0.2.1", "192.0.2.2", "10.0.0.1");

    [Theory]
    [InlineData("192.0.2.1 192.0.2.2 10.0.0.1", true)]
    [InlineData("10.0.0.1 192.0.2.2 192.0.2.1", true)]
    [InlineData("10.0.0.1 192.0.2.2 192.0.2.1 10.0.0.1", true)] // as sets
    [InlineData("10.0.0.1 192.0.2.2", false)]
    [InlineData("10.0.0.1 192.0.2.2 192.0.2.2", false)]
    [InlineData("10.0.0.1 192.0.2.2 192.0.2.1 192.0.2.3", false)]
    [InlineData("10.0.0.1 192.0.2.2 192.0.2.3", false)]
    [InlineData("", false)]
    public void Addresses_match_as_a_set(string addresses, bool expected) => Three.Matches(List(addresses)).ShouldBe(expected);

    [Fact]
    public void IPv6_and_none_match_too()
    {
        Set("fe80::1", "2001:db8::1").Matches(List("2001:db8::1 fe80::1")).ShouldBeTrue();
        Set("fe80::1", "2001:db8::1").Matches(List("2001:db8::2 fe80::1")).ShouldBeFalse();
        Set().Matches(List("")).ShouldBeTrue();
        Set().Matches(List("10.0.0.1")).ShouldBeFalse();
        Set("10.0.0.1", "10.0.0.1").Matches(List("10.0.0.1")).ShouldBeTrue();
    }

    [Fact]
    public void It_says_what_sets_say() =>
        Prop.ForAll(Gen.Choose(0, 6).ArrayOf().Two().ToArbitrary(), pair =>
        {
            static string Address(int i) => $"10.0.0.{i}";
            var (configured, advertised) = (pair.Item1.Select(Address).ToArray(), pair.Item2.Select(Address).ToArray());
            Set(configured).Matches(List(string.Join(' ', advertised))).ShouldBe(configured.ToHashSet().SetEquals(advertised));
        }).Holds(1000);

    [Fact]
    public void What_no_advert_can_hold_is_refused()
    {
        Should.Throw<ArgumentException>(() => Set("10.0.0.1", "fe80::1"));
        Should.Throw<ArgumentException>(() => new VrrpAddressSet([.. Enumerable.Range(0, 256).Select(i => new IPAddress([10, 0, 0, (byte)i]))]));
    }

    private static VrrpAddressSet Set(params string[] addresses) => new([.. addresses.Select(IPAddress.Parse)]);

    private static VrrpAddressList List(string addresses)
    {
        var list = addresses.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse).ToArray();
        return new(VrrpAdvertisementWriter.Pack(list), addresses.Contains(':', StringComparison.Ordinal) ? 16 : 4);
    }
}
