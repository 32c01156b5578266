using static FailoverIp.Vrrp.VrrpAuthenticationResult;

namespace FailoverIp.Vrrp.Tests.Protocol.Ah;

public class AhAssociationTests
{
    private static readonly VrrpPassword Password = new(GoldenPackets.AhPassword);

    [Fact]
    public void Each_flipped_bit_is_noticed_but_those_that_routers_may_change()
    {
        foreach (var (hex, password, isMulticast) in new[] { (GoldenPackets.Ah1, GoldenPackets.AhPassword, true), (GoldenPackets.AhTtl64, GoldenPackets.AhUnicastPassword, false) })
        {
            for (var bit = 0; bit < 64 * 8; bit++)
            {
                var bytes = GoldenFrames.Bytes(hex);
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                if (!IPv4Packet.TryRead(bytes, out var packet, out _))
                    continue; // version, lengths and fragments do not come so far

                var result = new AhAssociation(new(password)).Verify(in packet);

                // TOS, flags, header checksum; the TTL of unicast.
                var isMutable = bit / 8 is 1 or 6 or 7 or 10 or 11 || (bit / 8 == 8 && !isMulticast);
                result.IsAccepted().ShouldBe(isMutable, $"bit {bit} of byte {bit / 8}: {result}");
            }
        }
    }

    [Fact]
    public void The_TTL_of_multicast_may_be_left_out_as_the_RFC_has_it_and_that_of_unicast_covered()
    {
        foreach (var (destination, coversTtl) in new[] { (0xE0000012u, false), (0xC0000202u, true) })
        {
            var bytes = Packet(1, destination: destination);
            AhDigest.Compute(bytes, 20, Password, coversTtl, bytes.AsSpan(32, 12));
            var packet = GoldenPackets.IPv4Of(bytes);
            new AhAssociation(Password).Verify(in packet).ShouldBe(Verified);
        }
    }

    [Fact]
    public void What_is_no_authentication_header_of_VRRP_is_named()
    {
        Result(b => b[9] = 112).ShouldBe(Missing);
        Result(b => b[20] = 6).ShouldBe(Malformed); // carries TCP
        Result(b => b[21] = 5).ShouldBe(Malformed); // an ICV of 128 bits
        Result(b => b[3] = 43).ShouldBe(Malformed); // cut off
        Result(b => b[27] ^= 1).ShouldBe(UnknownKey); // SPI
        Result(b => b[28] ^= 1).ShouldBe(BadHmac); // sequence number
        Result(_ => { }).ShouldBe(Verified);
    }

    [Fact]
    public void A_packet_longer_than_any_advert_is_malformed()
    {
        var bytes = new byte[AhDigest.MaxPacketLength + 1];
        IPv4Header.Write(bytes, 0xC0000201, 0xE0000012, 1, bytes.Length - 20, protocol: 51);
        AuthenticationHeader.Write(bytes.AsSpan(20), 0xC0000201, 1);
        var packet = GoldenPackets.IPv4Of(bytes);
        new AhAssociation(Password).Verify(in packet).ShouldBe(Malformed);
    }

    [Fact]
    public void Numbers_of_a_sender_grow_or_are_replays()
    {
        var association = new AhAssociation(Password);
        Receive(association, 50).ShouldBe(Verified);
        Receive(association, 50).ShouldBe(Replay);
        Receive(association, 49).ShouldBe(Replay);
        Receive(association, 51).ShouldBe(Verified);
        Receive(association, 1000).ShouldBe(Verified);
        Receive(association, 52).ShouldBe(Replay);
    }

    [Fact]
    public void A_packet_that_does_not_verify_leaves_no_mark()
    {
        var association = new AhAssociation(Password);
        var bytes = Packet(100);
        bytes[^1] ^= 1;
        var packet = GoldenPackets.IPv4Of(bytes);
        association.Verify(in packet).ShouldBe(BadHmac);
        association.Last.ShouldBeNull();
        Receive(association, 50).ShouldBe(Verified);
    }

    [Fact]
    public void What_is_sent_goes_on_above_what_was_heard()
    {
        var association = new AhAssociation(Password);
        association.Next().ShouldBe(1u);
        association.Next().ShouldBe(2u);
        Receive(association, 50).ShouldBe(Verified);
        association.Next().ShouldBe(51u);
        Receive(association, 30, source: 0xC0000202).ShouldBe(Verified);
        association.Next().ShouldBe(52u);
        association.Last.ShouldBe(52u);
        new AhAssociation(Password, last: 1_700_000_000).Next().ShouldBe(1_700_000_001u);
    }

    [Fact]
    public void An_earlier_run_is_gone_on_from_where_it_was_further()
    {
        var association = new AhAssociation(Password);
        association.Resume(100);
        association.Next().ShouldBe(101u);
        association.Resume(50);
        association.Next().ShouldBe(102u);
        association.Resume(200);
        association.Last.ShouldBe(200u);
    }

    [Fact]
    public void Two_that_are_Active_and_send_the_same_number_at_once_still_hear_each_other()
    {
        var (a, b) = (new AhAssociation(Password, 302), new AhAssociation(Password, 302));
        for (var i = 0; i < 3; i++)
        {
            var (fromA, fromB) = (a.Next(), b.Next());
            fromA.ShouldBe(fromB);
            Receive(a, fromB, 0xC0000202).ShouldBe(Verified);
            Receive(b, fromA, 0xC0000203).ShouldBe(Verified);
        }
    }

    [Fact]
    public void After_the_highest_number_comes_1()
    {
        var association = new AhAssociation(Password);
        Receive(association, uint.MaxValue - 1).ShouldBe(Verified);
        association.Next().ShouldBe(uint.MaxValue);
        association.Next().ShouldBe(1u);
        Receive(association, uint.MaxValue).ShouldBe(Verified);
        Receive(association, 1).ShouldBe(Verified);
        Receive(association, uint.MaxValue).ShouldBe(Replay);
        association.Last.ShouldBe(1u);
    }

    private static VrrpAuthenticationResult Receive(AhAssociation association, uint number, uint source = 0xC0000201)
    {
        var packet = GoldenPackets.IPv4Of(Packet(number, source));
        return association.Verify(in packet);
    }

    private static VrrpAuthenticationResult Result(Action<byte[]> change)
    {
        var bytes = Packet(7);
        change(bytes);
        var packet = GoldenPackets.IPv4Of(bytes);
        return new AhAssociation(Password).Verify(in packet);
    }

    private static byte[] Packet(uint number, uint source = 0xC0000201, uint destination = 0xE0000012) => VrrpPacketTemplate.Build(new()
    {
        Version = VrrpVersion.V2,
        VirtualRouterId = 10,
        Priority = 200,
        AdvertisementInterval = TimeSpan.FromSeconds(1),
        Addresses = new byte[] { 192, 0, 2, 101 },
        Context = VrrpPacketContext.ForIPv4(source, destination, 255),
        Authentication = VrrpAuthenticationKind.Ah,
        Password = Password,
    }).Prepare(number).ToArray();
}
