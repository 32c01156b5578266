using FailoverIp.Vrrp.Ipvs;
using FailoverIp.Vrrp.Kernel.Netlink;

namespace FailoverIp.Vrrp.Tests.Ipvs.Fakes;

/// <summary>A request as it came: the raw values of its attributes.</summary>
internal sealed record FakeRequest(
    IpvsCommand Command, Dictionary<ushort, byte[]> Top, Dictionary<ushort, byte[]>? Service, Dictionary<ushort, byte[]>? Destination, Dictionary<ushort, byte[]>? Daemon)
{
    public static FakeRequest Read(ReadOnlySpan<byte> payload, NetlinkByteOrder order)
    {
        payload[1].ShouldBe((byte)1); // the version
        var top = Attributes(payload[4..], order);
        return new((IpvsCommand)payload[0], top, Nested(top, 1, order), Nested(top, 2, order), Nested(top, 3, order));
    }

    public static Dictionary<ushort, byte[]> Attributes(ReadOnlySpan<byte> bytes, NetlinkByteOrder order)
    {
        var found = new Dictionary<ushort, byte[]>();
        var attributes = new NetlinkAttributes(bytes, order);
        while (attributes.Next())
            found.Add(attributes.Type, attributes.Value.ToArray());
        return found;
    }

    private static Dictionary<ushort, byte[]>? Nested(Dictionary<ushort, byte[]> top, ushort type, NetlinkByteOrder order) =>
        top.TryGetValue(type, out var bytes) ? Attributes(bytes, order) : null;
}

/// <summary>A service in the fake kernel's table.</summary>
internal sealed class FakeService(string key, Dictionary<ushort, byte[]> attributes)
{
    public string Key => key;

    public Dictionary<ushort, byte[]> Attributes { get; set; } = attributes;

    public List<FakeDestination> Destinations { get; } = [];
}

/// <summary>A real server in the fake kernel's table.</summary>
internal sealed class FakeDestination(string key, Dictionary<ushort, byte[]> attributes)
{
    public string Key => key;

    public Dictionary<ushort, byte[]> Attributes { get; set; } = attributes;
}
