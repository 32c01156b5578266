using System.Collections.Immutable;

namespace FailoverIp.Vrrp.Ipvs;

/// <summary>
/// Makes the part of the kernel's virtual server table that this node manages equal to a table that should be, with the smallest set of changes.
/// Services that others have put there are never touched, and nothing is ever flushed.
/// </summary>
/// <remarks>Not safe for concurrent use: one writer.</remarks>
public interface IIpvsReconciler
{
    /// <summary>
    /// Compares <paramref name="desired"/>, everything this node wants, with what the kernel has, and carries the difference out. What is managed and
    /// no longer wanted is removed. What fails is named in the result, and tried again with the next call; the rest is carried out.
    /// </summary>
    /// <param name="desired">The whole table of this node; each key once.</param>
    /// <param name="reread">True: the kernel's table is read again first, so that changes by other hands are seen. False: the last knowledge counts, where there is one.</param>
    /// <exception cref="IpvsException">The kernel has no IPVS, the right is missing, or its table cannot be read: nothing was changed.</exception>
    IpvsReconciliation Reconcile(IReadOnlyCollection<IpvsVirtualServer> desired, bool reread = false);
}

/// <summary>What a reconciliation did.</summary>
/// <param name="Writes">The requests to the kernel that changed something.</param>
/// <param name="Problems">What could not be done; empty where all is as it should be.</param>
public sealed record IpvsReconciliation(int Writes, ImmutableArray<IpvsProblem> Problems);

/// <summary>One thing that could not be done.</summary>
/// <param name="Service">The service concerned.</param>
/// <param name="Destination">The real server concerned; null: the service itself.</param>
/// <param name="Message">One line that a person can act on.</param>
public sealed record IpvsProblem(IpvsServiceKey Service, IpvsDestination? Destination, string Message);
