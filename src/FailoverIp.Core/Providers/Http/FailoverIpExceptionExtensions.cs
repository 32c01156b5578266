namespace FailoverIp;

internal static class FailoverIpExceptionExtensions
{
    /// <summary>The same failure, known to have happened before the write left this machine.</summary>
    public static FailoverIpException BeforeTheWrite(this FailoverIpException e) =>
        e.NothingSent ? e : new(e.Kind, e.Message, e) { RetryAfter = e.RetryAfter, NothingSent = true };
}
