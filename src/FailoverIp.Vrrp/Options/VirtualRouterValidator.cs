using System.Net;
using System.Net.Sockets;

namespace FailoverIp.Vrrp;

/// <summary>Checks the options of one virtual router: ranges of RFC 9568 and RFC 3768, and what the engine can do.</summary>
internal static class VirtualRouterValidator
{
    private const int MaxInterfaceName = 15; // IFNAMSIZ less its terminating zero

    public static IReadOnlyList<VrrpOptionProblem> Validate(VirtualRouterOptions o)
    {
        var problems = new List<VrrpOptionProblem>();
        void Error(string option, string message) => problems.Add(new(option, message));
        void ErrorAt(string option, int index, string message) => problems.Add(new(option, message) { Index = index });
        void Warn(string option, string message) => problems.Add(new(option, message, IsWarning: true));

        if (!ShapeChecks.Check(o, Error))
            return problems;
        if (string.IsNullOrWhiteSpace(o.Name))
            Error(nameof(o.Name), "is empty");
        if (!IsInterfaceName(o.Interface))
            Error(nameof(o.Interface), $"'{o.Interface}' is not an interface name (1 to {MaxInterfaceName} characters, no '/' and no white space)");
        if (o.VirtualRouterId is < 1 or > 255)
            Error(nameof(o.VirtualRouterId), $"{o.VirtualRouterId} is not between 1 and 255");
        if (o.Priority is < 1 or > 255)
            Error(nameof(o.Priority), $"{o.Priority} is not between 1 and 255");
        CheckInterval(o, Error);
        CheckAddresses(o, Error, ErrorAt);
        ElectionChecks.Check(o, Error, Warn);
        WireChecks.Check(o, Error, ErrorAt, Warn);
        if (o.Priority == 255 && !o.Preempt)
            Warn(nameof(o.Preempt), "a priority of 255 (the address owner) always preempts; Preempt is ignored");
        KernelChecks.Check(o, Error, ErrorAt, Warn);
        return problems;
    }

    private static void CheckInterval(VirtualRouterOptions o, Action<string, string> error)
    {
        var interval = o.AdvertisementInterval;
        if (o.Version == VrrpVersion.V2)
        {
            if (interval.Ticks % TimeSpan.TicksPerSecond != 0 || interval < TimeSpan.FromSeconds(1) || interval > TimeSpan.FromSeconds(255))
                error(nameof(o.AdvertisementInterval), $"{interval} is not a whole number of seconds between 1 and 255 (VRRPv2)");
        }
        else if (o.Version == VrrpVersion.V3)
        {
            if (interval.Ticks % (10 * TimeSpan.TicksPerMillisecond) != 0 || interval < TimeSpan.FromMilliseconds(10) || interval > TimeSpan.FromMilliseconds(40950))
                error(nameof(o.AdvertisementInterval), $"{interval} is not a multiple of 10 ms between 10 ms and 40.95 s (VRRPv3)");
        }
        else
        {
            error(nameof(o.Version), $"{(int)o.Version} is not 2 or 3");
        }
    }

    private static void CheckAddresses(VirtualRouterOptions o, Action<string, string> error, Action<string, int, string> errorAt)
    {
        if (o.Version == VrrpVersion.V3 && o.VirtualAddresses.IsEmpty)
            error(nameof(o.VirtualAddresses), "a VRRPv3 advert carries at least one address (RFC 9568); with Version 2 there may be none");
        var seen = new HashSet<(IPAddress, string?)>();
        foreach (var (option, index, address) in AddressesOf(o))
            CheckAddress(address, seen, message => errorAt(option, index, message));
    }

    private static void CheckAddress(VirtualAddress a, HashSet<(IPAddress, string?)> seen, Action<string> error)
    {
        var bits = a.Address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        if (IPAddress.IsLoopback(a.Address) || a.Address.Equals(IPAddress.Any) || a.Address.Equals(IPAddress.IPv6Any) || IsMulticast(a.Address) != a.AutoJoin)
            error(a.AutoJoin ? $"{a} is no multicast group to join" : $"{a} is no address of a host");
        if (a.PrefixLength < 0 || a.PrefixLength > bits)
            error($"{a}: the prefix length is not between 0 and {bits}");
        if (a.Interface is { } i && !IsInterfaceName(i))
            error($"{a}: '{i}' is not an interface name");
        if (a.Label is { Length: > MaxInterfaceName })
            error($"{a}: the label '{a.Label}' is longer than {MaxInterfaceName} characters");
        if (!seen.Add((a.Address, a.Interface)))
            error($"{a} is there twice");
    }

    /// <summary>Every address with the option that it stands in, and its place there.</summary>
    internal static IEnumerable<(string Option, int Index, VirtualAddress Address)> AddressesOf(VirtualRouterOptions o) =>
        o.VirtualAddresses.Select((a, i) => (nameof(o.VirtualAddresses), i, a)).Concat(o.ExcludedAddresses.Select((a, i) => (nameof(o.ExcludedAddresses), i, a)));

    private static bool IsMulticast(IPAddress address) => address.IsIPv6Multicast || (address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes()[0] >= 224);

    internal static bool IsInterfaceName(string name) =>
        name is { Length: > 0 and <= MaxInterfaceName } && name is not ("." or "..") && !name.Any(c => c is '/' or ':' || char.IsWhiteSpace(c) || c > 126);
}
