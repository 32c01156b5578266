namespace FailoverIp.Node.Tests.KeepalivedConf;

/// <summary>Every keyword with what nobody expects behind it: whatever stands there, it is a line and no exception.</summary>
public class EveryWordTests
{
    private static readonly string[] Unexpected =
    [
        "", "\"\"", "\"", "79228162514264337593543950335", "-99999999999999999999 0", "0.00000000000000000000000000001", "/a\u3000b\u0085#", "+ - +", "..", ": / :", "[ ( \\", "10.0.0.1/-1 fe80::%/200",
        "{\n\"\" \"\"\n1.2.3.4 \"\" via \"\" dev \"\" label \"\" weight \"\"\n}",
    ];

    /// <summary>What stands behind a keyword that begins a block.</summary>
    private static readonly Dictionary<string, string> Heads = new(StringComparer.Ordinal)
    {
        ["vrrp_instance"] = "VI_9", ["vrrp_sync_group"] = "G", ["vrrp_script"] = "s", ["track_file"] = "f", ["vrrp_track_file"] = "f", ["vrrp_track_process"] = "p", ["bfd_instance"] = "B",
        ["virtual_server"] = "10.0.0.1 80", ["real_server"] = "10.0.0.2 80", ["virtual_server_group"] = "V", ["garp_group"] = "",
    };

    /// <summary>What makes a block whole, so that it is written.</summary>
    private static readonly Dictionary<string, string> Rest = new(StringComparer.Ordinal)
    {
        ["vrrp_instance"] = "interface eth0\nvirtual_router_id 9\nvirtual_ipaddress {\n192.0.2.9\n}\n", ["vrrp_sync_group"] = "group {\nVI_1\n}\n", ["vrrp_script"] = "script /bin/true\n",
        ["track_file"] = "file /tmp/f\n", ["vrrp_track_process"] = "process sshd\n", ["virtual_server"] = "protocol TCP\nlvs_sched rr\nreal_server 10.0.0.2 80 {\n}\n", ["url"] = "path /\n",
        ["HTTP_GET"] = "url {\npath /\n}\n", ["SSL_GET"] = "url {\npath /\n}\n", ["MISC_CHECK"] = "misc_path /bin/true\n", ["FILE_CHECK"] = "track_file f\n", ["authentication"] = "auth_type PASS\nauth_pass x\n",
    };

    private static readonly string Tracking = Conf.Instance.Replace("    virtual_ip", "track_script {\ns\n}\ntrack_file {\nf\n}\ntrack_process {\np\n}\n    virtual_ip", StringComparison.Ordinal);

    [Fact]
    public void No_word_makes_an_exception_of_what_is_behind_it()
    {
        using var folder = new TempFolder();
        var texts = Words().SelectMany(w => Unexpected.Select(u => $"{w.Before}{w.Word} {u}\n{w.After}{Tracking}")).ToList();
        texts.Count.ShouldBeGreaterThan(5000);

        var thrown = texts.AsParallel().Select(text =>
        {
            var file = folder.Write(Guid.NewGuid().ToString("N"), text);
            try
            {
                var read = KeepalivedConfiguration.Load(file, "here", new FakeMachine());
                _ = read.ToJson();
                _ = NodeConfiguration.Load(read, null, new() { Environment = Configurations.NoEnvironment, RunsNode = false });
                return null;
            }
            catch (Exception e)
            {
                return $"{text}\n{e}";
            }
            finally
            {
                File.Delete(file);
            }
        }).Where(t => t is not null).ToList();

        thrown.ShouldBeEmpty($"{thrown.Count} of {texts.Count}");
    }

    /// <summary>Every keyword of every block, with the beginning of the blocks around it and with their ends.</summary>
    private static IEnumerable<(string Before, string Word, string After)> Words()
    {
        foreach (var root in ConfSections.Make(new(new(), new FakeMachine())).SelectMany(s => s.Roots))
        {
            yield return ("", root.Name, "");
            foreach (var inner in In(root.Name, root.Block))
                yield return inner;
        }
    }

    private static IEnumerable<(string Before, string Word, string After)> In(string head, ConfBlock? block)
    {
        if (block is null)
            yield break;
        var (begin, end) = ($"{head} {Heads.GetValueOrDefault(head)} {{\n", Rest.GetValueOrDefault(head) + "}\n");
        foreach (var word in block.Keywords)
        {
            yield return (begin, word, end);
            foreach (var (before, name, after) in In(word, block.Find(word)!.Block))
                yield return (begin + before, name, after + end);
        }
    }
}
