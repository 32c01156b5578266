namespace FailoverIp.Lvs;

/// <summary>Greets a mail server and takes leave (<c>SMTP_CHECK</c> in keepalived.conf(5)). Immutable; equal by value.</summary>
/// <remarks>Answers of several lines (RFC 5321, section 4.2.1) are understood; keepalived 2.2.7 takes them for failures.</remarks>
public sealed record SmtpCheckOptions : CheckOptions
{
    /// <summary>The name told with HELO; printable ASCII without spaces.</summary>
    public string HeloName { get; init; } = "smtpchecker.failoverip";

    /// <inheritdoc/>
    public override string Kind => "Smtp";

    /// <inheritdoc/>
    public override bool NeedsPort => true;
}
