namespace FailoverIp.Lvs;

/// <summary>
/// Asks a name server over UDP (<c>DNS_CHECK</c> in keepalived.conf(5)). It serves where it answers our question with response code 0, whatever the
/// answer holds; a truncated one will do. Immutable; equal by value.
/// </summary>
public sealed record DnsCheckOptions : CheckOptions
{
    /// <summary>What is asked for.</summary>
    public DnsQueryType Type { get; init; } = DnsQueryType.SOA;

    /// <summary>The name asked for; <c>.</c> is the root. Labels of 1 to 63 bytes, 255 bytes in all; ASCII.</summary>
    public string Name { get; init; } = ".";

    /// <inheritdoc/>
    public override string Kind => "Dns";

    /// <inheritdoc/>
    public override bool NeedsPort => true;

    /// <inheritdoc/>
    public override CheckTiming DefaultTiming => base.DefaultTiming with { Retry = 3, DelayBeforeRetry = null };
}
