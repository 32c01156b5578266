using FailoverIp.Cli.Tests.Harness;
using FailoverIp.Node;

namespace FailoverIp.Cli.Tests.Keepalived;

/// <summary>What <c>import</c> prints is, read again, what <c>run -k</c> does.</summary>
public class ImportRoundTripTests
{
    private static readonly NodeConfigurationLoadOptions Alone = new() { Environment = new Dictionary<string, string>() };

    [Fact]
    public void Each_file_of_the_corpus_and_each_sample_says_the_same_when_it_was_imported()
    {
        using var directory = new TemporaryDirectory();
        using var printed = new TemporaryDirectory();

        var (compared, differences) = Compare([.. CorpusFolder.FilesIn(directory), .. Directory.GetFiles(CorpusFolder.Samples, "keepalived.conf.*")], printed);

        differences.ShouldBeEmpty(string.Join("\n\n", differences));
        compared.ShouldBeGreaterThan(200);
    }

    [Fact]
    public void Names_are_keepalived_s_own_whatever_is_in_them()
    {
        using var directory = new TemporaryDirectory();
        var file = directory["k.conf"];
        File.WriteAllText(file, """
            global_defs {
                dynamic_interfaces
                script_user root
            }
            vrrp_script "check: one" {
                script /bin/true
                weight 2
            }
            track_file f:1 {
                file /tmp/f
            }
            vrrp_track_process p:1 {
                process sshd
            }
            vrrp_sync_group "G:1 'x'" {
                group {
                    VI:1
                    VI.2
                }
                notify /bin/true
            }
            vrrp_instance VI:1 {
                interface eth0
                virtual_router_id 1
                track_file {
                    f:1
                }
                track_process {
                    p:1
                }
                virtual_ipaddress {
                    192.0.2.1
                }
            }
            vrrp_instance VI.2 {
                interface eth0
                virtual_router_id 2
                notify_master /bin/true
                virtual_ipaddress {
                    192.0.2.2
                }
            }
            vrrp_instance "Ü 3/4" {
                interface eth0
                virtual_router_id 3
                track_script {
                    "check: one" weight 3
                }
                virtual_ipaddress {
                    192.0.2.3
                }
            }
            virtual_server_group a:b {
                192.0.2.9 80
                fwmark 3
            }
            virtual_server group a:b {
                protocol TCP
                real_server 10.0.0.1 80 {
                    MISC_CHECK {
                        misc_path /bin/true
                    }
                }
            }
            """);

        var (compared, differences) = Compare([file], directory);

        differences.ShouldBeEmpty(string.Join("\n\n", differences));
        compared.ShouldBe(1);
        var options = NodeConfiguration.Load(KeepalivedConfiguration.Load(file, Judge.ConfigId), null, Alone).Options!;
        options.Instances.Select(i => i.Name).ShouldBe(["VI:1", "VI.2", "Ü 3/4"]);
        options.SyncGroups.ShouldHaveSingleItem().Name.ShouldBe("G:1 'x'");
        options.Trackers.Select(t => t.Name).ShouldBe(["check: one", "f:1", "p:1"]);
    }

    /// <summary>Returns how many of the files can be run, and where the two ways differ.</summary>
    private static (int Compared, List<string> Differences) Compare(IEnumerable<string> files, TemporaryDirectory folder)
    {
        var (compared, differences) = (0, new List<string>());
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            var keepalived = KeepalivedConfiguration.Load(file, Judge.ConfigId);
            if (keepalived.ToJson() is not { } json || keepalived.Notes.Any(n => !n.IsWarning)) // import ends with 1 then, and says why
                continue;
            var target = folder[Path.GetFileName(file) + ".json"];
            File.WriteAllText(target, json);
            var (direct, printed) = (NodeConfiguration.Load(keepalived, null, Alone), NodeConfiguration.Load(target, Alone));
            if (direct.Options is null != printed.Options is null)
                differences.Add($"{Path.GetFileName(file)}: {(direct.Options is null ? "refused" : "runs")} with -k, imported not\n{string.Join('\n', direct.Problems)}\n  beside\n{string.Join('\n', printed.Problems)}");
            else if (direct.Options is not null && DeepText.Difference(direct.Options, printed.Options!) is { } difference)
                differences.Add($"{Path.GetFileName(file)}: {difference}");
            compared += direct.Options is null ? 0 : 1;
        }
        return (compared, differences);
    }
}
