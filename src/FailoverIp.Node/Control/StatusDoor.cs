using Microsoft.AspNetCore.Connections;

namespace FailoverIp.Node;

/// <summary>Who is let in at one place, for as long as it is so: where that changes, whoever was let in before is put out, in the middle of a word if need be. One writer, the reload.</summary>
internal sealed class StatusDoor(StatusAccess access)
{
    private volatile Rule _now = new(access, new());

    /// <summary>Who may read now.</summary>
    public StatusAccess Access => _now.Access;

    /// <summary>The next request is answered by this.</summary>
    public void Change(StatusAccess access) => _now = _now with { Access = access };

    /// <summary>Others may read from here on. Each connection that was made before ends, and with it what is being sent over it.</summary>
    public void ChangeReaders(StatusAccess access)
    {
        var old = _now;
        _now = new(access, new());
        old.Ended.Cancel();
    }

    /// <summary>Ties each connection to the rule that it was made under.</summary>
    public ConnectionDelegate Guard(ConnectionDelegate next) => async connection =>
    {
        using var end = _now.Ended.Token.UnsafeRegister(static c => ((ConnectionContext)c!).Abort(), connection);
        await next(connection).ConfigureAwait(false);
    };

    private sealed record Rule(StatusAccess Access, CancellationTokenSource Ended);
}
