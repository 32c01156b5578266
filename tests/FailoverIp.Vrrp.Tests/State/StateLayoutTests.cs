using System.Net;
using System.Net.Sockets;
using FailoverIp.Vrrp.State;
using FsCheck;
using FsCheck.Fluent;

namespace FailoverIp.Vrrp.Tests.State;

public class StateLayoutTests
{
    private static readonly HeldRouter Router = HeldRouter.Of(LanFixture.Options() with
    {
        Accept = false,
        VirtualAddresses = [new(IPAddress.Parse("10.132.0.100"), 32) { Peer = IPAddress.Parse("10.132.0.99") }, new(IPAddress.Parse("10.132.0.101"), 24, "lan0", "lan0:1")],
        ExcludedAddresses = [new(IPAddress.Parse("2001:db8::1"), 64) { DetectDuplicates = true, PreferredLifetime = TimeSpan.Zero }],
        VirtualRoutes =
        [
            new() { Destination = IPNetwork.Parse("0.0.0.0/0"), Gateway = IPAddress.Parse("10.132.0.1"), Table = 100, Metric = 5, OnLink = true },
            new() { Destination = IPNetwork.Parse("2001:db8:9::/48"), NextHops = [new(IPAddress.Parse("fe80::1"), "eth1", 3)] },
        ],
        VirtualRules = [new() { Family = AddressFamily.InterNetworkV6, From = IPNetwork.Parse("2001:db8::/32"), Table = 100, FirewallMark = 1 }],
        Password = new("s3cret12"),
        Version = VrrpVersion.V2,
    });

    private static byte[] Sample => StateLayout.Write(4711, 12345, [new(Router, true, true, UInt128.MaxValue - 5, true), new(Router with { Name = "B" }, false, false, 0, false)]);

    [Fact]
    public void What_was_written_is_read()
    {
        var content = StateLayout.Read(Sample).ShouldNotBeNull();

        (content.ProcessId, content.ProcessStart).ShouldBe((4711, 12345));
        content.Routers.Select(r => (r.Router.Name, r.IsHeld, r.WasPromoted, r.Source, r.OwnsSource)).ShouldBe([("VI_1", true, true, UInt128.MaxValue - 5, true), ("B", false, false, 0, false)]);
        var read = content.Routers[0].Router;
        read.Addresses.AsEnumerable().ShouldBe(Router.Addresses);
        read.Interfaces.ShouldBe(["eth1", "lan0"]);
        read.Routes[0].ShouldBe(Router.Routes[0] with { NextHops = read.Routes[0].NextHops });
        read.Routes[1].NextHops.AsEnumerable().ShouldBe(Router.Routes[1].NextHops);
        read.Rules.AsEnumerable().ShouldBe(Router.Rules);
        (read.RefusesPackets, read.VirtualRouterId).ShouldBe((true, 101));
    }

    [Fact]
    public void No_secret_is_in_it() => System.Text.Encoding.UTF8.GetString(Sample).ShouldNotContain("s3cret");

    [Fact]
    public void A_torn_file_is_none() =>
        Prop.ForAll(Gen.Choose(0, Sample.Length - 1).ToArbitrary(), length => StateLayout.Read(Sample.AsSpan(0, length)) is null).QuickCheckThrowOnFailure();

    [Fact]
    public void A_file_with_any_bit_flipped_outside_of_the_slots_is_none()
    {
        var sample = Sample;
        var slots = Enumerable.Range(StateLayout.HeaderLength, 2 * StateLayout.SlotLength);
        foreach (var at in Enumerable.Range(0, sample.Length).Except(slots))
        {
            for (var bit = 0; bit < 8; bit++)
            {
                sample[at] ^= (byte)(1 << bit);
                StateLayout.Read(sample).ShouldBeNull($"byte {at}, bit {bit}");
                sample[at] ^= (byte)(1 << bit);
            }
        }
        StateLayout.Read(sample).ShouldNotBeNull();
    }

    [Fact]
    public void A_file_that_is_gone_with_its_folder_is_removed_without_a_word_and_one_that_cannot_be_is_told_of()
    {
        var folder = Directory.CreateTempSubdirectory("fip-state-");
        var path = Path.Combine(folder.FullName, "state");
        var told = new List<string>();
        try
        {
            using var file = StateFile.Create(path, [new(Router, false, false, 0, false)], told.Add);
            folder.Delete(recursive: true);
            file.Delete();
            told.ShouldBeEmpty();

            Directory.CreateDirectory(path);
            file.Delete();
            told.ShouldHaveSingleItem().ShouldStartWith($"{path} cannot be removed: ");
        }
        finally
        {
            folder.Refresh();
            if (folder.Exists)
                folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_file_that_is_held_by_a_store_is_read_as_held()
    {
        var path = Path.Combine(Path.GetTempPath(), $"fip-state-{Guid.NewGuid():N}");
        try
        {
            using var file = StateFile.Create(path, [new(Router, false, false, 0, false), new(Router, false, false, 0, false)]);
            file.Hold(1, UInt128.MaxValue - 1, ownsSource: true);
            file.Promote(1);
            var held = StateFile.Read(path).ShouldNotBeNull().Routers;
            held.Select(h => (h.IsHeld, h.WasPromoted, h.Source, h.OwnsSource)).ShouldBe([(false, false, 0, false), (true, true, UInt128.MaxValue - 1, true)]);

            file.Release(1);
            StateFile.Read(path).ShouldNotBeNull().Routers.ShouldAllBe(h => !h.IsHeld && !h.WasPromoted);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_sequence_stays_when_a_role_ends()
    {
        var path = Path.Combine(Path.GetTempPath(), $"fip-state-{Guid.NewGuid():N}");
        try
        {
            using (var file = StateFile.Create(path, [new(Router, false, false, 0, false, 7), new(Router, false, false, 0, false)]))
            {
                file.Hold(1, 5, ownsSource: false);
                file.Sign(1, uint.MaxValue);
                file.Release(1);
            }
            using (var file = StateFile.Open(path).ShouldNotBeNull())
                file.Promote(0);
            StateFile.Read(path).ShouldNotBeNull().Routers.Select(h => (h.WasPromoted, h.Sequence)).ShouldBe([(true, 7u), (false, uint.MaxValue)]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_file_that_somebody_has_cut_short_is_written_to_without_harm_and_is_none()
    {
        var path = Path.Combine(Path.GetTempPath(), $"fip-state-{Guid.NewGuid():N}");
        try
        {
            using var file = StateFile.Create(path, [new(Router, false, false, 0, false)]);
            using (var other = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
                other.SetLength(0);
            file.Hold(0, 5, ownsSource: false);
            StateFile.Read(path).ShouldBeNull();
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void The_interface_that_was_made_for_a_router_is_described()
    {
        var router = HeldRouter.Of(LanFixture.Options() with { VirtualMac = new() { Kind = VirtualLinkKind.Macvlan, Name = "vrrp.7" } });
        var read = StateLayout.Read(StateLayout.Write(1, 1, [new(router, false, false, 0, false)])).ShouldNotBeNull().Routers[0].Router;
        (read.LinkName, read.LinkKind).ShouldBe(("vrrp.7", VirtualLinkKind.Macvlan));
    }

    [Fact]
    public void What_could_not_be_removed_is_described_by_itself()
    {
        var left = HeldRouter.Left("VI_1", [Router.Addresses[1], Router.Routes[0], Router.Rules[0]]);
        var read = StateLayout.Read(StateLayout.Write(1, 1, [new(left, true, false, 0, false)])).ShouldNotBeNull().Routers[0];
        (read.IsHeld, read.Router.IsLeft, read.Router.Addresses.Single(), read.Router.Rules.Single()).ShouldBe((true, true, Router.Addresses[1], Router.Rules[0]));
        read.Router.Routes.Single().Destination.ShouldBe(Router.Routes[0].Destination);
        HeldRouter.Of(LanFixture.Options()).IsLeft.ShouldBeFalse();
    }

    [Fact]
    public void What_an_owner_only_lends_is_not_described()
    {
        var options = LanFixture.Options(255) with { ExcludedAddresses = [new(IPAddress.Parse("2001:db8::1"), 64)] };
        HeldRouter.Of(options, options.VirtualAddresses[0]).Addresses.ShouldHaveSingleItem().Address.ShouldBe(IPAddress.Parse("2001:db8::1"));
    }

    [Fact]
    public void A_process_is_told_from_a_later_one_with_its_number()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var one = ProcessStart.Of(1).ShouldNotBeNull();
        one.Runs.ShouldBeTrue();
        ProcessStart.IsAnother(new(1, one.Start, [])).ShouldBeTrue();
        ProcessStart.IsAnother(new(1, one.Start + 1, [])).ShouldBeFalse();
        ProcessStart.IsAnother(new(int.MaxValue, 0, [])).ShouldBeFalse();
        ProcessStart.IsAnother(new(Environment.ProcessId, ProcessStart.Of(Environment.ProcessId)!.Value.Start, [])).ShouldBeFalse();
    }
}
