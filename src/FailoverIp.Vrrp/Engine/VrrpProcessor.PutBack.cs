using System.Net;

namespace FailoverIp.Vrrp;

// keepalived leaves its role for Backup when a tracked route or rule is deleted, and puts it back with the next role, whether or not that works. Here it is put back at
// once; only where the kernel refuses that, the router is in Fault: another one may have what it takes. What never was there is told of, and no Fault, as with keepalived.
public sealed partial class VrrpProcessor
{
    private int _putBacks;

    /// <summary>True while silence of the kernel counts as an answer: all that it has said is to be told before <see cref="OnTime"/>.</summary>
    internal bool AwaitsAnswers => _removals.Count > 0 || _putBacks > 0;

    private void SetPutBack(VirtualRouter router, PutBack? putBack)
    {
        _putBacks += (putBack is null ? 0 : 1) - (router.PutBack is null ? 0 : 1);
        router.PutBack = putBack;
    }

    // The answer to a probe.
    private bool IsProbe(VirtualRouter router, object subject, long now)
    {
        if (router.PutBack is not { Probe: { } probe } putBack || !ReferenceEquals(probe, subject))
            return false;
        putBack.Fail(now);
        _deadlines.Update(router);
        return true;
    }

    private void FailToPutBack(VirtualRouter router, object subject, string reason, long now)
    {
        var putBack = new PutBack(subject, $"{reason}; it was there before, and is tracked");
        putBack.Fail(now);
        SetPutBack(router, putBack);
        _deadlines.Update(router);
        Review(router, now);
    }

    private void TryPutBack(VirtualRouter router, PutBack putBack, long now)
    {
        if (!_started)
            SetPutBack(router, null);
        else if (putBack.Probe is not null)
        {
            SetPutBack(router, null); // it was not refused
            _deadlines.Update(router);
            Review(router, now);
        }
        else
            Probe(router, putBack, now);
        _deadlines.Update(router);
    }

    // Gone again before anything else is done: the kernel carries both out in one go.
    private void Probe(VirtualRouter router, PutBack putBack, long now)
    {
        switch (putBack.Subject)
        {
            case VirtualRoute route when IndexesOf(route) is { } indexes:
                var probe = WithoutOurAddresses(router, route);
                putBack.Ask(probe, now);
                _output.AddRoute(probe, indexes, again: true);
                if (!IsWanted(route, 0))
                    _output.RemoveRoute(probe, indexes);
                break;
            case VirtualRule rule:
                putBack.Ask(rule with { }, now);
                _output.AddRule((VirtualRule)putBack.Probe!);
                if (!IsWanted(rule, 0))
                    _output.RemoveRule((VirtualRule)putBack.Probe!);
                break;
            default:
                putBack.Fail(now); // one of its interfaces is missing
                return;
        }
        _output.Flush();
    }

    // The kernel takes no source that is not on this machine, and no gateway that only a virtual address makes a neighbour; in Fault none is there.
    private static VirtualRoute WithoutOurAddresses(VirtualRouter router, VirtualRoute route) => route with
    {
        Source = route.Source is { } source && Array.Exists(router.Addresses, a => a.Address.Equals(source)) ? null : route.Source,
        OnLink = route.OnLink || (route is { Gateway: { } gateway, Interface: not null } && Array.Exists(router.Addresses, a => IsInSubnet(a, gateway))),
    };

    private static bool IsInSubnet(VirtualAddress address, IPAddress other)
    {
        Span<byte> a = stackalloc byte[16], b = stackalloc byte[16];
        if (address.Address.AddressFamily != other.AddressFamily || !address.Address.TryWriteBytes(a, out var length) || !other.TryWriteBytes(b, out _))
            return false;
        for (var bit = 0; bit < address.PrefixLength && bit < 8 * length; bit++)
        {
            if (((a[bit / 8] ^ b[bit / 8]) & (0x80 >> (bit % 8))) != 0)
                return false;
        }
        return true;
    }
}
