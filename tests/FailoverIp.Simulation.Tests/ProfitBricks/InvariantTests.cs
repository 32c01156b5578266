using FsCheck;
using FsCheck.Fluent;
using static FailoverIp.Simulation.Tests.CloudClient;

namespace FailoverIp.Simulation.Tests;

/// <summary>Whatever is asked in whatever order: no address is in two places at once, and none comes from nowhere.</summary>
public sealed class InvariantTests
{
    private const string Third = "71c00000-0000-4000-8000-000000000003";
    private const string Spare = "198.51.100.8";

    private static readonly string[] Nics = [N1, N2, Third];
    private static readonly string[] Ips = [Failover, Spare, Own1, Own2, "198.51.100.9", "10.0.0.9"];

    [Fact]
    public void Addresses_stay_where_the_rules_let_them()
    {
        var ips = Gen.Elements(Ips).NonEmptyListOf().Select(l => l.Distinct().ToArray());
        var nic = Gen.Elements(Nics);
        var group = Gen.Elements(Failover, Spare).Zip(nic);
        var step = Gen.Frequency(
            (6, nic.Zip(ips).Select(x => new Step($"ips {x.Item1} {string.Join(' ', x.Item2)}", c => SetIps(c, x.Item1, x.Item2)))),
            (1, nic.Select(n => new Step($"empty {n}", c => SetIps(c, n, [])))),
            (1, nic.Zip(Gen.Choose(1, 3)).Select(x => new Step($"lan {x.Item1} {x.Item2}", c => Change(c, s => NicRules.Change(s, x.Item1, new() { Lan = x.Item2 }, c.Assign))))),
            (4, group.ListOf().Select(g => new Step($"groups {string.Join(' ', g)}", c => SetGroups(c, g)))),
            (1, Gen.Elements(true, false).Select(p => new Step($"public {p}", c => Change(c, s => LanRules.Change(s, Datacenter, 1, new() { Public = p }))))),
            (1, Gen.Constant(new Step("release", c => Change(c, s => IpBlockRules.Release(s, Block))))),
            (3, Gen.Choose(1, 10).Select(q => new Step($"pass {q}", null) { Passes = TimeSpan.FromMilliseconds(500 * q) })));
        // Some of the work fails, so that what was planned is not what comes.
        var steps = step.Zip(Gen.Choose(1, 4)).Select(x => x.Item1 with { Fails = x.Item2 == 1 }).ArrayOf().Resize(60).ToArbitrary();

        List<ProfitBricksRequest> requests = [];
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(steps, s => requests.AddRange(Run(s))));
        // The run means something only where much of it was accepted, and some of that could not be done when its turn came.
        requests.Count(r => r.Status == ProfitBricksRequestStatus.Done).ShouldBeGreaterThan(300);
        requests.ShouldContain(r => r.Status == ProfitBricksRequestStatus.Failed && r.Message.StartsWith("[(root)", StringComparison.Ordinal));
    }

    private static IReadOnlyList<ProfitBricksRequest> Run(Step[] steps)
    {
        var time = new VirtualTimeProvider();
        using var cloud = new ProfitBricksCloud(Start(), time);
        // Every address that a NIC may keep though it is of no block: the ones it was assigned.
        var assigned = cloud.State.Nics.SelectMany(p => p.Nic.Ips.Select(i => (p.Nic.Id, i))).ToHashSet();
        foreach (var step in steps)
        {
            if (step.Write is { } write)
                cloud.Accept(write(cloud), () => step.Fails ? Fault.TaskError() : null);
            for (var left = step.Passes; left > TimeSpan.Zero; left -= TimeSpan.FromMilliseconds(500))
            {
                time.Advance(TimeSpan.FromMilliseconds(500));
                ShouldHold(cloud.State, assigned, step);
            }
        }
        time.Advance(TimeSpan.FromHours(1));
        ShouldHold(cloud.State, assigned, null);
        cloud.Requests.ShouldAllBe(r => r.HasEnded);
        return cloud.Requests;
    }

    private static void ShouldHold(ProfitBricksState state, HashSet<(string Nic, string Ip)> assigned, Step? step)
    {
        var reserved = state.IpBlocks.SelectMany(b => b.Ips).ToHashSet();
        var lans = state.Datacenters[0].Lans;
        foreach (var nic in state.Nics.Select(p => p.Nic))
        {
            nic.Ips.ShouldNotBeEmpty();
            nic.Ips.ShouldBeUnique();
            foreach (var ip in nic.Ips.Where(i => !reserved.Contains(i)))
            {
                // 198.18.0.0/16 and 10.0.0.0/16 are what the service assigns; 10.0.0.9 is the private address that the steps ask for.
                if (ip.StartsWith("198.18.", StringComparison.Ordinal) || (ip.StartsWith("10.0.", StringComparison.Ordinal) && lans.Single(l => l.Id == nic.Lan) is { Public: false }))
                    assigned.Add((nic.Id, ip));
                assigned.ShouldContain((nic.Id, ip), $"{ip} after {step}");
            }
        }
        foreach (var holders in state.Nics.SelectMany(p => p.Nic.Ips.Select(ip => (Ip: ip, p.Nic))).GroupBy(h => h.Ip).Where(g => g.Count() > 1))
        {
            var lan = holders.Select(h => h.Nic.Lan).Distinct().ShouldHaveSingleItem($"{holders.Key} after {step}");
            lans.Single(l => l.Id == lan).IpFailover.ShouldContain(f => f.Ip == holders.Key, $"{holders.Key} after {step}");
        }
        foreach (var (lan, group) in lans.SelectMany(l => l.IpFailover.Select(f => (l, f))))
        {
            lan.Public.ShouldBeTrue();
            state.Nics.Select(p => p.Nic).ShouldContain(n => n.Id == group.NicUuid && n.Lan == lan.Id && n.Ips.Contains(group.Ip), $"{group} after {step}");
        }
    }

    private static ProfitBricksState Start()
    {
        var state = ProfitBricksState.CreateDefault();
        var datacenter = state.Datacenters[0];
        return state with
        {
            Datacenters = [datacenter with { Servers = [.. datacenter.Servers, new(Guid.NewGuid().ToString(), "s3") { Nics = [new(Third, "02:01:00:00:00:03", 1) { Ips = ["203.0.113.23"] }] }] }],
            IpBlocks = [.. state.IpBlocks, new(Guid.NewGuid().ToString(), "de/fra") { Ips = [Spare] }],
        };
    }

    private static ProfitBricksWrite SetIps(ProfitBricksCloud cloud, string nic, string[] ips)
    {
        string? assigned = null;
        return Change(cloud, s => NicRules.Change(s, nic, new() { Ips = [.. ips] }, isPublic => assigned ??= cloud.Assign(isPublic)));
    }

    private static ProfitBricksWrite SetGroups(ProfitBricksCloud cloud, IEnumerable<(string Ip, string Nic)> groups) =>
        Change(cloud, s => LanRules.Change(s, Datacenter, 1, new() { IpFailover = [.. groups.Select(g => new ProfitBricksIpFailover(g.Ip, g.Nic))] }));

    private static ProfitBricksWrite Change(ProfitBricksCloud cloud, Func<ProfitBricksState, Verdict> change) =>
        new("PATCH", "http://127.0.0.1/", "{}", 31900000, cloud.State.Datacenters[0].Id, new("nic", N1, Nic1), change);

    private sealed record Step(string Name, Func<ProfitBricksCloud, ProfitBricksWrite>? Write)
    {
        public TimeSpan Passes { get; init; }

        public bool Fails { get; init; }

        public override string ToString() => Name;
    }
}
