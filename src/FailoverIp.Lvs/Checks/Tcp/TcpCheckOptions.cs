namespace FailoverIp.Lvs;

/// <summary>Connects, and nothing more (<c>TCP_CHECK</c> in keepalived.conf(5)). Immutable; equal by value.</summary>
public sealed record TcpCheckOptions : CheckOptions
{
    /// <inheritdoc/>
    public override string Kind => "Tcp";

    /// <inheritdoc/>
    public override bool NeedsPort => true;
}
