using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using static FailoverIp.Lvs.Tests.Samples;

namespace FailoverIp.Lvs.Tests.State;

public class ServiceStateProperties
{
    private static readonly Gen<bool?> Maybe = Gen.Elements<bool?>(null, true, false);

    private static readonly Gen<CheckOptions> Checks =
        from name in Gen.Elements("a", "b", "c")
        from alpha in Gen.Frequency((4, Gen.Constant<bool?>(null)), (1, Maybe))
        select (CheckOptions)new SampleCheck(name) { Alpha = alpha };

    private static readonly Gen<VirtualServerOptions> Services =
        from count in Gen.Choose(0, 6)
        from servers in Gen.ArrayOf(
            from weight in Gen.Choose(0, 3)
            from checks in Gen.ListOf(Checks).Select(c => c.Take(3))
            from inhibit in Maybe
            from alpha in Maybe
            select new RealServerOptions { Address = Real(1), Weight = weight, Checks = [.. checks], InhibitOnFailure = inhibit, Alpha = alpha }, count)
        from quorum in Gen.Choose(1, 5)
        from hysteresis in Gen.Choose(0, quorum - 1)
        from sorry in Gen.Elements<SorryServerOptions?>(null, new() { Address = Sorry }, new() { Address = Sorry, Inhibit = true })
        from share in Gen.Elements<double?>(null, null, 0, 0.3, 0.5, 0.7, 1)
        from alpha in Gen.Elements(true, false)
        from inhibit in Gen.Elements(true, false)
        select Service([.. servers.Select((s, i) => s with { Address = Real(i + 1) })]) with
        {
            Quorum = quorum, Hysteresis = hysteresis, SorryServer = sorry, MaxUnavailable = share, Alpha = alpha, InhibitOnFailure = inhibit,
        };

    private static readonly Gen<(VirtualServerOptions Options, Word[] Words)> Lives =
        from options in Services
        from words in Gen.ArrayOf(
            from server in Gen.Choose(0, 5)
            from check in Gen.Choose(0, 2)
            from passes in Gen.Elements(true, false)
            from weight in Gen.Elements<int?>(null, null, null, 0, 2, 9)
            select new Word(server, check, passes, weight))
        select (options, words.Where(w => w.Server < options.RealServers.Length && w.Check < options.RealServers[w.Server].Checks.Length).ToArray());

    [Fact]
    public void It_does_what_the_rules_say() => Each((bench, naive) =>
    {
        bench.Table.ShouldBe(naive.Table());
        bench.State.HasQuorum.ShouldBe(naive.Quorum);
        for (var s = 0; s < bench.State.RealServers.Length; s++)
        {
            bench.State.RealServers[s].IsUp.ShouldBe(naive.IsUp(s));
            bench.State.RealServers[s].InService.ShouldBe(naive.InService(s));
            bench.State.RealServers[s].Weight.ShouldBe(naive.Weight(s));
        }
    });

    [Fact]
    public void The_sorry_server_never_shares_clients_with_real_servers() => Each((bench, _) =>
    {
        if (bench.Destinations.Any(d => d.Address.Equals(Sorry) && d.Weight > 0))
            bench.Destinations.ShouldAllBe(d => d.Address.Equals(Sorry) || d.Weight == 0);
    });

    [Fact]
    public void No_more_are_taken_out_than_may_be() => Each((bench, _) =>
    {
        if (bench.State.Options.MaxUnavailable is { } share)
            bench.State.RealServers.ToArray().Count(r => r is { WasUp: true, InService: false }).ShouldBeLessThanOrEqualTo(FailOpen.Limit(share, bench.State.RealServers.Length));
    });

    [Fact]
    public void Up_and_down_alternate() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Lives.ToArbitrary(), life =>
    {
        var bench = new ServiceBench(life.Options);
        // Null: none has said anything of one that begins as down, and its first failure is news.
        var up = bench.State.RealServers.ToArray().ToDictionary(r => r.Options.Address.ToString(), r => r.IsUp ? true : (bool?)null);
        bench.Changes.ShouldNotContain(c => c.RealServer != null && c.Kind == LvsEventKind.RealServerUp);
        bench.Changes.Count(c => c.Kind is LvsEventKind.QuorumUp or LvsEventKind.QuorumDown).ShouldBe(1);
        foreach (var word in life.Words)
            word.To(bench);
        bench.End();
        bool? quorum = null;
        var keeping = false;
        foreach (var change in bench.Changes)
        {
            switch (change.Kind)
            {
                case LvsEventKind.RealServerUp or LvsEventKind.RealServerDown:
                    up[change.RealServer!.ToString()].ShouldNotBe(change.Kind == LvsEventKind.RealServerUp);
                    up[change.RealServer.ToString()] = change.Kind == LvsEventKind.RealServerUp;
                    break;
                case LvsEventKind.QuorumUp or LvsEventKind.QuorumDown:
                    quorum.ShouldNotBe(change.Kind == LvsEventKind.QuorumUp);
                    quorum = change.Kind == LvsEventKind.QuorumUp;
                    break;
                case LvsEventKind.FailOpenStarted or LvsEventKind.FailOpenEnded:
                    keeping.ShouldBe(change.Kind == LvsEventKind.FailOpenEnded);
                    keeping = change.Kind == LvsEventKind.FailOpenStarted;
                    break;
            }
        }
        up.Values.ShouldAllBe(u => u != true);
        quorum.ShouldBe(false);
    }));

    [Fact]
    public void A_reload_of_the_same_changes_nothing() => Each((bench, _) =>
    {
        var (table, changes) = (bench.Table, bench.Changes.Count);
        bench.Reload(bench.State.Options with { Name = "again" });
        bench.Table.ShouldBe(table);
        bench.Changes.Count.ShouldBe(changes);
    });

    private static void Each(Action<ServiceBench, NaiveService> holds) => Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Lives.ToArbitrary(), life =>
    {
        var bench = new ServiceBench(life.Options);
        var naive = new NaiveService(life.Options);
        holds(bench, naive);
        foreach (var word in life.Words)
        {
            word.To(bench);
            naive.Word(word.Server, word.Check, word.Passes, word.Weight);
            holds(bench, naive);
        }
    }));

    internal sealed record Word(int Server, int Check, bool Passes, int? Weight)
    {
        public void To(ServiceBench bench)
        {
            if (Passes)
                bench.Pass(Server, Weight, Check);
            else
                bench.Fail(Server, check: Check);
        }
    }
}
