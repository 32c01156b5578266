using System.Collections.Concurrent;

namespace FailoverIp;

/// <summary>One attempt in flight per address, whoever asks and under whatever name.</summary>
internal sealed class AddressGates
{
    private readonly ConcurrentDictionary<FailoverAddress, SemaphoreSlim> _gates = new();

    /// <summary>Waits for the address's turn.</summary>
    public async Task<Lease> EnterAsync(FailoverAddress address, CancellationToken token)
    {
        var gate = _gates.GetOrAdd(address, static _ => new SemaphoreSlim(1, 1));
        await gate.WaitAsync(token).ConfigureAwait(false);
        return new Lease(gate);
    }

    /// <summary>The turn; given back once.</summary>
    internal readonly struct Lease(SemaphoreSlim gate)
    {
        /// <summary>
        /// Gives the turn back, but not before <paramref name="write"/> has ended: a plug-in may still be sending after its caller has gone, and
        /// two writes must never be in flight.
        /// </summary>
        public void LeaveAfter(Task? write)
        {
            if (write is null or { IsCompleted: true })
                gate.Release();
            else
                _ = write.ContinueWith(static (_, gate) => ((SemaphoreSlim)gate!).Release(), gate, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }
}
