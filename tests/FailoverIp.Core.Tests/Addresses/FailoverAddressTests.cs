using System.Net;
using FsCheck;
using FsCheck.Fluent;

namespace FailoverIp.Core.Tests.Addresses;

public class FailoverAddressTests
{
    [Theory]
    [InlineData("203.0.113.10", "203.0.113.10/32")]
    [InlineData("203.0.113.10/32", "203.0.113.10/32")]
    [InlineData("2001:DB8:A:20::/64", "2001:db8:a:20::/64")]
    [InlineData("2001:0db8:000a:0020:0000:0000:0000:0000/64", "2001:db8:a:20::/64")]
    [InlineData("2001:db8::1", "2001:db8::1/128")]
    [InlineData("2001:db8::203.0.113.10", "2001:db8::cb00:710a/128")]
    public void Valid_addresses_print_in_their_canonical_form(string text, string printed) => FailoverAddress.Parse(text).ToString().ShouldBe(printed);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("/32")]
    [InlineData("web")]
    [InlineData("1.2.3")]
    [InlineData("1")]
    [InlineData("16909060")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("203.0.113.010")]
    [InlineData("0203.0.113.10")]
    [InlineData(" 203.0.113.10")]
    [InlineData("203.0.113.10 ")]
    [InlineData("203.0.113.10\n")]
    [InlineData("2001:db8::1 ")]
    [InlineData("203.0.113.256")]
    [InlineData("203.0.113.10:80")]
    [InlineData("203.0.113.10/")]
    [InlineData("203.0.113.10/31")]
    [InlineData("203.0.113.10/33")]
    [InlineData("203.0.113.10/032")]
    [InlineData("203.0.113.10/+32")]
    [InlineData("203.0.113.10/32/32")]
    [InlineData("203.0.113.10/-1")]
    [InlineData("203.0.113.10/99999999999")]
    [InlineData("[2001:db8::1]")]
    [InlineData("2001:db8::1%eth0")]
    [InlineData("2001:db8::1/64")]
    [InlineData("2001:db8::/0")]
    [InlineData("2001:db8::/064")]
    [InlineData("2001:db8::/129")]
    [InlineData("::ffff:203.0.113.10")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("::/64")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("224.0.0.18")]
    [InlineData("255.255.255.255")]
    [InlineData("ff02::12")]
    public void Anything_else_is_refused_with_a_reason(string? text)
    {
        FailoverAddress.TryParse(text, out var address, out var problem).ShouldBeFalse();
        address.ShouldBe(default);
        problem.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void Addresses_are_compared_as_values_and_never_as_text()
    {
        FailoverAddress.Parse("1.2.3.4").ShouldNotBe(FailoverAddress.Parse("1.2.3.40"));
        (FailoverAddress.Parse("1.2.3.4") == FailoverAddress.Parse("1.2.3.4/32")).ShouldBeTrue();
        (FailoverAddress.Parse("2001:db8::/64") != FailoverAddress.Parse("2001:db8::/65")).ShouldBeTrue();
        FailoverAddress.Parse("2001:DB8:0::/64").GetHashCode().ShouldBe(FailoverAddress.Parse("2001:db8::/64").GetHashCode());
    }

    [Fact]
    public void Parse_throws_with_the_reason() =>
        Should.Throw<FormatException>(() => FailoverAddress.Parse("203.0.113.10/24")).Message.ShouldContain("/32");

    [Fact]
    public void Every_address_that_prints_parses_back_to_the_same_value() =>
        Prop.ForAll(Arbitrary(), a => FailoverAddress.Parse(a.ToString()).Equals(a) && FailoverAddress.Parse(a.ToString()).ToString() == a.ToString()).QuickCheckThrowOnFailure();

    [Fact]
    public void Two_addresses_are_equal_exactly_where_their_bytes_and_lengths_are() =>
        Prop.ForAll(Arbitrary(), Arbitrary(), (a, b) =>
            a.Equals(b) == (a.PrefixLength == b.PrefixLength && a.Address.GetAddressBytes().SequenceEqual(b.Address.GetAddressBytes()))).QuickCheckThrowOnFailure();

    [Fact]
    public void A_bit_beyond_the_prefix_is_always_refused() =>
        Prop.ForAll(Arbitrary().Generator.Where(a => a.PrefixLength is > 8 and < 128).SelectMany(a => Gen.Choose(a.PrefixLength, 127).Select(bit => (a, bit))).ToArbitrary(), pair =>
        {
            var bytes = pair.a.Address.GetAddressBytes();
            bytes[pair.bit / 8] |= (byte)(0x80 >> (pair.bit % 8));
            return !FailoverAddress.TryParse($"{new IPAddress(bytes)}/{pair.a.PrefixLength}", out _, out _);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_text_at_all_throws_anything_or_is_read_as_something_that_does_not_print_back() =>
        Prop.ForAll(Texts(), text =>
            !FailoverAddress.TryParse(text, out var address, out var problem)
                ? problem is { Length: > 0 }
                : FailoverAddress.Parse(address.ToString()).Equals(address)).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    private static Arbitrary<FailoverAddress> Arbitrary()
    {
        // Global unicast, so that every one is valid.
        var v4 = Gen.Choose(1, 223).Where(first => first != 127).SelectMany(first => Bytes(3).Select(rest => FailoverAddress.Parse(new IPAddress([(byte)first, .. rest]).ToString())));
        var v6 = Gen.Choose(4, 128).SelectMany(length => Bytes(15).Select(rest =>
        {
            byte[] bytes = [0x20, .. rest];
            for (var bit = length; bit < 128; bit++)
                bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
            return FailoverAddress.Parse($"{new IPAddress(bytes)}/{length}");
        }));
        return Gen.OneOf(v4, v6).ToArbitrary();
    }

    private static Gen<byte[]> Bytes(int count) => Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf(count);

    private static Arbitrary<string> Texts() =>
        Gen.Elements('0', '1', '2', '4', '9', '.', ':', '/', 'a', 'f', '%', '[', ' ', '-', '\0', 'é').ArrayOf().Select(c => new string(c)).ToArbitrary();
}
