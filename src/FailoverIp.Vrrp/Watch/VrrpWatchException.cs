namespace FailoverIp.Vrrp;

/// <summary>Why an interface cannot be watched.</summary>
public enum VrrpWatchError
{
    /// <summary>There is no interface of that name, or it is gone.</summary>
    InterfaceMissing,

    /// <summary>The process may not open packet sockets: it needs root or CAP_NET_RAW.</summary>
    NotPermitted,

    /// <summary>The kernel refused something else; the message names it.</summary>
    System,
}

/// <summary>An interface cannot be watched. <see cref="Exception.Message"/> is one line that a person can act on.</summary>
public sealed class VrrpWatchException : Exception
{
    /// <summary>Creates the exception.</summary>
    public VrrpWatchException(VrrpWatchError error, string message, Exception? innerException = null)
        : base(message, innerException) => Error = error;

    /// <summary>What is wrong.</summary>
    public VrrpWatchError Error { get; }
}
