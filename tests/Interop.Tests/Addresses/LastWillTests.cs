using System.Net;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Wire;
using FailoverIp.Vrrp;
using static FailoverIp.Interop.Addresses.EngineLab;

namespace FailoverIp.Interop.Addresses;

/// <summary>What a process that was killed leaves, and who takes care of it.</summary>
public sealed class LastWillTests(Xunit.Abstractions.ITestOutputHelper output)
{
    [SkippableFact]
    public async Task The_last_will_resigns_and_cleans_up_within_milliseconds_and_once()
    {
        await using var lab = await CreateAsync();
        var before = await StateOfKernelAsync(lab);
        var options = await LeaveBehindAsync(lab, KernelTests.WithRoutes() with { PromoteSecondaries = true });
        var since = DateTime.UtcNow;

        var (first, second) = await Within.RunAsync(lab.Host.Namespace, () =>
        {
            using var will = VrrpLastWill.Prepare(options);
            return (will.Execute(), will.Execute());
        });

        output.WriteLine($"executed within {first.Elapsed.TotalMilliseconds:0.00} ms");
        first.Failures.ShouldBeEmpty();
        first.Routers.ShouldBe(1);
        first.Elapsed.TotalMilliseconds.ShouldBeLessThan(50); // 5 ms where nothing else runs
        (second.Routers, second.Failures.Length).ShouldBe((0, 0));
        (await StateOfKernelAsync(lab)).ShouldBe(before);
        var advert = await lab.Lab.Capture.WaitForAsync<AdvertFrame>("priority 0", TimeSpan.FromSeconds(2), a => a.Priority == 0, since);
        (advert.VirtualRouterId, advert.Source, advert.Checksum, advert.Ttl).ShouldBe(((byte)51, lab.Host.Address, ChecksumKind.PseudoHeader, (byte)255));
    }

    [SkippableFact]
    public async Task The_next_run_removes_what_a_killed_one_has_left_also_what_is_no_longer_configured()
    {
        await using var lab = await CreateAsync();
        var before = await StateOfKernelAsync(lab);
        var options = await LeaveBehindAsync(lab, KernelTests.WithRoutes());

        var engine = await lab.StartAsync(options with { Routers = [] });

        (await StateOfKernelAsync(lab)).ShouldBe(before);
        await lab.UntilAsync(
            () => Task.FromResult(lab.Notices.All.Contains("VI_1: an earlier run ended without cleaning up; its addresses, routes and rules were removed")), "it is told");
        await engine.StopAsync(default);
    }

    [SkippableFact]
    public async Task An_address_of_the_machine_itself_which_an_owner_lends_stays()
    {
        await using var lab = await CreateAsync();
        var own = new VirtualAddress(lab.Host.Address, 24);
        var options = await LeaveBehindAsync(lab, Owner(own, new(IPAddress.Parse("10.132.0.100"), 32)));

        await lab.StartAsync(options with { Routers = [] });

        (await lab.Host.ReadAddressesAsync()).Where(a => !a.StartsWith("fe80:", StringComparison.Ordinal)).ShouldBe(["10.132.0.10/24"]);
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_IPv6_addresses_of_the_machine_itself_which_an_owner_lends_stay(bool byTheLastWill)
    {
        await using var lab = await CreateAsync();
        await lab.IpAsync("addr", "add", "2001:db8::9/64", "dev", "eth1", "nodad"); // the first global one, not lent
        await lab.IpAsync("addr", "add", "2001:db8::1/64", "dev", "eth1", "nodad");
        var router = Owner() with { ExcludedAddresses = [new(IPAddress.Parse("2001:db8::1"), 64), new(IPAddress.Parse("2001:db8::2"), 64)] };
        var options = await LeaveBehindAsync(lab, router);
        (await lab.Host.ReadAddressesAsync()).ShouldContain("2001:db8::2/64");

        if (byTheLastWill)
        {
            await Within.RunAsync(lab.Host.Namespace, () =>
            {
                using var will = VrrpLastWill.Prepare(options);
                return will.Execute();
            });
        }
        else
            await lab.StartAsync(options with { Routers = [] });

        (await lab.Host.ReadAddressesAsync()).Where(a => !a.StartsWith("fe80:", StringComparison.Ordinal)).ShouldBe(["10.132.0.10/24", "2001:db8::9/64", "2001:db8::1/64"], ignoreOrder: true);
    }

    [SkippableFact]
    public async Task Sequence_numbers_of_authentication_headers_that_are_ahead_of_the_clock_outlast_a_clean_stop()
    {
        await using var lab = await CreateAsync();
        var path = Path.Combine(lab.Lab.Folder, "state");
        var options = new VrrpEngineOptions { Routers = [Owner() with { Version = VrrpVersion.V2, Password = new("s3cret12"), UseAuthenticationHeader = true }], StatePath = path };

        // The first advert has the number of the next second, the resignation that of the one after.
        for (var run = 0; run < 3; run++)
        {
            var engine = await lab.StartAsync(options);
            await engine.StopAsync(default);
            File.Exists(path).ShouldBeTrue();
        }
        await lab.UntilAsync(() => Task.FromResult(lab.Lab.Capture.Frames.OfType<AdvertFrame>().Count() == 6), "six adverts");
        uint[] sequences = [.. lab.Lab.Capture.Frames.OfType<AdvertFrame>().Select(f => f.Sequence)];
        sequences.ShouldBe([.. sequences.Distinct().Order()]);
    }

    [SkippableFact]
    public async Task A_clean_stop_leaves_no_file_and_a_foreign_one_is_told_of()
    {
        await using var lab = await CreateAsync();
        var path = Path.Combine(lab.Lab.Folder, "state");
        await File.WriteAllTextAsync(path, "something else altogether, longer than the header of a state file is: 64 bytes");

        var engine = await lab.StartAsync(new VrrpEngineOptions { Routers = [Owner()], StatePath = path });
        await lab.UntilAsync(() => Task.FromResult(lab.Notices.All.Any(n => n.Contains("is no state file of this version, or torn", StringComparison.Ordinal))), "it is told");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await engine.StopAsync(default);

        File.Exists(path).ShouldBeFalse();
    }

    [SkippableFact]
    public async Task An_engine_whose_state_file_was_removed_with_its_folder_stops_cleanly()
    {
        await using var lab = await CreateAsync();
        var folder = Directory.CreateDirectory(Path.Combine(lab.Lab.Folder, "run"));
        var engine = await lab.StartAsync(new VrrpEngineOptions { Routers = [Owner()], StatePath = Path.Combine(folder.FullName, "state") });
        await lab.Host.WaitForAddressAsync("10.132.0.100/32", present: true);
        folder.Delete(recursive: true);

        await engine.StopAsync(default);

        (await lab.Host.ReadAddressesAsync()).ShouldNotContain("10.132.0.100/32");
        lab.Notices.All.ShouldBeEmpty();
    }

    /// <summary>What a killed engine leaves: the state file as it was at that moment, and the kernel as the file says.</summary>
    private static async Task<VrrpEngineOptions> LeaveBehindAsync(EngineLab lab, VirtualRouterOptions router)
    {
        var running = new VrrpEngineOptions { Routers = [router], StatePath = Path.Combine(lab.Lab.Folder, "running") };
        var engine = await lab.StartAsync(running);
        await lab.UntilAsync(() => Task.FromResult(engine.GetStatus()[0].State == VrrpState.Active), "Active");
        await lab.UntilAsync(async () => await lab.AddressAsync("10.132.0.100") is not null, "the address");
        var left = Path.Combine(lab.Lab.Folder, "left");
        File.Copy(running.StatePath, left);
        var (addresses, routes, rules, rules6, routes6) = (
            await lab.Host.ReadAddressesAsync(), await lab.IpAsync("route", "show", "proto", "18"), await lab.IpAsync("rule"), await lab.IpAsync("-6", "rule"),
            await lab.IpAsync("-6", "route", "show", "proto", "18"));
        await engine.StopAsync(default);

        // The same things again, by other hands: this process cannot be killed and go on with the test.
        var there = await lab.Host.ReadAddressesAsync();
        foreach (var address in addresses.Except(there))
            await lab.IpAsync("addr", "add", address, "dev", "eth1");
        foreach (var route in Lines(routes).Concat(Lines(routes6)))
            await lab.IpAsync(["route", "add", .. route.Split(' ', StringSplitOptions.RemoveEmptyEntries), "proto", "18"]);
        foreach (var rule in Lines(rules).Where(r => r.StartsWith("1000:", StringComparison.Ordinal)))
            await lab.IpAsync("rule", "add", "from", "10.0.0.0/8", "fwmark", "0x10/0xff", "iif", "eth1", "table", "100", "priority", "1000", "protocol", "18");
        foreach (var rule in Lines(rules6).Where(r => r.StartsWith("1001:", StringComparison.Ordinal)))
            await lab.IpAsync("-6", "rule", "add", "to", "2001:db8:10::/48", "prohibit", "priority", "1001", "protocol", "18");
        return running with { StatePath = left };
    }

    private static IEnumerable<string> Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => !l.Contains("nexthop", StringComparison.Ordinal) && !l.StartsWith("10.11.", StringComparison.Ordinal));

    private static async Task<string> StateOfKernelAsync(EngineLab lab) =>
        await lab.IpAsync("-4", "addr", "show", "dev", "eth1") + await lab.IpAsync("route", "show", "table", "all", "proto", "18") + await lab.IpAsync("rule") + await lab.IpAsync("-6", "rule")
        + await lab.IpAsync("-6", "route", "show", "proto", "18") + (await lab.Host.RunAsync("sysctl", "net.ipv4.conf.eth1.promote_secondaries")).Output;
}
