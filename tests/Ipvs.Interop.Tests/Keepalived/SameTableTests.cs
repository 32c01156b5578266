using FailoverIp.Interop.Lab;

namespace FailoverIp.IpvsInterop.Keepalived;

/// <summary>keepalived 2.2.7 and ours with the same virtual servers, met by the same faults: at rest the kernel has the same table, each in a namespace of its own.</summary>
public sealed class SameTableTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private static readonly (string Name, Func<Balancer, Task> Happens, string[] Shows)[] Faults =
    [
        ("at the start", _ => Task.CompletedTask, ["TCP 203.0.113.10:80 rr persistent 50\n  10.132.0.21:80 Route 1\n  10.132.0.22:80 Route 1"]),
        ("a server goes down", Down(21), ["rr persistent 50\n  10.132.0.22:80 Route 1\n", "wlc\n  10.132.0.21:82 Route 0\n  10.132.0.22:82 Route 7"]),
        ("and comes up", Up(21), ["10.132.0.21:80 Route 1", "10.132.0.21:82 Route 5"]),
        ("a page changes", b => b.WritePageAsync(22, "another page\n"), ["rr persistent 50\n  10.132.0.21:80 Route 1\n", "10.132.0.22:82 Route 0"]),
        ("the quorum is lost", Down(23), ["wrr\n  10.132.0.24:81 Route 1\n"]),
        ("the page is as it was: a weight of 3, and the hysteresis wants 4", b => b.WritePageAsync(22, Balancer.Page), ["10.132.0.22:82 Route 7", "wrr\n  10.132.0.24:81 Route 1\n"]),
        ("the quorum is back", Up(23), ["wrr\n  10.132.0.21:81 Route 1\n  10.132.0.22:81 Route 2\n  10.132.0.23:81 Route 3\n"]),
        ("all are down", b => Task.WhenAll(Down(21)(b), Down(22)(b), Down(23)(b)), ["rr persistent 50\nTCP", "wrr\n  10.132.0.24:81 Route 1\n", "wlc\n  10.132.0.21:82 Route 0\n  10.132.0.22:82 Route 0"]),
        ("all are up", async b => await Task.WhenAll(Up(21)(b), Up(22)(b), Up(23)(b)), ["10.132.0.22:80 Route 1", "10.132.0.23:81 Route 3", "10.132.0.21:82 Route 5"]),
    ];

    [SkippableFact]
    public async Task The_same_faults_leave_the_same_table()
    {
        await using var theirs = await Balancer.KeepalivedAsync(Configurations.Keepalived);
        await using var ours = await Balancer.OursAsync(Configurations.Ours);
        foreach (var (name, happens, shows) in Faults)
        {
            await happens(theirs);
            await happens(ours);
            var (left, right) = ("", "");
            await Until.TrueAsync(
                async () =>
                {
                    (left, right) = (await theirs.ReadTableAsync(), await ours.ReadTableAsync());
                    return left == right && shows.All(s => $"{right}\n".Contains(s, StringComparison.Ordinal));
                },
                Patience,
                () => $"{name}\n--- keepalived\n{left}\n--- ours\n{right}\n--- wanted\n{string.Join("\n…\n", shows)}\n--- logs\n{theirs.Log}\n\n{ours.Log}");
        }
        // Each quorum and each real server has gone both ways.
        await Until.TrueAsync(
            () => Task.FromResult(Kinds(theirs) is { Length: 2 * (4 + 8) } kinds && kinds.SequenceEqual(Kinds(ours))),
            Patience,
            () => $"the FIFO\n--- keepalived\n{string.Join('\n', theirs.FifoLines)}\n--- ours\n{string.Join('\n', ours.FifoLines)}");
        Kinds(ours).ShouldContain("RS [10.132.0.21]:none:83 FWM 7 DOWN");
        await theirs.StopAsync();
        await ours.StopAsync();
        (await theirs.ReadTableAsync()).ShouldBeEmpty();
        (await ours.ReadTableAsync()).ShouldBeEmpty();
    }

    // Their order is the checks', which begin when they like.
    private static string[] Kinds(Balancer balancer) => [.. balancer.FifoLines.Distinct().Order(StringComparer.Ordinal)];

    private static Func<Balancer, Task> Down(int server) => b =>
    {
        b.StopWeb(server);
        return Task.CompletedTask;
    };

    private static Func<Balancer, Task> Up(int server) => b => b.StartWebAsync(server);
}
