namespace FailoverIp.Vrrp.Ipvs;

/// <summary>What is said more shortly of an <see cref="IIpvsReconciler"/>.</summary>
public static class IpvsReconcilerExtensions
{
    /// <summary>Removes every service that this node manages, as the kernel has them now, and nothing else.</summary>
    /// <exception cref="IpvsException">The kernel's table cannot be read: nothing was changed.</exception>
    public static IpvsReconciliation RemoveAll(this IIpvsReconciler reconciler)
    {
        ArgumentNullException.ThrowIfNull(reconciler);
        return reconciler.Reconcile([], reread: true);
    }
}
