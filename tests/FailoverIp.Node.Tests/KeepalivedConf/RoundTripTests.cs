using System.Text.Json;

namespace FailoverIp.Node.Tests.KeepalivedConf;

/// <summary>What is printed as failoverip.json says the same as the keepalived.conf.</summary>
public class RoundTripTests
{
    private const string Everything = """
        global_defs {
            dynamic_interfaces
            vrrp_garp_master_repeat 3
            vrrp_garp_interval 0.001
            vrrp_startup_delay 2.5
            script_user root
            notify_fifo /tmp/fifo root root
        }
        vrrp_script chk {
            script "/bin/sh -c 'exit 0'"
            interval 3
            weight -20
        }
        track_file f {
            file /tmp/f
            weight 2
            init_file 7
        }
        vrrp_track_process p {
            process sshd -D
            quorum 2
            delay 0.5
        }
        vrrp_sync_group G {
            group { VI_1 VI_2 }
            notify_master "/bin/echo group"
            track_interface { eth1 weight 10 reverse }
        }
        garp_group { garp_interval 0.01
         interfaces { eth1 } }
        interface_up_down_delays { eth0 0.5 1 }
        vrrp_instance VI_1 {
            interface eth0
            virtual_router_id 51
            priority 150
            advert_int 2
            nopreempt
            authentication { auth_type PASS
             auth_pass s3cret }
            unicast_src_ip 192.0.2.10
            unicast_peer { 192.0.2.11 min_ttl 64
             192.0.2.12 }
            virtual_ipaddress { 192.0.2.1/24 dev eth1 label eth1:v brd +
             192.0.2.2 peer 198.51.100.1 }
            virtual_ipaddress_excluded { 2001:db8::1/64 -nodad }
            virtual_routes { 198.51.100.0/24 via 192.0.2.254 dev eth0 metric 5
             default via 192.0.2.254 no_track }
            virtual_rules { from 192.0.2.0/24 table 100 priority 7 }
            notify_master "/bin/echo 'a b' c" root
            notify /bin/echo
            notify_deleted
            track_process { p weight 0 }
        }
        vrrp_instance VI_2 {
            interface eth0
            version 3
            virtual_router_id 52
            advert_int 0.5
            use_vmac v2
            no_accept
            virtual_ipaddress { fe80::1/64
             2001:db8::2/64 }
            track_file { f weight 0 }
        }
        """;

    [Fact]
    public void The_tree_printed_and_read_again_gives_the_same_options()
    {
        var read = Conf.Read(Everything);
        var direct = read.Options();

        using var folder = new TempFolder();
        var printed = NodeConfiguration.Load(folder.Write("f.json", read.ToJson()!), new() { Environment = Configurations.NoEnvironment });

        printed.IsValid.ShouldBeTrue(string.Join('\n', printed.Problems));
        Shown(printed.Options!).ShouldBe(Shown(direct));
        direct.Instances.Length.ShouldBe(2);
        direct.SyncGroups.ShouldHaveSingleItem().Routers.ShouldBe(["VI_1", "VI_2"]);
    }

    [Fact]
    public void The_words_mean_what_they_mean_to_keepalived()
    {
        var one = Conf.Read(Everything).Options().Instances[0];

        one.Priority.ShouldBe(150);
        one.Preempt.ShouldBeFalse();
        one.AdvertisementInterval.ShouldBe(TimeSpan.FromSeconds(2));
        one.UnicastPeers.Select(p => p.MinTtl).ShouldBe([64, null]);
        one.CheckUnicastSource.ShouldBeTrue(); // min_ttl turns it on
        one.InterfaceDownDelay.ShouldBe(TimeSpan.FromSeconds(0.5));
        one.Announcements.Repeat.ShouldBe(3);
        one.VirtualAddresses[0].Label.ShouldBe("eth1:v");
    }

    private static string Shown(NodeOptions options) => JsonSerializer.Serialize(new
    {
        Instances = options.Instances.Select(i => $"{i} {string.Join(' ', i.VirtualAddresses)} {string.Join(' ', i.ExcludedAddresses)} {string.Join(' ', i.VirtualRoutes)} {string.Join(' ', i.VirtualRules)} {string.Join(' ', i.UnicastPeers)} {string.Join(' ', i.TrackedInterfaces)} {string.Join(' ', i.TrackedHealth)}"),
        Groups = options.SyncGroups.Select(g => $"{g.Name} {string.Join(' ', g.Routers)} {string.Join(' ', g.TrackedInterfaces)}"),
        Trackers = options.Trackers.Select(t => t.ToString()),
        Garp = options.AnnouncementGroups.Select(g => $"{g.Name} {string.Join(' ', g.Interfaces)} {g.ArpInterval}"),
        options.StartupDelay,
    });
}
