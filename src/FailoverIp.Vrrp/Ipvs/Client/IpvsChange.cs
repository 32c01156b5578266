using FailoverIp.Vrrp.Kernel.Netlink;

namespace FailoverIp.Vrrp.Ipvs;

/// <summary>One request that changes the table.</summary>
/// <param name="Command">What is to be done.</param>
/// <param name="Key">The service it is about.</param>
/// <param name="Service">All of the service, for the commands that need it.</param>
/// <param name="Destination">The real server, for the commands about one.</param>
internal readonly record struct IpvsChange(IpvsCommand Command, IpvsServiceKey Key, IpvsService? Service = null, IpvsDestination? Destination = null)
{
    public static IpvsChange Add(IpvsService service) => new(IpvsCommand.NewService, service.Key, service);

    public static IpvsChange Set(IpvsService service) => new(IpvsCommand.SetService, service.Key, service);

    public static IpvsChange Delete(IpvsServiceKey key) => new(IpvsCommand.DeleteService, key);

    public static IpvsChange Add(IpvsServiceKey key, IpvsDestination destination) => new(IpvsCommand.NewDestination, key, Destination: destination);

    public static IpvsChange Set(IpvsServiceKey key, IpvsDestination destination) => new(IpvsCommand.SetDestination, key, Destination: destination);

    public static IpvsChange Delete(IpvsServiceKey key, IpvsDestination destination) => new(IpvsCommand.DeleteDestination, key, Destination: destination);

    public void Write(ref NetlinkWriter writer)
    {
        if (Service is { } service)
            IpvsWriter.Service(ref writer, service);
        else
            IpvsWriter.Service(ref writer, Key);
        if (Destination is { } destination)
            IpvsWriter.Destination(ref writer, destination, whole: Command != IpvsCommand.DeleteDestination);
    }
}
