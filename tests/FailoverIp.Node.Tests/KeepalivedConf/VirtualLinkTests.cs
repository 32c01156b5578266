namespace FailoverIp.Node.Tests.KeepalivedConf;

/// <summary>Names of the links of virtual MACs.</summary>
public class VirtualLinkTests
{
    private static readonly string WithVmac = Conf.Instance.Replace("    virtual_ip", "    use_vmac\n    virtual_ip", StringComparison.Ordinal);

    [Fact]
    public void A_prefix_stands_before_the_number()
    {
        var read = Conf.Read("global_defs {\n vmac_prefix verylongpref\n}\n" + WithVmac);

        read.Notes.ShouldBeEmpty();
        read.Value("Vrrp.Instances.VI_1.VmacName").ShouldBe("verylongpref.51");
    }

    [Fact]
    public void One_that_makes_no_name_of_an_interface_is_told_and_left_out()
    {
        var read = Conf.Read("global_defs {\n vmac_prefix verylongprefix1\n}\n" + WithVmac);

        read.IsAccepted.ShouldBeTrue();
        read.Notes.ShouldHaveSingleItem().ToString().ShouldEndWith(
            "k.conf:2: warning: vmac_prefix makes verylongprefix1.51 for VI_1, and the name of an interface has at most 15 characters: it is called as without the prefix");
        read.Options().Instances.ShouldHaveSingleItem().VirtualMac.ShouldNotBeNull().Name.ShouldBeNull();
    }

    [Fact]
    public void An_interface_for_connections_of_an_instance_is_told_with_the_word_that_is_carried_out()
    {
        var read = Conf.Read(Conf.Instance.Replace("    virtual_ip", "    lvs_sync_daemon_interface eth0\n    virtual_ip", StringComparison.Ordinal));

        read.Complaints.ShouldHaveSingleItem();
        read.Notes.ShouldHaveSingleItem().Message.ShouldBe("lvs_sync_daemon_interface is not carried out: lvs_sync_daemon of global_defs is, and says the same");
    }
}
