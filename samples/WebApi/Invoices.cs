using FailoverIp.Node;

namespace WebApi;

/// <summary>A job that may run on one machine only: it writes the next invoice, again and again.</summary>
internal sealed class Invoices(IConfiguration configuration, TimeProvider time)
{
    private readonly TimeSpan _interval = configuration.GetValue("Invoices:Interval", TimeSpan.FromSeconds(10));
    private int _written;

    /// <summary>How many this process has written.</summary>
    public int Written => _written;

    /// <summary>Writes until the stay is over. What has been begun is finished: the token is looked at between two invoices.</summary>
    public async Task WriteAsync(ActiveStay stay, CancellationToken token)
    {
        using var timer = new PeriodicTimer(_interval, time);
        while (await timer.WaitForNextTickAsync(token))
        {
            var line = $"{time.GetUtcNow():O} written by process {Environment.ProcessId} in its stay {stay.Epoch}\n";
            await File.AppendAllTextAsync(Path.Combine(StoreCheck.FolderOf(configuration), "invoices.txt"), line, CancellationToken.None);
            Interlocked.Increment(ref _written);
        }
    }
}
