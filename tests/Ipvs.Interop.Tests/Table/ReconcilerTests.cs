using System.Net;
using System.Net.Sockets;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.IpvsInterop.Table;

/// <summary>The reconciler on a real table, with another hand in it.</summary>
public sealed class ReconcilerTests
{
    private static readonly string[] Schedulers = ["rr", "wrr", "lc", "wlc", "sh", "mh"];
    private static readonly IpvsServiceKey Web = Key(IpvsProtocol.Tcp, "203.0.113.10:80");

    [SkippableFact]
    public async Task Whatever_another_hand_does_our_services_become_what_they_should_be_and_others_stay()
    {
        await using var here = await IpvsNamespace.CreateAsync();
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var reconciler = new IpvsReconciler(here.Client, new IpvsMemoryManagedSet());
        string[] foreign = ["-A -t 198.51.100.9:9 -s rr", "-a -t 198.51.100.9:9 -r 10.9.9.9:9 -m -w 1"];
        await here.Ipvsadm.RestoreAsync(foreign);

        for (var step = 0; step < 25; step++)
        {
            var context = $"seed {seed}, step {step}";
            var desired = Table(random);
            await MeddleAsync(here, random);
            if (random.Next(2) == 0)
                reconciler.Reconcile(desired);

            var result = reconciler.Reconcile(desired, reread: true);

            result.Problems.ShouldBeEmpty(context);
            (await here.Ipvsadm.SaveAsync()).ShouldBe(desired.SelectMany(IpvsadmText.Lines).Concat(foreign), ignoreOrder: true, context);
            reconciler.Reconcile(desired).Writes.ShouldBe(0, context);
            reconciler.Reconcile(desired, reread: true).Writes.ShouldBe(0, context);
        }
        reconciler.RemoveAll().Problems.ShouldBeEmpty();
        (await here.Ipvsadm.SaveAsync()).ShouldBe(foreign, ignoreOrder: true);
    }

    [SkippableFact]
    public async Task The_next_process_knows_by_the_file_what_a_killed_one_has_left()
    {
        await using var here = await IpvsNamespace.CreateAsync();
        await using var there = await IpvsNamespace.CreateAsync();
        var file = Path.Combine(Path.GetTempPath(), $"ipvs-managed-{Guid.NewGuid():N}.json");
        IpvsVirtualServer[] desired = [new(new() { Key = Web }, [new() { Address = IPEndPoint.Parse("10.0.0.2:80") }]), new(new() { Key = IpvsServiceKey.OfMark(7) }, [])];
        var first = new IpvsReconciler(here.Client, await here.Lab.RunAsync(() => new IpvsFileManagedSet(file)));
        first.Reconcile(desired).Writes.ShouldBe(3);

        // The same file in another namespace claims nothing there.
        there.Client.AddService(new() { Key = Web });
        var elsewhere = new IpvsReconciler(there.Client, await there.Lab.RunAsync(() => new IpvsFileManagedSet(file)));
        elsewhere.Reconcile([]).Writes.ShouldBe(0);
        there.Read().Length.ShouldBe(1);

        using var client = await here.Lab.RunAsync(() => new IpvsClient());
        var next = new IpvsReconciler(client, await here.Lab.RunAsync(() => new IpvsFileManagedSet(file)));
        var result = next.Reconcile([desired[0]]);

        (result.Writes, result.Problems.Length).ShouldBe((1, 0));
        (await here.Ipvsadm.SaveAsync()).ShouldBe(IpvsadmText.Lines(desired[0]));
        next.RemoveAll().Writes.ShouldBe(1);
        File.Delete(file);
    }

    [SkippableFact]
    public async Task A_service_that_ipvsadm_has_put_there_is_left_alone_until_it_is_gone()
    {
        await using var here = await IpvsNamespace.CreateAsync();
        await here.Ipvsadm.RestoreAsync("-A -f 7 -6 -s sh", "-a -f 7 -6 -r [fd00::9]:0 -g -w 3");
        var saved = await here.Ipvsadm.SaveAsync();
        IpvsVirtualServer[] desired = [new(new() { Key = IpvsServiceKey.OfMark(7, AddressFamily.InterNetworkV6), Scheduler = "rr" }, [])];
        var reconciler = new IpvsReconciler(here.Client, new IpvsMemoryManagedSet());

        for (var i = 0; i < 2; i++)
        {
            var problem = reconciler.Reconcile(desired, reread: i == 1).Problems.ShouldHaveSingleItem();
            problem.Message.ShouldBe("FWM 7 IPv6 is in the kernel's table already and is not this node's: it is left as it is; where nobody needs it, remove it with `ipvsadm -D -f 7 -6`");
        }
        (await here.Ipvsadm.SaveAsync()).ShouldBe(saved);

        // What the line says helps.
        await here.Ipvsadm.RunAsync("-D -f 7 -6");
        reconciler.Reconcile(desired).ShouldBe(new(1, []), new SameResult());
        (await here.Ipvsadm.SaveAsync()).ShouldBe(["-A -f 7 -6 -s rr"]);
    }

    [SkippableFact]
    public async Task Somebody_who_clears_the_table_is_made_up_for()
    {
        await using var here = await IpvsNamespace.CreateAsync();
        var reconciler = new IpvsReconciler(here.Client, new IpvsMemoryManagedSet());
        IpvsVirtualServer Server(int weight) => new(new() { Key = Web }, [new() { Address = IPEndPoint.Parse("10.0.0.2:80"), Weight = weight }, new() { Address = IPEndPoint.Parse("10.0.0.3:80") }]);
        reconciler.Reconcile([Server(1)]);
        await here.Ipvsadm.RunAsync("-C");

        // One change, without reading again: the refusal tells that the service has vanished.
        reconciler.Reconcile([Server(2)]).ShouldBe(new(3, []), new SameResult());

        (await here.Ipvsadm.SaveAsync()).ShouldBe(IpvsadmText.Lines(Server(2)), ignoreOrder: true);
    }

    [SkippableFact]
    public async Task Pitfall_14_a_thousand_refusals_in_one_batch_are_all_heard_and_put_right()
    {
        await using var here = await IpvsNamespace.CreateAsync();
        var reconciler = new IpvsReconciler(here.Client, new IpvsMemoryManagedSet());
        var reals = Enumerable.Range(0, 1000).Select(i => new IpvsDestination { Address = IPEndPoint.Parse($"10.0.{i / 250}.{(i % 250) + 1}:80"), Weight = 3 }).ToArray();
        reconciler.Reconcile([new(new() { Key = Web }, [])]);
        foreach (var real in reals)
            here.Client.AddDestination(Web, real);
        here.Client.SetDestination(Web, reals[77] with { Weight = 9 });

        // The batch meets a thousand real servers that are there already; read again, one of them is another.
        reconciler.Reconcile([new(new() { Key = Web }, [.. reals])]).ShouldBe(new(1, []), new SameResult());

        here.Read().ShouldHaveSingleItem().Destinations.ShouldBe(reals, ignoreOrder: true);
    }

    private sealed class SameResult : IEqualityComparer<IpvsReconciliation>
    {
        public bool Equals(IpvsReconciliation? x, IpvsReconciliation? y) => x!.Writes == y!.Writes && x.Problems.SequenceEqual(y.Problems);

        public int GetHashCode(IpvsReconciliation obj) => obj.Writes;
    }

    private static IpvsVirtualServer[] Table(Random random) =>
    [
        .. Enumerable.Range(0, 8).Where(_ => random.Next(3) > 0).Select(i =>
        {
            var service = Services[i] with { Scheduler = Schedulers[random.Next(Schedulers.Length)] };
            if (random.Next(3) == 0)
                service = service with { Flags = IpvsServiceFlags.Persistent, Timeout = TimeSpan.FromSeconds(random.Next(1, 500)), PersistencePrefixLength = random.Next(2) == 0 ? 24 : null };
            return new IpvsVirtualServer(service, [.. Enumerable.Range(2, 5).Where(_ => random.Next(2) == 0).Select(h => Real(service.Key, h, random))]);
        }),
    ];

    private static IpvsService[] Services { get; } =
    [
        new() { Key = Web }, new() { Key = Key(IpvsProtocol.Udp, "203.0.113.10:53") }, new() { Key = Key(IpvsProtocol.Sctp, "203.0.113.10:9") }, new() { Key = Key(IpvsProtocol.Tcp, "[2001:db8::10]:80") },
        new() { Key = Key(IpvsProtocol.Udp, "[2001:db8::10]:53") }, new() { Key = IpvsServiceKey.OfMark(1) }, new() { Key = IpvsServiceKey.OfMark(1, AddressFamily.InterNetworkV6) }, new() { Key = Key(IpvsProtocol.Tcp, "203.0.113.11:443") },
    ];

    private static IpvsDestination Real(IpvsServiceKey key, int host, Random random)
    {
        var forwarding = new[] { IpvsForwarding.Masquerade, IpvsForwarding.DirectRoute, IpvsForwarding.Tunnel }[random.Next(3)];
        var address = key.Family == AddressFamily.InterNetworkV6 ? $"fd00::{host}" : $"10.0.0.{host}";
        var tunnels = new[] { null, new IpvsTunnel(IpvsTunnelType.Gue, 6080, IpvsTunnelChecksum.Checksum), new IpvsTunnel(IpvsTunnelType.Gre) };
        return new()
        {
            Address = new(IPAddress.Parse(address), key.Address?.Port ?? 0),
            Forwarding = forwarding,
            Weight = random.Next(4),
            Tunnel = forwarding == IpvsForwarding.Tunnel ? tunnels[random.Next(3)] : null,
        };
    }

    // What an administrator, or another program, might do to our services.
    private static async Task MeddleAsync(IpvsNamespace here, Random random)
    {
        var services = here.Read().Where(s => s.Service.Key.Address?.Port != 9 || s.Service.Key.Protocol != IpvsProtocol.Tcp).ToArray();
        if (services.Length == 0)
            return;
        var server = services[random.Next(services.Length)];
        var key = IpvsadmText.Key(server.Service.Key);
        switch (random.Next(5))
        {
            case 0:
                await here.Ipvsadm.RunAsync($"-D {key}");
                break;
            case 1:
                await here.Ipvsadm.RunAsync($"-E {key} -s none");
                break;
            case 2 when server.Destinations.Length > 0:
                await here.Ipvsadm.RunAsync($"-d {key} -r {server.Destinations[0].Address}");
                break;
            case 3 when server.Destinations.Length > 0:
                await here.Ipvsadm.RunAsync($"-e {key} -r {server.Destinations[0].Address} -g -w 77");
                break;
            case 4:
                await here.Ipvsadm.TryRunAsync($"-a {key} -r {(server.Service.Key.Family == AddressFamily.InterNetworkV6 ? "[fd00::99]" : "10.0.0.99")}:{server.Service.Key.Address?.Port ?? 0} -g");
                break;
        }
    }

    private static IpvsServiceKey Key(IpvsProtocol protocol, string address) => IpvsServiceKey.Of(protocol, IPEndPoint.Parse(address));
}
