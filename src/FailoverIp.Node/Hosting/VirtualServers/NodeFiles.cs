using System.Security.Cryptography;
using System.Text;

namespace FailoverIp.Node;

/// <summary>Files in which a node keeps what the next run has to know of this boot. Their place depends on the node's name alone, whatever else it is started with.</summary>
internal static class NodeFiles
{
    /// <summary>A reboot empties it, as it does the kernel's tables.</summary>
    public const string Folder = "/run/failoverip";

    /// <summary>The list of virtual services in the kernel that are this node's.</summary>
    public static string VirtualServices(string node) => Of(node, "ipvs.json");

    /// <summary>Exists for as long as redirections of this node may stand in the packet filter.</summary>
    public static string Redirections(string node) => Of(node, "bypass");

    /// <summary>What the elections have put into the kernel.</summary>
    public static string Vrrp(string node) => Of(node, "vrrp");

    // A name may hold anything, a file name may not; two names never share a file.
    private static string Of(string node, string kind)
    {
        var name = Uri.EscapeDataString(node);
        return Path.Combine(Folder, $"{(name.Length <= 100 ? name : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name))))}.{kind}");
    }
}
