using FailoverIp.Vrrp.Ipvs;
using FailoverIp.Vrrp.Tests.Ipvs.Fakes;
using FailoverIp.Vrrp.Tests.Protocol;
using FsCheck;
using FsCheck.Fluent;

namespace FailoverIp.Vrrp.Tests.Ipvs;

public class IpvsReconcilerProperties
{
    private sealed record Step(IpvsVirtualServer[] Desired, bool Reread, int ForeignHand, int Loses, bool Restarts);

    private static readonly Gen<IpvsServiceKey> Keys = Gen.Choose(1, 5).Select(m => IpvsServiceKey.OfMark((uint)m));

    private static readonly Gen<IpvsService> Services =
        from key in Keys
        from scheduler in Gen.Elements("rr", "wrr", "sh", "nosuch")
        from timeout in Gen.Elements(0, 0, 50)
        select Samples.Service(key, scheduler) with { Timeout = TimeSpan.FromSeconds(timeout), Flags = timeout > 0 ? IpvsServiceFlags.Persistent : IpvsServiceFlags.None };

    private static readonly Gen<IpvsDestination> Destinations =
        from host in Gen.Choose(1, 5)
        from weight in Gen.Choose(0, 2)
        select Samples.Real($"10.0.0.{host}:80", weight);

    private static readonly Gen<Step> Steps =
        from services in Gen.ListOf(Services, 4)
        from destinations in Gen.ArrayOf(Gen.ListOf(Destinations), 4)
        from reread in Gen.Elements(true, false)
        from foreign in Gen.Choose(0, 12)
        from loses in Gen.Elements(0, 0, 0, 1, 2)
        from restarts in Gen.Elements(true, false, false)
        select new Step([.. services.DistinctBy(s => s.Key).Zip(destinations, (s, d) => Samples.Server(s, [.. d.DistinctBy(r => r.Address)]))], reread, foreign, loses, restarts);

    [Fact]
    public void Whatever_happens_the_table_becomes_what_it_should_be_and_others_keep_theirs() => Prop.ForAll(Arb.From(Gen.ListOf(Steps)), steps =>
    {
        using var kernel = new FakeIpvsKernel();
        using var client = kernel.NewClient();
        var managed = new IpvsMemoryManagedSet();
        var reconciler = new IpvsReconciler(client, managed);
        foreach (var step in steps)
        {
            Meddle(kernel, step.ForeignHand);
            if (step.Restarts)
                reconciler = new(client, managed);
            kernel.LoseAnswersFrom = step.Loses;
            Try(() => reconciler.Reconcile(step.Desired, step.Reread));
            kernel.LoseAnswersFrom = 0; // where nothing was sent, nothing was lost
            var result = reconciler.Reconcile(step.Desired, reread: true);

            var foreign = kernel.Services.Count - managed.Keys.Count;
            var wanted = step.Desired.Where(d => d.Service.Scheduler != "nosuch" && managed.Contains(d.Service.Key)).ToArray();
            foreach (var server in wanted)
            {
                IpvsDifference.Differs(server.Service, client.GetService(server.Service.Key)!.Service).ShouldBeFalse();
                client.GetDestinations(server.Service.Key).Select(d => d.Destination).ShouldBe(server.Destinations, ignoreOrder: true);
            }
            managed.Keys.ShouldBeSubsetOf(step.Desired.Select(d => d.Service.Key));
            client.GetServices().Select(s => s.Service).Where(s => !managed.Contains(s.Key)).ShouldAllBe(s => s.Scheduler == "mh");
            result.Problems.ShouldAllBe(p => p.Message.Contains("nosuch") || p.Message.Contains("is not this node's"));
            foreign.ShouldBeGreaterThanOrEqualTo(0);

            // Nothing is left to do, and nothing is done.
            var changes = kernel.Changes;
            reconciler.Reconcile(step.Desired).Writes.ShouldBe(0);
            reconciler.Reconcile(step.Desired, reread: true).Writes.ShouldBe(0);
            kernel.Changes.ShouldBe(changes);
        }
        reconciler.RemoveAll();
        client.GetServices().ShouldAllBe(s => s.Service.Scheduler == "mh");
        managed.Keys.ShouldBeEmpty();
    }).Holds(150);

    [Fact]
    public void Whatever_the_kernel_refuses_a_service_that_should_serve_and_did_goes_on_serving() => Prop.ForAll(Arb.From(Gen.ListOf(RefusedSteps)), steps =>
    {
        using var kernel = new FakeIpvsKernel();
        using var client = kernel.NewClient();
        var reconciler = new IpvsReconciler(client, new IpvsMemoryManagedSet());
        var served = false;
        foreach (var (destinations, refused) in steps)
        {
            kernel.Refuses = r => r.Command is IpvsCommand.NewDestination or IpvsCommand.SetDestination && refused.Contains(r.Destination![1][3]);

            reconciler.Reconcile([Samples.Server(Samples.Service(), destinations)]);

            IpvsDestination[] table = [.. client.GetDestinations(Samples.Service().Key).Select(d => d.Destination)];
            IpvsDestination[] accepted = [.. destinations.Where(d => !refused.Contains(d.Address.Address.GetAddressBytes()[3]))];
            var serves = table.Any(d => d.Weight > 0);
            if (served && destinations.Any(d => d.Weight > 0))
                serves.ShouldBeTrue();
            // What was let in is there, and what had to go is not kept any longer than it is needed.
            accepted.ShouldAllBe(d => table.Any(t => t.Address.Equals(d.Address)));
            if (accepted.Any(d => d.Weight > 0))
                table.Where(t => !destinations.Any(d => d.Address.Equals(t.Address))).ShouldBeEmpty();
            served = serves;
        }
    }).Holds(300);

    private static readonly Gen<(IpvsDestination[] Wanted, byte[] Refused)> RefusedSteps =
        from destinations in Gen.ListOf(Destinations)
        from refused in Gen.ListOf(Gen.Choose(1, 5))
        select (destinations.DistinctBy(d => d.Address).ToArray(), refused.Select(h => (byte)h).ToArray());

    // The first reading may be the one whose answer is lost; then nothing was changed.
    private static void Try(Action reconcile)
    {
        try
        {
            reconcile();
        }
        catch (IpvsException e)
        {
            e.ErrorNumber.ShouldBe(FailoverIp.Vrrp.Native.Errno.ENOBUFS);
        }
    }

    // Another program: puts in what is not there, takes out or changes what is.
    private static void Meddle(FakeIpvsKernel kernel, int what)
    {
        var service = Samples.Service(IpvsServiceKey.OfMark((uint)(what % 6) + 1), "mh");
        using var client = kernel.NewClient();
        var existing = client.GetService(service.Key);
        if (existing is null)
            kernel.ByAnotherHand(IpvsCommand.NewService, service);
        else if (what < 6)
            kernel.ByAnotherHand(IpvsCommand.DeleteService, service);
        else if (existing.Service.Scheduler != "mh")
            kernel.ByAnotherHand(IpvsCommand.SetService, service with { Scheduler = "lc" });
    }
}
