using System.Text;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Node;

/// <summary>The FIFOs of a node: one for everything, one for virtual routers and one for virtual servers.</summary>
internal sealed class NotifyFifos(TimeProvider clock, ILogger logger)
{
    private NotifyFifo? _all, _vrrp, _lvs;

    /// <summary>Goes over to other FIFOs; those that stay the same stay open, and their readers run on. One caller at a time.</summary>
    public async Task ApplyAsync(NotifyOptions options)
    {
        _all = await ApplyAsync(_all, options.Fifo).ConfigureAwait(false);
        _vrrp = await ApplyAsync(_vrrp, options.VrrpFifo).ConfigureAwait(false);
        _lvs = await ApplyAsync(_lvs, options.LvsFifo).ConfigureAwait(false);
    }

    /// <summary>A line about a virtual router or a sync group; never waits.</summary>
    public void WriteVrrp(string line) => Write(line, _vrrp);

    /// <summary>A line about a virtual server; never waits.</summary>
    public void WriteLvs(string line) => Write(line, _lvs);

    private void Write(string line, NotifyFifo? other)
    {
        if (_all is null && other is null)
            return;
        var bytes = Encoding.UTF8.GetBytes(line);
        _all?.Write(bytes);
        other?.Write(bytes);
    }

    private async Task<NotifyFifo?> ApplyAsync(NotifyFifo? before, NotifyFifoOptions? options)
    {
        if (before?.Options == options)
            return before;
        if (before is not null)
            await before.DisposeAsync().ConfigureAwait(false);
        return options is null ? null : NotifyFifo.Open(options, clock, logger);
    }
}
