using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using FailoverIp.Interop.Addresses;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Wire;
using FailoverIp.Vrrp;

namespace FailoverIp.Interop.Vrrp.Scenarios;

/// <summary>Adverts on a real wire that are wrong in one thing each, of the highest priority: whatever is let through by mistake takes the role away.</summary>
public sealed class StrangeAdvertsTests
{
    private const byte Id = 101;
    private static readonly IPAddress Vip = IPAddress.Parse("10.132.0.100");
    private static readonly IPAddress Stranger = IPAddress.Parse("10.132.0.20");

    public static TheoryData<VrrpVersion> Versions => [VrrpVersion.V2, VrrpVersion.V3];

    [SkippableTheory]
    [MemberData(nameof(Versions))]
    public async Task Alone_it_waits_its_time_and_then_each_is_counted_under_its_own_reason(VrrpVersion version)
    {
        await using var lab = await EngineLab.CreateAsync("a", "stranger");
        var options = new VirtualRouterOptions
        {
            Name = "VI_1",
            Interface = "eth1",
            VirtualRouterId = Id,
            Priority = 100,
            Version = version,
            AdvertisementInterval = version == VrrpVersion.V2 ? TimeSpan.FromSeconds(1) : TimeSpan.FromMilliseconds(300),
            Password = version == VrrpVersion.V2 ? new("s3cret12") : null,
            VirtualAddresses = [new(Vip, 32)],
        };
        // Without this the kernel itself drops what comes from an address of ours.
        await Shell.RunAsync("ip", "netns", "exec", lab.Host.Namespace, "sysctl", "-qw", "net.ipv4.conf.all.accept_local=1");
        var watch = Stopwatch.StartNew();
        var before = DateTime.UtcNow;
        var engine = await lab.StartAsync(options);
        var started = watch.Elapsed;

        // Start alone: three intervals and the Skew_Time of its priority.
        var first = await lab.Lab.Capture.WaitForAsync<AdvertFrame>("it becomes Active", TimeSpan.FromSeconds(20), a => a.Source.Equals(lab.Host.Address), before);
        var skew = (version == VrrpVersion.V2 ? TimeSpan.FromSeconds(1) : options.AdvertisementInterval) * (256 - 100) / 256;
        var theory = (3 * options.AdvertisementInterval) + skew;
        (first.At - before).ShouldBeInRange(theory - TimeSpan.FromMilliseconds(5), theory + started + TimeSpan.FromMilliseconds(400), lab.Lab.Describe());

        var good = new HandMadeAdvert((int)version, Id, 255)
        {
            Source = Stranger,
            Interval = (ushort)(version == VrrpVersion.V2 ? 1 : 30),
            Password = version == VrrpVersion.V2 ? "s3cret12" : null,
        };
        var strange = Strange(version, good);
        // Each a number of times that is only its own.
        foreach (var (i, (_, advert)) in strange.Index())
            await advert.SendAsync(lab.Lab["stranger"], i + 1);
        await (good with { VirtualRouterId = Id + 1 }).SendAsync(lab.Lab["stranger"], 99);

        await lab.UntilAsync(() => Task.FromResult(engine.GetCounters().UnknownVirtualRouterIds == 99), "99 adverts of another virtual router");
        var status = engine.GetStatus()[0];
        var expected = strange.Index().GroupBy(s => s.Item.Reason).ToDictionary(g => g.Key, g => g.Sum(s => s.Index + 1L));
        foreach (var (reason, count) in status.Discarded)
            count.ShouldBe(expected.GetValueOrDefault(reason), $"{reason}; all: {string.Join(", ", status.Discarded)}");
        (status.Received, status.State, status.Epoch).ShouldBe((0, VrrpState.Active, 2), string.Join('\n', lab.Notices.All));
        (await lab.AddressAsync(Vip.ToString())).ShouldNotBeNull();

        // The same without a fault: it yields. So none of them was without effect for another reason.
        await good.SendAsync(lab.Lab["stranger"]);
        await lab.UntilAsync(() => Task.FromResult(engine.GetStatus()[0] is { State: VrrpState.Backup, Received: 1 }), "it yields to a good one");
    }

    private static ImmutableArray<(VrrpDiscardReason Reason, HandMadeAdvert Advert)> Strange(VrrpVersion version, HandMadeAdvert good)
    {
        var common = ImmutableArray.Create<(VrrpDiscardReason, HandMadeAdvert)>(
            (VrrpDiscardReason.BadTtl, good with { Ttl = 254 }),
            (VrrpDiscardReason.BadType, good with { Type = 2 }),
            (VrrpDiscardReason.BadChecksum, good with { HasBadChecksum = true }),
            // One address, and a count that says two; two, and a count that says one; something behind.
            (VrrpDiscardReason.BadLength, good with { Count = 2 }),
            (VrrpDiscardReason.BadLength, good with { Count = 1, Addresses = [Vip, Stranger] }),
            (VrrpDiscardReason.BadLength, good with { Trailer = [0, 0, 0, 0] }),
            (VrrpDiscardReason.BadVersion, good with { Version = version == VrrpVersion.V2 ? 3 : 2 }),
            (VrrpDiscardReason.OwnPacket, good with { Source = IPAddress.Parse("10.132.0.10") }));
        return version == VrrpVersion.V2
            ?
            [
                .. common, (VrrpDiscardReason.BadInterval, good with { Interval = 2 }), (VrrpDiscardReason.BadAuthentication, good with { Password = "another1" }),
                (VrrpDiscardReason.BadAuthentication, good with { Password = null }),
            ]
            : [.. common, (VrrpDiscardReason.BadCount, good with { Addresses = [] }), (VrrpDiscardReason.BadInterval, good with { Interval = 0 })];
    }
}
