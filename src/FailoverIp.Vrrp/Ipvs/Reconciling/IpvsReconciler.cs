namespace FailoverIp.Vrrp.Ipvs;

/// <inheritdoc cref="IIpvsReconciler"/>
/// <remarks>
/// <para>Which services are this node's own is kept in an <see cref="IIpvsManagedSet"/>: a key goes into it before the kernel is written to, and out of it after
/// the service is gone. A service in the kernel that is not in the set is left alone, and tried again with each call.</para>
/// <para>Real servers of a new service are written only after the kernel has confirmed the service as new: otherwise they could end up in one that
/// somebody else has made in the same moment. Not safe for concurrent use: one writer.</para>
/// </remarks>
/// <param name="client">The way to the kernel; it is not disposed.</param>
/// <param name="managed">The services that are this node's own.</param>
public sealed class IpvsReconciler(IpvsClient client, IIpvsManagedSet managed) : IIpvsReconciler
{
    /// <summary>How often the table is read again within one call, because it was not as it was believed to be.</summary>
    internal const int Rounds = 4;

    private KnownTable? _known;
    private int _plans;

    /// <inheritdoc/>
    public IpvsReconciliation Reconcile(IReadOnlyCollection<IpvsVirtualServer> desired, bool reread = false)
    {
        ArgumentNullException.ThrowIfNull(desired);
        if (reread || _known is null)
            _known = KnownTable.Read(client, managed);
        else
            LookForForeign(desired, _known);

        var writes = 0;
        for (var round = 1; ; round++)
        {
            var run = new IpvsRun(client, managed, _known!);
            run.Execute(IpvsPlan.Make(desired, _known!, managed, ++_plans));
            writes += run.Writes;
            if (!run.IsStale || round == Rounds || !TryRead())
            {
                if (run.IsStale)
                    _known = null;
                return new(writes, [.. run.Problems]);
            }
        }
    }

    // Something was changed already: a failure to read is no longer "nothing was changed", and the problems say what is missing.
    private bool TryRead()
    {
        try
        {
            _known = KnownTable.Read(client, managed);
            return true;
        }
        catch (IpvsException)
        {
            return false;
        }
    }

    // Whether a service that stood in the way is gone is worth a question, not a reading of the whole table.
    private void LookForForeign(IReadOnlyCollection<IpvsVirtualServer> desired, KnownTable known)
    {
        if (known.Foreign.Count == 0)
            return;
        foreach (var server in desired)
        {
            if (known.Foreign.Contains(server.Service.Key) && client.GetService(server.Service.Key) is null)
                known.Foreign.Remove(server.Service.Key);
        }
    }
}
