namespace FailoverIp.Vrrp.Kernel;

/// <summary>The name of a kernel setting. Parts may hold dots, as the names of VLAN interfaces do.</summary>
/// <param name="Parts"><c>net</c>, <c>ipv4</c>, <c>ip_forward</c>.</param>
internal readonly record struct SysctlName(params string[] Parts)
{
    /// <summary>Below /proc/sys.</summary>
    public string File => string.Join('/', Parts);

    /// <summary>As <c>sysctl</c> takes it: with dots, or with slashes where a part holds a dot.</summary>
    public override string ToString() => string.Join(Parts.Any(p => p.Contains('.', StringComparison.Ordinal)) ? '/' : '.', Parts);

    public static SysctlName OfInterface(string family, string networkInterface, string setting) => new("net", family, "conf", networkInterface, setting);
}
