namespace FailoverIp.Cli.Supervision;

/// <summary>A node that runs as a child.</summary>
internal interface INodeProcess : IDisposable
{
    int Id { get; }

    /// <summary>Completes when its process has ended.</summary>
    Task Ended { get; }

    /// <summary>Once it has ended: its exit status; 128 and the number of the signal that ended it.</summary>
    int ExitCode { get; }

    /// <summary>
    /// Waits for as long as the thread of its elections runs; blocks. True where that has died, which is known before the process has ended; false where there is no
    /// such thread, or it has ended cleanly.
    /// </summary>
    bool WaitForDeathOfElections();

    /// <summary>Asks for a clean stop. More often is the same as once.</summary>
    void AskToStop();

    /// <summary>Asks it to read its configuration again (SIGHUP). Before it listens for that, it would be the end of it.</summary>
    void HangUp();

    /// <summary>Ends it at once.</summary>
    /// <exception cref="InvalidOperationException">It has ended meanwhile.</exception>
    void Kill();

    /// <summary>Kills what a dead one has started; returns how many processes that were.</summary>
    int EndSession();
}
