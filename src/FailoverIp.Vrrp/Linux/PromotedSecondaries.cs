using FailoverIp.Vrrp.Kernel;

namespace FailoverIp.Vrrp.Linux;

/// <summary>
/// The kernel setting <c>promote_secondaries</c> of the interfaces that ask for it, while at least one virtual router does: the other addresses of a subnet then
/// stay when its first one is removed. What was not set before is taken back.
/// </summary>
internal sealed class PromotedSecondaries(Action<string> onFailure)
{
    private readonly Dictionary<string, (int Users, bool WasOff)> _interfaces = new(StringComparer.Ordinal);

    /// <summary>Sets it for one more user. True where it was off.</summary>
    public bool Begin(string interfaceName)
    {
        if (!_interfaces.TryGetValue(interfaceName, out var use))
            use = (0, Set(interfaceName, "0", "1"));
        _interfaces[interfaceName] = use with { Users = use.Users + 1 };
        return use.WasOff;
    }

    /// <summary>Takes back what an earlier run has set.</summary>
    public static void Restore(string interfaceName) => new PromotedSecondaries(_ => { }).Set(interfaceName, "1", "0");

    public void End(string interfaceName)
    {
        if (!_interfaces.TryGetValue(interfaceName, out var use))
            return;
        if (use.Users > 1)
        {
            _interfaces[interfaceName] = use with { Users = use.Users - 1 };
            return;
        }
        _interfaces.Remove(interfaceName);
        if (use.WasOff)
            Set(interfaceName, "1", "0");
    }

    // True where it was what it is expected to be and is the other one now.
    private bool Set(string interfaceName, string expected, string value)
    {
        var name = SysctlName.OfInterface("ipv4", interfaceName, "promote_secondaries");
        var file = $"/proc/sys/{name.File}";
        try
        {
            if (File.ReadAllText(file).Trim() != expected)
                return false;
            File.WriteAllText(file, value);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(file)) // the interface is gone, and its settings with it
                onFailure($"{name} could not be set to {value}: {e.Message}");
            return false;
        }
    }
}
