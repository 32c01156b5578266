namespace FailoverIp.ProfitBricks;

/// <summary>Which NIC, of which server, in which data center. UUIDs are compared as values; texts of others never get into a path.</summary>
internal readonly record struct NicId(Guid Datacenter, Guid Server, Guid Nic)
{
    public string Path => $"datacenters/{Datacenter}/servers/{Server}/nics/{Nic}";

    /// <summary>The NIC that a target names, in the data center of the account's options.</summary>
    /// <exception cref="FailoverIpException">A part is missing or not a UUID (<see cref="FailoverErrorKind.Configuration"/>).</exception>
    public static NicId Of(RouteTarget target, Guid datacenter) => new(datacenter, Uuid(target, "Server"), Uuid(target, "Nic"));

    /// <summary>The NIC that uses an address of a block; null where it is none, or cannot be read.</summary>
    public static NicId? Of(IpConsumer consumer) =>
        Guid.TryParse(consumer.DatacenterId, out var datacenter) && Guid.TryParse(consumer.ServerId, out var server) && Guid.TryParse(consumer.NicId, out var nic)
            ? new NicId(datacenter, server, nic)
            : null;

    /// <summary>A NIC that a LAN lists: the server is told only by the address of the resource (<c>…/servers/UUID/nics/UUID</c>).</summary>
    public static NicId? Of(Nic listed, Guid datacenter)
    {
        var parts = listed.Href?.Split('/') ?? [];
        var at = Array.LastIndexOf(parts, "servers");
        return at >= 0 && at + 1 < parts.Length && Guid.TryParse(parts[at + 1], out var server) && Guid.TryParse(listed.Id, out var nic) ? new NicId(datacenter, server, nic) : null;
    }

    /// <summary>The provider's own word for an owner: <c>SERVER/NIC</c>.</summary>
    public override string ToString() => $"{Server}/{Nic}";

    private static Guid Uuid(RouteTarget target, string name) =>
        Guid.TryParse(target.Require(name), out var id) ? id : throw new FailoverIpException(FailoverErrorKind.Configuration, $"Target.{name} '{OneLine.Of(target[name])}' is not a UUID");
}
