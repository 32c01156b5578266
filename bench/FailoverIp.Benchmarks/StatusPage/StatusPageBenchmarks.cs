using System.Collections.Immutable;
using System.Globalization;
using BenchmarkDotNet.Attributes;
using FailoverIp.Node;
using FailoverIp.Vrrp;

namespace FailoverIp.Benchmarks;

/// <summary>The status page of a node with a thousand instances, each with fifty transitions behind it, and what a browser that listens is sent.</summary>
[MemoryDiagnoser]
public class StatusPageBenchmarks
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private NodeStatus _status = null!;
    private NodeStatus _oneChanged = null!;
    private PageContent _shown = null!;

    [GlobalSetup]
    public void Setup()
    {
        var instances = Enumerable.Range(1, 1000).Select(Instance).ToImmutableArray();
        _status = new() { Node = "s1", Version = "1.0.0", UptimeSeconds = 812, Instances = instances };
        _oneChanged = _status with { Instances = instances.SetItem(500, instances[500] with { State = VrrpState.Active, Reason = "the Active router is silent" }) };
        _shown = PageContent.Of(_status, Problems(_status), PageView.Everything, Now);
        Console.WriteLine($"// the page has {PageDocument.Of(_shown, Now).Length} characters, one instance in full {One().Length}, a change {Change().Length}");
    }

    [Benchmark]
    public string Page() => PageDocument.Of(PageContent.Of(_status, Problems(_status), PageView.Everything, Now), Now);

    [Benchmark]
    public string One() => PageDocument.Of(PageContent.Of(_status, Problems(_status), new("VI_500"), Now), Now);

    [Benchmark]
    public string Change() => PageMessage.Patch(_shown, PageContent.Of(_oneChanged, Problems(_oneChanged), PageView.Everything, Now));

    [Benchmark]
    public string Json() => _status.ToJson();

    private static IReadOnlyList<string> Problems(NodeStatus status) => NodeHealth.Of(status, isUp: true, []).Problems;

    private static InstanceStatus Instance(int number) => new()
    {
        Name = string.Create(CultureInfo.InvariantCulture, $"VI_{number}"), Interface = "eth1", Family = "IPv4", Version = 3, VirtualRouterId = (number % 255) + 1, State = VrrpState.Backup,
        Since = Now.AddMinutes(-number), Priority = 100, EffectivePriority = 100, ActiveRouter = "10.132.0.10", Addresses = ["10.132.0.100/32"], Epoch = 50, Sent = 0, Received = 4711,
        Discarded = Enum.GetValues<VrrpDiscardReason>().Where(r => r != VrrpDiscardReason.None).ToImmutableSortedDictionary(r => r.ToString(), _ => 0L, StringComparer.Ordinal),
        Reason = "advert of 10.132.0.10 with priority 200 is higher than 100",
        Transitions = [.. Enumerable.Range(0, 50).Select(n => new TransitionStatus(Now.AddMinutes(-number - n), VrrpState.Active, VrrpState.Backup, 50 - n, "advert of 10.132.0.10 with priority 200 is higher than 100"))],
    };
}
