using System.Globalization;
using System.Net.Sockets;

namespace FailoverIp.Node;

/// <summary>Writes an instance as failoverip.json would have it.</summary>
internal sealed class InstanceWriter(ConfContext context, ConfInstance instance, DelayWords delays)
{
    private ConfigurationNode _node = null!;

    public void Write(ConfigurationNode root)
    {
        _node = root.Object("Vrrp", instance.At).Object("Instances", instance.At).Object(instance.Name, instance.At);
        WriteWire();
        WriteElection();
        WriteAuthentication();
        WriteLink();
        WriteAddresses();
        WriteGarp();
        instance.Tracked.Write(_node);
        delays.Write(_node, instance.Interface!.Value.Value.Name);
        instance.Notify.PriorityChanges ??= instance.SyncGroup?.Notify.PriorityChanges ?? context.Globals.NotifyPriorityChanges;
        instance.Notify.Write(_node, isInstance: true);
    }

    private void WriteWire()
    {
        var isSix = instance.Family == AddressFamily.InterNetworkV6;
        _node.Text("Interface", instance.Interface!.Value.Value.Name, instance.Interface.Value.At);
        _node.Number("VirtualRouterId", instance.VirtualRouterId!.Value.Value, instance.VirtualRouterId.Value.At);
        if (isSix && instance.Addresses.Count == 0)
            _node.Text("Family", "IPv6", instance.At);
        if (!isSix)
            _node.Number("Version", instance.Version, instance.At);
        if (instance.AdvertInterval is { } interval)
            _node.Time("AdvertisementInterval", TimeSpan.FromMicroseconds(interval.Value), interval.At);
        if (instance.Source is { } source)
            _node.Text("SourceAddress", source.Value.ToString(), source.At);
        if (!instance.IsUnicast && (instance.Group ?? (isSix ? context.Globals.Group6 : context.Globals.Group4)) is { } group)
            _node.Text("Group", group.Value.ToString(), group.At);
        if (!isSix && instance.Version == 3 && (instance.ChecksumAsVersion2 ?? context.Globals.ChecksumAsVersion2) is { Value: true } checksum)
            _node.Text("Checksum", "MessageOnly", checksum.At);
        if (!instance.IsUnicast)
            return;
        foreach (var peer in instance.Peers)
            WritePeer(peer);
        // Nothing said is nothing checked, as keepalived has it.
        var checks = instance.ChecksUnicastSource ?? context.Globals.ChecksUnicastSource;
        _node.Boolean("CheckUnicastSource", checks?.Value ?? false, checks?.At ?? instance.UnicastAt!.Value);
        if (instance.UnicastTtl is { Value: > 0 } ttl)
            _node.Number("UnicastTtl", ttl.Value, ttl.At);
    }

    private void WritePeer(Given<ConfPeer> peer)
    {
        var list = _node.List("UnicastPeers", peer.At);
        if (peer.Value is { MinTtl: null, MaxTtl: null })
        {
            list.Add(peer.Value.Address.ToString(), peer.At);
            return;
        }
        var node = list.AddObject(peer.At);
        node.Text("Address", peer.Value.Address.ToString(), peer.At);
        if (peer.Value.MinTtl is { } least)
            node.Number("MinTtl", least, peer.At);
        if (peer.Value.MaxTtl is { } most)
            node.Number("MaxTtl", most, peer.At);
    }

    private void WriteElection()
    {
        if (instance.Priority is { } priority)
            _node.Number("Priority", priority.Value, priority.At);
        if (instance.NoPreempt is { } no)
            _node.Boolean("Preempt", false, no.At);
        if (instance.PreemptDelay is { Value.Ticks: > 0 } delay)
            _node.Time("PreemptDelay", delay.Value, delay.At);
        if ((instance.DownTimerAdverts ?? context.Globals.DownTimerAdverts) is { } adverts)
            _node.Number("DownTimerAdverts", adverts.Value, adverts.At);
        if (Strict is { } strict)
            WriteStrict(strict);
        else
            Flag("Strict", instance.IsStrict ?? context.Globals.IsStrict);
        Flag("Accept", instance.Accept);
        // What strict mode has of its own is not said, least of all otherwise.
        Flag("LowerPriorityNoAdvert", instance.LowerPriorityNoAdvert ?? (Strict is null ? context.Globals.LowerPriorityNoAdvert : null));
        Flag("HigherPrioritySendAdvert", instance.HigherPrioritySendAdvert ?? (Strict is null ? context.Globals.HigherPrioritySendAdvert : null));
        Flag("OwnerIgnoresAdverts", instance.OwnerIgnoresAdverts ?? context.Globals.OwnerIgnoresAdverts);
        if (instance.DontTrackPrimary is { } dont)
            _node.Boolean("TrackInterface", false, dont.At);
    }

    private Given<bool>? Strict => (instance.IsStrict ?? context.Globals.IsStrict) is { Value: true } strict ? strict : null;

    /// <summary>keepalived's strict mode lets pass what ours refuses: there it is as many single words as it takes to do the same.</summary>
    private void WriteStrict(Given<bool> strict)
    {
        instance.Garp.LowerPriorityRepeat ??= context.Globals.Garp.LowerPriorityRepeat is null ? null : new(0, strict.At);
        if (!instance.IsUnicast && (instance.Version == 2 || (instance.LowerPriorityNoAdvert is not { Value: true } && (instance.IsOwner || instance.Accept is not { Value: true }))))
        {
            Flag("Strict", strict);
            return;
        }
        instance.Garp.LowerPriorityRepeat ??= new(0, strict.At);
        if (instance.Version == 2)
            instance.LowerPriorityNoAdvert ??= new(true, strict.At);
        if (instance.IsOwner)
            instance.OwnerIgnoresAdverts ??= new(true, strict.At);
        else
            instance.Accept ??= new(false, strict.At);
    }

    private void WriteAuthentication()
    {
        var authentication = instance.Authentication;
        if (authentication.Hmac is { } hmac)
        {
            hmac.Write(_node);
        }
        else if (authentication is { Type: { } type, Password: { } password })
        {
            var node = _node.Object("Authentication", type.At);
            node.Text("Type", type.Value == "AH" ? "Ah" : "Pass", type.At);
            node.Text("Password", password.Value, password.At);
        }
    }

    private void WriteLink()
    {
        Flag("UseVmacAddr", instance.UseVmacAddr);
        if (instance.VirtualLink is not { } link)
            return;
        _node.Boolean(link.IsIpvlan ? "UseIpvlan" : "UseVmac", true, link.At);
        var id = instance.VirtualRouterId!.Value.Value;
        if ((link.Name ?? PrefixedName(id)) is { } name)
            _node.Text("VmacName", name, link.At);
        if (link.Mac is { } mac)
            _node.Text("VmacAddress", string.Join(':', mac.Concat(mac.Length == 5 ? [(byte)id] : []).Select(b => b.ToString("x2", CultureInfo.InvariantCulture))), link.At);
        Flag("VmacTransmitBase", instance.TransmitsOnBase);
    }

    private string? PrefixedName(long id)
    {
        if (context.Globals.VmacPrefix is not { } prefix)
            return null;
        var name = string.Create(CultureInfo.InvariantCulture, $"{prefix.Value}{(instance.Family == AddressFamily.InterNetworkV6 ? "6" : "")}.{id}");
        if (name.Length <= ConfInterfaces.LongestName)
            return name;
        context.Problems.Note(prefix.At, $"vmac_prefix makes {SchemaChecker.Shown(name)} for {instance.Name}, and the name of an interface has at most {ConfInterfaces.LongestName} characters: it is called as without the prefix");
        return null;
    }

    private void WriteAddresses()
    {
        foreach (var address in instance.Addresses)
            _node.List("VirtualAddresses", address.At).Add(address.Value.Text, address.At);
        foreach (var address in instance.Excluded)
            _node.List("ExcludedAddresses", address.At).Add(address.Value.Text, address.At);
        foreach (var route in instance.Routes)
            _node.List("VirtualRoutes", route.At).Add(route.Value.Text, route.At);
        foreach (var rule in instance.Rules)
            _node.List("VirtualRules", rule.At).Add(rule.Value.Text, rule.At);
        Flag("PromoteSecondaries", instance.PromoteSecondaries);
    }

    private void WriteGarp() => GarpWriter.Write(() => _node, instance.Garp);

    private void Flag(string key, Given<bool>? given)
    {
        if (given is { } flag)
            _node.Boolean(key, flag.Value, flag.At);
    }
}
