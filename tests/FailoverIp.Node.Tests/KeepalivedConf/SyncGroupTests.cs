namespace FailoverIp.Node.Tests.KeepalivedConf;

public class SyncGroupTests
{
    [Fact]
    public void A_group_of_one_runs_its_scripts_and_its_member_tracks_what_it_tracks()
    {
        var read = Conf.Read("""
            global_defs {
                script_user root
            }
            vrrp_sync_group G {
                group {
                    VI_1
                }
                track_interface {
                    eth1
                }
                notify_master "/bin/echo group"
                notify /bin/echo
            }
            """ + "\n" + Conf.Instance);

        var options = read.Options();

        options.SyncGroups.ShouldHaveSingleItem().Routers.ShouldBe(["VI_1"]);
        options.Notify.SyncGroups["G"].Active!.Command.ShouldBe(["/bin/echo", "group"]);
        options.Notify.SyncGroups["G"].Any!.Command.ShouldBe(["/bin/echo"]);
        options.Instances[0].TrackedInterfaces.ShouldBe([new("eth1")]);
        read.Lines().ShouldContain("k.conf:4", "keepalived finds that such a group is probably not what is wanted, and runs it");
        read.Notes.ShouldBeEmpty();
    }

    [Fact]
    public void Names_that_differ_by_case_alone_are_refused_on_the_line_of_the_second()
    {
        var read = Conf.Read("""
            global_defs {
                script_user root
            }
            vrrp_script chk {
                script /bin/true
            }
            vrrp_script CHK {
                script /bin/true
            }
            vrrp_instance VI_1 {
                interface eth0
                virtual_router_id 51
                virtual_ipaddress {
                    192.0.2.1
                }
                track_script {
                    chk
                    CHK
                }
            }
            """);

        var refused = read.Notes.Where(n => !n.IsWarning).ShouldHaveSingleItem();
        (refused.Line, refused.Message).ShouldBe((7, "the name CHK differs from another one by case alone, which nothing here tells apart"));
    }
}
