using System.Net;
using FailoverIp.Vrrp.Linux;
using FailoverIp.Vrrp.Netfilter.NoAccept;

namespace FailoverIp.Vrrp.Tests.Linux;

public class RefusedAddressesTests
{
    private static readonly VirtualRouterOptions Router = LanFixture.Options() with
    {
        Accept = false,
        ExcludedAddresses = [new(IPAddress.Parse("2001:db8::1"), 64, "eth2"), new(IPAddress.Parse("fe80::100"), 64, "eth2")],
    };

    private static readonly RefusedAddress[] Global = [new(IPAddress.Parse("10.132.0.100")), new(IPAddress.Parse("2001:db8::1"))];

    private readonly Dictionary<string, int> _indexes = new() { ["eth1"] = 7, ["eth2"] = 8 };
    private readonly RefusedAddresses _refused;

    public RefusedAddressesTests() => _refused = new(name => _indexes.GetValueOrDefault(name));

    [Fact]
    public void A_link_local_address_is_refused_on_its_interface_and_on_no_other_while_that_is_gone()
    {
        _refused.Begin(Router);
        _refused.Take().ShouldBe([.. Global, new(IPAddress.Parse("fe80::100"), 8)]);

        _indexes.Remove("eth2");
        _refused.Take().ShouldBe(Global);
    }

    [Fact]
    public void An_interface_that_is_made_again_is_a_change_where_a_link_local_address_is_on_it()
    {
        _refused.Begin(Router);
        Apply();

        _refused.OnInterface("eth1", 17);
        _refused.OnInterface("eth2", 8);
        _refused.OnInterfaceRemoved(7);
        _refused.Changed.ShouldBeNull();

        _refused.OnInterfaceRemoved(8);
        _indexes.Remove("eth2");
        _refused.Changed.ShouldBe("VI_1");
        Apply();
        _indexes["eth2"] = 18;
        _refused.OnInterface("eth2", 18);
        _refused.Changed.ShouldBe("VI_1");
        _refused.Take().ShouldContain(new RefusedAddress(IPAddress.Parse("fe80::100"), 18));
    }

    [Fact]
    public void What_could_not_be_taken_by_the_kernel_is_still_a_change()
    {
        _refused.Begin(Router);
        _refused.Take();
        _refused.Changed.ShouldBe("VI_1");
        Apply();
        _refused.End(Router);
        (_refused.Changed, _refused.Take().Count, _refused.IsEmpty).ShouldBe(("VI_1", 0, true));
    }

    private void Apply()
    {
        _refused.Take();
        _refused.Accept();
    }
}
