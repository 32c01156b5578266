using System.Globalization;

namespace FailoverIp.Vrrp.Kernel;

/// <summary>
/// Sets what the kernel needs for two interfaces with addresses of one subnet. The one with the virtual MAC alone answers for its addresses, and takes packets whose
/// answer would go out by the other. What the interface below had before is put back at the end.
/// </summary>
internal sealed class VirtualLinkSysctls(Action<string> onNotice, string root = "/proc/sys/net")
{
    private readonly Dictionary<string, string> _before = new(StringComparer.Ordinal);

    /// <summary>Sets them for an interface that was made, and for the one below.</summary>
    public void Apply(string parent, string link)
    {
        // The one below does not answer ARP for addresses of the other.
        AtLeast($"ipv4/conf/{parent}/arp_ignore", 1);
        // Nor does it ask in their name: answers of a virtual address leave by the interface below, and the neighbours would learn its MAC address for it.
        AtLeast($"ipv4/conf/{parent}/arp_announce", 2);
        Set($"ipv4/conf/{link}/arp_ignore", 1);
        // Packets from this machine's own other addresses, and from a subnet whose route names the interface below.
        Set($"ipv4/conf/{link}/accept_local", 1);
        // The kernel takes the greater of this and all/rp_filter: where that is strict, only loose overrules it.
        Set($"ipv4/conf/{link}/rp_filter", Read("ipv4/conf/all/rp_filter") is > 0 ? 2 : 0);
        // Nothing that would show the virtual MAC at a Backup's port.
        Set($"ipv6/conf/{link}/accept_ra", 0);
        Set($"ipv6/conf/{link}/autoconf", 0);
        Set($"ipv6/conf/{link}/router_solicitations", 0);
    }

    /// <summary>Puts back what the interfaces below had before.</summary>
    public void Restore()
    {
        foreach (var (name, value) in _before)
            Write(name, value);
        _before.Clear();
    }

    private void AtLeast(string name, int value)
    {
        if (Read(name) is not { } now || now >= value)
            return;
        _before.TryAdd(name, now.ToString(CultureInfo.InvariantCulture));
        Set(name, value);
    }

    private void Set(string name, int value)
    {
        if (Read(name) is { } now && now != value && !Write(name, value.ToString(CultureInfo.InvariantCulture)))
            onNotice($"net.{name.Replace('/', '.')} could not be set to {value}: packets to the virtual addresses may be lost");
    }

    private int? Read(string name)
    {
        try
        {
            return int.TryParse(File.ReadAllText(PathOf(name)), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // the interface is gone, or the kernel has no such setting
        }
    }

    private bool Write(string name, string value)
    {
        try
        {
            File.WriteAllText(PathOf(name), value);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private string PathOf(string name) => Path.Combine(root, name);
}
