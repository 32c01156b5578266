using System.Globalization;
using System.Net.NetworkInformation;
using FailoverIp.Lvs.Misc;

namespace FailoverIp.Node;

/// <summary>The machine that this process runs on.</summary>
internal sealed class ConfMachine : IConfMachine
{
    private readonly Lazy<Dictionary<string, ConfInterface>> _interfaces = new(ReadInterfaces);

    public ConfInterface? FindInterface(string name) => _interfaces.Value.GetValueOrDefault(name);

    public bool HasUser(string name) => Identity.HasUser(name);

    public bool HasGroup(string name) => Identity.FindGroup(name) is not null;

    public bool IsInNamespace(string name)
    {
        // A file below /run/netns is a namespace itself; those in /proc lead to one.
        return ConfNative.AreSame(name.Length == 0 ? "/proc/1/ns/net" : Path.Combine("/run/netns", name), "/proc/self/ns/net");
    }

    public bool IsRootsAlone(string path) => ConfNative.IsRootsAlone(path);

    private static Dictionary<string, ConfInterface> ReadInterfaces()
    {
        var found = new Dictionary<string, ConfInterface>(StringComparer.Ordinal);
        foreach (var i in NetworkInterface.GetAllNetworkInterfaces())
        {
            found[i.Name] = new(i.Name)
            {
                IsLoopback = i.NetworkInterfaceType == NetworkInterfaceType.Loopback,
                IsMulticast = i.SupportsMulticast,
                IsEthernet = Number($"/sys/class/net/{i.Name}/type") is 1 or null,
                Mtu = Number($"/sys/class/net/{i.Name}/mtu") ?? 1500,
                Kind = Kind(i.Name),
            };
        }
        return found;
    }

    private static int? Number(string path)
    {
        try
        {
            return int.TryParse(File.ReadAllText(path), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The kind as the kernel tells it in the file uevent: macvlan, ipvlan, vlan, bridge, …</summary>
    private static string? Kind(string name)
    {
        try
        {
            return File.ReadLines($"/sys/class/net/{name}/uevent").Where(l => l.StartsWith("DEVTYPE=", StringComparison.Ordinal)).Select(l => l[8..]).FirstOrDefault();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
