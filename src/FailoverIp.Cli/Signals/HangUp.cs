using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace FailoverIp.Cli.Signals;

/// <summary>SIGHUP as requests, from the moment that it is made: before, the signal ends the process. One that comes while another is carried out waits for it; more are the same as one.</summary>
internal sealed class HangUp : IDisposable
{
    private readonly Channel<bool> _asked = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public HangUp() => ProcessSignals.Handle(PosixSignal.SIGHUP, context =>
    {
        context.Cancel = true;
        _asked.Writer.TryWrite(true);
    });

    /// <summary>Carries out what was asked for, and what will be until this is disposed.</summary>
    public async Task ServeAsync(Func<Task> work)
    {
        await foreach (var _ in _asked.Reader.ReadAllAsync().ConfigureAwait(false))
            await work().ConfigureAwait(false);
    }

    /// <summary>Ends <see cref="ServeAsync"/>. The signal is still taken: it must not end a process that is about to end cleanly.</summary>
    public void Dispose() => _asked.Writer.TryComplete();
}
