using System.Net;

namespace FailoverIp.Node;

/// <summary>The words of a <c>vrrp_instance</c>.</summary>
/// <param name="context">Hears what is wrong.</param>
/// <param name="trackers">What there is to be tracked.</param>
/// <param name="all">The instances; the last is the one that is read.</param>
/// <param name="priorities">Gives places to rules that name none.</param>
internal sealed class InstanceWords(ConfContext context, ConfTrackers trackers, List<ConfInstance> all, ConfRulePriorities priorities)
{
    private const long Hundred = 10_000; // a hundredth of a second, in microseconds

    private ConfInstance Instance => all[^1];

    public ConfBlock Block()
    {
        var block = new ConfBlock { End = () => InstanceEnd.Check(Instance, context) };
        AddElection(block);
        AddWire(block);
        AddAddresses(block);
        new TrackingWords(context, trackers).AddTo(block, () => Instance.Tracked);
        ConfNotify.AddTo(block, context, () => Instance.Notify, isInstance: true);
        GarpWords.AddInstance(block, context, () => Instance.Garp);
        new VirtualLinkWords(context, all).AddTo(block);
        AuthenticationWords.AddTo(block, context, () => Instance);
        InstanceNewer.AddTo(block, context, () => Instance);
        AddUnsupported(block);
        return block;
    }

    private void AddElection(ConfBlock block)
    {
        block["state"] = State;
        block["virtual_router_id"] = line => Instance.VirtualRouterId = context.Integer(line, 1, 1, 255, isLenient: false) is { } id ? new(id, line.Location) : Instance.VirtualRouterId;
        block["priority"] = line => Instance.Priority = new(context.Integer(line, 1, 1, 255, isLenient: false) ?? 100, line.Location);
        block["version"] = Version;
        block["advert_int"] = line => Instance.AdvertInterval = context.Decimal(line, 1, Hundred, 255_000_000) is { } interval ? new(interval, line.Location) : Instance.AdvertInterval;
        block["nopreempt"] = line => Instance.NoPreempt = new(true, line.Location);
        block["preempt"] = _ => Instance.NoPreempt = null;
        block["preempt_delay"] = line => Instance.PreemptDelay = context.Seconds(line, 1, TimeSpan.Zero, TimeSpan.FromSeconds(1000)) is { } delay ? new(delay, line.Location) : null;
        block["down_timer_adverts"] = line => Instance.DownTimerAdverts = context.Integer(line, 1, 1, 100) is { } count ? new((int)count, line.Location) : Instance.DownTimerAdverts;
        block["strict_mode"] = line => Instance.IsStrict = Switch(line) ?? Instance.IsStrict;
        block["accept"] = line => Instance.Accept = new(true, line.Location);
        block["no_accept"] = line => Instance.Accept = new(false, line.Location);
        block["lower_prio_no_advert"] = line => Instance.LowerPriorityNoAdvert = Switch(line) ?? Instance.LowerPriorityNoAdvert;
        block["higher_prio_send_advert"] = line => Instance.HigherPrioritySendAdvert = Switch(line) ?? Instance.HigherPrioritySendAdvert;
        block["dont_track_primary"] = line => Instance.DontTrackPrimary = new(true, line.Location);
    }

    private void AddWire(ConfBlock block)
    {
        block["interface"] = Interface;
        block["vrf"] = Vrf;
        block["mcast_src_ip"] = Source;
        block["unicast_src_ip"] = line =>
        {
            Unicast(line);
            Source(line);
        };
        block["track_src_ip"] = _ => { }; // always so
        block["mcast_dst_ip"] = Group;
        block["unicast_peer"] = head =>
        {
            Unicast(head);
            foreach (var line in context.Lines(head))
                Peer(line);
        };
        block["unicast_fault_no_peer"] = line =>
        {
            Unicast(line);
            Instance.FaultWithoutPeers = true;
        };
        block["check_unicast_src"] = line =>
        {
            Unicast(line);
            Instance.ChecksUnicastSource = new(true, line.Location);
        };
        block["old_unicast_checksum"] = line =>
        {
            Unicast(line);
            if (line.At(1) is { } mode && mode != "never")
                context.Complain($"old_unicast_checksum knows never, not '{SchemaChecker.Shown(mode)}'");
            else if (line.Count == 1)
                context.NotSupported("old_unicast_checksum is not carried out: it is of keepalived before 1.3.6");
        };
        block["unicast_ttl"] = line => Instance.UnicastTtl = context.Integer(line, 1, 0, 255, isLenient: false) is { } ttl ? new(ttl, line.Location) : Instance.UnicastTtl;
        block["native_ipv6"] = _ =>
        {
            if (Instance.Family == System.Net.Sockets.AddressFamily.InterNetwork)
                context.Complain("native_ipv6 is not of an instance with IPv4 addresses");
            else
                (Instance.Family, Instance.Version) = (System.Net.Sockets.AddressFamily.InterNetworkV6, 3);
        };
    }

    private void AddAddresses(ConfBlock block)
    {
        block["virtual_ipaddress"] = head =>
        {
            foreach (var line in context.Lines(head))
            {
                if (ConfVirtualAddress.Read(line, context) is not { } address)
                    continue;
                Instance.Family ??= address.Family;
                if (address.Family != Instance.Family)
                    context.Complain($"{address.Address} is of another family than the instance; it is left out");
                else
                    Instance.Addresses.Add(new(address, line.Location));
            }
        };
        block["virtual_ipaddress_excluded"] = head =>
        {
            foreach (var line in context.Lines(head))
            {
                if (ConfVirtualAddress.Read(line, context) is { } address)
                    Instance.Excluded.Add(new(address, line.Location));
            }
        };
        block["virtual_routes"] = head =>
        {
            foreach (var line in context.Lines(head))
            {
                if (new ConfRouteReader(line, context, isStatic: false).Read() is { } route)
                    Instance.Routes.Add(new(route, line.Location));
            }
        };
        block["virtual_rules"] = head =>
        {
            foreach (var line in context.Lines(head))
            {
                if (new ConfRuleReader(line, context, isStatic: false, priorities).Read() is { } rule)
                    Instance.Rules.Add(new(rule, line.Location));
            }
        };
        block["promote_secondaries"] = line => Instance.PromoteSecondaries = new(true, line.Location);
    }

    private void AddUnsupported(ConfBlock block)
    {
        var words = new UnsupportedWords(context, block);
        block["skip_check_adv_addr"] = line => context.Switch(line); // always so
        block["debug"] = line => context.Integer(line, 1, 0, 4); // it does nothing
        words.Add("packets that are not VRRP do not reach the sockets", line => { if (line.Count != 2) context.Complain("kernel_rx_buf_size takes one number"); else context.Integer(line, 1, 0, uint.MaxValue, isLenient: false); }, "kernel_rx_buf_size");
        words.Add("the kernel tells of a link that goes", _ => context.Complain("linkbeat_use_polling of an instance is now the block linkbeat_interfaces"), "linkbeat_use_polling");
        block["lvs_sync_daemon_interface"] = line =>
        {
            context.Complain("lvs_sync_daemon_interface of an instance is now lvs_sync_daemon of global_defs");
            _ = line[1];
            context.NotSupported("lvs_sync_daemon_interface is not carried out: lvs_sync_daemon of global_defs is, and says the same");
        };
    }

    private void State(ConfLine line)
    {
        switch (line[1])
        {
            case "MASTER":
                Instance.WantsMaster = new(true, line.Location);
                break;
            case "BACKUP" when Instance.WantsMaster is { Value: true }:
                context.Complain("the state MASTER was given already, and stays");
                break;
            case "BACKUP":
                Instance.WantsMaster = new(false, line.Location);
                break;
            default:
                context.Complain($"a state is MASTER or BACKUP, not '{SchemaChecker.Shown(line[1])}'; BACKUP is taken");
                Instance.WantsMaster = new(false, line.Location);
                break;
        }
    }

    private void Version(ConfLine line)
    {
        if (context.Integer(line, 1, 2, 3) is not { } version)
            return;
        if ((Instance.Version != 0 && Instance.Version != version) || (version == 2 && Instance.Family == System.Net.Sockets.AddressFamily.InterNetworkV6))
            context.Complain($"version {version} contradicts what was there before, and is left out");
        else
            Instance.Version = (int)version;
    }

    private void Interface(ConfLine line)
    {
        var name = line[1];
        if (name.Length > ConfInterfaces.LongestName)
            context.Complain($"the name of an interface has at most {ConfInterfaces.LongestName} characters");
        else if (context.Interface(name) is not { } found)
        {
            context.Complain($"there is no interface {SchemaChecker.Shown(name)}");
            Instance.Interface = null;
        }
        else if (found.IsLoopback)
        {
            context.Complain($"{name} is a loopback interface, on which there is no VRRP");
            Instance.Interface = null;
        }
        else
            Instance.Interface = new(found, line.Location);
    }

    private void Vrf(ConfLine line)
    {
        var name = line[1];
        if (name.Length > ConfInterfaces.LongestName)
            context.Complain($"the name of an interface has at most {ConfInterfaces.LongestName} characters");
        else if (Instance.Interface is not null)
            context.Complain("an instance has an interface or a vrf");
        else if (Instance.Vrf is not null)
            context.Complain("vrf was given already");
        else if (context.Interface(name) is not { } found)
            context.Complain($"there is no interface {SchemaChecker.Shown(name)}");
        else if (found.IsLoopback)
            context.Complain($"{name} is a loopback interface");
        else
            Instance.Vrf = new(name, line.Location);
    }

    private void Source(ConfLine line)
    {
        if (ConfAddress.Parse(line[1]) is not { } source)
            context.Complain($"'{SchemaChecker.Shown(line[1])}' is not an address");
        else if (IsOfFamily(source, "the source"))
            Instance.Source = new(source, line.Location);
        else
            Instance.Source = null;
    }

    private void Group(ConfLine line)
    {
        if (ConfAddress.Parse(line[1]) is not { } group)
        {
            context.Complain($"'{SchemaChecker.Shown(line[1])}' is not an address");
            return;
        }
        Instance.Group = null;
        var isOfFamily = IsOfFamily(group, "the group");
        var isFour = group.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork;
        if (isOfFamily && (isFour ? !ConfAddress.IsMulticast(group) : !ConfAddress.IsLinkLocalMulticast(group)))
            context.Complain($"{group} is no {(isFour ? "" : "link-local ")}multicast group");
        else if (isOfFamily)
            Instance.Group = new(group, line.Location);
    }

    private void Peer(ConfLine line)
    {
        if (ConfAddress.Parse(line[0]) is not { } address)
        {
            context.Complain($"'{SchemaChecker.Shown(line[0])}' is not an address; the peer is left out");
            return;
        }
        if (!IsOfFamily(address, "the peer"))
            return;
        long? least = null, most = null;
        for (var i = 1; i < line.Count; i += 2)
        {
            if (i + 1 >= line.Count)
            {
                context.Complain($"nothing follows {SchemaChecker.Shown(line[i])}");
                break;
            }
            if (context.Integer(line, i + 1, 0, 255, isLenient: false) is not { } ttl)
                continue;
            if (line[i] == "min_ttl")
                least = ttl;
            else if (line[i] == "max_ttl")
                most = ttl;
            else
            {
                context.Complain($"a peer has min_ttl and max_ttl, not '{SchemaChecker.Shown(line[i])}'");
                break;
            }
            Instance.ChecksUnicastSource ??= new(true, line.Location);
        }
        if (least > (most ?? 255))
            context.Complain($"min_ttl {least} is more than max_ttl {most ?? 255}: nothing would be heard of {address}");
        Instance.Peers.Add(new(new(address, least, most), line.Location));
    }

    private bool IsOfFamily(IPAddress address, string what)
    {
        Instance.Family ??= address.AddressFamily;
        if (Instance.Family == address.AddressFamily)
            return true;
        context.Complain($"{what} {address} is of another family than the instance; it is left out");
        return false;
    }

    private void Unicast(ConfLine line) => Instance.UnicastAt ??= line.Location;

    private Given<bool>? Switch(ConfLine line) => context.Switch(line) is { } isOn ? new(isOn, line.Location) : null;
}
