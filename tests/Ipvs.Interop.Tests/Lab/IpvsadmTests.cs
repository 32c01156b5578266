namespace FailoverIp.IpvsInterop.Lab;

/// <summary>The laboratory itself: a kernel with IPVS, a table per namespace, and what is read of it.</summary>
public sealed class IpvsadmTests
{
    [SkippableFact]
    public async Task What_ipvsadm_adds_is_read_back_and_stays_in_its_namespace()
    {
        await using var first = await LabNamespace.CreateAsync();
        await using var second = await LabNamespace.CreateAsync();
        var (here, there) = (first.Ipvsadm, second.Ipvsadm);

        await here.RunAsync("-A -t 203.0.113.10:80 -s rr -p 50");
        await here.RunAsync("-a -t 203.0.113.10:80 -r 10.132.0.20:80 -g -w 3 -x 10 -y 5");
        await here.RestoreAsync("-A -t [2001:db8::1]:443 -s mh -b mh-port", "-a -t [2001:db8::1]:443 -r [2001:db8::5]:8443 -m -w 1", "-A -f 7 -6 -s wlc");

        var list = await here.ListAsync();
        list.Select(s => (s.Protocol, s.Address, s.Flags)).ShouldBe(
            [("TCP", "203.0.113.10:80", "rr persistent 50"), ("TCP", "[2001:db8::1]:443", "mh (mh-port)"), ("FWM", "7 IPv6", "wlc")], ignoreOrder: true);
        var real = list.Single(s => s.Address == "203.0.113.10:80").Destinations.ShouldHaveSingleItem();
        (real.Address, real.Forward, real.Weight, real.ActiveConnections).ShouldBe(("10.132.0.20:80", "Route", 3, 0));
        (await here.ListThresholdsAsync()).Single(s => s.Address == "203.0.113.10:80").Destinations[0].Numbers.Take(2).ShouldBe([10, 5]);
        (await here.ListStatisticsAsync()).Single(s => s.Address == "203.0.113.10:80").Numbers.ShouldBe([0, 0, 0, 0, 0]);
        (await here.SaveAsync()).ShouldContain("-a -t 203.0.113.10:80 -r 10.132.0.20:80 -g -w 3");
        (await there.ListAsync()).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task A_refusal_of_ipvsadm_is_seen()
    {
        await using var alone = await LabNamespace.CreateAsync();

        (await alone.Ipvsadm.TryRunAsync("-a -t 203.0.113.10:80 -r 10.132.0.20:80 -g")).Status.ShouldNotBe(0);
    }
}
