namespace FailoverIp.Lvs;

/// <summary>A page did not come. The message is one line that a person can act on.</summary>
public sealed class PageDigestException : Exception
{
    /// <summary>An exception with its message.</summary>
    public PageDigestException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>An exception without anything to say.</summary>
    public PageDigestException()
    {
    }
}
