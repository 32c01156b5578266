namespace FailoverIp.Node;

/// <summary>What keepalived has words for and this version does not carry out. Each use is an error on its line: to pass over it in silence would be a lie.</summary>
internal static class NotSupported
{
    /// <summary>The line about it.</summary>
    public static string Message(string what) => $"{what} is not supported by this version";
}
