using FailoverIp.Vrrp.Kernel;
using FailoverIp.Vrrp.State;

namespace FailoverIp.Vrrp.Tests.Kernel;

public sealed class VirtualLinkSysctlsTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("failoverip-sysctl-");
    private readonly List<string> _notices = [];

    public void Dispose() => _root.Delete(recursive: true);

    private string Value(string name) => File.ReadAllText(Path.Combine(_root.FullName, name)).Trim();

    private void Put(string name, string value)
    {
        var path = Path.Combine(_root.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, value + "\n");
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("1", "2")]
    public void The_new_interface_alone_answers_for_its_addresses_and_the_one_below_gets_its_own_settings_back(string strict, string filter)
    {
        Put("ipv4/conf/all/rp_filter", strict);
        foreach (var name in new[] { "eth1", "vrrp.51" })
        {
            foreach (var key in new[] { "arp_ignore", "arp_announce", "accept_local", "rp_filter" })
                Put($"ipv4/conf/{name}/{key}", key == "rp_filter" ? "1" : "0");
        }
        Put("ipv4/conf/eth1/arp_ignore", "2"); // stricter than is needed: left alone
        var sysctls = new VirtualLinkSysctls(_notices.Add, _ => { }, _root.FullName);

        sysctls.Apply("eth1", "vrrp.51");
        (Value("ipv4/conf/eth1/arp_ignore"), Value("ipv4/conf/eth1/arp_announce")).ShouldBe(("2", "2"));
        (Value("ipv4/conf/vrrp.51/arp_ignore"), Value("ipv4/conf/vrrp.51/accept_local"), Value("ipv4/conf/vrrp.51/rp_filter")).ShouldBe(("1", "1", filter));

        sysctls.Restore("eth1");
        (Value("ipv4/conf/eth1/arp_ignore"), Value("ipv4/conf/eth1/arp_announce"), Value("ipv4/conf/eth1/rp_filter")).ShouldBe(("2", "0", "1"));
        _notices.ShouldBeEmpty(); // no IPv6 here: nothing to set
    }

    [Fact]
    public void What_is_changed_is_told_before_it_is_and_a_later_run_puts_it_back()
    {
        Put("ipv4/conf/eth1/arp_ignore", "0");
        Put("ipv4/conf/eth1/arp_announce", "1");
        var told = new List<(int Count, string Then)>();
        IReadOnlyList<ChangedSetting> settings = [];
        var sysctls = new VirtualLinkSysctls(_notices.Add, s => told.Add(((settings = s).Count, Value("ipv4/conf/eth1/arp_ignore"))), _root.FullName);

        sysctls.Apply("eth1", "vrrp.51");
        sysctls.Apply("eth1", "vrrp.52"); // no more to change
        told.ShouldBe([(2, "0")]);
        settings.ShouldBe([new("ipv4/conf/eth1/arp_ignore", 0, 1), new("ipv4/conf/eth1/arp_announce", 1, 2)]);
        var left = StateLayout.Read(StateLayout.Write(1, 1, [new(HeldRouter.Changed(settings), true, false, 0, false)])).ShouldNotBeNull().Routers[0].Router.Settings.ShouldNotBeNull();

        Put("ipv4/conf/eth1/arp_announce", "0"); // somebody wants something else meanwhile
        new VirtualLinkSysctls(_notices.Add, _ => { }, _root.FullName).Restore(left);
        (Value("ipv4/conf/eth1/arp_ignore"), Value("ipv4/conf/eth1/arp_announce")).ShouldBe(("0", "0"));

        sysctls.RestoreAll();
        told[^1].Count.ShouldBe(0);
    }

    [Fact]
    public void A_name_that_leads_elsewhere_is_no_setting()
    {
        Put("elsewhere", "1");
        new VirtualLinkSysctls(_notices.Add, _ => { }, Path.Combine(_root.FullName, "net")).Restore([new("../elsewhere", 0, 1), new(Path.Combine(_root.FullName, "elsewhere"), 0, 1)]);
        Value("elsewhere").ShouldBe("1");
    }
}
