using System.Collections.Immutable;
using System.Net;
using FailoverIp.Vrrp.Kernel.Netlink;
using FailoverIp.Vrrp.Native;

namespace FailoverIp.Vrrp.Ipvs;

/// <inheritdoc cref="IIpvsClient"/>
public sealed class IpvsClient : IIpvsClient
{
    private const int ReceiveBuffer = 4 << 20; // a batch that fails in every request is answered by hundreds of datagrams

    private readonly IpvsChannel _channel;
    private readonly NetlinkError[] _error = new NetlinkError[1];
    private readonly IpvsChange[] _change = new IpvsChange[1];

    /// <summary>Opens a way to the IPVS of the network namespace of the calling thread. Whether the kernel has IPVS is found out at the first call.</summary>
    /// <exception cref="IpvsException">No socket of netlink can be opened.</exception>
    public IpvsClient()
        : this(Open(), IpvsModule.Load)
    {
    }

    internal IpvsClient(INetlinkTransport transport, Action loadModule, NetlinkByteOrder order = default) =>
        _channel = new(new(transport, order), loadModule);

    /// <summary>How many datagrams have gone to the kernel.</summary>
    internal long Sends => _channel.Sends;

    /// <inheritdoc/>
    public IpvsInfo GetInfo() => Ask(IpvsCommand.GetInfo, new IpvsInfoAnswers(_channel.Order));

    /// <inheritdoc/>
    public ImmutableArray<IpvsServiceEntry> GetServices() =>
        _channel.Dump(IpvsCommand.GetService, 0, static (ref NetlinkWriter _, int _) => { }, new IpvsServiceAnswers(_channel.Order));

    /// <inheritdoc/>
    public IpvsServiceEntry? GetService(IpvsServiceKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var answer = new IpvsServiceAnswers(_channel.Order);
        var error = _channel.Send(IpvsCommand.GetService, key, IpvsWriter.Service, answer);
        if (error.Number == Errno.ESRCH)
            return null;
        if (error.Number != 0)
            throw IpvsErrors.Reading(error);
        return answer is { IsDamaged: false } && answer.ToArray() is [var entry] ? entry : throw IpvsErrors.NotUnderstood();
    }

    /// <inheritdoc/>
    public ImmutableArray<IpvsDestinationEntry> GetDestinations(IpvsServiceKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return GetDestinations(key, new(_channel.Order));
    }

    /// <inheritdoc/>
    public ImmutableArray<IpvsTableEntry> GetTable()
    {
        var answer = new IpvsDestinationAnswers(_channel.Order);
        return [.. GetServices().Select(s => new IpvsTableEntry(s, GetDestinations(s.Service.Key, answer)))];
    }

    /// <inheritdoc/>
    public void AddService(IpvsService service)
    {
        Demand(service);
        Send(IpvsChange.Add(service));
    }

    /// <inheritdoc/>
    public void SetService(IpvsService service)
    {
        Demand(service);
        Send(IpvsChange.Set(service));
    }

    /// <inheritdoc/>
    public void DeleteService(IpvsServiceKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        Send(IpvsChange.Delete(key));
    }

    /// <inheritdoc/>
    public void AddDestination(IpvsServiceKey key, IpvsDestination destination)
    {
        Demand(key, destination);
        Send(IpvsChange.Add(key, destination));
    }

    /// <inheritdoc/>
    public void SetDestination(IpvsServiceKey key, IpvsDestination destination)
    {
        Demand(key, destination);
        Send(IpvsChange.Set(key, destination));
    }

    /// <inheritdoc/>
    public void DeleteDestination(IpvsServiceKey key, IPEndPoint address)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(address);
        Send(IpvsChange.Delete(key, new() { Address = address }));
    }

    /// <inheritdoc/>
    public void ZeroCounters(IpvsServiceKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var error = _channel.Send(IpvsCommand.Zero, key, IpvsWriter.Service);
        if (error.Number == Errno.ESRCH)
            throw IpvsErrors.Changing(new(IpvsCommand.Zero, key), error);
        Check(error, $"the counters of {key}");
    }

    /// <inheritdoc/>
    public void ZeroAllCounters() => Check(Send(IpvsCommand.Zero), "the counters");

    /// <inheritdoc/>
    public void Flush() => Check(Send(IpvsCommand.Flush), "the virtual server table");

    /// <inheritdoc/>
    public IpvsTimeouts GetTimeouts() => Ask(IpvsCommand.GetConfig, new IpvsTimeoutAnswers(_channel.Order));

    /// <inheritdoc/>
    public void SetTimeouts(IpvsTimeouts timeouts)
    {
        ArgumentNullException.ThrowIfNull(timeouts);
        Demand(IpvsRules.Problem(timeouts));
        Check(_channel.Send(IpvsCommand.SetConfig, timeouts, IpvsWriter.Timeouts), "the timeouts of connections");
    }

    /// <inheritdoc/>
    public ImmutableArray<IpvsSyncDaemon> GetSyncDaemons() =>
        _channel.Dump(IpvsCommand.GetDaemon, 0, static (ref NetlinkWriter _, int _) => { }, new IpvsDaemonAnswers(_channel.Order));

    /// <inheritdoc/>
    public void StartSyncDaemon(IpvsSyncDaemon daemon)
    {
        ArgumentNullException.ThrowIfNull(daemon);
        Demand(IpvsRules.Problem(daemon));
        if (_channel.Send(IpvsCommand.NewDaemon, daemon, IpvsWriter.Daemon) is { Number: not 0 } error)
            throw IpvsErrors.Daemon(daemon.State, daemon.Interface, error);
    }

    /// <inheritdoc/>
    public void StopSyncDaemon(IpvsSyncState state)
    {
        var error = _channel.Send(IpvsCommand.DeleteDaemon, state, IpvsWriter.DaemonState);
        // A thread that is stopped before it has ever run ends with EINTR, and that is the one error which netlink keeps to itself: no answer comes.
        if (error.Number == Errno.ENOBUFS && GetSyncDaemons().All(d => d.State != state))
            return;
        if (error.Number != 0)
            throw IpvsErrors.Daemon(state, name: null, error);
    }

    /// <inheritdoc/>
    public void Dispose() => _channel.Dispose();

    /// <summary>Carries out many changes in few sends. Nothing is checked before, nothing thrown for a change that fails: see <paramref name="errors"/>.</summary>
    internal void Send(ReadOnlySpan<IpvsChange> changes, Span<NetlinkError> errors) => _channel.Send(changes, errors);

    private static NetlinkSocket Open()
    {
        try
        {
            var socket = new NetlinkSocket(NetlinkConstants.NETLINK_GENERIC, receiveBuffer: ReceiveBuffer);
            socket.TurnOn(NetlinkConstants.NETLINK_CAP_ACK);
            socket.TurnOn(NetlinkConstants.NETLINK_EXT_ACK);
            return socket;
        }
        catch (VrrpException e)
        {
            throw IpvsErrors.NoSocket(e);
        }
    }

    private static void Demand(IpvsService service)
    {
        ArgumentNullException.ThrowIfNull(service);
        Demand(IpvsRules.Problem(service));
    }

    private static void Demand(IpvsServiceKey key, IpvsDestination destination)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(destination);
        Demand(IpvsRules.Problem(key, destination));
    }

    private static void Demand(string? problem)
    {
        if (problem is not null)
            throw new IpvsException(problem);
    }

    private static void Check(NetlinkError error, string what)
    {
        if (error.Number != 0)
            throw IpvsErrors.Other(what, error);
    }

    private ImmutableArray<IpvsDestinationEntry> GetDestinations(IpvsServiceKey key, IpvsDestinationAnswers answer)
    {
        answer.Family = key.Family;
        return _channel.Dump(IpvsCommand.GetDestination, key, IpvsWriter.Service, answer);
    }

    private T Ask<T>(IpvsCommand command, IpvsAnswers<T> answer)
    {
        var error = _channel.Send(command, 0, static (ref NetlinkWriter _, int _) => { }, answer);
        if (error.Number != 0)
            throw IpvsErrors.Reading(error);
        return !answer.IsDamaged && answer.ToArray() is [var entry] ? entry : throw IpvsErrors.NotUnderstood();
    }

    private void Send(IpvsChange change)
    {
        _change[0] = change;
        _channel.Send(_change, _error);
        if (_error[0].Number != 0)
            throw IpvsErrors.Changing(in change, _error[0]);
    }

    private NetlinkError Send(IpvsCommand command) => _channel.Send(command, 0, static (ref NetlinkWriter _, int _) => { });
}
