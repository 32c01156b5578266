namespace FailoverIp.Node.Tests.KeepalivedConf;

/// <summary>Who runs the scripts that name nobody.</summary>
public class ScriptUserTests
{
    private static readonly FakeMachine WithOwnUser = new() { Users = ["root", "keepalived_script"] };

    private static readonly string WithScript = Conf.Instance.Replace("    virtual_ip", "    notify_master /bin/true\n    virtual_ip", StringComparison.Ordinal);

    [Theory]
    [InlineData("vrrp_sync_group G {\n group { VI_1 }\n notify_backup /bin/true\n}\n")]
    [InlineData("global_defs {\n startup_script /bin/true\n}\n")]
    [InlineData("global_defs {\n notify_fifo /tmp/f\n notify_fifo_script /bin/true\n}\n")]
    [InlineData("virtual_server 10.0.0.1 80 {\n quorum_up /bin/true\n real_server 10.0.0.2 80 {\n }\n}\n")]
    [InlineData("virtual_server 10.0.0.1 80 {\n real_server 10.0.0.2 80 {\n notify_down /bin/true\n }\n}\n")]
    public void Where_the_machine_has_keepalived_s_own_user_it_is_that_one_for_each_kind_of_script(string text)
    {
        Conf.Read(text + Conf.Instance, WithOwnUser).Value("Notify.User").ShouldBe("keepalived_script");
        Conf.Read(text + Conf.Instance, new FakeMachine()).Value("Notify.User").ShouldBeNull();
    }

    [Fact]
    public void Nobody_is_named_where_nothing_runs_and_who_is_named_counts()
    {
        Conf.Read(WithScript, WithOwnUser).Value("Notify.User").ShouldBe("keepalived_script");
        Conf.Read(Conf.Instance, WithOwnUser).Section!["Notify"].ShouldBeNull();
        Conf.Read(WithScript.Replace("/bin/true", "/bin/true root", StringComparison.Ordinal), WithOwnUser).Section!["Notify"].ShouldBeNull();
        Conf.Read("global_defs {\n script_user root\n}\n" + WithScript, WithOwnUser).Value("Notify.User").ShouldBe("root");
    }

    [Fact]
    public void A_group_beside_root_is_written()
    {
        const string Script = "vrrp_script chk {\n script /bin/true\n user root root\n}\n";
        var tracks = Conf.Instance.Replace("    virtual_ip", "    track_script {\n        chk\n    }\n    virtual_ip", StringComparison.Ordinal);

        var read = Conf.Read(Script + tracks);
        (read.Value("Vrrp.Trackers.Scripts.chk.User"), read.Value("Vrrp.Trackers.Scripts.chk.Group")).ShouldBe(("root", "root"));
        Conf.Read(Script.Replace("root root", "root", StringComparison.Ordinal) + tracks).Value("Vrrp.Trackers.Scripts.chk.User").ShouldBeNull();
    }

    [Theory]
    [InlineData("script_user 0", 2)]
    [InlineData("script_user 4321", 2)]
    [InlineData("script_user root 0", 2)]
    public void A_number_is_no_name_as_keepalived_has_it(string words, int line)
    {
        var read = Conf.Read($"global_defs {{\n{words}\n}}\n" + Conf.Instance, new ConfMachineOf(new FakeMachine()));

        read.Lines().ShouldBe([$"k.conf:{line}"]);
    }

    /// <summary>The interfaces of one machine, the users of this one.</summary>
    private sealed class ConfMachineOf(FakeMachine interfaces) : IConfMachine
    {
        private readonly ConfMachine _here = new();

        public ConfInterface? FindInterface(string name) => interfaces.FindInterface(name);

        public bool HasUser(string name) => _here.HasUser(name);

        public bool HasGroup(string name) => _here.HasGroup(name);

        public bool IsInNamespace(string name) => false;

        public bool IsRootsAlone(string path) => true;
    }
}
