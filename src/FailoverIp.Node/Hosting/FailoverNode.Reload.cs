using System.Collections.Frozen;
using FailoverIp.Vrrp;

namespace FailoverIp.Node;

/// <summary>Going over to other options while the node runs.</summary>
internal sealed partial class FailoverNode
{
    private readonly SemaphoreSlim _reloading = new(1);
    private readonly CancellationTokenSource _ending = new();
    private bool _serversAreOld;

    public async Task ReloadAsync(NodeOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        _ = NodeDemand.Of(options);
        await _reloading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_wasStarted || _stopping)
                throw new InvalidOperationException("the node does not run");
            var before = _running;
            var after = Applicable(options, before.Options);
            DemandKeepers(after);
            _ = NodeDemand.Of(after);
            Demand(after.ToEngineOptions());
            await GoOverAsync(before, after, cancellationToken).ConfigureAwait(false);
            _logger.Reloaded(after.Instances.Length, after.Trackers.Length, after.VirtualServers.Length);
        }
        finally
        {
            _reloading.Release();
        }
    }

    private async Task GoOverAsync(Running before, NodeOptions after, CancellationToken cancellationToken)
    {
        // Each role exists before the engine can tell of it, and until it has told of its end.
        var roles = after.Instances.ToFrozenDictionary(i => i.Name, i => before.Roles.GetValueOrDefault(i.Name) ?? NewRole(i, after), StringComparer.Ordinal);
        _running = new(before.Options, before.Roles.Concat(roles.Where(r => !before.Roles.ContainsKey(r.Key))).ToFrozenDictionary(StringComparer.Ordinal));
        try
        {
            await LookAsync(after, cancellationToken).ConfigureAwait(false);
            _notifier.Prepare(after);
            await ReloadEngineAsync(after, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            _running = before;
            _notifier.Abandon();
            foreach (var role in roles.Where(r => !before.Roles.ContainsKey(r.Key)))
                role.Value.Close();
            await _trackers.BeginAsync(before.Options.Trackers).ConfigureAwait(false);
            await _trackers.EndOthersAsync(before.Options.Trackers).ConfigureAwait(false);
            throw;
        }
        _running = new(after, roles);
        foreach (var role in before.Roles.Where(r => !roles.ContainsKey(r.Key)))
            role.Value.Close();
        await _trackers.EndOthersAsync(after.Trackers).ConfigureAwait(false);
        await _notifier.CommitAsync(after).ConfigureAwait(false);
        if (_balancer is not null && (_serversAreOld || after.Ipvs != before.Options.Ipvs || !after.VirtualServers.SequenceEqual(before.Options.VirtualServers)))
            await BalanceAsync(_balancer, after, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The elections have gone over: that the virtual servers cannot is told by itself, and tried again with the next reload.</summary>
    private async Task BalanceAsync(LoadBalancer balancer, NodeOptions after, CancellationToken cancellationToken)
    {
        try
        {
            await balancer.ApplyAsync(after, cancellationToken).ConfigureAwait(false);
            _serversAreOld = false;
        }
        catch (Exception e)
        {
            _serversAreOld = true;
            _logger.ServersStay($"{e.Message.ReplaceLineEndings(" ")}");
        }
    }

    /// <summary>What is new is looked at before any election depends on it. A stop does not wait for that.</summary>
    private async Task LookAsync(NodeOptions after, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ending.Token);
        await _trackers.BeginAndLookAsync(after.Trackers, either.Token).ConfigureAwait(false);
    }

    private async Task ReloadEngineAsync(NodeOptions after, CancellationToken cancellationToken)
    {
        try
        {
            if (_engineRuns)
                await _engine.ReloadAsync(after.ToEngineOptions(), cancellationToken).ConfigureAwait(false);
            else if (!after.Instances.IsEmpty)
                await _engine.StartAsync(after.ToEngineOptions(), cancellationToken).ConfigureAwait(false);
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
        Tell("Addresses", !options.Addresses.SequenceEqual(before.Addresses));
        Tell("Status.Listen", options.StatusListen != before.StatusListen);
        Tell("Control.Socket", options.ControlSocket != before.ControlSocket);
        Tell("Sysctls", options.Sysctls != before.Sysctls);
        Tell("Vrrp.DelayAfterBoot", options.DelayAfterBoot != before.DelayAfterBoot);
        Tell("Vrrp.StartupDelay", options.StartupDelay != before.StartupDelay);
        var serversStay = _balancer is null ? !options.VirtualServers.IsEmpty || options.Ipvs != before.Ipvs : !_balancer.CanApply(options);
        Tell("Ipvs", serversStay && options.Ipvs != before.Ipvs);
        Tell("VirtualServers", serversStay && !options.VirtualServers.SequenceEqual(before.VirtualServers));
        return options with
        {
            Name = before.Name, Addresses = before.Addresses, StatusListen = before.StatusListen, ControlSocket = before.ControlSocket, Sysctls = before.Sysctls,
            Ipvs = serversStay ? before.Ipvs : options.Ipvs,
            VirtualServers = serversStay ? before.VirtualServers : options.VirtualServers,
        };

        void Tell(string what, bool isOther)
        {
            if (isOther)
                _logger.NeedsRestart(what);
        }
    }

    /// <summary>The addresses are those of the start, also where the new configuration has them no more or lets them follow another instance.</summary>
    private static void DemandKeepers(NodeOptions after)
    {
        var problems = after.Addresses.Where(a => a.Follows is not null && after.Instances.All(i => i.Name != a.Follows))
            .Select(a => $"the failover address {a.Route.Name} follows the instance {a.Follows} until the node is started again, and nobody would keep it without that instance").ToList();
        if (problems.Count > 0)
            throw new FailoverIpException(FailoverErrorKind.Configuration, string.Join("; ", problems));
    }

    private static void Demand(VrrpEngineOptions options)
    {
        var problems = options.Validate().Where(p => !p.IsWarning).Select(p => $"{(string.IsNullOrEmpty(p.Router) ? "Vrrp" : p.Router)}.{p.Option}: {p.Message}").ToList();
        if (problems.Count > 0)
            throw new FailoverIpException(FailoverErrorKind.Configuration, string.Join("; ", problems));
    }
}
