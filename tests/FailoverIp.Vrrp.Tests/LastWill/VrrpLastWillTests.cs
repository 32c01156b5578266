using System.Net;
using FailoverIp.Vrrp.Native;
using FailoverIp.Vrrp.State;
using FailoverIp.Vrrp.Tests.Kernel.Netlink;

namespace FailoverIp.Vrrp.Tests.LastWill;

public sealed class VrrpLastWillTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"fip-will-{Guid.NewGuid():N}");
    private readonly HashSet<uint> _refused = [];

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void What_the_kernel_has_not_removed_is_left_to_whoever_comes_next_but_nobody_resigns_for_it_again()
    {
        HeldRouter[] routers = [Router("VI_1", 1), Router("VI_2", 2), HeldRouter.Left("VI_3", [Address(3)]), Router("VI_4", 4)];
        using (StateFile.Create(_path, [.. routers.Select(r => new HeldState(r, r.Name != "VI_4", false, 0, false))]))
        {
            // Only its slots are of interest.
        }
        using var will = new VrrpLastWill(new() { StatePath = _path }, _path, onRefused => new(
            new ScriptedTransport(messages => Datagrams.Headers(messages).Where(h => _refused.Contains(h.Sequence)).Select(h => Datagrams.Ack(h.Sequence, Errno.EPERM))), onRefused));

        _refused.UnionWith([1, 3]); // the addresses of the first and the third
        var first = will.Execute();

        first.Routers.ShouldBe(2);
        first.Failures.ShouldContain("127.0.0.1/32 could not be removed: Operation not permitted");
        Held().ShouldBe([("VI_1", true, true), ("VI_2", false, false), ("VI_3", true, true), ("VI_4", false, false)]);
        var second = will.Execute();
        (second.Routers, second.Failures.Length).ShouldBe((0, 0));
        Held().ShouldAllBe(h => !h.IsHeld && !h.HasResigned);
    }

    private (string Name, bool IsHeld, bool HasResigned)[] Held() => [.. StateFile.Read(_path).ShouldNotBeNull().Routers.Select(r => (r.Router.Name, r.IsHeld, r.HasResigned))];

    private static VirtualAddress Address(int last) => new(IPAddress.Parse($"127.0.0.{last}"), 32, "lo");

    private static HeldRouter Router(string name, int id) => HeldRouter.Of(LanFixture.Options() with { Name = name, VirtualRouterId = id, VirtualAddresses = [Address(id)] });
}
