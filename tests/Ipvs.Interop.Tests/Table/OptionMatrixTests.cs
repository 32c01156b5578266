using FailoverIp.IpvsInterop.Lab;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.IpvsInterop.Table;

/// <summary>Ours writes, ipvsadm reads, and the other way round, for everything that can be set.</summary>
public sealed class OptionMatrixTests
{
    [SkippableFact]
    public async Task What_we_write_ipvsadm_saves_as_its_own_lines()
    {
        await using var here = await IpvsNamespace.CreateAsync();
        foreach (var (server, _) in OptionMatrix.All)
        {
            here.Client.AddService(server.Service);
            foreach (var destination in server.Destinations)
                here.Client.AddDestination(server.Service.Key, destination);
        }

        (await here.Ipvsadm.SaveAsync()).ShouldBe(OptionMatrix.All.SelectMany(c => c.Lines), ignoreOrder: true);
        OptionMatrix.All.SelectMany(c => IpvsadmText.Lines(c.Server)).ShouldBe(OptionMatrix.All.SelectMany(c => c.Lines));
    }

    [SkippableFact]
    public async Task What_ipvsadm_restores_we_read()
    {
        await using var here = await IpvsNamespace.CreateAsync();
        await here.Ipvsadm.RestoreAsync(OptionMatrix.All.SelectMany(c => c.Lines));

        var read = here.Read();

        var expected = OptionMatrix.All.Select(c => c.Server).OrderBy(s => s.Service.Key.ToString(), StringComparer.Ordinal).ToArray();
        read.Select(s => s.Service).ShouldBe(expected.Select(s => s.Service));
        for (var i = 0; i < read.Length; i++)
            read[i].Destinations.ShouldBe(expected[i].Destinations.OrderBy(d => d.Address.ToString(), StringComparer.Ordinal));
        foreach (var server in expected)
            (here.Client.GetService(server.Service.Key)!.Service with { Flags = server.Service.Flags }).ShouldBe(server.Service);
    }

    [SkippableFact]
    public async Task What_we_reconcile_is_listed_by_ipvsadm()
    {
        await using var here = await IpvsNamespace.CreateAsync();
        var reconciler = new IpvsReconciler(here.Client, new IpvsMemoryManagedSet());
        var desired = OptionMatrix.All.Select(c => c.Server).ToArray();

        var result = reconciler.Reconcile(desired);

        result.Problems.ShouldBeEmpty();
        result.Writes.ShouldBe(desired.Sum(d => 1 + d.Destinations.Length));
        reconciler.Reconcile(desired, reread: true).Writes.ShouldBe(0);
        (await here.Ipvsadm.SaveAsync()).ShouldBe(OptionMatrix.All.SelectMany(c => c.Lines), ignoreOrder: true);
        var listed = IpvsadmList.Parse(await here.Ipvsadm.RunAsync("-Ln --sort"));
        listed.Count.ShouldBe(desired.Length);
        var web = listed.Single(s => s.Address == "203.0.113.10:80");
        web.Destinations.Select(d => (d.Address, d.Forward, d.Weight)).ShouldBe(
            [
                ("10.0.0.2:8080", "Masq", 1), ("10.0.0.3:80", "Route", 0), ("10.0.0.4:80", "Tunnel", 65535), ("10.0.0.5:80", "Tunnel", 1), ("10.0.0.6:80", "Tunnel", 1),
                ("10.0.0.7:80", "Tunnel", 1), ("10.0.0.8:80", "Tunnel", 1), ("10.0.0.9:80", "Tunnel", 1), ("[fd00::2]:80", "Tunnel", 1),
            ],
            ignoreOrder: true);
        listed.Single(s => s.Address == "203.0.113.20:3002").Flags.ShouldBe("rr persistent 360 mask 255.255.255.0");

        reconciler.RemoveAll().Writes.ShouldBe(desired.Length);
        (await here.Ipvsadm.SaveAsync()).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task Everything_can_be_changed_into_everything_else()
    {
        await using var here = await IpvsNamespace.CreateAsync();
        var key = IpvsServiceKey.Of(IpvsProtocol.Udp, System.Net.IPEndPoint.Parse("203.0.113.20:53"));
        var services = OptionMatrix.All.Select(c => c.Server.Service).Where(s => s.Key is { Protocol: IpvsProtocol.Udp, Family: System.Net.Sockets.AddressFamily.InterNetwork }).Select(s => s with { Key = key }).ToArray();
        var real = new IpvsDestination { Address = System.Net.IPEndPoint.Parse("10.0.0.5:53") };
        var destinations = OptionMatrix.All.SelectMany(c => c.Server.Destinations).Where(d => d.Forwarding != IpvsForwarding.Masquerade).Select(d => d with { Address = real.Address })
            .Append(real with { UpperThreshold = 9, LowerThreshold = 3 }).ToArray();
        var reconciler = new IpvsReconciler(here.Client, new IpvsMemoryManagedSet());
        reconciler.Reconcile([new(services[^1], [destinations[^1]])]);

        for (var i = 0; i < Math.Max(services.Length, destinations.Length); i++)
        {
            var desired = new IpvsVirtualServer(services[i % services.Length], [destinations[i % destinations.Length]]);
            reconciler.Reconcile([desired]).Problems.ShouldBeEmpty();

            var read = here.Read().ShouldHaveSingleItem();
            read.Service.ShouldBe(desired.Service);
            IpvsadmText.Lines(read).ShouldBe(await here.Ipvsadm.SaveAsync());
            read.Destinations.ShouldHaveSingleItem().ShouldBe(desired.Destinations[0] with { Tunnel = desired.Destinations[0].Tunnel == new IpvsTunnel() ? null : desired.Destinations[0].Tunnel });
        }
    }

    [SkippableFact]
    public async Task Thresholds_and_the_largest_weight_are_there_and_back()
    {
        await using var here = await IpvsNamespace.CreateAsync();
        var service = OptionMatrix.All[0].Server.Service;
        var ours = new IpvsDestination { Address = System.Net.IPEndPoint.Parse("10.0.0.2:80"), Weight = int.MaxValue, UpperThreshold = 100, LowerThreshold = 50 };
        here.Client.AddService(service);
        here.Client.AddDestination(service.Key, ours);
        await here.Ipvsadm.RunAsync($"-a {IpvsadmText.Key(service.Key)} -r 10.0.0.3:80 -m -x 10 -y 5");

        var listed = (await here.Ipvsadm.ListThresholdsAsync()).ShouldHaveSingleItem().Destinations;

        listed.Single(d => d.Address == "10.0.0.2:80").Numbers.Take(2).ShouldBe([100, 50]);
        (await here.Ipvsadm.ListAsync())[0].Destinations.Single(d => d.Address == "10.0.0.2:80").Weight.ShouldBe(int.MaxValue);
        here.Read().ShouldHaveSingleItem().Destinations.ShouldBe([ours, new() { Address = System.Net.IPEndPoint.Parse("10.0.0.3:80"), UpperThreshold = 10, LowerThreshold = 5 }]);
    }
}
