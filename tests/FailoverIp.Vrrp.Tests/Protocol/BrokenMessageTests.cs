using System.Net;
using FailoverIp.Vrrp.Tests.Protocol.Hmac;

namespace FailoverIp.Vrrp.Tests.Protocol;

/// <summary>Whatever arrives: no exception, a reason, and nothing read beyond the end.</summary>
public class BrokenMessageTests
{
    private static readonly byte[][] Seeds =
    [
        .. new[]
        {
            GoldenFrames.V2, GoldenFrames.V2Password, GoldenFrames.V2Vrid51, GoldenFrames.V3, GoldenFrames.V3MessageOnly, GoldenFrames.V3PseudoHeader, GoldenFrames.V3IPv6,
        }.Select(GoldenFrames.Bytes),
    ];

    private static readonly VrrpPacketContext[] Contexts =
    [
        GoldenFrames.IPv4, GoldenFrames.IPv6, GoldenFrames.FromTo("192.0.2.251", "224.0.0.18"), GoldenFrames.FromTo("192.0.2.251", "192.0.2.1", 3), GoldenFrames.FromTo("192.0.2.1", "224.0.0.18", 1),
    ];

    [Fact]
    public void A_million_broken_messages_are_each_read_to_one_answer()
    {
        var random = new Random(9568);
        var buffer = new byte[8192];
        var reasons = new int[Enum.GetValues<VrrpDiscardReason>().Length];
        for (var i = 0; i < 1_200_000; i++)
        {
            var length = Mutate(random, buffer);
            // The bytes behind the message change, the answer does not: it is read to its end only.
            buffer[length] = (byte)i;
            ref readonly var context = ref Contexts[random.Next(Contexts.Length)];
            var read = VrrpAdvertisement.TryRead(buffer.AsSpan(0, length), in context, out var advert, out var reason);
            var before = Digest(advert);
            buffer[length] ^= 0xFF;
            var readAgain = VrrpAdvertisement.TryRead(buffer.AsSpan(0, length), in context, out var again, out var reasonAgain);

            if (read != (reason == VrrpDiscardReason.None) || read != readAgain || reason != reasonAgain || before != Digest(again)
                || advert.Addresses.Bytes.Length > Math.Max(0, length - VrrpAdvertisement.HeaderLength))
                Assert.Fail($"message {i}: {Convert.ToHexString(buffer.AsSpan(0, length))}");
            reasons[(int)reason]++;
        }

        // The mutations reach every check, or the test would say little.
        for (var reason = VrrpDiscardReason.None; reason <= VrrpDiscardReason.BadInterval; reason++)
            reasons[(int)reason].ShouldBeGreaterThan(100, reason.ToString());
    }

    [Fact]
    public void A_hundred_thousand_broken_packets_are_each_decoded_to_one_observation()
    {
        var random = new Random(3768);
        var buffer = new byte[8192];
        var verdicts = new int[Enum.GetValues<VrrpVerdict>().Length];
        for (var i = 0; i < 150_000; i++)
        {
            var length = Mutate(random, buffer.AsSpan(24)) + 24;
            var isIPv6 = random.Next(4) == 0;
            IPv4Header.Write(buffer, 0xC00002FB, 0xE0000012, (ushort)i, length - 20, protocol: (byte)(random.Next(4) == 0 ? 51 : 112));
            (buffer[20], buffer[21]) = (112, (byte)random.Next(0, 6)); // a short authentication header, or the start of a bad message
            if (random.Next(2) == 0)
                buffer.AsSpan(24, length - 24).CopyTo(buffer.AsSpan(20));
            for (var flips = random.Next(3); flips > 0; flips--)
                buffer[random.Next(24)] ^= (byte)(1 << random.Next(8));
            var cut = random.Next(5) == 0 ? random.Next(length) : length;

            if (VrrpDecoder.Decode(buffer.AsSpan(0, cut), isIPv6, null, "eth1", DateTimeOffset.UnixEpoch) is { } observation)
            {
                verdicts[(int)observation.Verdict]++;
                if (observation.Verdict != VrrpVerdict.Ok && observation.Detail is null)
                    Assert.Fail($"packet {i} has no detail: {VrrpObservationJson.ToLine(observation)}");
            }
        }
        verdicts[(int)VrrpVerdict.NotVrrp].ShouldBeGreaterThan(100);
        verdicts[(int)VrrpVerdict.BadLength].ShouldBeGreaterThan(100);
        verdicts[(int)VrrpVerdict.BadChecksum].ShouldBeGreaterThan(100);
    }

    [Fact]
    public void Whatever_claims_to_be_authentic_is_answered_and_not_believed()
    {
        var random = new Random(4302);
        var verifier = HmacFrames.Verifier(HmacFrames.Options with { AntiReplay = VrrpAntiReplay.Monotonic });
        var association = new AhAssociation(new(GoldenPackets.AhPassword));
        var seeds = new[] { HmacFrames.IPv4, HmacFrames.IPv6, GoldenPackets.Ah1, GoldenPackets.AhTtl64 }.Select(GoldenFrames.Bytes).ToArray();
        var buffer = new byte[2000];
        var results = new int[Enum.GetValues<VrrpAuthenticationResult>().Length];
        for (var i = 0; i < 200_000; i++)
        {
            var seed = seeds[i % seeds.Length];
            seed.CopyTo(buffer, 0);
            var length = random.Next(4) == 0 ? random.Next(buffer.Length) : seed.Length;
            for (var flips = random.Next(1, 6); flips > 0; flips--)
                buffer[random.Next(seed.Length)] ^= (byte)(1 << random.Next(8));
            if (random.Next(8) == 0)
                random.NextBytes(buffer.AsSpan(0, length));
            var bytes = buffer.AsSpan(0, length);

            ref readonly var context = ref Contexts[random.Next(Contexts.Length)];
            results[(int)verifier.Verify(bytes, in context, DateTimeOffset.UnixEpoch)]++;
            VrrpAdvertisement.TryRead(bytes, in context, out _, out var trailer, out _);
            _ = trailer.Sequence;
            Carp.Matches(bytes);
            if (IPv4Packet.TryRead(bytes, out var packet, out _))
                results[(int)association.Verify(in packet)]++;
        }
        // A right HMAC over changed bytes would have to be guessed; of AH some bytes are not covered, and one number is taken once.
        results[(int)VrrpAuthenticationResult.Verified].ShouldBeLessThan(5);
        results[(int)VrrpAuthenticationResult.Replay].ShouldBeLessThan(1000);
        foreach (var seen in new[] { VrrpAuthenticationResult.Missing, VrrpAuthenticationResult.Malformed, VrrpAuthenticationResult.UnknownKey, VrrpAuthenticationResult.BadHmac })
            results[(int)seen].ShouldBeGreaterThan(1000, seen.ToString());
    }

    [Fact]
    public void The_fields_of_a_cut_message_are_those_that_are_there()
    {
        var message = GoldenFrames.Bytes(GoldenFrames.V2Password).AsSpan(0, 10);

        VrrpAdvertisement.TryRead(message, GoldenFrames.IPv4, out var advert, out _).ShouldBeFalse();

        (advert.Version, advert.VirtualRouterId, advert.Priority, advert.Count).ShouldBe((2, (byte)10, (byte)200, (byte)1));
        advert.Addresses.Count.ShouldBe(0);
        advert.AuthenticationData.Length.ShouldBe(0);
        advert.Checksum.ShouldBeNull();
        VrrpAdvertisement.TryRead(message[..2], GoldenFrames.IPv4, out advert, out _).ShouldBeFalse();
        (advert.VirtualRouterId, advert.Priority, advert.Count, advert.AdvertisementInterval).ShouldBe(((byte)10, (byte)0, (byte)0, TimeSpan.Zero));
    }

    [Fact]
    public void A_count_of_255_in_a_short_message_yields_the_addresses_that_are_there()
    {
        var message = GoldenFrames.Bytes(GoldenFrames.V3);
        message[3] = 255;

        VrrpAdvertisement.TryRead(message, GoldenFrames.IPv4, out var advert, out var reason).ShouldBeFalse();

        reason.ShouldBe(VrrpDiscardReason.BadLength);
        advert.Addresses.Count.ShouldBe(2);
        new IPAddress(advert.Addresses[1]).ToString().ShouldBe("192.0.2.102");
    }

    [Fact]
    public void Nothing_is_read_from_no_advert()
    {
        VrrpAdvertisement advert = default;
        advert.Version.ShouldBe(0);
        advert.Addresses.Count.ShouldBe(0);
        default(VrrpAddressList).Count.ShouldBe(0);
    }

    private static int Mutate(Random random, Span<byte> buffer)
    {
        var seed = Seeds[random.Next(Seeds.Length)];
        seed.CopyTo(buffer);
        var length = seed.Length;
        switch (random.Next(12))
        {
            case 0: // noise
                length = random.Next(0, 80);
                random.NextBytes(buffer[..length]);
                break;
            case 1: // noise, long
                length = random.Next(0, 1500);
                random.NextBytes(buffer[..length]);
                buffer[0] = (byte)(random.Next(2, 4) << 4 | 1);
                break;
            case 2: // cut
                length = random.Next(0, length);
                break;
            case 3: // longer
                length += random.Next(1, 64);
                break;
            case 4: // another count, and the length for it
                buffer[3] = (byte)random.Next(256);
                length = VrrpAdvertisement.LengthOf(buffer[0] >> 4, random.Next(2) == 0, buffer[3]);
                break;
            case 5: // unharmed
                break;
            case 6: // no interval, with a right checksum
                (buffer[4], buffer[5], buffer[6], buffer[7]) = (0, 0, 0, 0);
                var checksum = (ushort)~InternetChecksum.Sum(buffer[..length]);
                (buffer[6], buffer[7]) = ((byte)(checksum >> 8), (byte)checksum);
                break;
            case 7:
                buffer[3] = 0;
                break;
            default: // flipped bits
                for (var flips = random.Next(1, 6); flips > 0; flips--)
                    buffer[random.Next(length)] ^= (byte)(1 << random.Next(8));
                break;
        }
        return length;
    }

    private static int Digest(VrrpAdvertisement advert)
    {
        var hash = default(HashCode);
        hash.Add(advert.Version);
        hash.Add(advert.Type);
        hash.Add(advert.VirtualRouterId);
        hash.Add(advert.Priority);
        hash.Add(advert.Count);
        hash.Add(advert.AuthenticationType);
        hash.Add(advert.AdvertisementInterval);
        hash.Add(advert.Checksum);
        foreach (var address in advert.Addresses)
            hash.AddBytes(address);
        hash.AddBytes(advert.AuthenticationData);
        return hash.ToHashCode();
    }
}
