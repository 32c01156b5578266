using FailoverIp.Interop.Lab;
using FailoverIp.IpvsInterop.Lab;
using FailoverIp.IpvsInterop.Table;
using FailoverIp.Lvs;
using FailoverIp.Vrrp.Ipvs;
using Microsoft.Extensions.Logging.Abstractions;

namespace FailoverIp.IpvsInterop.Lvs;

/// <summary>The engine with real probes and the kernel's table, beside keepalived with the same virtual servers: the same faults, the same table.</summary>
public sealed class BesideKeepalivedTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_same_faults_make_the_same_table(int seed)
    {
        var random = new Random(seed);
        var services = new RandomServices(random, 16);
        await using var here = await IpvsNamespace.CreateAsync();
        using var doors = new Doors(here.Lab);
        foreach (var port in services.Ports.SelectMany(p => p))
            await doors.OpenAsync(port);
        await using var keepalived = await KeepalivedServices.StartAsync(here.Lab, services.Options);
        using var probes = await ProbesOf(here.Lab);
        await using var engine = new LvsEngine(new IpvsReconciler(here.Client, new IpvsMemoryManagedSet()), probes, TimeProvider.System, NullLoggerFactory.Instance);
        await engine.StartAsync(services.Options);

        var words = services.Options.Where(o => o.Alpha).Sum(o => o.RealServers.Sum(r => r.Checks.Length));
        for (var step = 0; step < 8; step++)
        {
            await SettledAsync(services, doors, engine, keepalived, words);
            await Until.TrueAsync(async () => Differences(services, await here.Ipvsadm.ListAsync()).Length == 0, Patience,
                () => $"seed {seed}, step {step}: {string.Join('\n', Differences(services, here.Ipvsadm.ListAsync().GetAwaiter().GetResult()))}\n{string.Join('\n', keepalived.Lines.TakeLast(20))}");
            engine.GetStatus().VirtualServers.ShouldAllBe(s => s.Problem == null);
            // One fault for each service: with more at once, the order in which they are found would decide.
            foreach (var ports in services.Ports)
                await doors.TurnAsync(ports[random.Next(ports.Count)]);
            words += services.Ports.Count;
        }

        await engine.StopAsync();
        (await here.Ipvsadm.ListAsync()).ShouldAllBe(s => s.Address.StartsWith("10.0."));
    }

    // Threads begin in the namespace of the thread that starts them, and the probes' one is started with the first probe.
    private static Task<CheckProbeFactory> ProbesOf(LabNamespace lab) => lab.RunAsync(() =>
    {
        var factory = new CheckProbeFactory { AnswersOnThreadPool = false };
        var timing = new EffectiveCheckTiming(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), 0, TimeSpan.Zero, TimeSpan.Zero);
        factory.Create(new TcpCheckOptions(), new(System.Net.IPAddress.Loopback, RandomServices.FirstPort), timing);
        return factory;
    });

    /// <summary>Waits until both sides know what is open: the table alone may look the same before and after. keepalived writes a line for each check that turns.</summary>
    private static Task SettledAsync(RandomServices services, Doors doors, LvsEngine engine, LabProcess keepalived, int words) => Until.TrueAsync(
        () => Task.FromResult(keepalived.Lines.Count(IsWord) >= words && engine.GetStatus().VirtualServers.Zip(services.Options).All(pair => pair.First.RealServers.Zip(pair.Second.RealServers).All(
            r => (r.First.State == RealServerCondition.Up) == r.Second.Checks.All(c => doors.IsOpen(c.ConnectPort!.Value))))),
        Patience, () => $"keepalived has told {keepalived.Lines.Count(IsWord)} of {words} changes; {string.Join('\n', keepalived.Lines.TakeLast(20))}");

    private static bool IsWord(string line) =>
        (line.Contains("TCP connection to ", StringComparison.Ordinal) && line.EndsWith("success.", StringComparison.Ordinal))
        || (line.Contains("TCP_CHECK on service ", StringComparison.Ordinal) && line.Contains("failed", StringComparison.Ordinal));

    private static string[] Differences(RandomServices services, IReadOnlyList<ListedService> table)
    {
        var listed = table.ToDictionary(s => s.Address, s => string.Join(", ", s.Destinations.Select(d => $"{d.Address} {d.Forward} {d.Weight}").Order(StringComparer.Ordinal)));
        return [.. from service in services.Options
                   let theirs = listed.GetValueOrDefault($"{KeepalivedServices.Address(service)}:80", "nothing")
                   let ours = listed.GetValueOrDefault(service.Key.Address!.ToString(), "nothing")
                   where theirs != ours
                   select $"{service}: keepalived has {theirs}; ours has {ours}"];
    }
}
