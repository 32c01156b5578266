using System.Net;
using System.Net.NetworkInformation;

namespace FailoverIp.Vrrp.Tests;

/// <summary>Addresses on virtual MACs above interfaces that no advert goes over (<see cref="VirtualAddress.OnVirtualMac"/>).</summary>
public class AddressLinkTests
{
    private const long Second = 1_000_000_000;
    private static readonly VirtualAddress Elsewhere = new(IPAddress.Parse("10.1.0.1"), 24, "eth2") { OnVirtualMac = true };
    private readonly KernelRecorder _recorder = new();

    private static VirtualRouterOptions Options(params VirtualAddress[] excluded) => LanFixture.Options(255) with { VirtualRouterId = 7, ExcludedAddresses = [.. excluded] };

    private static InterfaceStatus Link(int index, string name, bool isUp = true) =>
        new(index, name, isUp, new PhysicalAddress([2, 0, 0, 0, 0, (byte)index]), name == "eth1" ? IPAddress.Parse("10.132.0.10") : null);

    private VrrpProcessor Start(VirtualRouterOptions options)
    {
        var processor = new VrrpProcessor(new() { Routers = [options] }, _recorder, TimeProvider.System, _ => { }, n => _recorder.Log("notice " + n.Message));
        processor.OnInterface(Link(7, "eth1"), 0);
        processor.OnInterface(Link(8, "eth2"), 0);
        processor.Start(0);
        return processor;
    }

    [Theory]
    [InlineData("eth2", "vrrp.7.eth2")]
    [InlineData("enp0s31f6", "vrrp.7.1631f")]
    [InlineData(null, "vrrp.7.eth1")]
    public void It_is_named_by_VRID_and_interface(string? parent, string name)
    {
        var options = Options(Elsewhere with { Interface = parent });

        var link = VirtualLink.ForAddresses(options).Single();

        (link.Parent, link.Link.Name, link.Link.Kind).ShouldBe((parent ?? "eth1", name, VirtualLinkKind.Macvlan));
        link.Link.Name.Length.ShouldBeLessThanOrEqualTo(15);
        link.Link.Address.ShouldBe(PhysicalAddress.Parse("00005e000107"));
        options.InterfaceOf(options.ExcludedAddresses[0]).ShouldBe(name);
    }

    [Fact]
    public void Above_its_own_interface_it_is_the_one_that_adverts_go_over()
    {
        var options = Options(Elsewhere with { Interface = "eth1" }, Elsewhere with { Interface = null }) with { VirtualMac = new() };

        VirtualLink.ForAddresses(options).ShouldBeEmpty();
        options.ExcludedAddresses.Select(options.InterfaceOf).ShouldBe(["vrrp.7", "vrrp.7"]);
    }

    [Fact]
    public void It_is_made_with_the_interface_below_and_its_address_comes_when_it_is_up()
    {
        var processor = Start(Options(Elsewhere));
        var lines = _recorder.Take();
        lines.ShouldContain("link vrrp.7.eth2 above eth2");
        lines.ShouldNotContain(l => l.StartsWith("notice", StringComparison.Ordinal) || l.Contains("10.1.0.1", StringComparison.Ordinal));

        processor.OnInterface(Link(9, "vrrp.7.eth2"), 1);

        _recorder.Take().ShouldContain("add 9 10.1.0.1/24");
        processor.Stop(Second);
        _recorder.Take().ShouldContain("remove 9 10.1.0.1/24");
    }

    [Fact]
    public void One_that_cannot_be_made_is_a_problem_told_once_and_tried_again()
    {
        _recorder.LinkProblem = "the kernel does not make it";
        var processor = Start(Options(Elsewhere));
        _recorder.Take().Count(l => l == "notice interface vrrp.7.eth2: the kernel does not make it").ShouldBe(1);
        processor.GetStatus()[0].AddressProblems.ShouldBe(["interface vrrp.7.eth2: the kernel does not make it"]);
        processor.HasChannelProblems.ShouldBeTrue();

        processor.RetryChannels(Second);
        _recorder.Take().ShouldBe(["link vrrp.7.eth2 above eth2"]);
        _recorder.LinkProblem = null;
        processor.RetryChannels(2 * Second);

        (processor.HasChannelProblems, processor.GetStatus()[0].AddressProblems.Count == 0, processor.GetStatus()[0].State).ShouldBe((false, true, VrrpState.Active));
    }

    [Fact]
    public void One_that_somebody_takes_away_is_made_again()
    {
        var processor = Start(Options(Elsewhere));
        processor.OnInterface(Link(9, "vrrp.7.eth2"), 1);
        _recorder.Take();

        processor.OnInterfaceRemoved(9, 2);
        processor.HasChannelProblems.ShouldBeTrue();
        processor.RetryChannels(Second);

        _recorder.Take().ShouldContain("link vrrp.7.eth2 above eth2");
        processor.HasChannelProblems.ShouldBeFalse();
        processor.OnInterface(Link(10, "vrrp.7.eth2"), Second);
        _recorder.Take().ShouldContain("add 10 10.1.0.1/24");
    }

    [Fact]
    public void A_reload_makes_and_removes_it_without_a_word_to_the_network()
    {
        var processor = Start(Options());
        _recorder.Take();

        processor.Reload(new() { Routers = [Options(Elsewhere)] }, Second);
        _recorder.Take().ShouldContain("link vrrp.7.eth2 above eth2");
        processor.OnInterface(Link(9, "vrrp.7.eth2"), Second);
        _recorder.Take().ShouldContain("add 9 10.1.0.1/24");
        processor.Reload(new() { Routers = [Options()] }, 2 * Second);

        _recorder.Take().ShouldContain("unlink vrrp.7.eth2");
        processor.GetStatus()[0].State.ShouldBe(VrrpState.Active);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_a_reload_no_longer_asks_for_is_not_tried_again(bool asAnotherRouter)
    {
        _recorder.LinkProblem = "the kernel does not make it";
        var processor = Start(Options(Elsewhere));
        _recorder.LinkProblem = null;

        processor.Reload(new() { Routers = [asAnotherRouter ? Options(Elsewhere) with { VirtualRouterId = 8 } : Options()] }, Second);
        _recorder.Take();

        processor.HasChannelProblems.ShouldBeFalse();
        processor.RetryChannels(2 * Second);
        _recorder.Take().ShouldBeEmpty();
    }

    [Fact]
    public void One_that_somebody_has_taken_away_and_a_reload_has_left_out_is_no_problem_for_ever()
    {
        var processor = Start(Options(Elsewhere));
        processor.OnInterface(Link(9, "vrrp.7.eth2"), 1);
        processor.OnInterfaceRemoved(9, 2);
        processor.HasChannelProblems.ShouldBeTrue();

        processor.Reload(new() { Routers = [Options()] }, Second);

        processor.HasChannelProblems.ShouldBeFalse();
    }

    [Fact]
    public void Two_with_one_MAC_above_one_interface_are_refused()
    {
        var one = Options(Elsewhere) with { Name = "A" };
        var other = LanFixture.Options() with { Name = "B", VirtualRouterId = 7, Interface = "eth2", VirtualMac = new() };

        new VrrpEngineOptions { Routers = [one, other] }.Validate().Where(p => !p.IsWarning).Select(p => p.Message)
            .ShouldBe(["above eth2 the virtual MAC is already that of A: no two interfaces there can have it"]);
    }

    [Fact]
    public void What_is_noted_for_a_crash_names_it()
    {
        var held = FailoverIp.Vrrp.State.HeldRouter.Of(Options(Elsewhere));

        held.AddressLinks!.Value.ShouldBe(["vrrp.7.eth2"]);
        held.Addresses.Single(a => a.PrefixLength == 24).Interface.ShouldBe("vrrp.7.eth2");
    }
}
