using FailoverIp.Vrrp.Ipvs;
using FailoverIp.Vrrp.Native;
using FailoverIp.Vrrp.Tests.Ipvs.Fakes;

namespace FailoverIp.Vrrp.Tests.Ipvs;

public sealed class IpvsClientTests : IDisposable
{
    private readonly FakeIpvsKernel _kernel = new();

    public void Dispose() => _kernel.Dispose();

    [Fact]
    public void A_kernel_without_IPVS_is_asked_to_load_it_once_and_then_said_to_have_none()
    {
        _kernel.HasIpvs = false;
        using var client = _kernel.NewClient();

        for (var i = 0; i < 2; i++)
        {
            var error = Should.Throw<IpvsException>(() => client.GetServices());
            error.Message.ShouldBe("this kernel has no IPVS: load it with `modprobe ip_vs`, or boot a kernel that has it (CONFIG_IP_VS)");
            error.ErrorNumber.ShouldBe(Errno.ENOENT);
        }

        _kernel.ModulesLoaded.ShouldBe(1);
    }

    [Fact]
    public void A_kernel_that_has_IPVS_later_is_used_then()
    {
        _kernel.HasIpvs = false;
        using var client = _kernel.NewClient();
        Should.Throw<IpvsException>(() => client.GetInfo());
        _kernel.HasIpvs = true;

        client.GetInfo().Version.ShouldBe(new Version(1, 2, 1));
    }

    [Fact]
    public void A_module_that_was_unloaded_and_loaded_again_is_found_again()
    {
        using var client = _kernel.NewClient();
        client.AddService(Samples.Service());

        _kernel.Family = 0x1d;
        client.GetServices().Length.ShouldBe(1);
        _kernel.Family = 0x1e;
        client.GetService(Samples.Web).ShouldNotBeNull();
        _kernel.Family = 0x1f;
        client.GetInfo().ConnectionTableSize.ShouldBe(4096U);
    }

    [Fact]
    public void An_answer_that_is_lost_is_an_error_and_the_next_one_is_right()
    {
        using var client = _kernel.NewClient();
        client.AddService(Samples.Service());
        _kernel.LoseAnswersFrom = 1;

        Should.Throw<IpvsException>(() => client.GetServices()).ErrorNumber.ShouldBe(Errno.ENOBUFS);
        client.GetServices().Length.ShouldBe(1);
    }

    [Fact]
    public void A_table_that_changes_all_the_time_is_given_up()
    {
        using var client = _kernel.NewClient();
        _kernel.InterruptedDumps = int.MaxValue;

        Should.Throw<IpvsException>(() => client.GetServices()).Message.ShouldContain("the table changes faster than it can be read");
    }

    [Fact]
    public void A_client_opens_its_socket_but_asks_nothing_until_it_is_used()
    {
        _kernel.NewClient().Dispose();

        _kernel.Sends.ShouldBe(0);
    }
}
