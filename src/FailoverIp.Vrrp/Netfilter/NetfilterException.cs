namespace FailoverIp.Vrrp.Netfilter;

/// <summary>The kernel's packet filter cannot do what it was asked for. The message is one line that a person can act on.</summary>
public sealed class NetfilterException : Exception
{
    /// <summary>A failure without the kernel's own number.</summary>
    public NetfilterException(string message)
        : base(message)
    {
    }

    /// <summary>A failure with its cause.</summary>
    public NetfilterException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>A failure the kernel answered with <paramref name="errorNumber"/>.</summary>
    public NetfilterException(string message, int errorNumber)
        : base(message) => ErrorNumber = errorNumber;

    /// <summary>A failure without words; use one of the others.</summary>
    public NetfilterException()
    {
    }

    /// <summary>The error number of Linux (errno.h), 0 where there is none.</summary>
    public int ErrorNumber { get; }

    /// <summary>The kernel does not have what was asked of it; another way may be open.</summary>
    internal bool IsUnsupported { get; init; }
}
