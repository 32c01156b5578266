// The engine alone, for what only the process itself can tell: `PRIORITY ROUTERS INTERVAL-IN-MS SECONDS` runs it on the interfaces s0, s1, …, and prints what was
// allocated and collected meanwhile as one line of JSON; `empty` is a .NET process that does nothing.
using System.Globalization;
using System.Net;
using FailoverIp.Vrrp;

const int PerNetwork = 250;

if (args is ["empty"])
{
    Console.WriteLine("empty");
    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
    return;
}

var (priority, count, interval, seconds) = (Number(0), Number(1), Number(2), double.Parse(args[3], CultureInfo.InvariantCulture));
var options = new VrrpEngineOptions
{
    Routers =
    [
        .. Enumerable.Range(0, count).Select(i => new VirtualRouterOptions
        {
            Name = $"V{i}",
            Interface = $"s{i / PerNetwork}",
            VirtualRouterId = (i % PerNetwork) + 1,
            Priority = priority,
            Version = VrrpVersion.V3,
            AdvertisementInterval = TimeSpan.FromMilliseconds(interval),
            VirtualAddresses = [new(new IPAddress([10, (byte)(192 + (i / 62500)), (byte)(i / 250 % 250), (byte)((i % 250) + 1)]), 32)],
        }),
    ],
};

await using var engine = new VrrpEngine();
await engine.StartAsync(options, CancellationToken.None);
Console.WriteLine("started");
await Task.Delay(TimeSpan.FromSeconds(15), TimeProvider.System); // roles are found, code is compiled, announcements are repeated

// The status is read before the first figures and after the last: what it allocates itself is not between them.
var (sentBefore, receivedBefore) = Adverts();
var before = Memory();
Console.WriteLine("measuring");
await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
var after = Memory();
var (sent, received) = Adverts();
Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $$"""{"sent":{{sent - sentBefore}},"received":{{received - receivedBefore}},"gen0":{{after.Gen0 - before.Gen0}},"gen1":{{after.Gen1 - before.Gen1}},"gen2":{{after.Gen2 - before.Gen2}},"allocated":{{after.Allocated - before.Allocated}}}"""));

// Whoever measures says when both are done: until then the one goes on, or the other would take over.
Console.ReadLine();
await engine.StopAsync(CancellationToken.None);

int Number(int index) => int.Parse(args[index], CultureInfo.InvariantCulture);

(long Sent, long Received) Adverts() => engine.GetStatus().Aggregate((0L, 0L), (sum, router) => (sum.Item1 + router.Sent, sum.Item2 + router.Received));

static (int Gen0, int Gen1, int Gen2, long Allocated) Memory() =>
    (GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2), GC.GetTotalAllocatedBytes(precise: true));
