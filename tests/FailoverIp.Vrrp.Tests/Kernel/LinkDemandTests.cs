using System.Buffers.Binary;
using FailoverIp.Vrrp.Kernel;
using FailoverIp.Vrrp.Linux;
using FailoverIp.Vrrp.Native;
using FailoverIp.Vrrp.Tests.Kernel.Netlink;

namespace FailoverIp.Vrrp.Tests.Kernel;

public class LinkDemandTests
{
    private static VrrpEngineOptions Options(VirtualLinkKind kind) => new()
    {
        Routers = [LanFixture.Options() with { Name = "VI_0", VirtualRouterId = 7 }, LanFixture.Options() with { VirtualMac = new() { Kind = kind } }],
    };

    private static VirtualLinks Kernel(int error) =>
        new(new ScriptedTransport(sent => [Datagrams.Ack(BinaryPrimitives.ReadUInt32LittleEndian(sent.AsSpan(8)), error)]), static _ => { }, static _ => { });

    [Theory]
    [InlineData(Errno.EOPNOTSUPP, false)]
    [InlineData(Errno.EPROTONOSUPPORT, false)]
    [InlineData(Errno.EINVAL, true)]
    public void A_kernel_says_whether_it_knows_a_kind_of_interface(int error, bool isSupported)
    {
        using var links = Kernel(error);

        links.IsSupported(VirtualLinkKind.Macvlan).ShouldBe(isSupported);
        links.IsSupported(VirtualLinkKind.Ipvlan).ShouldBe(isSupported);
    }

    [Theory]
    [InlineData(VirtualLinkKind.Macvlan)]
    [InlineData(VirtualLinkKind.Ipvlan)]
    public void What_the_kernel_cannot_make_is_refused_with_the_option_that_asks_for_it(VirtualLinkKind kind)
    {
        using var links = Kernel(Errno.EOPNOTSUPP);

        var failure = Should.Throw<VrrpException>(() => LinkDemand.Check(Options(kind), links.IsSupported));

        var word = kind == VirtualLinkKind.Macvlan ? "macvlan" : "ipvlan";
        failure.Message.ShouldBe($"VI_1: VirtualMac: this kernel has no {word} (its module is missing, or not built)");
        failure.Problem.ShouldBe(new VrrpOptionProblem("VirtualMac", $"this kernel has no {word} (its module is missing, or not built)") { Router = "VI_1" });
    }

    [Fact]
    public void What_it_can_make_and_what_nobody_asks_for_is_no_problem()
    {
        LinkDemand.Check(Options(VirtualLinkKind.Ipvlan), static kind => kind == VirtualLinkKind.Ipvlan);
        LinkDemand.Check(new() { Routers = [LanFixture.Options()] }, static _ => false);
    }
}
