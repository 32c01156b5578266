namespace FailoverIp.IpvsInterop.Post;

/// <summary>A client that asks over and over, one connection after the other.</summary>
internal sealed class Watch : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _end = new();
    private readonly List<string> _answers = [];
    private readonly Task _asking;

    private Watch(WebClient client) => _asking = AskAsync(client);

    /// <summary>Every answer so far.</summary>
    public IReadOnlyList<string> Answers
    {
        get
        {
            lock (_answers)
                return [.. _answers];
        }
    }

    public static Watch Start(WebClient client) => new(client);

    /// <summary>Ends it; every answer it got, at least one.</summary>
    public async Task<IReadOnlyList<string>> EndAsync()
    {
        if (!_end.IsCancellationRequested)
            await _end.CancelAsync();
        await _asking;
        return _answers;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _end.Dispose();
    }

    private async Task AskAsync(WebClient client)
    {
        do
        {
            var answer = await client.AskAsync();
            lock (_answers)
                _answers.Add(answer);
            await Task.Delay(Pause, _end.Token).ContinueWith(static _ => { }, TaskScheduler.Default);
        }
        while (!_end.IsCancellationRequested);
    }
}
