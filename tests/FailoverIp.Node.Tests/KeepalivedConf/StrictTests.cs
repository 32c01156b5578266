using FailoverIp.Vrrp;

namespace FailoverIp.Node.Tests.KeepalivedConf;

/// <summary>vrrp_strict does what it does in keepalived 2.2.7, also beside what ours would refuse.</summary>
public class StrictTests
{
    [Fact]
    public void Beside_unicast_it_is_all_else_that_it_means()
    {
        var (two, owner) = (Read("version 2", Unicast), Read("version 2", "priority 255", Unicast));

        two.Strict.ShouldBeFalse("that would refuse unicast");
        two.UnicastPeers.Length.ShouldBe(1);
        (two.Accept, two.LowerPriorityNoAdvert, two.HigherPrioritySendAdvert, two.Announcements.LowerPriorityRepeat).ShouldBe((false, true, false, 0));
        (owner.Accept, owner.OwnerIgnoresAdverts).ShouldBe((true, true));
        Read("version 3", Unicast).LowerPriorityNoAdvert.ShouldBeFalse();
    }

    [Fact]
    public void Version_3_may_accept_and_leave_a_lower_priority_without_an_answer()
    {
        var three = Read("version 3", "accept", "lower_prio_no_advert");

        (three.Strict, three.Accept, three.LowerPriorityNoAdvert, three.Announcements.LowerPriorityRepeat).ShouldBe((false, true, true, 0));
    }

    [Theory]
    [InlineData("version 2")]
    [InlineData("version 3")]
    public void Otherwise_it_is_ours(string version)
    {
        var router = Read(version);

        (router.Strict, router.Accept).ShouldBe((true, false));
        router.Announcements.LowerPriorityRepeat.ShouldBe(0, "what is said for all does not count");
    }

    private const string Unicast = "unicast_peer {\n 192.0.2.11\n }";

    private static VirtualRouterOptions Read(params string[] words) => Conf.Read($$"""
        global_defs {
            vrrp_strict
            vrrp_garp_lower_prio_repeat 3
            vrrp_higher_prio_send_advert true
        }
        vrrp_instance VI_1 {
            interface eth0
            virtual_router_id 51
            {{string.Join("\n    ", words)}}
            virtual_ipaddress {
                192.0.2.1/24
            }
        }
        """).Options().Instances.ShouldHaveSingleItem();
}
