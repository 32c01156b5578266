using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;

namespace FailoverIp.Node.Tests.KeepalivedConf;

/// <summary>Whatever stands in a file, it is read to its end.</summary>
public class KeepalivedProperties
{
    private static readonly string[] Pieces =
    [
        "vrrp_instance", "VI_1", "{", "}", "\n", "\n", "\n", " ", " ", "interface eth0", "virtual_router_id 51", "virtual_ipaddress", "192.0.2.1/24", "\"", "\\", "#", "!", "$A", "$A=", "${", "@here ",
        "~SEQ(x,1,3) ", "~LST({a,b},{1,2}) ", "include k.conf", "global_defs", "vrrp_script", "virtual_routes", "via", "track_file", "group", "vrrp_sync_group", "authentication", "auth_pass", "notify_master",
        "é", "\t", "-1", "99999999999999999999", "bfd_instance", "static_rules", "garp_group", "dev",
    ];

    [Fact]
    public void Any_text_is_read_without_an_exception_and_soon()
    {
        var texts = Gen.Elements(Pieces).ListOf().Select(p => string.Concat(p.Select(s => s + " ")));

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(400), Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var started = Stopwatch.GetTimestamp();
            var read = Conf.Read(text);
            return read.Complaints is not null && Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(30);
        }));
    }
}
