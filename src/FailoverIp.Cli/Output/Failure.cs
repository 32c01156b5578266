using System.Text.Json.Serialization;
using FailoverIp.Lvs;
using FailoverIp.Node;
using FailoverIp.Vrrp;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Cli.Output;

/// <summary>A failure as it is told.</summary>
/// <param name="Kind">One of <see cref="FailoverErrorKind"/>.</param>
/// <param name="Message">One line.</param>
/// <param name="RetryAfterSeconds">How long the provider wants to be left alone, where it told; whole seconds, rounded up.</param>
internal sealed record Failure(FailoverErrorKind Kind, string Message, long? RetryAfterSeconds)
{
    /// <summary>What the command ends with. What cannot be used is 2; what could be tried and did not come about is 1.</summary>
    [JsonIgnore]
    public int ExitStatus { get; init; } = Kind == FailoverErrorKind.Configuration ? Cli.ExitStatus.Unusable : Cli.ExitStatus.No;

    public static Failure From(Exception exception) => exception switch
    {
        FailoverIpException e => new(e.Kind, OneLine.From(e.Message), Seconds(e.RetryAfter)),
        ToolException { ExitStatus: { } status } e => new(e.Kind, OneLine.From(e.Message), Seconds(e.RetryAfter)) { ExitStatus = status },
        ToolException e => new(e.Kind, OneLine.From(e.Message), Seconds(e.RetryAfter)),
        LvsException e => new(FailoverErrorKind.Configuration, OneLine.From(e.Message), null),
        PageDigestException e => new(FailoverErrorKind.Unavailable, OneLine.From(e.Message), null),
        NodeException e => new(FailoverErrorKind.Unavailable, OneLine.From(e.Message), null),
        VrrpException or IpvsException or PlatformNotSupportedException => new(FailoverErrorKind.Rejected, OneLine.From(exception.Message), null),
        VrrpWatchException e => new(e.Error == VrrpWatchError.InterfaceMissing ? FailoverErrorKind.Configuration : FailoverErrorKind.Rejected, OneLine.From(e.Message), null),
        _ => new(FailoverErrorKind.Unavailable, OneLine.From($"{exception.GetType().Name}: {exception.Message}"), null),
    };

    private static long? Seconds(TimeSpan? time) => time is { } t ? (long)Math.Ceiling(t.TotalSeconds) : null;
}

/// <summary>What <c>--json</c> prints on failure.</summary>
internal sealed record ErrorDocument(Failure Error);
