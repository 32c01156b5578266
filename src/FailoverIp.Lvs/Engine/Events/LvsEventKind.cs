namespace FailoverIp.Lvs;

/// <summary>What happened to a virtual server. Up and Down of one real server, and of one quorum, alternate for as long as it is configured.</summary>
public enum LvsEventKind
{
    /// <summary>A real server's checks all pass again, or for the first time.</summary>
    RealServerUp,

    /// <summary>A real server has failed a check, or was taken out of the configuration.</summary>
    RealServerDown,

    /// <summary>The weight of a real server has changed, because a check gave it another.</summary>
    RealServerWeight,

    /// <summary>The quorum was reached; also the first event of a virtual server that starts with it.</summary>
    QuorumUp,

    /// <summary>The quorum was lost; also the first event of a virtual server that starts without it.</summary>
    QuorumDown,

    /// <summary>A real server has failed and stays in service all the same: no more may be taken out (<see cref="VirtualServerOptions.MaxUnavailable"/>).</summary>
    FailOpenStarted,

    /// <summary>No failed real server is kept in service any more.</summary>
    FailOpenEnded,

    /// <summary>The kernel's table was not as this node had left it, and was repaired.</summary>
    TableRepaired,

    /// <summary>The kernel's table cannot be made as it should be. It is tried again.</summary>
    TableProblem,

    /// <summary>The kernel's table is as it should be again.</summary>
    TableProblemSolved,
}
