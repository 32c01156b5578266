using System.Text;

namespace FailoverIp.Cli.Tests.Harness;

/// <summary>Reads a stream line by line as it comes, keeps everything, and lets tests wait for a line.</summary>
internal sealed class LineReader
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _all = new();
    private readonly List<string> _lines = [];
    private readonly Task _reading;
    private TaskCompletionSource _more = NewSource();

    public LineReader(StreamReader reader) => _reading = ReadAsync(reader);

    /// <summary>The first line that matches, waited for where it has not come yet.</summary>
    public async Task<string> WaitForAsync(Func<string, bool> matches, TimeSpan? patience = null)
    {
        using var timeout = new CancellationTokenSource(patience ?? TimeSpan.FromSeconds(30));
        while (true)
        {
            Task more;
            lock (_gate)
            {
                if (_lines.Find(l => matches(l)) is { } line)
                    return line;
                more = _more.Task;
            }
            if (more.IsCompleted && _reading.IsCompleted)
                throw new EndOfStreamException($"no such line came; this did:\n{this}");
            try
            {
                await more.WaitAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"no such line came in time; this did:\n{this}");
            }
        }
    }

    /// <summary>Everything, once the stream has ended.</summary>
    public async Task<string> ToEndAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        return ToString();
    }

    public override string ToString()
    {
        lock (_gate)
            return _all.ToString();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
            Add(line);
        lock (_gate)
            _more.TrySetResult();
    }

    private void Add(string line)
    {
        TaskCompletionSource more;
        lock (_gate)
        {
            _all.Append(line).Append('\n');
            _lines.Add(line);
            (more, _more) = (_more, NewSource());
        }
        more.SetResult();
    }
}
