using System.Net;
using System.Net.Sockets;
using BenchmarkDotNet.Attributes;
using FailoverIp.Vrrp.Ipvs;
using FailoverIp.Vrrp.Kernel.Netlink;

namespace FailoverIp.Benchmarks.Ipvs;

/// <summary>Netlink messages of IPVS in and out. The goal: 0 bytes allocated per attribute read.</summary>
[MemoryDiagnoser]
public class NetlinkBenchmarks
{
    private readonly IpvsService _service = new()
    {
        Key = IpvsServiceKey.Of(IpvsProtocol.Tcp, IPEndPoint.Parse("203.0.113.10:80")), Flags = IpvsServiceFlags.Persistent, Timeout = TimeSpan.FromSeconds(50),
    };

    private readonly IpvsDestination _destination = new() { Address = IPEndPoint.Parse("10.0.0.2:80"), Weight = 5 };
    private readonly byte[] _buffer = new byte[1024];
    private byte[] _readService = [];
    private byte[] _readDestination = [];

    /// <summary>Writes what is read, with the counters that the kernel adds.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var service = Begin();
        IpvsWriter.Service(ref service, _service);
        _readService = Counted(service, 12);
        var destination = Begin();
        IpvsWriter.Destination(ref destination, _destination, whole: true);
        _readDestination = Counted(destination, 12);
    }

    /// <summary>A walk over the attributes of a service: the one that holds the others, and those.</summary>
    [Benchmark]
    public int ReadAttributes()
    {
        var count = 0;
        var outer = new NetlinkAttributes(_readService.AsSpan(4));
        while (outer.Next())
        {
            var inner = new NetlinkAttributes(outer.Value);
            while (inner.Next())
                count += inner.TryUInt32(out _) ? 1 : 0;
        }
        return count;
    }

    /// <summary>A service with its counters.</summary>
    [Benchmark]
    public ulong ReadService() =>
        IpvsServiceMessage.TryRead(_readService, default, out var message) ? message.Timeout + message.Statistics.Connections : throw new InvalidOperationException();

    /// <summary>A real server.</summary>
    [Benchmark]
    public uint ReadDestination() =>
        IpvsDestinationMessage.TryRead(_readDestination, AddressFamily.InterNetwork, default, out var message) ? message.Weight : throw new InvalidOperationException();

    /// <summary>The request that adds a service.</summary>
    [Benchmark]
    public int WriteService()
    {
        var writer = new NetlinkWriter(_buffer, 30, 5, 1);
        writer.Fixed(0U);
        IpvsWriter.Service(ref writer, _service);
        return writer.Finish().Length;
    }

    /// <summary>The request that adds a real server.</summary>
    [Benchmark]
    public int WriteDestination()
    {
        var writer = new NetlinkWriter(_buffer, 30, 5, 1);
        writer.Fixed(0U);
        IpvsWriter.Service(ref writer, _service.Key);
        IpvsWriter.Destination(ref writer, _destination, whole: true);
        return writer.Finish().Length;
    }

    private NetlinkWriter Begin()
    {
        var writer = new NetlinkWriter(_buffer, 30, 0, 1);
        writer.Fixed(0U);
        return writer;
    }

    // The service or real server again, with counters within.
    private static byte[] Counted(NetlinkWriter written, ushort counters)
    {
        var attributes = new NetlinkAttributes(written.Finish()[20..]);
        attributes.Next();
        var writer = new NetlinkWriter(new byte[1024], 30, 0, 1);
        writer.Fixed(0U);
        var outer = writer.BeginNested(attributes.Type);
        var inner = new NetlinkAttributes(attributes.Value);
        while (inner.Next())
            writer.Attribute(inner.Type, inner.Value);
        var nested = writer.BeginNested(counters);
        for (ushort i = 1; i <= 10; i++)
            writer.Attribute(i, (ulong)i);
        writer.EndNested(nested);
        writer.EndNested(outer);
        return writer.Finish()[16..].ToArray();
    }
}
