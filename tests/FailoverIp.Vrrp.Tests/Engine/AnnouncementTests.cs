using System.Net;
using System.Net.NetworkInformation;

namespace FailoverIp.Vrrp.Tests;

/// <summary>Announcements on several interfaces: those elsewhere again and again, those on one switch at their distance; and starts that wait.</summary>
public class AnnouncementTests
{
    private const long Second = 1_000_000_000;
    private const long Millisecond = 1_000_000;
    private readonly Wire _wire = new();

    private static VirtualRouterOptions Router(AnnouncementOptions announcements, params VirtualAddress[] excluded) => LanFixture.Options(255) with
    {
        Announcements = announcements,
        ExcludedAddresses = [.. excluded],
    };

    private static VirtualAddress On(string @interface, string address = "10.133.0.1") => new(IPAddress.Parse(address), 32, @interface);

    private VrrpProcessor Start(VrrpEngineOptions options, long sinceBoot = long.MaxValue)
    {
        var processor = new VrrpProcessor(options, _wire, TimeProvider.System, _ => { }, _ => { });
        foreach (var (index, name) in new[] { (7, "eth1"), (8, "eth2"), (9, "eth3") })
            processor.OnInterface(new(index, name, true, new PhysicalAddress([2, 0, 0, 0, 0, 1]), IPAddress.Parse($"10.132.{index}.10")), 0);
        processor.Start(0, sinceBoot);
        return processor;
    }

    private List<(long At, string What)> Run(VrrpProcessor processor, long until, long unit)
    {
        var seen = new List<(long, string)>();
        Take(0);
        for (long now = processor.NextDeadline; now <= until; now = processor.NextDeadline)
        {
            processor.OnTime(now);
            Take(now);
        }
        return seen;

        void Take(long now)
        {
            seen.AddRange(_wire.Announced.Select(a => (now / unit, a)));
            _wire.Announced.Clear();
        }
    }

    [Fact]
    public void Addresses_on_other_interfaces_are_announced_again_and_again_while_Active()
    {
        var once = new AnnouncementOptions { Repeat = 1, Delay = TimeSpan.Zero, ExtraInterval = TimeSpan.FromSeconds(10) };
        var processor = Start(new() { Routers = [Router(once, On("eth2"))] });

        Run(processor, 35 * Second, Second).ShouldBe([(0, "eth1 10.132.0.100"), (0, "eth2 10.133.0.1"), (10, "eth2 10.133.0.1"), (20, "eth2 10.133.0.1"), (30, "eth2 10.133.0.1")]);

        processor.Reload(new() { Routers = [Router(once with { ExtraInterval = TimeSpan.FromSeconds(20) }, On("eth2"))] }, 35 * Second);
        Run(processor, 60 * Second, Second).Where(a => a.At > 36).ShouldBe([(55, "eth2 10.133.0.1")]);

        processor.OnInterface(new(7, "eth1", false, new PhysicalAddress([2, 0, 0, 0, 0, 1]), IPAddress.Parse("10.132.7.10")), 61 * Second);
        Run(processor, 200 * Second, Second).ShouldBeEmpty("it is not Active any more");
    }

    [Fact]
    public void Where_no_address_stands_elsewhere_nothing_is_announced_again()
    {
        var processor = Start(new() { Routers = [Router(new() { Repeat = 1, Delay = TimeSpan.Zero, ExtraInterval = TimeSpan.FromSeconds(10) })] });

        Run(processor, 60 * Second, Second).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(false, new long[] { 0, 0, 0 })]
    [InlineData(true, new long[] { 0, 0, 10 })]
    public void Interfaces_of_a_group_share_one_distance(bool isGrouped, long[] times)
    {
        ArgumentNullException.ThrowIfNull(times);
        var options = new VrrpEngineOptions { Routers = [Router(new() { Repeat = 1, Delay = TimeSpan.Zero }, On("eth2"), On("eth3", "10.133.0.2"))] };
        if (isGrouped)
            options = options with { AnnouncementGroups = [new("switch", ["eth1", "eth3"]) { ArpInterval = TimeSpan.FromMilliseconds(10) }] };

        var seen = Run(Start(options), Second, Millisecond);

        seen.Select(a => a.At).Order().ShouldBe(times);
        seen.Select(a => a.What).Order(StringComparer.Ordinal).ShouldBe(["eth1 10.132.0.100", "eth2 10.133.0.1", "eth3 10.133.0.2"]);
        seen.Single(a => a.What.StartsWith("eth2", StringComparison.Ordinal)).At.ShouldBe(0, "it is in no group");
    }

    [Fact]
    public void A_group_comes_and_goes_with_a_reload()
    {
        var options = new VrrpEngineOptions { Routers = [Router(new() { Repeat = 3, Delay = TimeSpan.FromSeconds(5) })] };
        var processor = Start(options);
        Run(processor, Second, Millisecond).Select(a => a.At).ShouldBe([0, 0, 0]);

        processor.Reload(options with { AnnouncementGroups = [new("switch", ["eth1"]) { ArpInterval = TimeSpan.FromMilliseconds(10) }] }, 2 * Second);

        Run(processor, 6 * Second, Millisecond).Select(a => a.At).ShouldBe([5000, 5010, 5020]);
    }

    [Theory]
    [InlineData(0, 30, 10, 20)]
    [InlineData(25, 30, 10, 25)]
    [InlineData(5, 30, 40, 5)]
    [InlineData(0, 30, 30, 0)]
    public void The_longer_of_both_delays_counts_and_that_after_the_boot_begins_with_the_boot(int startup, int afterBoot, int sinceBoot, int expected)
    {
        var router = Router(new() { Repeat = 1, Delay = TimeSpan.Zero });
        var options = new VrrpEngineOptions { Routers = [router], StartupDelay = TimeSpan.FromSeconds(startup), DelayAfterBoot = TimeSpan.FromSeconds(afterBoot) };

        var processor = Start(options, sinceBoot * Second);

        processor.GetStatus()[0].State.ShouldBe(expected == 0 ? VrrpState.Active : VrrpState.Initialize);
        Run(processor, 60 * Second, Second).ShouldHaveSingleItem().At.ShouldBe(expected);
    }

    [Fact]
    public void What_cannot_be_is_told()
    {
        Problems(new() { DelayAfterBoot = TimeSpan.FromSeconds(1001) }).ShouldBe(["DelayAfterBoot: is not between 0 and 1000 seconds"]);
        Problems(new() { Routers = [Router(new() { ExtraInterval = TimeSpan.FromMilliseconds(999) })] }).ShouldBe(["Garp.ExtraInterval: is less than 1 second"]);
        Problems(new() { Routers = [Router(new() { ExtraInterval = TimeSpan.FromHours(25) })] }).ShouldBe(["Garp.ExtraInterval: is not between 0 and 1 day"]);
        var good = new AnnouncementGroupOptions("A", ["eth1"]) { ArpInterval = TimeSpan.FromSeconds(1) };
        Problems(new() { AnnouncementGroups = [good] }).ShouldBeEmpty();
        Problems(new()
        {
            AnnouncementGroups =
            [
                good, good with { Interfaces = ["eth2"] }, good with { Name = "B" }, good with { Name = "C", Interfaces = [] }, good with { Name = "D", Interfaces = ["eth 3"] },
                good with { Name = "E", Interfaces = ["eth4"], NeighbourInterval = TimeSpan.FromSeconds(2) }, new("F", ["eth5"]),
            ],
        }).ShouldBe(
        [
            "AnnouncementGroups: A: is there twice", "AnnouncementGroups: B: eth1 is in A already", "AnnouncementGroups: C: a group has at least one interface",
            "AnnouncementGroups: D: 'eth 3' is not an interface name", "AnnouncementGroups: E: an interval is not between 0 and 1 second", "AnnouncementGroups: F: neither interval is given",
        ]);
        Problems(new() { AnnouncementGroups = [null!] }).ShouldBe(["AnnouncementGroups: is not set, or has an empty entry"]);

        static string[] Problems(VrrpEngineOptions options) => [.. options.Validate().Where(p => !p.IsWarning).Select(p => $"{p.Option}: {p.Message}")];
    }

    private sealed class Wire : SilentOutput
    {
        public List<string> Announced { get; } = [];

        public override void Announce(InterfaceStatus @interface, VirtualAddress address) => Announced.Add($"{@interface.Name} {address.Address}");
    }
}
