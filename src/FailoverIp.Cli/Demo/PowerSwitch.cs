namespace FailoverIp.Cli.Demo;

/// <summary>A node's way to the network. Once it is cut, nothing of the node gets out any more, as after SIGKILL: a request under way is dropped, a later one is never sent.</summary>
internal sealed class PowerSwitch : DelegatingHandler
{
    private readonly CancellationTokenSource _cut = new();

    public void Cut() => _cut.Cancel();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_cut.Token, cancellationToken);
        try
        {
            return await base.SendAsync(request, either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException("the node is dead", e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _cut.Dispose();
        base.Dispose(disposing);
    }
}
