namespace FailoverIp.Lvs;

/// <summary>Runs the virtual servers of this node: checks their real servers and keeps the kernel's table as it should be.</summary>
/// <remarks>Safe for concurrent use. Nothing but wrong options is thrown: a kernel without IPVS, a missing right or a service of somebody else's is in the status, in the log, and tried again.</remarks>
public interface ILvsEngine : IAsyncDisposable
{
    /// <summary>Starts. Returns when the table has been made for the first time, or could not be made.</summary>
    /// <exception cref="LvsException">The options cannot work; the message names every problem. Nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    Task StartAsync(IReadOnlyCollection<VirtualServerOptions> virtualServers, CancellationToken cancellationToken = default);

    /// <summary>
    /// Goes over to other options. What is the same keeps its state, its checks and its connections. Returns when the table has been made, or could not be made.
    /// </summary>
    /// <exception cref="LvsException">The options cannot work; the message names every problem. Nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">It is not running.</exception>
    Task ApplyAsync(IReadOnlyCollection<VirtualServerOptions> virtualServers, CancellationToken cancellationToken = default);

    /// <summary>
    /// Stops: checks end, this node's services leave the kernel, and the last events have been delivered when it returns. A kernel that refuses and an observer that does not
    /// return are waited for some seconds, and then left behind. It cannot be started again.
    /// </summary>
    Task StopAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Says whether the address of a virtual server is on this machine. Only virtual servers with <see cref="VirtualServerOptions.HaSuspend"/> care: their checks
    /// rest while it is not, and until it is said for the first time. May be called before the start, and is remembered across <see cref="ApplyAsync"/>.
    /// </summary>
    /// <param name="virtualServer">The name of the virtual server.</param>
    /// <param name="isPresent">True: the address is on this machine.</param>
    void SetPresent(string virtualServer, bool isPresent);

    /// <summary>What each virtual server is doing, in the order of their options. Never waits.</summary>
    LvsStatus GetStatus();

    /// <summary>
    /// Calls <paramref name="observer"/> for every event, in order and one at a time, on the thread pool. To be called before <see cref="StartAsync"/>;
    /// the observer returns quickly and does not throw.
    /// </summary>
    void Subscribe(Action<LvsEvent> observer);
}
