namespace FailoverIp.Vrrp;

public sealed partial class VrrpProcessor
{
    private readonly Dictionary<AdvertChannel, int> _channels = [];
    private readonly Dictionary<(int InterfaceIndex, bool IsIPv6), int> _senders = [];
    private readonly HashSet<VirtualRouter> _deaf = [];
    private const long LongestLinkDelay = 3_000_000_000;

    /// <summary>True while a virtual router cannot listen, or lacks its own interface: <see cref="RetryChannels"/> is to be called after a while.</summary>
    public bool HasChannelProblems => _deaf.Count > 0 || _unmade.Count > 0;

    /// <summary>Tries again what could not be opened or made.</summary>
    public void RetryChannels(long now)
    {
        foreach (var router in _deaf.ToArray())
        {
            if (router.LinkAwaitedUntil <= now)
                router.LinkAwaitedUntil = 0;
            if (router.Interface is { } status)
                Attach(router, status, now);
            else
                _deaf.Remove(router);
        }
        RetryAddressLinks();
    }

    // Without a socket a router would be deaf and take over beside a live one; so it stays in Fault until there is one.
    private void Listen(VirtualRouter router)
    {
        var wire = router.Wire;
        var channel = ChannelOf(router);
        if (wire.Channel != channel || channel is null)
        {
            // The new one before the old one is closed: nothing is missed in between.
            var problem = channel is null ? null : _output.Open(channel);
            StopListening(router);
            wire.ChannelProblem = problem;
            if (channel is not null && problem is null)
            {
                wire.Channel = channel;
                _channels[channel] = _channels.GetValueOrDefault(channel) + 1;
                var key = (channel.InterfaceIndex, wire.IsIPv6);
                if (!_ports.TryGetValue(key, out var port))
                    _ports[key] = port = new();
                port.Add(router);
            }
        }
        if (wire.ChannelProblem is null)
            wire.ChannelProblem = OpenSender(router);
        if (wire.ChannelProblem is null && wire.LinkProblem is null && !router.BeginsWithLink)
            _deaf.Remove(router);
        else
            _deaf.Add(router);
    }

    private static AdvertChannel? ChannelOf(VirtualRouter router)
    {
        var wire = router.Wire;
        if (wire.Source is not { } source || (wire.ListensOnLink ? wire.Link : router.Interface) is not { } status)
            return null;
        var local = wire.IsUnicast ? source : RouterWire.GroupOf(router.Options);
        var protocol = router.Options.UseAuthenticationHeader ? AuthenticationHeader.IPProtocol : VrrpAdvertisement.IPProtocol;
        return new(status.Index, status.Name, local, protocol) { IsLink = wire.ListensOnLink };
    }

    // The kernel tells of an interface that was just made a moment later.
    private static bool IsLinkAwaited(VirtualRouter router) =>
        router.LinkAwaitedUntil != 0 && router.Election.State == VrrpState.Initialize && router.Wire is { LinkProblem: null, ChannelProblem: null, Source: not null, Link: not { IsUp: true } }
        && router.Interface is { Problem: null } && IsLinkDown(router) is null;

    // A member of a sync group whose own interface is only being made is no reason for a Fault of the whole group.
    private static void AwaitLinks(IEnumerable<VirtualRouter> routers, long now)
    {
        foreach (var router in routers)
            router.LinkAwaitedUntil = router is { Group: not null, Wire.LinkName: not null } ? now + LongestLinkDelay : 0;
    }

    private void BeginOrAwaitLink(VirtualRouter router, long now)
    {
        router.BeginsWithLink = IsLinkAwaited(router);
        if (router.BeginsWithLink)
        {
            _deaf.Add(router); // looked at again even where nothing is ever told
            return;
        }
        router.LinkAwaitedUntil = 0;
        Begin(router, now);
    }

    // What a router transmits on need not be what it listens on. On an interface of its own, the output sends without being asked.
    private string? OpenSender(VirtualRouter router)
    {
        var wire = router.Wire;
        var wanted = wire.TransmitsOnLink || wire.Source is null ? null : router.Interface;
        if (wire.SenderIndex == (wanted?.Index ?? 0))
            return null;
        CloseSender(router);
        if (wanted is null)
            return null;
        if (_output.OpenSender(wanted, wire.IsIPv6) is { } problem)
            return problem;
        wire.SenderIndex = wanted.Index;
        _senders[(wanted.Index, wire.IsIPv6)] = _senders.GetValueOrDefault((wanted.Index, wire.IsIPv6)) + 1;
        return null;
    }

    private void CloseSender(VirtualRouter router)
    {
        var key = (router.Wire.SenderIndex, router.Wire.IsIPv6);
        if (key.SenderIndex == 0)
            return;
        router.Wire.SenderIndex = 0;
        if (--_senders[key] > 0)
            return;
        _senders.Remove(key);
        _output.CloseSender(key.SenderIndex, key.IsIPv6);
    }

    private void StopListening(VirtualRouter router)
    {
        router.Wire.ChannelProblem = null;
        if (router.Wire.Channel is not { } channel)
            return;
        router.Wire.Channel = null;
        if (_ports.TryGetValue((channel.InterfaceIndex, router.Wire.IsIPv6), out var port))
            port.Remove(router);
        if (--_channels[channel] > 0)
            return;
        _channels.Remove(channel);
        _output.Close(channel);
    }

    /// <summary>Lets go of what a router holds on its interface: its place among those that packets are for, its socket.</summary>
    private void Detach(VirtualRouter router)
    {
        StopListening(router);
        CloseSender(router);
        _deaf.Remove(router);
        router.Interface = null;
    }
}
