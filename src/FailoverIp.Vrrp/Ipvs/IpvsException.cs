namespace FailoverIp.Vrrp.Ipvs;

/// <summary>The kernel has no IPVS, the right to use it is missing, or it refused a request. The message is one line that a person can act on.</summary>
public sealed class IpvsException : Exception
{
    /// <summary>A failure without the kernel's own number.</summary>
    public IpvsException(string message)
        : base(message)
    {
    }

    /// <summary>A failure with its cause.</summary>
    public IpvsException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>A failure the kernel answered with <paramref name="errorNumber"/>.</summary>
    public IpvsException(string message, int errorNumber)
        : base(message) => ErrorNumber = errorNumber;

    /// <summary>A failure without words; use one of the others.</summary>
    public IpvsException()
    {
    }

    /// <summary>The error number of Linux (errno.h), 0 where there is none.</summary>
    public int ErrorNumber { get; }
}
