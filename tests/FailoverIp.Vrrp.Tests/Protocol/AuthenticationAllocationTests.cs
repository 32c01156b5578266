using FailoverIp.Vrrp.Tests.Protocol.Hmac;

namespace FailoverIp.Vrrp.Tests.Protocol;

public class AuthenticationAllocationTests
{
    [Fact]
    public void Signing_and_verifying_allocates_nothing()
    {
        var password = new VrrpPassword("s3cret12");
        var recipe = new VrrpPacketRecipe
        {
            Version = VrrpVersion.V3,
            VirtualRouterId = 10,
            Priority = 200,
            AdvertisementInterval = TimeSpan.FromSeconds(1),
            Addresses = VrrpAdvertisementWriter.Pack([System.Net.IPAddress.Parse("fe80::1"), System.Net.IPAddress.Parse("2001:db8::1")]),
            Context = GoldenFrames.IPv6,
            Authentication = VrrpAuthenticationKind.Hmac,
            Key = HmacFrames.Keys.Active,
        };
        var v4 = recipe with { Context = GoldenFrames.IPv4, Addresses = new byte[] { 192, 0, 2, 1, 192, 0, 2, 2 } };
        var run = new Run
        {
            IPv6 = VrrpPacketTemplate.Build(recipe),
            IPv4 = VrrpPacketTemplate.Build(v4),
            Ah = VrrpPacketTemplate.Build(v4 with { Version = VrrpVersion.V2, Authentication = VrrpAuthenticationKind.Ah, Key = null, Password = password }),
            Sent = new(password),
            Received = new(password),
            Set = new([System.Net.IPAddress.Parse("192.0.2.2"), System.Net.IPAddress.Parse("192.0.2.1")]),
        };
        for (var i = 0; i < 200; i++)
            run.Once().ShouldBe(4);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var accepted = 0;
        for (var i = 0; i < 1000; i++)
            accepted += run.Once();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        allocated.ShouldBe(0);
        accepted.ShouldBe(4000);
    }

    private sealed class Run
    {
        private static readonly VrrpPacketContext IPv6Context = GoldenFrames.IPv6;

        private readonly VrrpHmacSequence _sequence = new(TimeSpan.FromSeconds(5));
        private readonly VrrpHmacVerifier _verifier4 = HmacFrames.Verifier();
        private readonly VrrpHmacVerifier _verifier6 = HmacFrames.Verifier();
        private DateTimeOffset _now = HmacFrames.SignedAt;

        public required VrrpPacketTemplate IPv4 { get; init; }

        public required VrrpPacketTemplate IPv6 { get; init; }

        public required VrrpPacketTemplate Ah { get; init; }

        public required AhAssociation Sent { get; init; }

        public required AhAssociation Received { get; init; }

        public required VrrpAddressSet Set { get; init; }

        public int Once()
        {
            _now = _now.AddMilliseconds(10);
            var accepted = 0;
            var sequence = _sequence.Next(_now);
            var context = IPv6Context;
            var payload6 = IPv6.Prepare(sequence)[40..];
            if (VrrpAdvertisement.TryRead(payload6, in context, out _, out _, out _) && _verifier6.Verify(payload6, in context, _now).IsAccepted())
                accepted++;
            if (IPv4Packet.TryRead(IPv4.Prepare(sequence), out var packet, out _) && !Carp.Matches(packet.Payload)
                && VrrpAdvertisement.TryRead(packet.Payload, packet.Context, out var advert, out _, out _)
                && _verifier4.Verify(packet.Payload, packet.Context, _now).IsAccepted() && Set.Matches(advert.Addresses))
                accepted++;
            if (_verifier4.Verify(packet.Payload, packet.Context, _now) == VrrpAuthenticationResult.Replay)
                accepted++;
            if (IPv4Packet.TryRead(Ah.Prepare(Sent.Next()), out packet, out _) && Received.Verify(in packet).IsAccepted())
                accepted++;
            return accepted;
        }
    }
}
