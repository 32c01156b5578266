using BenchmarkDotNet.Attributes;
using FailoverIp.Vrrp;

namespace FailoverIp.Benchmarks.Protocol;

/// <summary>One advert in, one advert out. The goal: 0 bytes allocated and at most 50 ns for each.</summary>
[MemoryDiagnoser]
public class AdvertisementBenchmarks
{
    private static readonly UInt128 Source6 = new(0xfe80_0000_0000_0000, 0xc8);
    private static readonly UInt128 Group6 = new(0xff02_0000_0000_0000, 0x12);
    private const uint Source = 0xC0000201;
    private const uint Group = 0xE0000012;

    private readonly VrrpPassword _password = new("s3cret12");
    private readonly byte[] _address = [192, 0, 2, 101];
    private readonly byte[] _address6 = [0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
    private readonly byte[] _buffer = new byte[128];
    private readonly byte[] _v2 = new byte[20];
    private readonly byte[] _v3 = new byte[12];
    private readonly byte[] _v3MessageOnly = new byte[12];
    private readonly byte[] _v3IPv6 = new byte[24];
    private readonly byte[] _v3Full = new byte[8 + (255 * 4)];
    private readonly byte[] _packet = new byte[40];
    private byte _priority;

    /// <summary>Writes what is read.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var context = VrrpPacketContext.ForIPv4(Source, Group, 255);
        VrrpAdvertisementWriter.WriteV2(_v2, 10, 200, 1, _address, _password);
        VrrpAdvertisementWriter.WriteV3(_v3, 10, 200, 100, _address, in context);
        VrrpAdvertisementWriter.WriteV3(_v3MessageOnly, 10, 200, 100, _address, in context, VrrpChecksumKind.MessageOnly);
        VrrpAdvertisementWriter.WriteV3(_v3IPv6, 10, 200, 100, _address6, VrrpPacketContext.ForIPv6(Source6, Group6, 255));
        VrrpAdvertisementWriter.WriteV3(_v3Full, 10, 200, 100, new byte[255 * 4], in context);
        IPv4Header.Write(_packet, Source, Group, 1, 20);
        _v2.CopyTo(_packet.AsSpan(20));
    }

    /// <summary>A VRRPv2 message with a password.</summary>
    [Benchmark]
    public int ReadV2() => Read(_v2, VrrpPacketContext.ForIPv4(Source, Group, 255));

    /// <summary>The same from its IPv4 header on, as a raw socket delivers it.</summary>
    [Benchmark]
    public int ReadV2Packet() => IPv4Packet.TryRead(_packet, out var packet, out _) ? Read(packet.Payload, packet.Context) : throw new InvalidOperationException();

    /// <summary>VRRPv3 over IPv4, checksum with pseudo-header.</summary>
    [Benchmark]
    public int ReadV3() => Read(_v3, VrrpPacketContext.ForIPv4(Source, Group, 255));

    /// <summary>VRRPv3 over IPv4, checksum over the message.</summary>
    [Benchmark]
    public int ReadV3MessageOnly() => Read(_v3MessageOnly, VrrpPacketContext.ForIPv4(Source, Group, 255));

    /// <summary>VRRPv3 over IPv6.</summary>
    [Benchmark]
    public int ReadV3IPv6() => Read(_v3IPv6, VrrpPacketContext.ForIPv6(Source6, Group6, 255));

    /// <summary>VRRPv3 over IPv4 with 255 addresses.</summary>
    [Benchmark]
    public int ReadV3With255Addresses() => Read(_v3Full, VrrpPacketContext.ForIPv4(Source, Group, 255));

    /// <summary>A VRRPv2 message with a password.</summary>
    [Benchmark]
    public int WriteV2() => VrrpAdvertisementWriter.WriteV2(_buffer, 10, 200, 1, _address, _password);

    /// <summary>VRRPv3 over IPv4, checksum with pseudo-header.</summary>
    [Benchmark]
    public int WriteV3() => VrrpAdvertisementWriter.WriteV3(_buffer, 10, 200, 100, _address, VrrpPacketContext.ForIPv4(Source, Group, 255));

    /// <summary>VRRPv3 over IPv6.</summary>
    [Benchmark]
    public int WriteV3IPv6() => VrrpAdvertisementWriter.WriteV3(_buffer, 10, 200, 100, _address6, VrrpPacketContext.ForIPv6(Source6, Group6, 255));

    /// <summary>The IPv4 header.</summary>
    [Benchmark]
    public int WriteIPv4Header() => IPv4Header.Write(_buffer, Source, Group, 1, 20);

    /// <summary>Another priority in a message that is there.</summary>
    [Benchmark]
    public void SetPriority() => VrrpAdvertisementWriter.SetPriority(_v3MessageOnly, ++_priority);

    /// <summary>The Internet checksum over 20 bytes.</summary>
    [Benchmark]
    public int Checksum20() => InternetChecksum.Sum(_v2);

    /// <summary>The Internet checksum over 1028 bytes.</summary>
    [Benchmark]
    public int Checksum1028() => InternetChecksum.Sum(_v3Full);

    private static int Read(ReadOnlySpan<byte> message, in VrrpPacketContext context) =>
        VrrpAdvertisement.TryRead(message, in context, out var advert, out _) ? advert.Priority + advert.VirtualRouterId : throw new InvalidOperationException("not valid");
}
