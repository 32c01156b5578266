using System.Net;
using System.Net.NetworkInformation;

namespace FailoverIp.Vrrp.Tests;

public class VrrpProcessorPacketTests
{
    private const int Interface = 7;
    private static readonly IPAddress Peer = IPAddress.Parse("10.132.0.20");

    private static VrrpProcessor Start(VirtualRouterOptions options, IVrrpOutput? output = null)
    {
        var processor = new VrrpProcessor(new() { Routers = [options] }, output ?? new Nowhere(), TimeProvider.System, _ => { }, _ => { });
        processor.OnInterface(new(Interface, options.Interface, true, new PhysicalAddress([2, 0, 0, 0, 0, 1]), IPAddress.Parse("10.132.0.10")), 0);
        processor.Start(0);
        return processor;
    }

    private static VirtualRouterOptions V2 => LanFixture.Options(100, VrrpVersion.V2) with { Password = new("s3cret12") };

    private static byte[] Packet(VirtualRouterOptions from, Action<byte[]>? change = null, IPAddress? source = null)
    {
        var packet = AdvertBuffers.Build(from, source ?? Peer).Normal.ToArray();
        change?.Invoke(packet);
        return packet;
    }

    public static TheoryData<string, VrrpDiscardReason> Discards() => new()
    {
        { "another interval", VrrpDiscardReason.BadInterval },
        { "no authentication", VrrpDiscardReason.BadAuthentication },
        { "a wrong password", VrrpDiscardReason.BadAuthentication },
        { "the other version", VrrpDiscardReason.BadVersion },
        { "a TTL of 254", VrrpDiscardReason.BadTtl },
        { "a flipped bit", VrrpDiscardReason.BadChecksum },
        { "a count too high", VrrpDiscardReason.BadLength },
        { "our own address", VrrpDiscardReason.OwnPacket },
        { "sent to us alone", VrrpDiscardReason.UnknownSource },
        { "a truncated message", VrrpDiscardReason.BadLength },
    };

    [Theory]
    [MemberData(nameof(Discards))]
    public void A_packet_with_one_fault_is_counted_under_it_and_does_not_restart_the_timer(string fault, VrrpDiscardReason reason)
    {
        var processor = Start(V2);
        var packet = fault switch
        {
            "another interval" => Packet(V2 with { Priority = 200, AdvertisementInterval = TimeSpan.FromSeconds(2) }),
            "no authentication" => Packet(V2 with { Priority = 200, Password = null }),
            "a wrong password" => Packet(V2 with { Priority = 200, Password = new("another") }),
            "the other version" => Packet(V2 with { Priority = 200, Password = null, Version = VrrpVersion.V3 }),
            "a TTL of 254" => Packet(V2 with { Priority = 200 }, p => p[8] = 254),
            "a flipped bit" => Packet(V2 with { Priority = 200 }, p => p[22] ^= 1),
            "a count too high" => Packet(V2 with { Priority = 200 }, p => p[23]++),
            "our own address" => Packet(V2 with { Priority = 200 }, source: IPAddress.Parse("10.132.0.10")),
            "sent to us alone" => Packet(V2 with { Priority = 200 }, p => new byte[] { 10, 132, 0, 10 }.CopyTo(p, 16)),
            _ => Packet(V2 with { Priority = 200 }, p => p[3] = 24),
        };
        var before = processor.NextDeadline;
        processor.OnPacket(Interface, packet, 1_000_000);

        var status = processor.GetStatus()[0];
        status.Discarded.Where(d => d.Value > 0).ShouldBe([new(reason, 1)]);
        status.Received.ShouldBe(0);
        processor.NextDeadline.ShouldBe(before);
    }

    [Fact]
    public void Both_checksum_kinds_of_version_3_are_accepted()
    {
        var options = LanFixture.Options(100);
        var processor = Start(options);
        processor.OnPacket(Interface, Packet(options with { Priority = 200, Checksum = VrrpChecksumKind.PseudoHeader }), 1);
        processor.OnPacket(Interface, Packet(options with { Priority = 200, Checksum = VrrpChecksumKind.MessageOnly }), 2);
        processor.GetStatus()[0].Received.ShouldBe(2);
    }

    [Fact]
    public void A_foreign_identifier_is_counted_apart()
    {
        var processor = Start(V2);
        processor.OnPacket(Interface, Packet(V2 with { VirtualRouterId = 7 }), 1);
        processor.UnknownVirtualRouterIds.ShouldBe(1);
        processor.GetStatus()[0].Discarded.Values.Sum().ShouldBe(0);
    }

    [Fact]
    public void CARP_is_ignored_and_counted_apart()
    {
        var processor = Start(V2);
        foreach (var hex in new[] { Protocol.GoldenPackets.Carp1, Protocol.GoldenPackets.Carp42 })
            processor.OnPacket(Interface, Convert.FromHexString(hex), 1);
        processor.GetCounters().ShouldBe(new(0, 2));
        processor.GetStatus()[0].Discarded.Values.Sum().ShouldBe(0);
    }

    [Fact]
    public void A_million_mutated_packets_throw_nothing_and_each_is_counted_once()
    {
        const int count = 1_000_000;
        var random = new Random(20260101);
        var processor = Start(V2);
        byte[][] seeds = [Packet(V2 with { Priority = 200 }), Packet(V2 with { Priority = 0x20, Password = null }), Packet(LanFixture.Options(200))];
        var buffer = new byte[2048];
        for (var i = 0; i < count; i++)
        {
            var seed = seeds[i % seeds.Length];
            seed.CopyTo(buffer, 0);
            var length = random.Next(4) == 0 ? random.Next(buffer.Length) : seed.Length;
            for (var mutations = random.Next(5); mutations > 0; mutations--)
                buffer[random.Next(Math.Max(1, Math.Min(length, 48)))] = (byte)random.Next(256);
            if (random.Next(50) == 0)
                random.NextBytes(buffer);
            processor.OnPacket(Interface, buffer.AsSpan(0, length), i);
        }

        var status = processor.GetStatus()[0];
        (status.Received + status.Discarded.Values.Sum() + processor.UnknownVirtualRouterIds).ShouldBe(count);
        foreach (var reason in new[] { VrrpDiscardReason.BadLength, VrrpDiscardReason.BadVersion, VrrpDiscardReason.BadType, VrrpDiscardReason.BadTtl,
            VrrpDiscardReason.BadChecksum, VrrpDiscardReason.BadAuthentication, VrrpDiscardReason.UnknownSource })
            status.Discarded[reason].ShouldBeGreaterThan(0, reason.ToString());
        status.Received.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sending_and_receiving_allocate_nothing(bool isSigned)
    {
        var output = new Nowhere();
        var options = LanFixture.Options(100) with
        {
            Hmac = isSigned ? new() { Keys = new(1, new VrrpHmacKey(1, new byte[32])), AntiReplay = VrrpAntiReplay.Monotonic } : null,
        };
        var processor = Start(options, output);
        processor.OnTime(processor.NextDeadline); // Active
        processor.OnTime(processor.NextDeadline + 10_000_000_000); // past the second announcements
        var peer = AdvertBuffers.Build(options with { Priority = 50 }, Peer);
        var lower = new byte[peer.Normal.Length];
        ulong sequence = 1;
        void Round()
        {
            peer.Prepare(0, 50, ++sequence).CopyTo(lower);
            processor.OnPacket(Interface, lower, processor.NextDeadline - 1);
            processor.OnTime(processor.NextDeadline);
        }
        for (var i = 0; i < 1000; i++)
            Round();
        var sent = output.Sent;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
            Round();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        (output.Sent - sent).ShouldBeGreaterThanOrEqualTo(10_000);
    }

    private sealed class Nowhere : SilentOutput
    {
        public int Sent { get; private set; }

        public override bool Send(int interfaceIndex, ReadOnlySpan<byte> packet)
        {
            Sent++;
            return true;
        }
    }
}
