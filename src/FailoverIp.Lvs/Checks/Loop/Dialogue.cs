namespace FailoverIp.Lvs.Loop;

/// <summary>What a dialogue wants next.</summary>
internal enum Turn
{
    /// <summary>More from the other end.</summary>
    Receive,

    /// <summary><see cref="Dialogue.Output"/> sent, then more from the other end.</summary>
    Send,

    /// <summary>Nothing but that the other end closes first, for a moment: whoever closes first keeps the port for a minute (TIME_WAIT).</summary>
    Drain,

    /// <summary>Another connection, from the start.</summary>
    Again,

    /// <summary>Nothing: <see cref="Dialogue.Result"/> is there.</summary>
    Done,
}

/// <summary>
/// What is said on one connection (or by datagrams) to find out whether the other end serves. Pure: bytes in, bytes out, no sockets, no clock.
/// One object serves one probe for ever: <see cref="Begin"/> forgets what was before.
/// </summary>
internal abstract class Dialogue
{
    /// <summary>What was found; valid after <see cref="Turn.Drain"/> and <see cref="Turn.Done"/>.</summary>
    public CheckResult Result { get; private set; }

    /// <summary>What is to be sent, after <see cref="Turn.Send"/>.</summary>
    public ReadOnlyMemory<byte> Output { get; protected set; }

    /// <summary>The connection is made.</summary>
    public abstract Turn Begin();

    /// <summary>Bytes have come: a part of a stream, cut anywhere, or one whole datagram.</summary>
    public abstract Turn Received(ReadOnlySpan<byte> data);

    /// <summary>The other end has closed.</summary>
    public virtual Turn Ended() => Fail("the connection was closed before the answer was complete");

    /// <summary>There is no connection, or it broke; <paramref name="why"/> is one line.</summary>
    public virtual Turn Broken(string why) => Fail(why);

    /// <summary>Nothing has come for <paramref name="silence"/>.</summary>
    public virtual Turn TimedOut(TimeSpan silence) => Fail($"no answer within {Seconds(silence)}");

    protected static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0.###} s";

    /// <summary>It serves.</summary>
    protected Turn Pass(Turn turn = Turn.Done) => Conclude(CheckResult.Pass, turn);

    /// <summary>It does not serve.</summary>
    protected Turn Fail(string why) => Conclude(CheckResult.Fail(why), Turn.Done);

    /// <summary>The end of one connection's dialogue.</summary>
    protected virtual Turn Conclude(CheckResult result, Turn turn)
    {
        Result = result;
        return turn;
    }
}
