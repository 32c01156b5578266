using System.Text;

namespace FailoverIp.Vrrp.Tests.Protocol.Hmac;

public class VrrpHmacKeyTests
{
    private const string Secret = "correct horse battery staple and more";

    [Fact]
    public void A_key_is_read_as_keepalived_writes_it()
    {
        VrrpHmacKey.Parse(7, "hex:000102030405060708090a0B0C0D0E0F101112131415161718191a1b1c1d1e1f").Equals(new VrrpHmacKey(7, HmacFrames.KeyBytes)).ShouldBeTrue();
        VrrpHmacKey.Parse(255, Secret).Bytes.SequenceEqual(Encoding.ASCII.GetBytes(Secret)).ShouldBeTrue();
        VrrpHmacKey.Parse(1, new string('k', 64)).Bytes.Length.ShouldBe(64);
    }

    [Theory]
    [InlineData("hex:00010203", "key 3: 4 bytes; a key has 32 to 64")]
    [InlineData("hex:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1", "key 3: an odd number of hexadecimal digits")]
    [InlineData("hex:zz0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", "key 3: not hexadecimal digits only")]
    [InlineData("31 bytes are one too few for it", "key 3: 31 bytes; a key has 32 to 64")]
    [InlineData("", "key 3: 0 bytes; a key has 32 to 64")]
    [InlineData("a passphrase with an umlaut in it: ü", "key 3: not ASCII; write other keys as hex:")]
    public void What_is_no_key_is_one_line_without_the_key(string text, string message) =>
        Should.Throw<FormatException>(() => VrrpHmacKey.Parse(3, text)).Message.ShouldBe(message);

    [Fact]
    public void Keys_and_numbers_out_of_range_are_refused()
    {
        Should.Throw<FormatException>(() => VrrpHmacKey.Parse(3, new string('k', 65)));
        Should.Throw<ArgumentException>(() => new VrrpHmacKey(1, new byte[31]));
        Should.Throw<ArgumentException>(() => new VrrpHmacKey(1, new byte[65]));
        Should.Throw<ArgumentOutOfRangeException>(() => new VrrpHmacKey(0, HmacFrames.KeyBytes));
        Should.Throw<ArgumentOutOfRangeException>(() => VrrpHmacKey.Parse(256, Secret));
    }

    [Fact]
    public void A_key_never_shows()
    {
        var key = VrrpHmacKey.Parse(9, Secret);
        $"{key}".ShouldBe("key 9: ***");
        new VrrpHmacOptions { Keys = new(9, key) }.ToString().ShouldNotContain("horse");
    }

    [Fact]
    public void A_key_is_a_copy_and_overwritten_when_it_is_disposed()
    {
        var bytes = HmacFrames.KeyBytes.ToArray();
        var key = new VrrpHmacKey(1, bytes);
        bytes[0] ^= 1;
        var kept = key.Bytes;
        kept.SequenceEqual(HmacFrames.KeyBytes).ShouldBeTrue();

        new VrrpHmacKeyRing(1, key).Dispose();

        kept.IndexOfAnyExcept((byte)0).ShouldBe(-1);
        Should.Throw<ObjectDisposedException>(() => key.Bytes.Length);
        Should.Throw<ObjectDisposedException>(() => HmacFrames.Signed(1, key));
    }

    [Fact]
    public void Options_are_equal_where_the_keys_are()
    {
        VrrpHmacOptions Two(int active, byte flip = 0) => new()
        {
            Keys = new(active, new VrrpHmacKey(1, HmacFrames.KeyBytes), new VrrpHmacKey(2, [.. HmacFrames.KeyBytes[..31], flip])),
        };

        Two(1).ShouldBe(Two(1));
        Two(1).GetHashCode().ShouldBe(Two(1).GetHashCode());
        Two(1).ShouldNotBe(Two(2));
        Two(1).ShouldNotBe(Two(1, flip: 1));
        Two(1).ShouldNotBe(HmacFrames.Options);
        new VrrpPassword("secret").ShouldBe(new VrrpPassword("secret"));
        new VrrpPassword("secret").ShouldNotBe(new VrrpPassword("secreT"));
    }

    [Fact]
    public void A_ring_has_one_key_for_a_number_and_one_that_signs()
    {
        var (one, two) = (new VrrpHmacKey(1, HmacFrames.KeyBytes), new VrrpHmacKey(200, HmacFrames.KeyBytes));
        var ring = new VrrpHmacKeyRing(200, two, one);

        ring.Active.ShouldBeSameAs(two);
        ring.Keys.ShouldBe([one, two]);
        (ring[1], ring[200], ring[2], ring[0], ring[-1], ring[256]).ShouldBe((one, two, null, null, null, null));
        Should.Throw<ArgumentException>(() => new VrrpHmacKeyRing(2, one)).Message.ShouldStartWith("there is no key 2, which is to sign");
        Should.Throw<ArgumentException>(() => new VrrpHmacKeyRing(1, one, one)).Message.ShouldStartWith("there are two keys 1");
        Should.Throw<ArgumentException>(() => new VrrpHmacKeyRing(0));
    }

    [Fact]
    public void A_key_is_equal_to_the_same_key_of_the_same_number_alone()
    {
        var key = new VrrpHmacKey(1, HmacFrames.KeyBytes);
        key.Equals(new VrrpHmacKey(2, HmacFrames.KeyBytes)).ShouldBeFalse();
        key.Equals(new VrrpHmacKey(1, [.. HmacFrames.KeyBytes, 1])).ShouldBeFalse();
        key.Equals((object)new VrrpHmacKey(1, HmacFrames.KeyBytes)).ShouldBeTrue();
        key.Equals((object?)null).ShouldBeFalse();
        key.Equals((VrrpHmacKey?)null).ShouldBeFalse();
        key.Equals("key 1").ShouldBeFalse();
        key.GetHashCode().ShouldBe(new VrrpHmacKey(1, new byte[32]).GetHashCode());
        key.GetHashCode().ShouldNotBe(new VrrpHmacKey(2, HmacFrames.KeyBytes).GetHashCode());
    }

    [Fact]
    public void A_ring_is_equal_to_one_of_the_same_keys()
    {
        VrrpHmacKeyRing Ring(params int[] ids) => new(ids[0], [.. ids.Select(id => new VrrpHmacKey(id, HmacFrames.KeyBytes))]);

        Ring(1, 2).Equals(Ring(1, 2)).ShouldBeTrue();
        Ring(1, 2).Equals(Ring(1)).ShouldBeFalse();
        Ring(1, 2).Equals(Ring(2, 1)).ShouldBeFalse(); // another one signs
        Ring(1, 2).Equals((object)Ring(1, 2)).ShouldBeTrue();
        Ring(1).Equals((object?)null).ShouldBeFalse();
        Ring(1).Equals((VrrpHmacKeyRing?)null).ShouldBeFalse();
        Ring(1).Equals("key 1").ShouldBeFalse();
        Ring(1, 2).GetHashCode().ShouldBe(Ring(1, 2).GetHashCode());
        Ring(1, 2).GetHashCode().ShouldNotBe(Ring(1).GetHashCode());
        Ring(1, 2).GetHashCode().ShouldNotBe(Ring(2, 1).GetHashCode());
        Should.Throw<ArgumentNullException>(() => new VrrpHmacKeyRing(1, null!)).ParamName.ShouldBe("keys");
    }

    [Fact]
    public void The_edges_of_lengths_and_numbers_are_taken()
    {
        new VrrpHmacKey(1, new byte[32]).Bytes.Length.ShouldBe(32);
        new VrrpHmacKey(255, new byte[64]).Id.ShouldBe(255);
        VrrpHmacKey.Parse(1, new string('k', 32)).Bytes.Length.ShouldBe(32);
        VrrpHmacKey.Parse(1, "hex:" + new string('0', 128)).Bytes.Length.ShouldBe(64);
        Should.Throw<FormatException>(() => VrrpHmacKey.Parse(3, "hex:" + new string('0', 130))).Message.ShouldBe("key 3: 65 bytes; a key has 32 to 64");
        Should.Throw<ArgumentException>(() => new VrrpHmacKey(3, new byte[31])).Message.ShouldStartWith("key 3: 31 bytes; a key has 32 to 64");
    }

    [Theory]
    [InlineData(0.1, null, 5)]
    [InlineData(1, null, 5)]
    [InlineData(2, null, 6)]
    [InlineData(255, null, 765)]
    [InlineData(1, 300, 300)]
    [InlineData(10, 1, 1)]
    public void The_time_window_is_three_intervals_and_at_least_five_seconds(double interval, int? configured, double expected)
    {
        var options = HmacFrames.Options with { TimeWindow = configured is { } seconds ? TimeSpan.FromSeconds(seconds) : null };
        options.WindowFor(TimeSpan.FromSeconds(interval)).ShouldBe(TimeSpan.FromSeconds(expected));
        (options with { AntiReplay = VrrpAntiReplay.Monotonic }).WindowFor(TimeSpan.FromSeconds(interval)).ShouldBeNull();
    }

    [Theory]
    [InlineData(0.9)]
    [InlineData(300.1)]
    public void A_time_window_out_of_range_is_refused(double seconds) =>
        Should.Throw<ArgumentOutOfRangeException>(() => HmacFrames.Options with { TimeWindow = TimeSpan.FromSeconds(seconds) });
}
