using System.Net.Sockets;

namespace FailoverIp.Node;

/// <summary>What keepalived checks of one instance once everything was read: what contradicts itself is told and mended, or ends it.</summary>
internal sealed class InstanceCompletion(ConfContext context, ConfInstance instance)
{
    private const long Second = 1_000_000;
    private const long Hundredth = 10_000;

    private bool _isStrict;
    private bool _wantsMaster;

    public void Complete()
    {
        _isStrict = (instance.IsStrict ?? context.Globals.IsStrict) is { Value: true };
        CompleteVersion();
        if (!CheckAddresses())
            return;
        CompletePriority();
        CompleteAuthentication();
        CompleteUnicast();
        CompleteElection();
        CompleteStrict();
        CompleteInterval();
        CompleteLink();
        CompleteTracking();
    }

    private void CompleteVersion()
    {
        var isSix = instance.Family == AddressFamily.InterNetworkV6;
        if (isSix && instance.Version == 2 && _isStrict)
        {
            Complain("over IPv6 there is only version 3, which is taken");
            instance.Version = 3;
        }
        if (instance.Version == 0)
            instance.Version = isSix ? 3 : context.Globals.VrrpVersion;
        if (isSix && instance.Version == 2)
            context.Problems.Refuse(instance.At, $"{instance.Name}: version 2 over IPv6 is of no standard, and not carried out");
    }

    private bool CheckAddresses()
    {
        var isNeeded = instance.Version == 3 || _isStrict;
        if (instance.Addresses.Count == 0)
        {
            if (isNeeded)
                Die("there is no virtual_ipaddress; at least one is needed");
            else
                Complain("there is no virtual_ipaddress");
            return !isNeeded;
        }
        if (instance.Family == AddressFamily.InterNetworkV6 && !instance.IsUnicast && _isStrict && !instance.Addresses[0].Value.Address.IsIPv6LinkLocal)
            Complain("the first IPv6 address is to be link-local", instance.Addresses[0].At);
        var room = Room();
        if (instance.Addresses.Count > room)
            Complain($"an advert has room for {room} addresses; the others only move with the role", instance.Addresses[room].At);
        return true;
    }

    private int Room()
    {
        var mtu = instance.Interface!.Value.Value.Mtu;
        var isSix = instance.Family == AddressFamily.InterNetworkV6;
        var header = isSix ? 14 + 40 + 8 : 14 + 20 + 8 + (instance.Version == 2 ? 8 + (instance.Authentication.Type?.Value == "AH" ? 24 : 0) : 0);
        return Math.Min(255, (mtu - header) / (isSix ? 16 : 4));
    }

    private void CompletePriority()
    {
        _wantsMaster = instance.WantsMaster?.Value == true;
        if (instance.Priority is null && _wantsMaster)
            instance.Priority = new(255, instance.WantsMaster!.Value.At);
        if (instance.WantsMaster is null)
            _wantsMaster = instance.IsOwner;
        else if (_isStrict && _wantsMaster != instance.IsOwner)
        {
            Complain("MASTER is the state of who has the priority 255, and of nobody else", instance.WantsMaster.Value.At);
            _wantsMaster = instance.IsOwner;
        }
    }

    private void CompleteAuthentication()
    {
        var authentication = instance.Authentication;
        if (authentication.Type is not { } type)
            return;
        var problem = _isStrict ? "strict mode has no authentication"
            : instance.Version == 3 ? "version 3 has no authentication"
            : authentication.Password is not { Value.Length: > 0 } ? "there is no auth_pass"
            : instance.Family == AddressFamily.InterNetworkV6 && type.Value == "AH" ? "there is no AH over IPv6"
            : null;
        if (problem is not null)
        {
            Complain($"{problem}; the authentication is left out", type.At);
            authentication.Type = null;
        }
        else if (type.Value == "AH" && _wantsMaster && !instance.IsOwner)
        {
            Complain("who begins as MASTER has not heard the sequence numbers of AH; it begins as BACKUP", type.At);
            _wantsMaster = false;
        }
    }

    private void CompleteUnicast()
    {
        if (instance.UnicastAt is { } at && instance.Peers.Count == 0)
        {
            if (instance.FaultWithoutPeers)
                context.Problems.Refuse(at, $"{instance.Name}: unicast_fault_no_peer without peers: keepalived would stay in FAULT");
            else
                Complain("there are words about unicast and no unicast_peer; adverts are multicast", at);
        }
        if (instance.Vrf is { } vrf)
            Complain("vrf is of unicast without an interface; it is left out", vrf.At);
        if (instance.IsUnicast && instance.Group is { } group)
        {
            Complain("mcast_dst_ip is not of unicast; it is left out", group.At);
            instance.Group = null;
        }
        if (instance.Interface!.Value.Value is { IsMulticast: false, IsMissing: false } && !instance.IsUnicast)
            Complain($"{instance.Interface.Value.Value.Name} does no multicast; it needs unicast_peer", instance.Interface.Value.At);
    }

    private void CompleteElection()
    {
        if (instance is { IsOwner: true, NoPreempt: { } owner })
        {
            Complain("nopreempt does not go with the priority 255; it is left out", owner.At);
            instance.NoPreempt = null;
        }
        if (_wantsMaster && instance.NoPreempt is { } no)
        {
            Complain("nopreempt does not go with the state MASTER; it is left out", no.At);
            instance.NoPreempt = null;
        }
        if (instance.PreemptDelay is not { Value.Ticks: > 0 } delay)
            return;
        var problem = _wantsMaster ? "the state MASTER" : _isStrict ? "strict mode" : instance.NoPreempt is not null ? "nopreempt" : null;
        if (problem is null)
            return;
        Complain($"preempt_delay does not go with {problem}; it is left out", delay.At);
        instance.PreemptDelay = null;
    }

    private void CompleteStrict()
    {
        if (!_isStrict)
            return;
        if (instance.DownTimerAdverts is { Value: not 3 } || (instance.DownTimerAdverts is null && context.Globals.DownTimerAdverts is { Value: not 3 }))
        {
            Complain("strict mode misses 3 adverts; down_timer_adverts is left out", instance.DownTimerAdverts?.At);
            instance.DownTimerAdverts = new(3, instance.At);
        }
        if (instance is { Accept: { Value: true } accept, IsOwner: false, Version: 2 })
        {
            Complain("who does not own the addresses does not accept packets for them with version 2; accept is left out", accept.At);
            instance.Accept = null;
        }
        if (instance.Garp.LowerPriorityRepeat is { Value: > 0 } repeat)
        {
            Complain("strict mode announces nothing after a lower priority; garp_lower_prio_repeat is left out", repeat.At);
            instance.Garp.LowerPriorityRepeat = null;
        }
        if (instance.Garp.LowerPriorityDelay is { Value.Ticks: > 0 } delay)
        {
            Complain("strict mode announces nothing after a lower priority; garp_lower_prio_delay is left out", delay.At);
            instance.Garp.LowerPriorityDelay = null;
        }
        if (instance.LowerPriorityNoAdvert is { Value: false } lower)
        {
            Complain("strict mode does not answer a lower priority; lower_prio_no_advert is left out", lower.At);
            instance.LowerPriorityNoAdvert = null;
        }
        if (instance.HigherPrioritySendAdvert is { Value: true } higher)
        {
            Complain("strict mode does not answer a higher priority; higher_prio_send_advert is left out", higher.At);
            instance.HigherPrioritySendAdvert = null;
        }
    }

    private void CompleteInterval()
    {
        if (instance.AdvertInterval is not { } interval)
            return;
        var (unit, most, name) = instance.Version == 2 ? (Second, 255 * Second, "whole seconds up to 255") : (Hundredth, 4095 * Hundredth, "hundredths of a second up to 40.95 s");
        var rounded = Math.Max(Math.Min((interval.Value + (unit / 2)) / unit * unit, most), unit);
        if (rounded != interval.Value)
            Complain($"advert_int of version {instance.Version} is in {name}; the nearest is taken", interval.At);
        instance.AdvertInterval = new(rounded, interval.At);
    }

    private void CompleteLink()
    {
        if (instance.TransmitsOnBase is { } onBase && (instance.VirtualLink is null or { IsIpvlan: true }))
        {
            Complain("vmac_xmit_base is of use_vmac; it is left out", onBase.At);
            instance.TransmitsOnBase = null;
        }
        if (instance.VirtualLink is not { } link)
            return;
        if (_isStrict && link.Mac is not null)
        {
            Complain("strict mode has the virtual MAC of the RFC; the other one is left out", link.At);
            link.Mac = null;
        }
        if (_isStrict && !link.IsIpvlan && instance.TransmitsOnBase is { } at)
        {
            Complain("strict mode transmits with the virtual MAC; vmac_xmit_base is left out", at.At);
            instance.TransmitsOnBase = null;
        }
        if (!instance.Interface!.Value.Value.IsEthernet)
            Complain("a virtual MAC needs an Ethernet interface", link.At);
        if (instance.PromoteSecondaries is { } promote)
        {
            Complain("promote_secondaries is always so with use_vmac", promote.At);
            instance.PromoteSecondaries = null;
        }
        if (link is { IsIpvlan: true, Address: null } && instance.Family != AddressFamily.InterNetworkV6)
            Complain("use_ipvlan needs an address as the source of the adverts", link.At);
        foreach (var address in instance.Addresses.Concat(instance.Excluded).Where(a => a.Value.UsesVmac && !a.Value.HasInterface && !link.IsIpvlan))
            Complain($"{address.Value.Address} stands on the virtual MAC of the instance already", address.At);
    }

    private void CompleteTracking()
    {
        if (instance.Tracked.Interfaces.Remove(instance.Interface!.Value.Value.Name, out var own))
            Complain($"{instance.Interface.Value.Value.Name} is the instance's own interface, which is tracked in any case", own.At);
        var isGrouped = instance.SyncGroup is { KeepsWeights: false };
        if (!isGrouped && !instance.IsOwner)
            return;
        var why = isGrouped ? "a member of a sync group" : "who has the priority 255";
        foreach (var (name, weight) in instance.Tracked.Interfaces.Where(w => w.Value.Value.Weight != 0).ToList())
        {
            Complain($"{why} tracks without weights: {name}", weight.At);
            if (isGrouped)
                instance.Tracked.Interfaces[name] = new(new(0, weight.Value.IsReverse), weight.At);
            else
                instance.Tracked.Interfaces.Remove(name);
        }
        foreach (var (name, weight) in instance.Tracked.Scripts.Where(w => w.Value.Value.Weight != 0).ToList())
        {
            Complain($"{why} tracks without weights: {name} is left out", weight.At);
            instance.Tracked.Scripts.Remove(name);
        }
        foreach (var (name, weight) in instance.Tracked.Files.Where(w => w.Value.Value.Weight != 0).ToList())
        {
            Complain($"{why} tracks without weights: {name}", weight.At);
            if (weight.Value.Weight == 1)
                instance.Tracked.Files[name] = new(new(0, weight.Value.IsReverse), weight.At);
            else
                instance.Tracked.Files.Remove(name);
        }
    }

    private void Complain(string message, NodeLocation? at = null) => context.Problems.Complain(at ?? instance.At, $"{instance.Name}: {message}");

    private void Die(string message) => context.Problems.Die(instance.At, $"{instance.Name}: {message}");
}
