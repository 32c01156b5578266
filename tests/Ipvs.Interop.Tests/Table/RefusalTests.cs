using System.Net;
using System.Net.Sockets;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.IpvsInterop.Table;

/// <summary>What a real kernel refuses, and what it says about others' mistakes: the pitfalls that bytes alone cannot show.</summary>
public sealed class RefusalTests
{
    private static readonly IpvsServiceKey Web = IpvsServiceKey.Of(IpvsProtocol.Tcp, IPEndPoint.Parse("203.0.113.10:80"));
    private static readonly IpvsService Service = new() { Key = Web, Scheduler = "rr" };
    private static readonly IpvsDestination Real = new() { Address = IPEndPoint.Parse("10.0.0.2:80") };

    [SkippableFact]
    public async Task Pitfall_3_each_refusal_of_the_kernel_says_what_it_is()
    {
        await using var here = await IpvsNamespace.CreateAsync();
        var client = here.Client;

        Refusal(() => client.SetService(Service)).ShouldBe((3, "TCP 203.0.113.10:80 is not in the kernel's table"));
        Refusal(() => client.DeleteService(Web)).ShouldBe((3, "TCP 203.0.113.10:80 is not in the kernel's table"));
        Refusal(() => client.AddDestination(Web, Real)).ShouldBe((3, "TCP 203.0.113.10:80 is not in the kernel's table"));
        Refusal(() => client.ZeroCounters(Web)).ShouldBe((3, "TCP 203.0.113.10:80 is not in the kernel's table"));
        Refusal(() => client.AddService(Service with { Scheduler = "nosuch" })).ShouldBe((2, "TCP 203.0.113.10:80: the kernel knows no scheduler nosuch (module ip_vs_nosuch)"));
        Refusal(() => client.AddService(Service with { PersistenceEngine = "nosuch" })).Message.ShouldContain("or no persistence engine nosuch (module ip_vs_pe_nosuch)");
        client.AddService(Service);
        Refusal(() => client.AddService(Service)).ShouldBe((17, "TCP 203.0.113.10:80 is in the kernel's table already"));
        Refusal(() => client.SetService(Service with { Scheduler = "nosuch" })).Number.ShouldBe(2);
        Refusal(() => client.SetDestination(Web, Real)).ShouldBe((2, "TCP 203.0.113.10:80: the real server 10.0.0.2:80 is not in the kernel's table"));
        Refusal(() => client.DeleteDestination(Web, Real.Address)).Number.ShouldBe(2);
        client.AddDestination(Web, Real);
        Refusal(() => client.AddDestination(Web, Real)).ShouldBe((17, "TCP 203.0.113.10:80: the real server 10.0.0.2:80 is in the kernel's table already"));
        Refusal(() => client.AddDestination(Web, Real with { Address = IPEndPoint.Parse("127.255.255.255:80") })).Message
            .ShouldBe("TCP 203.0.113.10:80: the kernel refuses the real server 127.255.255.255:80; its address must be that of one machine, reachable from here");
    }

    [SkippableFact]
    public async Task Pitfall_3_without_the_right_nothing_is_told_and_nothing_done()
    {
        await using var here = await IpvsNamespace.CreateAsync();
        here.Client.AddService(Service);

        // The socket, too, has to be opened by one who has the right.
        var refusals = await Unprivileged.RunAsync(() =>
        {
            using var client = new IpvsClient();
            return new Action[] { () => client.GetInfo(), () => client.GetTable(), () => client.AddService(Service), () => client.Flush(), () => new IpvsReconciler(client, new IpvsMemoryManagedSet()).Reconcile([]) }
                .Select(Refusal).ToArray();
        });

        refusals.ShouldAllBe(r => r.Number == 1 && r.Message.StartsWith("the right to use IPVS is missing: run as root or with CAP_NET_ADMIN"));
        here.Read().Length.ShouldBe(1);
    }

    [SkippableFact]
    public async Task Pitfall_4_the_kernel_does_not_tell_an_unknown_service_from_an_empty_one()
    {
        await using var here = await IpvsNamespace.CreateAsync();

        here.Client.GetDestinations(Web).ShouldBeEmpty();
        here.Client.GetService(Web).ShouldBeNull();
        here.Client.AddService(Service);
        here.Client.GetDestinations(Web).ShouldBeEmpty();
        here.Client.GetService(Web)!.Service.Flags.ShouldBe(IpvsServiceFlags.Hashed);
    }

    [SkippableFact]
    public async Task Pitfall_5_and_12_other_families_and_sync_daemons_shut_each_other_out()
    {
        await using var here = await IpvsNamespace.CreateAsync();
        var other = new IpvsDestination { Address = IPEndPoint.Parse("[fd00::2]:80"), Forwarding = IpvsForwarding.Tunnel };
        var daemon = new IpvsSyncDaemon { State = IpvsSyncState.Master, Interface = "lo" };
        here.Client.AddService(Service);

        here.Client.StartSyncDaemon(daemon);
        Refusal(() => here.Client.AddDestination(Web, other)).Message
            .ShouldBe("TCP 203.0.113.10:80: the kernel refuses the real server [fd00::2]:80 of the other address family; it takes one with tunnels only, and none while a sync daemon runs");
        here.Client.StopSyncDaemon(IpvsSyncState.Master);
        here.Client.AddDestination(Web, other);
        Refusal(() => here.Client.StartSyncDaemon(daemon)).Message.ShouldContain("while a service has real servers of the other address family");
    }

    [SkippableFact]
    public async Task Pitfall_6_the_kernel_keeps_flags_that_a_mask_leaves_out_so_ours_leaves_none_out()
    {
        await using var here = await IpvsNamespace.CreateAsync();
        await here.Ipvsadm.RunAsync("-A -t 203.0.113.10:80 -s sh -b sh-port,sh-fallback -p 50");

        here.Client.SetService(Service);

        here.Read().ShouldHaveSingleItem().Service.ShouldBe(Service);
        (await here.Ipvsadm.SaveAsync()).ShouldBe(["-A -t 203.0.113.10:80 -s rr"]);
    }

    [SkippableFact]
    public async Task Pitfall_7_a_service_without_a_scheduler_is_read_and_can_be_written()
    {
        await using var here = await IpvsNamespace.CreateAsync();
        await here.Ipvsadm.RunAsync("-A -t 203.0.113.10:80 -s none");

        here.Read().ShouldHaveSingleItem().Service.Scheduler.ShouldBe("none");
        here.Client.SetService(Service);
        here.Client.SetService(Service with { Scheduler = "none" });
        here.Client.GetService(Web)!.Service.Scheduler.ShouldBe("none");
    }

    [SkippableFact]
    public async Task Pitfall_9_Flush_is_for_this_namespace_alone()
    {
        await using var here = await IpvsNamespace.CreateAsync();
        await using var there = await IpvsNamespace.CreateAsync();
        here.Client.AddService(Service);
        there.Client.AddService(Service);

        here.Client.Flush();

        here.Read().ShouldBeEmpty();
        there.Read().Length.ShouldBe(1);
    }

    [SkippableFact]
    public async Task What_the_rules_refuse_the_kernel_refuses_too_or_takes_to_no_avail()
    {
        await using var here = await IpvsNamespace.CreateAsync();
        var client = here.Client;
        var info = client.GetInfo();
        info.Version.ShouldBe(new Version(1, 2, 1));
        (await here.Ipvsadm.RunAsync("-Ln")).ShouldContain($"(size={info.ConnectionTableSize})");

        foreach (var lines in new[] { "-A -t 203.0.113.10:0 -s rr", "-A -t 203.0.113.10:80 -s rr -o" })
            (await here.Ipvsadm.TryRunAsync(lines)).Status.ShouldNotBe(0);
        await here.Ipvsadm.RunAsync("-A -t 203.0.113.10:80 -s rr");
        (await here.Ipvsadm.TryRunAsync("-a -t 203.0.113.10:80 -r [fd00::2]:80 -g")).Status.ShouldNotBe(0);
        (await here.Ipvsadm.TryRunAsync("-a -t 203.0.113.10:80 -r 10.0.0.2:80 -m -x 5 -y 6")).Status.ShouldNotBe(0);
        (await here.Ipvsadm.TryRunAsync("-a -t 203.0.113.10:80 -r 224.0.0.1:80 -m")).Status.ShouldNotBe(0);
        Refusal(() => client.AddDestination(Web, Real with { Address = IPEndPoint.Parse("[fd00::2]:80") })).Number.ShouldBe(0);
        Refusal(() => client.AddDestination(Web, Real with { UpperThreshold = 5, LowerThreshold = 6 })).Number.ShouldBe(0);
        Refusal(() => client.AddDestination(IpvsServiceKey.OfMark(1, AddressFamily.InterNetworkV6), Real)).Number.ShouldBe(0);
        here.Read().ShouldHaveSingleItem().Destinations.ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task The_largest_mark_is_one()
    {
        await using var here = await IpvsNamespace.CreateAsync();
        var mark = IpvsServiceKey.OfMark(uint.MaxValue);
        here.Client.AddService(new() { Key = mark });

        here.Read().ShouldHaveSingleItem().Service.Key.ShouldBe(mark);
        await here.Ipvsadm.RunAsync("-D -f 4294967295"); // which ipvsadm itself lists as -1
        here.Client.GetService(mark).ShouldBeNull();
    }

    private static (int Number, string Message) Refusal(Action action) => Should.Throw<IpvsException>(action) is var e ? (e.ErrorNumber, e.Message) : default;
}
