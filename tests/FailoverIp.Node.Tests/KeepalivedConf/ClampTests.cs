using FailoverIp.Vrrp;

namespace FailoverIp.Node.Tests.KeepalivedConf;

/// <summary>What is out of range becomes what keepalived 2.2.7 makes of it: each value is the one that it counts with (its dump on SIGUSR1).</summary>
public class ClampTests
{
    [Theory]
    [InlineData("version 2", "advert_int 1.4", "00:00:01")]
    [InlineData("version 2", "advert_int 0.2", "00:00:01")]
    [InlineData("version 2", "advert_int 300", "00:00:01")] // which is left out
    [InlineData("version 3", "advert_int 0.126", "00:00:00.13")]
    [InlineData("version 3", "advert_int 0.004", "00:00:01")]
    [InlineData("version 3", "advert_int 50", "00:00:40.95")]
    public void Advertisement_intervals(string version, string words, string interval) =>
        Router($"{version}\n{words}").AdvertisementInterval.ToString("c").TrimEnd('0').ShouldStartWith(interval.TrimEnd('0'));

    [Theory]
    [InlineData("priority 300", 100)]
    [InlineData("priority 0", 100)]
    [InlineData("priority 255", 255)]
    public void Priorities(string words, int priority) => Router(words).Priority.ShouldBe((byte)priority);

    [Theory]
    [InlineData("track_interface {\n eth1 weight 253\n }", 253)]
    [InlineData("track_interface {\n eth1 weight -254\n }", -253)]
    [InlineData("track_interface {\n eth1 weight 300\n }", 0)]
    public void Weights_of_interfaces(string words, int weight) => Router(words).TrackedInterfaces.ShouldBe([new("eth1", weight)]);

    [Theory]
    [InlineData("big", 253)] // 300 of its own
    [InlineData("small", -253)] // -300
    [InlineData("big weight 254", 253)]
    [InlineData("big weight 300", 253)] // which is left out: its own counts
    [InlineData("small weight 20", 20)]
    public void Weights_of_scripts(string words, int weight) => Router($"track_script {{\n {words}\n }}").TrackedHealth.ShouldHaveSingleItem().Weight.ShouldBe(weight);

    [Theory]
    [InlineData("f", 1)] // 300 of its own, which is left out
    [InlineData("f weight -400", 1)]
    [InlineData("f weight 254", 253)] // a key of ours ends there, and no priority shows the difference
    public void Weights_of_files(string words, int weight) => Router($"track_file {{\n {words}\n }}").TrackedHealth.ShouldHaveSingleItem().Weight.ShouldBe(weight);

    [Fact]
    public void Passwords_repeats_and_delays()
    {
        var read = Read("version 2\nauthentication {\n auth_type PASS\n auth_pass 1234567890\n }\ngarp_master_repeat 300\ngarp_master_delay 5000\npreempt_delay 1500");

        read.Value("Vrrp.Instances.VI_1.Authentication.Password").ShouldBe("12345678");
        var router = read.Options().Instances.ShouldHaveSingleItem();
        router.Announcements.Repeat.ShouldBe(255, "more is not sent here");
        (router.Announcements.Delay, router.PreemptDelay).ShouldBe((TimeSpan.FromSeconds(5), TimeSpan.Zero));
    }

    private static VirtualRouterOptions Router(string words) => Read(words).Options().Instances.ShouldHaveSingleItem();

    private static KeepalivedConfiguration Read(string words) => Conf.Read($$"""
        global_defs {
            script_user root
        }
        vrrp_script big {
            script /bin/true
            weight 300
        }
        vrrp_script small {
            script /bin/true
            weight -300
        }
        track_file f {
            file /tmp/f
            weight 300
        }
        vrrp_instance VI_1 {
            interface eth0
            virtual_router_id 51
            {{words}}
            virtual_ipaddress {
                192.0.2.1/24
            }
        }
        """);
}
