using FailoverIp.Vrrp;

namespace FailoverIp.Node.Tests;

public class TrackingConfigurationTests
{
    private const string Trackers = """
        "Trackers": {
          "Scripts": { "check": { "Command": "/bin/check 'a b' c", "Interval": "00:00:02", "Timeout": "00:00:01", "Rise": 2, "Fall": 3, "Weight": -10, "Reverse": true, "InitFail": true, "User": "nobody", "Group": "nogroup" } },
          "Files": { "load": { "Path": "load.txt", "InitialValue": -4 } },
          "Processes": { "haproxy": { "Parameters": "-f x", "ParameterMatch": "Initial", "Quorum": 2, "QuorumMax": 5, "Delay": "00:00:03", "ForkDelay": "00:00:01" } },
          "HealthChecks": { "db": { "Interval": "00:00:10", "Timeout": "00:00:03", "Weight": 7 } }
        },
        """;

    [Fact]
    public void Every_key_of_a_tracker_arrives()
    {
        var options = Load(Trackers, "\"TrackScripts\": [ \"check\" ], \"TrackFiles\": [ \"load\" ], \"TrackProcesses\": [ \"haproxy\" ], \"TrackHealthChecks\": [ \"db\" ],");

        options.Lines().ShouldBeEmpty();
        var trackers = options.Options!.Trackers;
        trackers.Length.ShouldBe(4);
        trackers[0].ShouldBe(new ScriptTrackerOptions("check")
        {
            Command = ["/bin/check", "a b", "c"], Interval = TimeSpan.FromSeconds(2), Timeout = TimeSpan.FromSeconds(1), Rise = 2, Fall = 3, Weight = -10, Reverse = true,
            InitFail = true, User = "nobody", Group = "nogroup",
        });
        trackers[1].ShouldBe(new FileTrackerOptions("load") { Path = Path.Combine(Path.GetDirectoryName(options.Path)!, "load.txt"), InitialValue = -4, Weight = 1 });
        trackers[2].ShouldBe(new ProcessTrackerOptions("haproxy")
        {
            Process = "haproxy", Parameters = "-f x", ParameterMatch = ProcessParameterMatch.Initial, Quorum = 2, QuorumMax = 5, TerminateDelay = TimeSpan.FromSeconds(3), ForkDelay = TimeSpan.FromSeconds(1),
        });
        trackers[3].ShouldBe(new HealthCheckTrackerOptions("db") { Interval = TimeSpan.FromSeconds(10), Timeout = TimeSpan.FromSeconds(3), Weight = 7 });
        options.Options.Instances[0].TrackedHealth.ShouldBe([new("script check", -10, Reverse: true), new("file load", 1), new("process haproxy"), new("health check db", 7)]);
    }

    [Fact]
    public void A_weight_of_the_instance_wins() =>
        Load(Trackers, "\"TrackScripts\": { \"CHECK\": 5 }, \"TrackFiles\": { \"load\": 0 }, \"TrackProcesses\": { \"haproxy\": { \"Weight\": -3, \"Reverse\": true } }, \"TrackHealthChecks\": { \"db\": {} },")
            .Options!.Instances[0].TrackedHealth.ShouldBe([new("script check", 5), new("file load"), new("process haproxy", -3, Reverse: true), new("health check db", 7)]);

    [Fact]
    public void A_health_check_of_the_application_needs_no_section_of_its_own()
    {
        var options = Load("", "\"TrackHealthChecks\": [ \"db\" ],").Options!;

        options.Trackers.ShouldBe([new HealthCheckTrackerOptions("db")]);
        options.Instances[0].TrackedHealth.ShouldBe([new("health check db")]);
    }

    [Fact]
    public void A_tracker_that_nobody_tracks_is_a_warning()
    {
        var configuration = Load("\"Trackers\": { \"Scripts\": { \"check\": { \"Command\": \"x\" } } },", "");

        configuration.Lines().ShouldBe(["f.json:2: warning: Vrrp.Trackers.Scripts.check: no instance tracks it"]);
        configuration.IsValid.ShouldBeTrue();
    }

    [Theory]
    [InlineData("\"Scripts\": { \"s\": { } }", "f.json:2: Vrrp.Trackers.Scripts.s.Command is missing")]
    [InlineData("\"Scripts\": { \"s\": { \"Command\": \"'x\" } }", "f.json:2: Vrrp.Trackers.Scripts.s.Command: the quote ' is not closed")]
    [InlineData("\"Scripts\": { \"s\": { \"Command\": [] } }", "f.json:2: Vrrp.Trackers.Scripts.s.Command: is the path of a program and its arguments")]
    [InlineData("\"Scripts\": { \"s\": { \"Command\": \"x\", \"Intervall\": \"00:00:01\" } }", "f.json:2: Vrrp.Trackers.Scripts.s: unknown key \"Intervall\"; did you mean \"Interval\"?")]
    [InlineData("\"Scripts\": { \"s\": { \"Command\": \"x\", \"Group\": \"g\" } }", "f.json:2: Vrrp.Trackers.Scripts.s.Group: needs User beside it")]
    [InlineData("\"Processes\": { \"p\": { \"Quorum\": 3, \"QuorumMax\": 2 } }", "f.json:2: Vrrp.Trackers.Processes.p.QuorumMax: 2 is less than the quorum of 3")]
    [InlineData("\"Files\": { \"f\": { \"Path\": \"x\", \"Weight\": 254 } }", "f.json:2: Vrrp.Trackers.Files.f.Weight: 254 is not between -253 and 253")]
    [InlineData("\"Script\": { }", "f.json:2: Vrrp.Trackers: unknown key \"Script\"; did you mean \"Scripts\"?")]
    public void A_problem_is_told_on_its_line(string trackers, string problem) =>
        Load($"\"Trackers\": {{ {trackers} }},", "").Lines().Where(l => !l.Contains("warning", StringComparison.Ordinal)).ShouldBe([problem]);

    [Fact]
    public void Groups_name_instances()
    {
        var options = Load("\"SyncGroups\": { \"G\": { \"Instances\": [ \"vi_1\", \"VI_2\" ] } }, \"StartupDelay\": \"00:00:04\",", "").Options!;

        options.StartupDelay.ShouldBe(TimeSpan.FromSeconds(4));
        var group = options.SyncGroups.ShouldHaveSingleItem();
        (group.Name, string.Join(' ', group.Routers)).ShouldBe(("G", "VI_1 VI_2"));
    }

    [Fact]
    public void A_group_tracks_by_the_same_words_as_an_instance()
    {
        var options = Load("""
            "Trackers": { "Scripts": { "s": { "Command": "true", "Weight": -7 } }, "Files": { "f": { "Path": "/x" } } },
            "SyncGroups": { "G": { "Instances": [ "VI_1", "VI_2" ], "TrackInterfaces": { "eth2": -20 }, "TrackScripts": [ "s" ], "TrackFiles": { "f": 2 }, "TrackHealthChecks": [ "db" ] } },
            """, "").Options!;

        var group = options.ToEngineOptions().SyncGroups.ShouldHaveSingleItem();
        group.TrackedInterfaces.ShouldBe([new("eth2", -20)]);
        group.TrackedHealth.ShouldBe([new("script s", -7), new("file f", 2), new("health check db")]);
        options.Trackers.Select(t => t.Tracker).ShouldBe(["script s", "file f", "health check db"]);
    }

    [Theory]
    [InlineData("\"TrackScripts\": [ \"s\" ]", "f.json:2: Vrrp.SyncGroups.G.TrackScripts.0: there is no script \"s\" in Vrrp.Trackers.Scripts")]
    [InlineData("\"TrackInterfaces\": { \"eth2\": 254 }", "f.json:2: Vrrp.SyncGroups.G.TrackInterfaces.eth2: 254 is not between -253 and 253")]
    public void What_a_group_cannot_track_is_told_on_its_line(string keys, string problem) =>
        Load($"\"SyncGroups\": {{ \"G\": {{ \"Instances\": [ \"VI_1\", \"VI_2\" ], {keys} }} }},", "").Lines().ShouldBe([problem]);

    [Theory]
    [InlineData("[ \"VI_1\", \"VI_3\" ]", "f.json:2: Vrrp.SyncGroups.G.Instances.1: there is no VRRP instance \"VI_3\"; did you mean \"VI_1\"?")]
    [InlineData("[ \"VI_1\", \"VI_1\" ]", "f.json:2: Vrrp.SyncGroups.G.Instances.1: VI_1 is there twice")]
    [InlineData("[ ]", "f.json:2: Vrrp.SyncGroups: G: a group has at least one virtual router")]
    public void A_group_that_cannot_be_is_told_on_its_line(string members, string problem) =>
        Load($"\"SyncGroups\": {{ \"G\": {{ \"Instances\": {members} }} }},", "").Lines().ShouldBe([problem]);

    [Fact]
    public void An_application_may_say_the_same_in_flat_keys()
    {
        var section = new Microsoft.Extensions.Configuration.ConfigurationManager
        {
            ["FailoverIp:Vrrp:Instances:VI_1:Interface"] = "eth1", ["FailoverIp:Vrrp:Instances:VI_1:VirtualRouterId"] = "1", ["FailoverIp:Vrrp:Instances:VI_1:VirtualAddresses:0"] = "10.0.0.1",
            ["FailoverIp:Vrrp:Instances:VI_1:TrackHealthChecks:0"] = "db", ["FailoverIp:Vrrp:Instances:VI_1:TrackInterfaces:eth2"] = "-5",
        }.GetSection("FailoverIp");

        var router = CheckedOptions.Read(section).Options.Instances.ShouldHaveSingleItem();

        router.TrackedHealth.ShouldBe([new("health check db")]);
        router.TrackedInterfaces.ShouldBe([new("eth2", -5)]);
    }

    private static NodeConfiguration Load(string vrrp, string keys) => Configurations.Load($$"""
        { "FailoverIp": { "Vrrp": {
            {{vrrp.ReplaceLineEndings(" ")}}
            "Instances": {
              "VI_1": { {{keys}} "Interface": "eth1", "VirtualRouterId": 101, "VirtualAddresses": [ "10.132.0.100" ] },
              "VI_2": { "Interface": "eth1", "VirtualRouterId": 102, "VirtualAddresses": [ "10.132.0.101" ] }
            } } } }
        """);
}
