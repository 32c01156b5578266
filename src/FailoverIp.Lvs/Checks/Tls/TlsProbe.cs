using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using FailoverIp.Lvs.Loop;
using FailoverIp.Lvs.Sockets;

namespace FailoverIp.Lvs.Tls;

/// <summary>Carries a dialogue over TLS. Cryptography is the larger part of the cost here, so these probes use the ordinary sockets of .NET.</summary>
/// <param name="plan">The socket.</param>
/// <param name="target">Whom it is connected to.</param>
/// <param name="dialogue">What is said.</param>
/// <param name="name">The name of the server at the moment.</param>
/// <param name="trust">Certificates.</param>
/// <param name="bounds">How long it may take.</param>
/// <param name="time">The clock of the timeouts.</param>
internal sealed class TlsProbe(SocketPlan plan, IPEndPoint target, Dialogue dialogue, Func<string> name, TlsTrust trust, ProbeBounds bounds, TimeProvider time) : ICheckProbe
{
    private const string Connecting = "no connection";
    private const string Talking = "the connection broke";
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(1);
    private readonly byte[] _buffer = new byte[16_384];
    private CheckResult? _unasked;
    private bool _heard;

    public async ValueTask<CheckResult> ProbeAsync(CancellationToken cancellationToken)
    {
        _unasked = null;
        while (await ConnectAndTalkAsync(cancellationToken).ConfigureAwait(false) == Turn.Again)
        {
        }
        return _unasked ?? dialogue.Result;
    }

    public ValueTask DisposeAsync()
    {
        (dialogue as IDisposable)?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask<Turn> ConnectAndTalkAsync(CancellationToken cancellationToken)
    {
        using var whole = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var silence = new Silence(bounds.Silence, time, whole.Token, cancellationToken);
        var stage = Connecting;
        string? distrust = null;
        _heard = false;
        try
        {
            var fd = plan.Open(out var problem);
            if (fd < 0)
                return Unasked(problem!);
            using var socket = new Socket(new SafeSocketHandle(fd, ownsHandle: true)) { NoDelay = true };
            await socket.ConnectAsync(target, silence.Token).ConfigureAwait(false);
            stage = "no TLS";
            var stream = new SslStream(new NetworkStream(socket), leaveInnerStreamOpen: false);
            await using var _ = stream.ConfigureAwait(false);
            silence.Renew();
            await stream.AuthenticateAsClientAsync(trust.Handshake(name(), why => distrust = why), silence.Token).ConfigureAwait(false);
            stage = Talking;
            whole.CancelAfter(bounds.Whole);
            return await TalkAsync(stream, silence).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return stage != Talking ? dialogue.Broken($"{stage} within {bounds.Silence.TotalSeconds:0.###} s")
                : _heard && whole.IsCancellationRequested ? dialogue.Broken($"the answer took longer than {bounds.Whole.TotalSeconds:0.###} s")
                : dialogue.TimedOut(bounds.Silence);
        }
        catch (SocketException e) when (stage == Connecting && Native.Errno.IsShortage(e.NativeErrorCode))
        {
            return Unasked($"{stage}: {OneLine(e)}");
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException)
        {
            return dialogue.Broken(distrust ?? $"{stage}: {OneLine(e)}");
        }
    }

    private Turn Unasked(string why)
    {
        _unasked = CheckResult.Unasked(why);
        return Turn.Done;
    }

    private async ValueTask<Turn> TalkAsync(SslStream stream, Silence silence)
    {
        var turn = dialogue.Begin();
        while (true)
        {
            silence.Renew();
            if (turn == Turn.Send)
            {
                await stream.WriteAsync(dialogue.Output, silence.Token).ConfigureAwait(false);
                turn = Turn.Receive;
            }
            if (turn == Turn.Drain)
            {
                await DrainAsync(stream).ConfigureAwait(false);
                return turn;
            }
            if (turn != Turn.Receive)
                return turn;
            var count = await stream.ReadAsync(_buffer, silence.Token).ConfigureAwait(false);
            _heard = true;
            turn = count > 0 ? dialogue.Received(_buffer.AsSpan(0, count)) : dialogue.Ended();
        }
    }

    // The verdict is there; whatever happens now is no part of it.
    private async ValueTask DrainAsync(SslStream stream)
    {
        using var drain = new CancellationTokenSource(DrainTime < bounds.Silence ? DrainTime : bounds.Silence, time);
        try
        {
            while (await stream.ReadAsync(_buffer, drain.Token).ConfigureAwait(false) > 0)
            {
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
        {
        }
    }

    private static string OneLine(Exception e)
    {
        while (e.InnerException is { } inner)
            e = inner;
        return e is SocketException socket ? Native.Errno.Text(socket.NativeErrorCode) : e.Message.ReplaceLineEndings(" ");
    }

    /// <summary>A token that falls when nothing has happened for too long, the whole took too long, or nobody wants the answer any more.</summary>
    private sealed class Silence : IDisposable
    {
        private readonly CancellationTokenSource _source;
        private readonly CancellationTokenSource _linked;
        private readonly TimeSpan _longest;

        public Silence(TimeSpan longest, TimeProvider time, CancellationToken whole, CancellationToken caller)
        {
            _longest = longest;
            _source = new(longest, time);
            _linked = CancellationTokenSource.CreateLinkedTokenSource(_source.Token, whole, caller);
        }

        public CancellationToken Token => _linked.Token;

        public void Renew() => _source.CancelAfter(_longest);

        public void Dispose()
        {
            _linked.Dispose();
            _source.Dispose();
        }
    }
}
