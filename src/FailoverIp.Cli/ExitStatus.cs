namespace FailoverIp.Cli;

/// <summary>What a command ends with.</summary>
internal static class ExitStatus
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>It ran, and the answer is no: a route not made, a configuration not valid, a node not reachable.</summary>
    public const int No = 1;

    /// <summary>Wrong use, or a file that cannot be read or used.</summary>
    public const int Unusable = 2;
}
