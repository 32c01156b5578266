using System.Net;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Lvs.Tests;

/// <summary>Virtual servers to begin with.</summary>
internal static class Samples
{
    public static readonly IPEndPoint Sorry = IPEndPoint.Parse("10.0.0.99:80");

    public static IPEndPoint Real(int number) => new(IPAddress.Parse($"10.0.0.{number}"), 80);

    public static RealServerOptions Server(int number, int weight = 1, params CheckOptions[] checks) => new()
    {
        Address = Real(number), Weight = weight, Checks = checks.Length == 0 ? [new SampleCheck("a")] : [.. checks],
    };

    public static VirtualServerOptions Service(params RealServerOptions[] servers) => new()
    {
        Name = "web", Key = IpvsServiceKey.Of(IpvsProtocol.Tcp, IPEndPoint.Parse("203.0.113.10:80")), Scheduler = "rr", RealServers = [.. servers],
    };

    public static VirtualServerOptions Service(string name, int port, params RealServerOptions[] servers) => Service(servers) with
    {
        Name = name, Key = IpvsServiceKey.Of(IpvsProtocol.Tcp, new(IPAddress.Parse("203.0.113.10"), port)),
    };
}

/// <summary>A check that tests answer by hand. Its name alone tells it from others.</summary>
internal sealed record SampleCheck(string Name) : CheckOptions
{
    public bool Weighs { get; init; }

    public override string Kind => "Sample";

    public override bool GivesWeight => Weighs;
}
