using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using FailoverIp.Vrrp;

namespace FailoverIp.Node;

/// <summary>Reads an instance. Where a key is missing or of a wrong type, that is known already; a valid value in its place keeps the rest from being reported for it.</summary>
/// <param name="problems">Hears what is wrong.</param>
/// <param name="secrets">Reads files of secrets.</param>
/// <param name="tracking">Reads what is tracked.</param>
/// <param name="announcements">What counts where an instance says nothing of its own.</param>
internal sealed class InstanceReader(ProblemList problems, SecretReader secrets, TrackingReader tracking, AnnouncementOptions announcements)
{
    private static readonly string[] VmacKeys = ["VmacName", "VmacAddress", "VmacTransmitBase"];

    private readonly ValueReader _values = new(problems);
    private readonly AuthenticationReader _authentication = new(problems, secrets);

    public VirtualRouterOptions Read(string name, ConfigurationNode node)
    {
        var defaults = new VirtualRouterOptions { Name = name, Interface = "lo", VirtualRouterId = 1 };
        var router = defaults with
        {
            Interface = _values.Text(node["Interface"]) ?? defaults.Interface,
            VirtualRouterId = Number(node["VirtualRouterId"]) ?? defaults.VirtualRouterId,
            Family = _values.Text(node["Family"])?.ToLowerInvariant() switch { "ipv4" => AddressFamily.InterNetwork, "ipv6" => AddressFamily.InterNetworkV6, _ => null },
            Priority = Number(node["Priority"]) ?? defaults.Priority,
            AdvertisementInterval = _values.Time(node["AdvertisementInterval"]) ?? defaults.AdvertisementInterval,
            Preempt = _values.Boolean(node["Preempt"]) ?? defaults.Preempt,
            PreemptDelay = _values.Time(node["PreemptDelay"]) ?? defaults.PreemptDelay,
            DownTimerAdverts = _values.Integer(node["DownTimerAdverts"]) ?? defaults.DownTimerAdverts,
            LowerPriorityNoAdvert = _values.Boolean(node["LowerPriorityNoAdvert"]) ?? defaults.LowerPriorityNoAdvert,
            HigherPrioritySendAdvert = _values.Boolean(node["HigherPrioritySendAdvert"]) ?? defaults.HigherPrioritySendAdvert,
            OwnerIgnoresAdverts = _values.Boolean(node["OwnerIgnoresAdverts"]) ?? defaults.OwnerIgnoresAdverts,
            Strict = _values.Boolean(node["Strict"]) ?? defaults.Strict,
            Checksum = Enum.TryParse<VrrpChecksumKind>(_values.Text(node["Checksum"]), ignoreCase: true, out var checksum) ? checksum : defaults.Checksum,
            SourceAddress = Address(node["SourceAddress"]),
            Group = Address(node["Group"]),
            UnicastPeers = List(node["UnicastPeers"], Peer),
            UnicastTtl = _values.Integer(node["UnicastTtl"]) ?? defaults.UnicastTtl,
            CheckUnicastSource = _values.Boolean(node["CheckUnicastSource"]) ?? defaults.CheckUnicastSource,
            VirtualMac = VirtualMac(node),
            VirtualAddresses = Addresses(node, "VirtualAddresses"),
            ExcludedAddresses = Addresses(node, "ExcludedAddresses"),
            VirtualRoutes = List(node["VirtualRoutes"], VirtualRouteReader.Read),
            VirtualRules = List(node["VirtualRules"], VirtualRuleReader.Read),
            Accept = _values.Boolean(node["Accept"]) ?? _values.Boolean(node["Strict"]) is not true, // as keepalived: strict routers accept for addresses of their own only
            PromoteSecondaries = _values.Boolean(node["PromoteSecondaries"]) ?? defaults.PromoteSecondaries,
            Announcements = GarpReader.Read(node["Garp"], announcements, _values),
            TrackInterface = _values.Boolean(node["TrackInterface"]) ?? defaults.TrackInterface,
            TrackedInterfaces = tracking.Interfaces(node),
            TrackedHealth = tracking.Health(node),
            InterfaceUpDelay = _values.Time(node["InterfaceUpDelay"]) ?? defaults.InterfaceUpDelay,
            InterfaceDownDelay = _values.Time(node["InterfaceDownDelay"]) ?? defaults.InterfaceDownDelay,
        };
        router = _authentication.Read(router, node["Authentication"]);
        return router with { Version = Version(node, router) };
    }

    /// <summary>Over IPv6 there is only version 3: it need not be said.</summary>
    private static VrrpVersion Version(ConfigurationNode node, VirtualRouterOptions router) => Number(node["Version"]) switch
    {
        3 => VrrpVersion.V3,
        null when router.AdvertFamily == AddressFamily.InterNetworkV6 => VrrpVersion.V3,
        _ => VrrpVersion.V2,
    };

    private VirtualMacOptions? VirtualMac(ConfigurationNode node)
    {
        var (isMacvlan, isIpvlan) = (_values.Boolean(node["UseVmac"]) == true, _values.Boolean(node["UseIpvlan"]) == true);
        if (isMacvlan && isIpvlan)
            problems.Add(node["UseIpvlan"]!, "goes without UseVmac: an interface is a macvlan or an ipvlan");
        if (!isMacvlan && !isIpvlan)
        {
            foreach (var key in VmacKeys.Where(k => node[k] is { } n && !string.Equals(n.Text, "false", StringComparison.OrdinalIgnoreCase)))
                problems.Add(node[key]!, "has no meaning without UseVmac or UseIpvlan", isWarning: true);
            return null;
        }
        return new()
        {
            Kind = isIpvlan ? VirtualLinkKind.Ipvlan : VirtualLinkKind.Macvlan,
            Name = _values.Text(node["VmacName"]),
            Address = _values.Text(node["VmacAddress"]) is { } mac && PhysicalAddress.TryParse(mac, out var address) ? address : null,
            TransmitOnBase = _values.Boolean(node["VmacTransmitBase"]) ?? false,
        };
    }

    private ImmutableArray<VirtualAddress> Addresses(ConfigurationNode node, string key)
    {
        var addresses = List(node[key], VirtualAddressReader.Read);
        return _values.Boolean(node["UseVmacAddr"]) is true ? [.. addresses.Select(a => a with { OnVirtualMac = a.OnVirtualMac || a.Interface is not null })] : addresses;
    }

    private UnicastPeer Peer(ConfigurationNode node) => node.Text is { } text
        ? new(NetworkWords.Address(text.Trim()))
        : new(NetworkWords.Address(_values.Text(node["Address"]) ?? ""), _values.Integer(node["MinTtl"]), _values.Integer(node["MaxTtl"]));

    private IPAddress? Address(ConfigurationNode? node)
    {
        if (_values.Text(node) is not { } text)
            return null;
        try
        {
            return NetworkWords.Address(text);
        }
        catch (FormatException e)
        {
            problems.Add(node!, e.Message);
            return null;
        }
    }

    private ImmutableArray<T> List<T>(ConfigurationNode? list, Func<ConfigurationNode, T> read)
    {
        var items = ImmutableArray.CreateBuilder<T>();
        foreach (var (_, node) in list?.Children ?? [])
        {
            if (problems.HasErrorAt(node))
                continue;
            try
            {
                items.Add(read(node));
            }
            catch (FormatException e)
            {
                problems.Add(node, e.Message);
            }
        }
        return items.ToImmutable();
    }

    /// <summary>A number also where it is out of range: the value then shows in what depends on it.</summary>
    private static int? Number(ConfigurationNode? node) => int.TryParse(node?.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
