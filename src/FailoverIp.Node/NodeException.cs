namespace FailoverIp.Node;

/// <summary>A node cannot start, or cannot be reached; <see cref="Exception.Message"/> is one line that a person can act on.</summary>
public sealed class NodeException : Exception
{
    /// <summary>Creates the exception.</summary>
    public NodeException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
