using System.Text;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Node;

/// <summary>The FIFOs of a node: one for everything, one for virtual routers and one for virtual servers.</summary>
internal sealed class NotifyFifos(TimeProvider clock, ILogger logger)
{
    private readonly Lock _gate = new();
    private Open _open = new(null, null, null);

    /// <summary>
    /// Goes over to other FIFOs; those whose path stays the same stay open, and their readers run on where they are the same as well. Lines go to the others before the ones that are no
    /// longer wanted end, so that none is lost in between. One caller at a time.
    /// </summary>
    public async Task ApplyAsync(NotifyOptions options)
    {
        var before = _open.Distinct();
        var (all, vrrp, lvs) = (OpenOf(options.Fifo), OpenOf(options.VrrpFifo), OpenOf(options.LvsFifo));
        var after = new Open(all, vrrp, lvs);
        lock (_gate)
            _open = after;
        await Task.WhenAll(
        [
            .. before.Except(after.Distinct()).Select(f => f.DisposeAsync().AsTask()),
            GoOverAsync(all, options.Fifo), GoOverAsync(vrrp, options.VrrpFifo), GoOverAsync(lvs, options.LvsFifo),
        ]).ConfigureAwait(false);

        NotifyFifo? OpenOf(NotifyFifoOptions? wanted) => wanted is null ? null : before.Find(f => f.IsAt(wanted.Path)) ?? NotifyFifo.Open(wanted, clock, logger);
    }

    /// <summary>A line about a virtual router or a sync group; never waits.</summary>
    public void WriteVrrp(string line)
    {
        lock (_gate)
            Write(line, _open.All, _open.Vrrp);
    }

    /// <summary>A line about a virtual server; never waits.</summary>
    public void WriteLvs(string line)
    {
        lock (_gate)
            Write(line, _open.All, _open.Lvs);
    }

    private static void Write(string line, NotifyFifo? all, NotifyFifo? other)
    {
        if (all is null && other is null)
            return;
        var bytes = Encoding.UTF8.GetBytes(line);
        all?.Write(bytes);
        other?.Write(bytes);
    }

    private static Task GoOverAsync(NotifyFifo? fifo, NotifyFifoOptions? options) => fifo is null || options is null || fifo.Options == options ? Task.CompletedTask : fifo.GoOverAsync(options);

    private sealed record Open(NotifyFifo? All, NotifyFifo? Vrrp, NotifyFifo? Lvs)
    {
        public List<NotifyFifo> Distinct() => [.. new[] { All, Vrrp, Lvs }.OfType<NotifyFifo>().Distinct()];
    }
}
