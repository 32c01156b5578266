using FailoverIp.Lvs.Loop;
using FailoverIp.Lvs.Native;
using static FailoverIp.Lvs.Native.Constants;

namespace FailoverIp.Lvs.Sockets;

/// <summary>Carries a dialogue over a socket of the loop.</summary>
/// <param name="loop">The thread that does it.</param>
/// <param name="plan">The socket.</param>
/// <param name="dialogue">What is said.</param>
/// <param name="bounds">How long it may take.</param>
internal sealed class SocketProbe(CheckLoop loop, SocketPlan plan, Dialogue dialogue, ProbeBounds bounds) : LoopTask(loop)
{
    private const int ReadsPerTurn = 16;
    private const long DrainTime = 1_000_000_000;

    private int _fd = -1;
    private bool _connected;
    private bool _draining;
    private bool _closed;
    private bool _heard;
    private int _sent;
    private int _toSend;
    private long _latest;

    protected override void Start(long now)
    {
        _connected = _draining = _closed = _heard = false;
        _sent = _toSend = 0;
        _latest = long.MaxValue;
        _fd = plan.Open(out var problem);
        if (_fd < 0)
        {
            Finish(CheckResult.Unasked(problem!));
            return;
        }
        var error = plan.Connect(_fd);
        if (error is not (0 or EINPROGRESS))
        {
            Unreachable("no connection", error, now);
            return;
        }
        error = Loop.Watch(this, _fd);
        if (error != 0)
            Finish(CheckResult.Unasked($"epoll: {Errno.Text(error)}"));
        else
            Arm(now);
        // The first event tells that it is connected, also where it is already.
    }

    public override void OnEvent(uint what, long now)
    {
        if (!_connected && !Connected(what, now))
            return;
        if (_sent < _toSend && (what & EPOLLOUT) != 0)
            Send(now);
        if (Slot >= 0 && _fd >= 0 && (what & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0)
        {
            _closed |= plan.IsStream && (what & (EPOLLRDHUP | EPOLLHUP)) != 0;
            Receive(now);
        }
    }

    public override void OnDeadline(long now)
    {
        if (_draining)
            Finish(dialogue.Result);
        else if (!_connected)
            Follow(dialogue.Broken($"no connection within {bounds.Silence.TotalSeconds:0.###} s"), now);
        else if (_heard && plan.IsStream && now >= _latest)
            Follow(dialogue.Broken($"the answer took longer than {bounds.Whole.TotalSeconds:0.###} s"), now);
        else
            Follow(dialogue.TimedOut(bounds.Silence), now);
    }

    public override ValueTask DisposeAsync()
    {
        (dialogue as IDisposable)?.Dispose();
        return base.DisposeAsync();
    }

    protected override void Release()
    {
        if (_fd >= 0)
            _ = Libc.Close(_fd);
        _fd = -1;
    }

    private void Unreachable(string what, int error, long now)
    {
        var why = $"{what}: {Errno.Text(error)}";
        if (Errno.IsShortage(error))
            Finish(CheckResult.Unasked(why));
        else
            Follow(dialogue.Broken(why), now);
    }

    private bool Connected(uint what, long now)
    {
        if ((what & (EPOLLERR | EPOLLHUP)) != 0 && PendingError() is var error and not 0)
        {
            Unreachable("no connection", error, now);
            return false;
        }
        if ((what & EPOLLOUT) == 0)
            return false;
        _connected = true;
        _latest = now + bounds.WholeNanoseconds;
        Follow(dialogue.Begin(), now);
        return Slot >= 0 && _connected;
    }

    private void Follow(Turn turn, long now)
    {
        switch (turn)
        {
            case Turn.Send:
                _sent = 0;
                _toSend = dialogue.Output.Length;
                Arm(now);
                Send(now);
                break;
            case Turn.Receive:
                if (plan.IsStream || !_heard)
                    Arm(now); // a datagram that is not the answer leaves no more time for it
                break;
            case Turn.Drain when !_closed && _fd >= 0:
                _draining = true;
                Loop.Arm(this, now + Math.Min(DrainTime, bounds.SilenceNanoseconds));
                break;
            case Turn.Again:
                Release();
                Start(now);
                break;
            default:
                Finish(dialogue.Result);
                break;
        }
    }

    private unsafe void Send(long now)
    {
        while (_sent < _toSend)
        {
            nint count;
            fixed (byte* data = dialogue.Output.Span)
                count = Libc.Send(_fd, data + _sent, _toSend - _sent, MSG_NOSIGNAL);
            if (count >= 0)
                _sent += (int)count;
            else if (Errno.Last == EAGAIN)
                return;
            else if (Errno.Last != EINTR)
            {
                Unreachable("sending failed", Errno.Last, now);
                return;
            }
        }
    }

    private unsafe void Receive(long now)
    {
        for (var i = 0; i < ReadsPerTurn; i++)
        {
            nint count;
            fixed (byte* buffer = Loop.Buffer)
                count = Libc.Receive(_fd, buffer, Loop.Buffer.Length, 0);
            if (count < 0)
            {
                if (Errno.Last == EINTR)
                    continue;
                if (Errno.Last != EAGAIN)
                    Break(Errno.Last, now);
                return;
            }
            if (count == 0 && plan.IsStream)
            {
                _closed = true;
                End(now);
                return;
            }
            _heard = true;
            if (!_draining)
                Follow(dialogue.Received(Loop.Buffer.AsSpan(0, (int)count)), now);
            if (Slot < 0 || !_connected)
                return; // over, or another connection
            if (plan.IsStream && count < Loop.Buffer.Length)
            {
                // All there was. Where the end was told before, it has been reached.
                if (_closed)
                    End(now);
                return;
            }
        }
        Loop.GoOn(this);
    }

    private void End(long now) => Follow(_draining ? Turn.Done : dialogue.Ended(), now);

    private void Break(int error, long now) => Follow(_draining ? Turn.Done : dialogue.Broken($"the connection broke: {Errno.Text(error)}"), now);

    // Each answer renews the time, up to the end of the whole.
    private void Arm(long now) => Loop.Arm(this, Math.Min(now + bounds.SilenceNanoseconds, _latest));

    private unsafe int PendingError()
    {
        int error = 0;
        uint length = sizeof(int);
        return Libc.GetSocketOption(_fd, SOL_SOCKET, SO_ERROR, &error, &length) < 0 ? Errno.Last : error;
    }
}
