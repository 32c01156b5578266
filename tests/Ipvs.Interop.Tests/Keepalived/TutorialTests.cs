using FailoverIp.Interop.Lab;

namespace FailoverIp.IpvsInterop.Keepalived;

/// <summary>The keepalived.conf of the post about load balancing, its braces mended, its addresses and its page filled in, unchanged under keepalived 2.2.7 and under <c>run -k</c>.</summary>
public sealed class TutorialTests
{
    private const string Configuration = """
        # Configuration File for Keepalived

        global_defs {
          router_id LVS_MASTER # string identifying the machine
        }

        # describe virtual service ip
        # VRRP Configuration
        vrrp_instance VI_1 {
          state MASTER
          interface eth0
          virtual_router_id 1
          priority 100
          authentication {
            auth_type PASS
            auth_pass secretpa
          }
          virtual_ipaddress {
            203.0.113.10
          }
          # Invoked to master transition
          notify_master "/bin/sh -c 'echo del >> FOLDER/said'"
          # Invoked to slave transition
          notify_backup "/bin/sh -c 'echo add >> FOLDER/said'"
          # Invoked to fault transition
          notify_fault "/bin/sh -c 'echo add >> FOLDER/said'"
        }

        virtual_server 203.0.113.10 80 {
          delay_loop 30
          lb_algo rr
          lb_kind DR
          persistence_timeout 50
          protocol TCP

          real_server 10.132.0.21 80 {
            HTTP_GET {
              url {
                path /index.html
                digest 4e5dc3caa06fa07c79bc3ba5e62ff86b
              }
              connect_timeout 3
              nb_get_retry 3
              delay_before_retry 2
            }
          }
          real_server 10.132.0.22 80 {
            HTTP_GET {
              url {
                path /index.html
                digest 4e5dc3caa06fa07c79bc3ba5e62ff86b
              }
              connect_timeout 3
              nb_get_retry 3
              delay_before_retry 2
            }
          }
        }
        """;

    [SkippableFact]
    public async Task Both_give_the_kernel_the_same_table_and_call_the_same_script()
    {
        await using var theirs = await Balancer.WholeKeepalivedAsync(Configuration);
        await using var ours = await Balancer.OursOfKeepalivedAsync(Configuration);

        var (left, right) = ("", "");
        await Until.TrueAsync(
            async () =>
            {
                (left, right) = (await theirs.ReadTableAsync(), await ours.ReadTableAsync());
                return left == right && right.Contains("10.132.0.22:80 Route 1", StringComparison.Ordinal) && theirs.Said.EndsWith("del\n", StringComparison.Ordinal) && ours.Said == theirs.Said;
            },
            TimeSpan.FromSeconds(60),
            () => $"--- keepalived\n{left}\n{theirs.Said}\n--- ours\n{right}\n{ours.Said}\n--- logs\n{theirs.Log}\n\n{ours.Log}");

        right.ShouldBe("TCP 203.0.113.10:80 rr persistent 50\n  10.132.0.21:80 Route 1\n  10.132.0.22:80 Route 1");
    }
}
