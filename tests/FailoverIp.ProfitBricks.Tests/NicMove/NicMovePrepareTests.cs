using static FailoverIp.ProfitBricks.Tests.CloudService;

namespace FailoverIp.ProfitBricks.Tests.NicMove;

/// <summary>What is said before a move is needed.</summary>
public class NicMovePrepareTests
{
    [Fact]
    public async Task A_sound_account_is_looked_at_again_later()
    {
        var cloud = HeldBy(B);
        (await cloud.Provider().PrepareAsync(Request(A), CancellationToken.None)).ShouldBeGreaterThan(TimeSpan.FromMinutes(1));
        cloud.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_prepared_move_asks_for_the_one_block()
    {
        var cloud = HeldBy(B);
        var provider = cloud.Provider();
        await provider.PrepareAsync(Request(A), CancellationToken.None);
        await provider.StartRerouteAsync(Request(A), CancellationToken.None);
        cloud.Http.Count("ipblocks?").ShouldBe(1);
        cloud.Http.Count($"ipblocks/{Block}").ShouldBe(1);
    }

    [Fact]
    public async Task A_block_that_was_reserved_anew_is_found_again()
    {
        var cloud = HeldBy(B);
        var provider = cloud.Provider();
        await provider.PrepareAsync(Request(A), CancellationToken.None);
        cloud.On($"GET ipblocks/{Block}", _ => Error(404, "Resource does not exist", "309"));
        (await provider.StartRerouteAsync(Request(A), CancellationToken.None)).IsStep.ShouldBeTrue();
        cloud.Http.Count("ipblocks?").ShouldBe(2);
    }

    private static readonly Dictionary<string, (Action<CloudService> Make, FailoverErrorKind Kind, string Words)> Faults = new()
    {
        ["no such data center"] = (c => c.Options.DatacenterId = Id(0xdd).ToString(), FailoverErrorKind.NotFound, $"this account has no data center {Id(0xdd)}, or may not see it"),
        ["hidden data center"] = (c => c.On($"GET datacenters/{DatacenterId}", _ => Error(403, "Access Denied", "100")), FailoverErrorKind.Authentication, "Access Denied [100] (403)"),
        ["no such NIC"] = (c => c.Nics.Remove(A), FailoverErrorKind.NotFound, $"the data center {DatacenterId} has no NIC {A.Nic} at a server {A.Server}"),
        ["another LAN"] = (c => c.Options.LanId = 2, FailoverErrorKind.Rejected, $"the NIC {A} is in LAN 1 and not in LAN 2 (LanId)"),
        ["private LAN"] = (c => c.LanIsPublic = false, FailoverErrorKind.Rejected, "LAN 1 is private"),
        ["in nobody's block"] = (c => c.BlockIps.Remove(Ip), FailoverErrorKind.NotFound, $"{Ip} is in none of this contract's reserved IP blocks"),
        ["failover group"] = (c => c.Groups.Add((Ip, B.Nic)), FailoverErrorKind.Rejected, $"LAN 1 has a failover group for {Ip}"),
        ["no address of its own"] = (c => c.Nics[A].Ips.Clear(), FailoverErrorKind.Rejected, $"the NIC {A} has no address of its own"),
        ["only the failover address"] = (c => c.Nics[A].Ips[0] = Ip, FailoverErrorKind.Rejected, $"{Ip} is the only address of the NIC {A}"),
        ["another location"] = (c => c.On($"GET datacenters/{DatacenterId}?", _ => Answer.Json("""{"properties":{"location":"us/las"}}""")), FailoverErrorKind.Rejected, "is reserved in de/fra and the data center"),
        ["wrong token"] = (c => c.Options.Token = "another", FailoverErrorKind.Authentication, "Unauthorized [315] (401); are the credentials right?"),
    };

    public static TheoryData<string> FaultNames => [.. Faults.Keys];

    [Theory]
    [MemberData(nameof(FaultNames))]
    public async Task What_would_make_a_move_fail_is_one_clear_line(string fault)
    {
        var (make, kind, words) = Faults[fault];
        var cloud = HeldBy();
        make(cloud);
        var e = await Should.ThrowAsync<FailoverIpException>(cloud.Provider().PrepareAsync(Request(A), CancellationToken.None));
        e.Kind.ShouldBe(kind, e.Message);
        e.Message.ShouldContain(words);
        e.Message.ShouldNotContain('\n');
    }

    [Fact]
    public async Task Without_a_LAN_number_the_NICs_own_LAN_counts()
    {
        var cloud = HeldBy(B);
        cloud.Options.LanId = null;
        cloud.Consumers = [];
        var provider = cloud.Provider();
        await provider.PrepareAsync(Request(A), CancellationToken.None);
        (await provider.ReadRouteAsync(Request(A) with { FindOwner = true }, CancellationToken.None)).Owner.ShouldBe(B.ToString());
    }
}
