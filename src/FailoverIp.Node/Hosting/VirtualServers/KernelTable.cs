using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Node;

/// <summary>
/// The kernel's virtual server table, opened when it is first needed: a kernel without IPVS, or a missing right, is found by whoever wants to write, who tries again
/// later, and does not keep a node from starting.
/// </summary>
/// <param name="listPath">The file that tells this node's services from others' after a crash.</param>
internal sealed class KernelTable(string listPath) : IIpvsReconciler, IDisposable
{
    private IpvsClient? _client;
    private IpvsReconciler? _reconciler;

    /// <summary>The file of the node <paramref name="node"/>, beside its control socket.</summary>
    public static string ListPath(NodeOptions node)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(node.ControlSocket ?? NodeOptions.DefaultControlSocket))!;
        // A name may hold anything, a file name may not; two names never share a file.
        var name = Uri.EscapeDataString(node.Name);
        return Path.Combine(folder, $"{(name.Length <= 100 ? name : Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name))))}.ipvs.json");
    }

    public IpvsReconciliation Reconcile(IReadOnlyCollection<IpvsVirtualServer> desired, bool reread = false)
    {
        _client ??= new();
        _reconciler ??= new(_client, new IpvsFileManagedSet(listPath));
        return _reconciler.Reconcile(desired, reread);
    }

    public void Dispose() => _client?.Dispose();
}
