namespace FailoverIp.Vrrp;

/// <summary>The engine cannot do what was asked; <see cref="Exception.Message"/> is one line that a person can act on.</summary>
public sealed class VrrpException : Exception
{
    /// <summary>Creates the exception.</summary>
    public VrrpException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>The option that it is about, where it is one that this machine cannot carry out; null otherwise.</summary>
    public VrrpOptionProblem? Problem { get; init; }
}
