using Microsoft.Extensions.Configuration;

namespace FailoverIp.Node;

/// <summary>
/// The node of this process: it elects with its peers, keeps the failover addresses routed here for as long as the instance that they
/// follow is Active, and runs an application's own work for as long. Runs with the host.
/// </summary>
/// <remarks>
/// When the host stops, the role goes first and the application after it: as soon as the application is told to stop, and before any hosted service is, the work of the roles ends,
/// addresses are handed over where they have a <see cref="NodeAddress.HandOver"/>, and the peers are told by priority 0. Only then are web servers and other services stopped; requests
/// are answered all the while.
/// </remarks>
public interface IFailoverNode
{
    /// <summary>What it runs.</summary>
    NodeOptions Options { get; }

    /// <summary>
    /// What it is doing. Never waits for the network. Where an instance is shown as no longer Active, all work on its addresses has been cancelled
    /// before.
    /// </summary>
    NodeStatus GetStatus();

    /// <summary>
    /// Runs work for as long as an instance is Active here, once for each stay in that role: a job that may run on one machine only. It begins when the instance becomes Active, at once
    /// where it is, and its token falls before anybody is told that the instance is Backup: before the log, the status and the peers, when the node is stopped.
    /// </summary>
    /// <remarks>
    /// Work that returns is done until the next stay. Work that throws is told in the log and begun again, after one second and then after growing pauses of at most a minute, while the stay
    /// lasts. Two stays never run at the same time: where the work of one does not end although its token has fallen, the next one waits for it, and the log and the health check
    /// (<c>AddFailoverIpNode</c>) say so. What is registered on the token is called on the thread pool, right after it has fallen.
    /// A machine that loses power or is cut off can tell nobody: what two machines must never do at the same time needs a lock where it is done.
    /// </remarks>
    /// <param name="instance">The name of a VRRP instance.</param>
    /// <param name="work">The work. It gets the stay, and ends when its token falls.</param>
    /// <returns>Disposing of it ends the work and waits for its end, for 10 seconds at most.</returns>
    /// <exception cref="ArgumentException">There is no such instance.</exception>
    IAsyncDisposable WhileActive(string instance, Func<ActiveStay, CancellationToken, Task> work);

    /// <summary>
    /// Reads the section that the node was added with again and goes over to it, as <see cref="ReloadAsync(NodeOptions, IConfiguration, CancellationToken)"/> does. An application that wants
    /// its file read first calls <see cref="IConfigurationRoot.Reload"/>, where the file is not watched anyway.
    /// </summary>
    /// <exception cref="FailoverIpException">The section cannot work (<see cref="FailoverErrorKind.Configuration"/>); nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">The node does not run, or was given its options by code.</exception>
    Task ReloadAsync(CancellationToken cancellationToken = default);

    /// <summary>As <see cref="ReloadAsync(NodeOptions, IConfiguration, CancellationToken)"/>; the providers stay as they are.</summary>
    /// <exception cref="FailoverIpException">The options cannot work (<see cref="FailoverErrorKind.Configuration"/>); nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">The node does not run.</exception>
    Task ReloadAsync(NodeOptions options, CancellationToken cancellationToken = default);

    /// <summary>
    /// Goes over to other options and providers. Only the difference is applied: an instance that is the same keeps its state, an address that is the same stays as it is, and so does its
    /// provider. An address that has changed, or whose provider has, is let go of before it is kept anew: nothing is written any more on behalf of the old configuration when this returns.
    /// Options that cannot work are refused whole, and the old ones run on. The control socket and the status page move to their new places before they leave the old ones, but for a page that stays
    /// at its port; a place that cannot be taken is told in the log, and the old one stays. Who may read the status changes at once: whoever has shown another token before is cut off. What is a property of a start (the node's name, and the delays
    /// of the start) takes effect with the next one, and is told in the log too.
    /// </summary>
    /// <param name="options">What it runs from now on.</param>
    /// <param name="section">The section with <c>Providers</c>.</param>
    /// <param name="cancellationToken">Ends it while nothing has changed yet.</param>
    /// <exception cref="FailoverIpException">The options cannot work (<see cref="FailoverErrorKind.Configuration"/>); nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">The node does not run.</exception>
    Task ReloadAsync(NodeOptions options, IConfiguration section, CancellationToken cancellationToken = default);
}
