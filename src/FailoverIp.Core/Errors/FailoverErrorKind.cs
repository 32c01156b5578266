namespace FailoverIp;

/// <summary>Why a failover address could not be read or rerouted. The names appear as they are in <c>--json</c> answers.</summary>
public enum FailoverErrorKind
{
    /// <summary>The provider refused the credentials, or they ran out. Trying again does not help.</summary>
    Authentication,

    /// <summary>The address, the server or the interface does not exist in this account. Trying again does not help.</summary>
    NotFound,

    /// <summary>The provider understood and refused, such as for a server at another site. Trying again does not help.</summary>
    Rejected,

    /// <summary>Too many requests; <see cref="FailoverIpException.RetryAfter"/> says how long to wait, where it is known.</summary>
    RateLimited,

    /// <summary>The provider is working on an earlier change. It may be tried again.</summary>
    Busy,

    /// <summary>The provider could not be reached, broke off, answered with a 5xx or with something that cannot be read. It may be tried again.</summary>
    Unavailable,

    /// <summary>A request, or everything together, took longer than allowed.</summary>
    Timeout,

    /// <summary>Writes were accepted, but no read ever showed the target as owner.</summary>
    NotVerified,

    /// <summary>The configuration cannot work: a missing target, an unreadable secret, an unknown name.</summary>
    Configuration,
}
