namespace FailoverIp;

/// <summary>
/// A failover address could not be read or rerouted. <see cref="Exception.Message"/> is one line that a person can act on and never holds a secret.
/// </summary>
public sealed class FailoverIpException : Exception
{
    /// <summary>Creates the exception.</summary>
    public FailoverIpException(FailoverErrorKind kind, string message, Exception? innerException = null)
        : base(message, innerException) => Kind = kind;

    /// <summary>What kind of failure it is; decides whether it is tried again.</summary>
    public FailoverErrorKind Kind { get; }

    /// <summary>With <see cref="FailoverErrorKind.RateLimited"/>: how long the provider wants to be left alone, where it told or its published limit says so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// True where <see cref="IFailoverIpProvider.StartRerouteAsync"/> failed before the write left this machine (no token, a budget kept on our
    /// side). Otherwise the write may have taken effect and is read back.
    /// </summary>
    public bool NothingSent { get; init; }

    /// <summary>True where a later attempt with the same input may succeed.</summary>
    public bool IsTransient => Kind is FailoverErrorKind.RateLimited or FailoverErrorKind.Busy or FailoverErrorKind.Unavailable or FailoverErrorKind.Timeout or FailoverErrorKind.NotVerified;
}
