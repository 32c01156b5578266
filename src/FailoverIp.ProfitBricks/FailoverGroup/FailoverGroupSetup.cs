using System.Net;

namespace FailoverIp.ProfitBricks;

/// <summary>
/// Sets up an IP failover group in the order that IONOS documents: the reserved address on the first member's NIC, the LAN's <c>ipFailover</c>
/// entry with that NIC as master, then the address on the other members' NICs. Takes it down in the reverse order. What is done already is left
/// as it is, so that both may be run again after a failure. Every other address, and every other group of the LAN, stays.
/// </summary>
/// <remarks>Not for two runs at the same time: the API replaces whole lists and knows no condition.</remarks>
public sealed class FailoverGroupSetup
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _time;
    private readonly Guid _datacenter;
    private readonly int _lan;
    private readonly RequestFollower _requests;
    private readonly GroupReader _reader;
    private readonly GroupWriter _groups;
    private readonly NicWriter _nics;

    /// <summary>Prepares for the LAN of an account's options. Nothing is sent yet.</summary>
    /// <param name="options">The account, with <see cref="ProfitBricksOptions.DatacenterId"/> and <see cref="ProfitBricksOptions.LanId"/>.</param>
    /// <param name="client">Sends the requests. Its handler should follow no redirects.</param>
    /// <param name="time">The clock; the system's where none is given.</param>
    /// <exception cref="FailoverIpException">The options cannot be used (<see cref="FailoverErrorKind.Configuration"/>).</exception>
    public FailoverGroupSetup(ProfitBricksOptions options, HttpClient client, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(client);
        options.Checked();
        _time = time ?? TimeProvider.System;
        _datacenter = Guid.Parse(options.DatacenterId!);
        _lan = options.LanId ?? throw new FailoverIpException(FailoverErrorKind.Configuration, $"{nameof(options.LanId)} is needed for a failover group");
        var cloud = ProfitBricksFactory.Client(new HttpExchange(client, _time), options);
        _requests = new(cloud, _time);
        _reader = new(cloud, _datacenter, _lan);
        _groups = new(cloud, _requests, _reader, _datacenter, _lan);
        _nics = new(cloud, _requests);
    }

    /// <summary>The longest to wait for a busy resource before a change, and for the end of the change's request.</summary>
    /// <value>10 minutes.</value>
    public TimeSpan ChangeTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Says what the group lacks, each as a clause; empty where it is sound. Changes nothing.</summary>
    /// <param name="address">The failover address.</param>
    /// <param name="members">The members, each with <c>Server</c> and <c>Nic</c>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FailoverIpException">It could not be read.</exception>
    public async Task<IReadOnlyList<string>> CheckAsync(FailoverAddress address, IReadOnlyList<RouteTarget> members, CancellationToken cancellationToken = default)
    {
        var (ip, nics) = (address.RequireIpv4(), Members(members));
        var state = await _reader.ReadAsync(ip, new(RequestTimeout, cancellationToken)).ConfigureAwait(false);
        return [.. state.GroundProblems().Concat(nics.SelectMany(state.MemberProblems)).Concat(state.GroupProblems()).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Makes the group, or what is missing of it. Nothing is changed before everything that can be checked has been.</summary>
    /// <param name="address">The failover address, of a reserved block of the contract.</param>
    /// <param name="members">The members, each with <c>Server</c> and <c>Nic</c>, all in the LAN. The first becomes the master, unless the group is there already.</param>
    /// <param name="progress">Gets one line for each change.</param>
    /// <param name="cancellationToken">Ends it. What was changed stays; another run goes on from there.</param>
    /// <exception cref="FailoverIpException">It could not be made; the message says why.</exception>
    public async Task SetUpAsync(FailoverAddress address, IReadOnlyList<RouteTarget> members, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        var (ip, nics) = (address.RequireIpv4(), Members(members));
        var bounds = new RequestBounds(RequestTimeout, cancellationToken);
        var state = await _reader.ReadAsync(ip, bounds).ConfigureAwait(false);
        Refuse(ip, [.. state.GroundProblems(), .. nics.Where(n => !state.IsInLan(n)).SelectMany(state.MemberProblems), .. Strangers(state, nics)]);

        // A run that was broken off may have put the address on a member: only that one can be registered.
        var master = nics.Cast<NicId?>().FirstOrDefault(n => state.IsRegistered(n!.Value)) ?? nics.Cast<NicId?>().FirstOrDefault(n => state.Holds(n!.Value)) ?? nics[0];
        await HoldAsync(master, ip, progress, bounds).ConfigureAwait(false);
        await ChangeGroupsAsync(state, now => now.Entries.Any() ? null : now.WithMaster(master), $"LAN {_lan}: failover group of {ip}, master {master}", progress, bounds).ConfigureAwait(false);
        foreach (var slave in nics.Where(n => n != master))
            await HoldAsync(slave, ip, progress, bounds).ConfigureAwait(false);
    }

    /// <summary>
    /// Takes the group down: the address off every NIC of the LAN but the master's, then the group, then the address off the master's NIC. The
    /// address stays reserved.
    /// </summary>
    /// <param name="address">The failover address.</param>
    /// <param name="progress">Gets one line for each change.</param>
    /// <param name="cancellationToken">Ends it. What was changed stays; another run goes on from there.</param>
    /// <exception cref="FailoverIpException">It could not be done, such as for a NIC that has no other address; nothing was changed then.</exception>
    public async Task TakeDownAsync(FailoverAddress address, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        var ip = address.RequireIpv4();
        var bounds = new RequestBounds(RequestTimeout, cancellationToken);
        var state = await _reader.ReadAsync(ip, bounds).ConfigureAwait(false);
        NicId[] holding = [.. state.Holding.Select(n => NicId.Of(n, _datacenter)).OfType<NicId>()];
        if (state.Holding.FirstOrDefault(n => n.Properties!.Ips!.All(text => text.Is(ip))) is { } bare)
            throw NicWriter.OnlyAddress(NicId.Of(bare, _datacenter) ?? default, ip);

        foreach (var slave in holding.Where(n => !state.IsRegistered(n)))
            await ReleaseAsync(slave, ip, progress, bounds).ConfigureAwait(false);
        await ChangeGroupsAsync(state, now => now.Entries.Any() ? now.WithoutGroup() : null, $"LAN {_lan}: no failover group of {ip}", progress, bounds).ConfigureAwait(false);
        foreach (var master in holding.Where(state.IsRegistered))
            await ReleaseAsync(master, ip, progress, bounds).ConfigureAwait(false);
    }

    private NicId[] Members(IReadOnlyList<RouteTarget> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        return members.Count > 0 ? [.. members.Select(m => NicId.Of(m, _datacenter)).Distinct()] : throw new ArgumentException("A group needs at least one member.", nameof(members));
    }

    /// <summary>An address, or a group of it, that belongs to others is not taken over.</summary>
    private static IEnumerable<string> Strangers(GroupState state, NicId[] members) => state.Entries.FirstOrDefault() is { } entry
        ? members.Any(state.IsRegistered) ? [] : [$"LAN {state.LanId} has a failover group for {state.Ip} already, registered to the NIC {OneLine.Of(entry.NicUuid)}, which is none of the members"]
        : state.Holding.Where(n => !members.Any(m => NicId.Of(n, m.Datacenter) == m)).Select(n => $"the NIC {OneLine.Of(n.Id)} lists {state.Ip} and is none of the members");

    private static void Refuse(IPAddress ip, IReadOnlyList<string> problems)
    {
        if (problems.Count > 0)
            throw new FailoverIpException(FailoverErrorKind.Rejected, $"the failover group of {ip} cannot be set up: {string.Join("; ", problems)}") { NothingSent = true };
    }

    private Task HoldAsync(NicId nic, IPAddress ip, IProgress<string>? progress, RequestBounds bounds) =>
        ChangeAsync(w => _nics.AddAsync(nic, ip, w), (r, b) => _nics.WaitAsync(r, nic, b), $"NIC {nic}: {ip} added", progress, bounds);

    private Task ReleaseAsync(NicId nic, IPAddress ip, IProgress<string>? progress, RequestBounds bounds) =>
        ChangeAsync(w => _nics.RemoveAsync(nic, ip, w), (r, b) => _nics.WaitAsync(r, nic, b), $"NIC {nic}: {ip} taken off", progress, bounds);

    private Task ChangeGroupsAsync(GroupState state, Func<GroupState, IReadOnlyList<IpFailover>?> change, string done, IProgress<string>? progress, RequestBounds bounds) =>
        ChangeAsync(w => _groups.ChangeAsync(state, change, w), _groups.WaitAsync, done, progress, bounds);

    private async Task ChangeAsync(Func<WriteWindow, Task<CloudRequest?>> change, Func<CloudRequest, RequestBounds, Task> wait, string done, IProgress<string>? progress, RequestBounds bounds)
    {
        using var window = new WriteWindow(bounds, _time, ChangeTimeout);
        if (await change(window).ConfigureAwait(false) is not { } request)
            return;
        await _requests.WithinAsync(ChangeTimeout, done, b => wait(request, b), bounds).ConfigureAwait(false);
        progress?.Report(done);
    }
}
