using System.Text.Json;
using FailoverIp.Interop.Lab;

namespace FailoverIp.IpvsInterop.Keepalived;

/// <summary>A virtual service that somebody has made by hand stands where one of ours should.</summary>
public sealed class ForeignServiceTests
{
    private const string Theirs = "TCP 203.0.113.10:80 wlc";
    private const string Line = "http: TCP 203.0.113.10:80 is in the kernel's table already and is not this node's";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    [SkippableFact]
    public async Task One_line_says_so_it_is_left_untouched_and_the_rest_works()
    {
        await using var balancer = await Balancer.OursAsync(Configurations.Ours, found: "-A -t 203.0.113.10:80 -s wlc");
        await TableAsync(balancer, "wrr\n  10.132.0.21:81 Route 1\n  10.132.0.22:81 Route 2\n  10.132.0.23:81 Route 3\n", "wlc\n  10.132.0.21:82 Route 5\n  10.132.0.22:82 Route 7\n");
        // It goes on: a check fails, the table is written again.
        balancer.StopWeb(23);
        balancer.StopWeb(22);
        await TableAsync(balancer, "wrr\n  10.132.0.24:81 Route 1\n", "wlc\n  10.132.0.21:82 Route 5\n  10.132.0.22:82 Route 0\n");

        (await balancer.ReadTableAsync()).ShouldContain(Theirs + "\nTCP", Case.Sensitive, "as it was, and without a real server");
        balancer.Lines.Count(l => l.Contains("203.0.113.10:80", StringComparison.Ordinal)).ShouldBe(1, balancer.Log);
        balancer.Lines.Count(l => l.Contains(Line, StringComparison.Ordinal)).ShouldBe(1, balancer.Log);
        var servers = (await balancer.ReadVirtualServersAsync()).EnumerateArray().ToDictionary(s => s.GetProperty("name").GetString()!);
        Problem(servers["http"]).ShouldNotBeNull().ShouldContain("is not this node's");
        Problem(servers["quorum"]).ShouldBeNull();

        await balancer.StopAsync();
        (await balancer.ReadTableAsync()).ShouldBe(Theirs);
    }

    private static string? Problem(JsonElement server) => server.TryGetProperty("problem", out var problem) ? problem.GetString() : null;

    private static async Task TableAsync(Balancer balancer, params string[] shows)
    {
        var table = "";
        await Until.TrueAsync(
            async () => (table = await balancer.ReadTableAsync() + "\n") is var t && shows.All(s => t.Contains(s, StringComparison.Ordinal)),
            Patience,
            () => $"{string.Join("…\n", shows)}but\n{table}\n{balancer.Log}");
    }
}
