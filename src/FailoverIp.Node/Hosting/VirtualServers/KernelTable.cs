using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Node;

/// <summary>
/// The kernel's virtual server table, opened when it is first needed: a kernel without IPVS, or a missing right, is found by whoever wants to write, who tries again
/// later, and does not keep a node from starting.
/// </summary>
/// <param name="node">The node's name.</param>
/// <param name="listPath">The file that tells this node's services from others' after a crash. Beside it lies a lock file: a list has one writer.</param>
internal sealed class KernelTable(string node, string listPath) : IIpvsReconciler, IDisposable
{
    private FileStream? _lock;
    private IpvsClient? _client;
    private IpvsReconciler? _reconciler;

    /// <summary>Whether an earlier run has left a list.</summary>
    public bool HasList => File.Exists(listPath);

    public IpvsReconciliation Reconcile(IReadOnlyCollection<IpvsVirtualServer> desired, bool reread = false)
    {
        // Nothing is wanted and nothing is ours: what the kernel can do does not matter.
        if (desired.Count == 0 && _reconciler is null && !HasList)
            return new(0, []);
        _client ??= new();
        _lock ??= TakeLock(node, listPath);
        _reconciler ??= new(_client, new IpvsFileManagedSet(listPath));
        return _reconciler.Reconcile(desired, reread);
    }

    public void Dispose()
    {
        _client?.Dispose();
        _lock?.Dispose();
    }

    /// <summary>The kernel releases it when this process dies, however that comes.</summary>
    /// <exception cref="IpvsException">Another node holds it, or it cannot be made.</exception>
    internal static FileStream TakeLock(string node, string listPath)
    {
        var path = $"{listPath}.lock";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new IpvsException($"another node named \"{node}\" is running on this machine: it holds {path}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IpvsException($"{path} cannot be made: {e.Message}", e);
        }
    }
}
