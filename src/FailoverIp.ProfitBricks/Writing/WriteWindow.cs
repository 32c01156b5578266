namespace FailoverIp.ProfitBricks;

/// <summary>
/// Everything that has to be known before a write, bounded together. What fails in here fails before the write left this machine, and says so
/// (<see cref="FailoverIpException.NothingSent"/>).
/// </summary>
internal sealed class WriteWindow : IDisposable
{
    /// <summary>The router gives one operation the time of four requests; the write itself is one of them.</summary>
    private const int RequestsBeforeTheWrite = 3;

    private readonly RequestBounds _bounds;
    private readonly TimeSpan _limit;
    private readonly CancellationTokenSource _late;
    private readonly CancellationTokenSource _both;

    public WriteWindow(RequestBounds bounds, TimeProvider time, TimeSpan? limit = null)
    {
        _bounds = bounds;
        _limit = limit ?? bounds.Timeout * RequestsBeforeTheWrite;
        _late = new(_limit, time);
        _both = CancellationTokenSource.CreateLinkedTokenSource(bounds.Cancellation, _late.Token);
    }

    /// <summary>The bounds of the write itself.</summary>
    public RequestBounds Write => _bounds;

    /// <exception cref="FailoverIpException">It failed, or the resource was busy until the end of the window (<see cref="FailoverErrorKind.Busy"/>); nothing was sent.</exception>
    public async Task<T> BeforeAsync<T>(string waitingFor, Func<RequestBounds, Task<T>> work)
    {
        try
        {
            return await work(_bounds with { Cancellation = _both.Token }).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (_late.IsCancellationRequested && !_bounds.Cancellation.IsCancellationRequested)
        {
            throw new FailoverIpException(FailoverErrorKind.Busy, $"{waitingFor} was still busy after {_limit.TotalSeconds:0.###} s; nothing was changed", e) { NothingSent = true };
        }
        catch (FailoverIpException e)
        {
            throw e.BeforeTheWrite();
        }
    }

    public void Dispose()
    {
        _both.Dispose();
        _late.Dispose();
    }
}
