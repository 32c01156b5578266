using System.Collections.Frozen;

namespace FailoverIp.Vrrp;

/// <summary>Interfaces with a virtual MAC that are made for addresses alone, above interfaces that no advert of theirs goes over.</summary>
public sealed partial class VrrpProcessor
{
    // By the interface below, and by what is made above it.
    private FrozenDictionary<string, VirtualRouter[]> _byAddressLink;

    // Those that lack one although the interface below is there.
    private readonly HashSet<VirtualRouter> _unmade = [];

    private void MakeAddressLinks(InterfaceStatus below)
    {
        foreach (var router in RoutersOn(_byAddressLink, below.Name))
            MakeAddressLinks(router);
    }

    // Does nothing about one that stands. Its addresses come with the kernel's word that it is up.
    private void MakeAddressLinks(VirtualRouter router)
    {
        if (router.AddressLinks.Count == 0 && router.LinkProblems.IsEmpty)
        {
            _unmade.Remove(router); // a reload may have taken from it what it missed
            return;
        }
        var before = router.LinkProblems;
        var after = before.Clear();
        foreach (var (parent, link) in router.AddressLinks)
        {
            if (_interfaces.TryGetValue(parent, out var status) && _output.MakeLink(status, link) is { } problem)
                after = after.Add($"interface {link.Name}: {problem}");
        }
        foreach (var problem in after.Except(before))
            _onNotice(new(router.Options.Name, problem));
        router.LinkProblems = after;
        if (after.IsEmpty)
            _unmade.Remove(router);
        else
            _unmade.Add(router);
    }

    // Somebody has taken it away: it is made again with the next retry, which the kernel's other news may precede.
    private void MissAddressLink(string name)
    {
        foreach (var router in RoutersOn(_byAddressLink, name))
        {
            if (router.AddressLinks.Any(l => string.Equals(l.Link.Name, name, StringComparison.Ordinal)))
                _unmade.Add(router);
        }
    }

    private void RetryAddressLinks()
    {
        foreach (var router in _unmade.ToArray())
            MakeAddressLinks(router);
    }

    // What the next options do not ask for, before they make anything: the kernel lets no two macvlans of an interface have one MAC address.
    private void RemoveAddressLinks(List<VirtualRouter> leaving, VrrpEngineOptions next)
    {
        var wanted = next.Routers.SelectMany(VirtualLink.ForAddresses).ToHashSet();
        foreach (var link in _routers.SelectMany(r => r.AddressLinks).Where(l => !wanted.Contains(l)).Distinct().ToList())
        {
            _output.RemoveLink(link.Link.Name);
            Drop(link.Link.Name);
        }
        _unmade.ExceptWith(leaving);
    }
}
