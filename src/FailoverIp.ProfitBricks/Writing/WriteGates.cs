using System.Collections.Concurrent;

namespace FailoverIp.ProfitBricks;

/// <summary>
/// One read-modify-write of a list at a time, for each NIC or LAN: the API replaces whole lists and knows no condition (<c>If-Match</c>), so
/// that of two writers from one reading the later one would undo the earlier.
/// </summary>
internal sealed class WriteGates(RequestFollower requests)
{
    private readonly ConcurrentDictionary<string, Gate> _gates = new(StringComparer.Ordinal);

    /// <summary>
    /// Reads a resource without pending changes, makes a patch of it, and sends that. Nothing comes between the reading and the write but the
    /// write's own way.
    /// </summary>
    /// <param name="what">The resource, as messages name it; one gate each.</param>
    /// <param name="read">Reads it.</param>
    /// <param name="isBusy">Whether a change of it is pending.</param>
    /// <param name="change">The patch; null where there is nothing to change.</param>
    /// <param name="write">Sends the patch.</param>
    /// <param name="window">Bounds all of it.</param>
    /// <returns>The accepted request; null where there was nothing to change.</returns>
    public async Task<CloudRequest?> ChangeAsync<TResource, TPatch>(string what, Func<RequestBounds, Task<TResource>> read, Func<TResource, bool> isBusy,
        Func<TResource, TPatch?> change, Func<TPatch, RequestBounds, Task<CloudRequest>> write, WriteWindow window)
        where TPatch : class
    {
        var gate = _gates.GetOrAdd(what, static _ => new());
        await window.BeforeAsync(what, b => gate.WaitAsync(Timeout.InfiniteTimeSpan, b.Cancellation)).ConfigureAwait(false);
        try
        {
            var patch = await window.BeforeAsync(what, async b =>
            {
                await SettleAsync(gate.Last, b).ConfigureAwait(false);
                return change(await requests.WhenAvailableAsync(read, isBusy, b).ConfigureAwait(false));
            }).ConfigureAwait(false);
            return patch is null ? null : gate.Last = await write(patch, window.Write).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Until our own last request has ended, the list that can be read may be the one before it, whatever its state says.</summary>
    private async Task SettleAsync(CloudRequest? last, RequestBounds bounds)
    {
        if (last is null)
            return;
        try
        {
            await requests.WaitAsync(last, bounds).ConfigureAwait(false);
        }
        catch (FailoverIpException)
        {
            // It failed, or nobody knows it any more: it has ended.
        }
    }

    private sealed class Gate() : SemaphoreSlim(1, 1)
    {
        /// <summary>The last request of this process for the resource.</summary>
        public CloudRequest? Last { get; set; }
    }
}
