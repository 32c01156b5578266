using System.Net;
using FailoverIp.Lvs;
using FailoverIp.Simulation;
using FailoverIp.Vrrp.Ipvs;
using Microsoft.Extensions.Logging.Abstractions;

// The engine with the real servers of a file (ADDRESS:PORT a line), each asked for / once a second, until it is ended. The kernel's table is a simulated
// one: what is measured are the checks.
var timing = new CheckTiming { DelayLoop = TimeSpan.FromSeconds(1), ConnectTimeout = TimeSpan.FromSeconds(3) };
var check = new HttpCheckOptions { Urls = [new() { StatusCodes = [200] }] };
var service = new VirtualServerOptions
{
    Name = "bench",
    Key = IpvsServiceKey.Of(IpvsProtocol.Tcp, new(IPAddress.Parse("10.9.9.9"), 80)),
    Scheduler = "rr",
    Timing = timing,
    RealServers = [.. File.ReadLines(args[0]).Select(line => new RealServerOptions { Address = IPEndPoint.Parse(line), Checks = [check] })],
};
using var probes = new CheckProbeFactory { AnswersOnThreadPool = false };
await using var engine = new LvsEngine(new SimulatedIpvs(), probes, TimeProvider.System, NullLoggerFactory.Instance);
await engine.StartAsync([service]);
Console.WriteLine($"checking {service.RealServers.Length} real servers");
await Task.Delay(Timeout.Infinite);
