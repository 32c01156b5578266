using System.Collections.Frozen;
using FailoverIp.Vrrp;
using Microsoft.Extensions.Configuration;

namespace FailoverIp.Node;

/// <summary>Going over to other options while the node runs.</summary>
/// <remarks>
/// First all that can be wrong is found out: nothing has changed until then. The elections go over next, which is where this machine may refuse; from there on there is no way back.
/// Then addresses: what has changed is let go of, the router goes over, and what is new begins, in this order, so that no two of one address ever work at the same time.
/// </remarks>
internal sealed partial class FailoverNode
{
    private readonly SemaphoreSlim _reloading = new(1);
    private readonly CancellationTokenSource _ending = new();
    private bool _serversAreOld;

    /// <summary>What goes over after the elections and the addresses.</summary>
    public List<IReloadFollower> Followers { get; } = [];

    public Task ReloadAsync(CancellationToken cancellationToken = default)
    {
        if (_source is null)
            throw new InvalidOperationException("the options of this node were given by code: there is no section to read again");
        var read = _source.Read();
        foreach (var warning in read.Warnings)
            _logger.ConfigurationWarning(warning);
        return ReloadAsync(read.Options, _source.Section, cancellationToken);
    }

    public Task ReloadAsync(NodeOptions options, CancellationToken cancellationToken = default) => GoOverAsync(options, null, cancellationToken);

    public Task ReloadAsync(NodeOptions options, IConfiguration section, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(section);
        return GoOverAsync(options, section, cancellationToken);
    }

    private async Task GoOverAsync(NodeOptions options, IConfiguration? section, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        options = NodeDemand.Of(NodeAddition.Apply(_additions, options));
        await EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_isUp || _stopping)
                throw DoesNotRun();
            var before = _running;
            var after = Applicable(options, before.Options);
            Demand(after.ToEngineOptions());
            var routes = await _reloader.PrepareAsync([.. after.Addresses.Select(a => a.Route)], section).ConfigureAwait(false);
            await using (routes.ConfigureAwait(false))
                await GoOverAsync(before, after, routes, cancellationToken).ConfigureAwait(false);
            _logger.Reloaded(after.Instances.Length, after.Trackers.Length, after.VirtualServers.Length);
        }
        finally
        {
            _reloading.Release();
        }
    }

    /// <summary>Waits for a start or a reload that is under way. The one that stops the node keeps the place for good.</summary>
    private async Task EnterAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ending.Token);
        try
        {
            await _reloading.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            throw DoesNotRun();
        }
    }

    private static InvalidOperationException DoesNotRun() => new("the node does not run");

    private async Task GoOverAsync(Running before, NodeOptions after, RouteReload routes, CancellationToken cancellationToken)
    {
        var roles = BeginRoles(before, after);
        try
        {
            await LookAsync(after, cancellationToken).ConfigureAwait(false);
            _notifier.Prepare(after);
            // The last moment for the caller: engine and node go over together or not at all.
            cancellationToken.ThrowIfCancellationRequested();
            await ReloadEngineAsync(after).ConfigureAwait(false);
        }
        catch
        {
            _running = before;
            _notifier.Abandon();
            foreach (var role in roles.Where(r => !before.Roles.ContainsKey(r.Key)))
                role.Value.Close();
            await _trackers.GoOverAsync(before.Options.Trackers).ConfigureAwait(false);
            throw;
        }
        _serversAreOld |= after.Sysctls != before.Options.Sysctls || after.Ipvs != before.Options.Ipvs || !after.VirtualServers.SequenceEqual(before.Options.VirtualServers);
        await GoOverToAddressesAsync(before, after, roles, routes).ConfigureAwait(false);
        EndRoles(before, roles);
        _journal.Keep(after);
        await _trackers.GoOverAsync(after.Trackers).ConfigureAwait(false);
        await _notifier.CommitAsync(after).ConfigureAwait(false);
        if (_serversAreOld)
            await BalanceAsync(after).ConfigureAwait(false);
        foreach (var follower in Followers)
            _running = _running with { Options = after = await follower.FollowAsync(before.Options, after).ConfigureAwait(false) };
    }

    /// <summary>Each role exists before the engine can tell of it, and until it has told of its end.</summary>
    private FrozenDictionary<string, InstanceRole> BeginRoles(Running before, NodeOptions after)
    {
        lock (_works)
        {
            var roles = after.Instances.ToFrozenDictionary(i => i.Name, i => before.Roles.GetValueOrDefault(i.Name) ?? NewRole(i.Name), StringComparer.Ordinal);
            _running = before with { Roles = before.Roles.Concat(roles.Where(r => !before.Roles.ContainsKey(r.Key))).ToFrozenDictionary(StringComparer.Ordinal) };
            return roles;
        }
    }

    private async Task GoOverToAddressesAsync(Running before, NodeOptions after, FrozenDictionary<string, InstanceRole> roles, RouteReload routes)
    {
        var kept = before.Options.Addresses.Where(a => after.Addresses.Any(b => a.Route == b.Route && a.Follows == b.Follows) && routes.Keeps(a.Route.Name)).Select(a => a.Route.Name)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var gone = before.Keepers.Where(k => !kept.Contains(k.Key)).Select(k => k.Value).ToList();
        // First out of the roles, then to its end: no transition begins it again.
        foreach (var (name, role) in before.Roles)
            role.Keep(KeepersOf(name, before.Options, before.Keepers).Except(gone));
        await StopKeepersAsync(gone, CancellationToken.None).ConfigureAwait(false);
        routes.Commit();
        var keepers = after.Addresses.Where(a => a.Follows is not null)
            .ToFrozenDictionary(a => a.Route.Name, a => kept.Contains(a.Route.Name) ? before.Keepers[a.Route.Name] : NewKeeper(a), StringComparer.OrdinalIgnoreCase);
        _running = new(after, roles, keepers);
        foreach (var (name, role) in roles)
            role.Keep(KeepersOf(name, after, keepers));
    }

    private void EndRoles(Running before, FrozenDictionary<string, InstanceRole> roles)
    {
        foreach (var (name, role) in before.Roles.Where(r => !roles.ContainsKey(r.Key)))
        {
            role.Close();
            _last.TryRemove(name, out _);
            lock (_works)
                if (_works.Exists(w => w.Instance == name))
                    _workLogger.WorkWithoutInstance(name);
        }
    }

    /// <summary>The elections have gone over: that the virtual servers cannot is told by itself, and tried again with the next reload.</summary>
    private async Task BalanceAsync(NodeOptions after)
    {
        try
        {
            if (_balancer is null && (!after.VirtualServers.IsEmpty || after.Ipvs != NodeIpvsOptions.Default))
                await BeginToBalanceAsync(_balancer = _makeBalancer(), _ending.Token).ConfigureAwait(false);
            if (_balancer is not null)
                await _balancer.ApplyAsync(after, _ending.Token).ConfigureAwait(false);
            _serversAreOld = false;
        }
        catch (Exception e)
        {
            _serversAreOld = true;
            _notifier.ServersStay();
            _logger.ServersStay($"{e.Message.ReplaceLineEndings(" ")}");
        }
    }

    /// <summary>What is new is looked at before any election depends on it. A stop does not wait for that.</summary>
    private async Task LookAsync(NodeOptions after, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ending.Token);
        await _trackers.LookAsync(after.Trackers, either.Token).ConfigureAwait(false);
    }

    private async Task ReloadEngineAsync(NodeOptions after)
    {
        try
        {
            if (_engineRuns)
                await _engine.ReloadAsync(after.ToEngineOptions(), CancellationToken.None).ConfigureAwait(false);
            else if (!after.Instances.IsEmpty)
                await _engine.StartAsync(after.ToEngineOptions(), CancellationToken.None).ConfigureAwait(false);
            _engineRuns |= !after.Instances.IsEmpty;
        }
        catch (VrrpException e)
        {
            throw new FailoverIpException(FailoverErrorKind.Configuration, Line(e, after), e);
        }
    }

    /// <summary>The new options as far as they can be applied; what cannot is told, and stays as it is.</summary>
    private NodeOptions Applicable(NodeOptions options, NodeOptions before)
    {
        Tell("Node", options.Name != before.Name);
        Tell("Vrrp.DelayAfterBoot", options.DelayAfterBoot != before.DelayAfterBoot);
        Tell("Vrrp.StartupDelay", options.StartupDelay != before.StartupDelay);
        return options with { Name = before.Name };

        void Tell(string what, bool isOther)
        {
            if (isOther)
                _logger.NeedsRestart(what);
        }
    }

    private static void Demand(VrrpEngineOptions options)
    {
        var problems = options.Validate().Where(p => !p.IsWarning).Select(p => $"{(string.IsNullOrEmpty(p.Router) ? "Vrrp" : p.Router)}.{p.Option}: {p.Message}").ToList();
        if (problems.Count > 0)
            throw new FailoverIpException(FailoverErrorKind.Configuration, string.Join("; ", problems));
    }
}
