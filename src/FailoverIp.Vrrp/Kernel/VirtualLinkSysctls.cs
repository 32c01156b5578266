using System.Globalization;
using FailoverIp.Vrrp.State;

namespace FailoverIp.Vrrp.Kernel;

/// <summary>
/// Sets what the kernel needs for two interfaces with addresses of one subnet. The one with the virtual MAC alone answers for its addresses, and takes packets whose
/// answer would go out by the other. What the interface below had before is put back when the last one above it goes.
/// </summary>
/// <param name="onNotice">Hears what does not work.</param>
/// <param name="onChanging">Hears all that is changed at interfaces below, before it is and when it is put back: a killed run must not leave it.</param>
/// <param name="root">Where the settings are.</param>
internal sealed class VirtualLinkSysctls(Action<string> onNotice, Action<IReadOnlyList<ChangedSetting>> onChanging, string root = VirtualLinkSysctls.Root)
{
    private const string Root = "/proc/sys/net";
    private readonly Dictionary<string, List<ChangedSetting>> _changed = new(StringComparer.Ordinal); // by the interface below

    /// <summary>Sets them for an interface that was made, and for the one below.</summary>
    public void Apply(string parent, string link)
    {
        if (!_changed.TryGetValue(parent, out var changed))
            _changed.Add(parent, changed = []);
        var known = changed.Count;
        // The one below does not answer ARP for addresses of the other.
        AtLeast(changed, $"ipv4/conf/{parent}/arp_ignore", 1);
        // Nor does it ask in their name: answers of a virtual address leave by the interface below, and the neighbours would learn its MAC address for it.
        AtLeast(changed, $"ipv4/conf/{parent}/arp_announce", 2);
        if (changed.Count > known)
            Tell();
        foreach (var setting in changed)
            Set(setting.Name, setting.After);
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

    /// <summary>Puts back what an interface below had before.</summary>
    public void Restore(string parent)
    {
        if (!_changed.Remove(parent, out var changed) || changed.Count == 0)
            return;
        Restore(changed);
        Tell();
    }

    /// <summary>Puts back what all interfaces below had before.</summary>
    public void RestoreAll()
    {
        foreach (var parent in _changed.Keys.ToArray())
            Restore(parent);
    }

    /// <summary>Puts back what interfaces below had before, where it is still as this node, or a run before it, has set it.</summary>
    public void Restore(IEnumerable<ChangedSetting> settings)
    {
        foreach (var setting in settings)
        {
            if (IsBelow(setting.Name) && Read(setting.Name) == setting.After)
                Set(setting.Name, setting.Before);
        }
    }

    private void Tell() => onChanging([.. _changed.Values.SelectMany(c => c)]);

    private void AtLeast(List<ChangedSetting> changed, string name, int value)
    {
        if (Read(name) is { } now && now < value && !changed.Exists(c => c.Name == name))
            changed.Add(new(name, now, value));
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

    // A file that somebody else has put in the place of ours leads nowhere else.
    private static bool IsBelow(string name) => !Path.IsPathRooted(name) && !name.Split('/').Contains("..");
}
