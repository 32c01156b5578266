using System.Globalization;

namespace FailoverIp.Node;

/// <summary><c>use_vmac</c> and <c>use_ipvlan</c>.</summary>
/// <param name="context">Hears what is wrong.</param>
/// <param name="all">The instances; the last is the one that is read.</param>
internal sealed class VirtualLinkWords(ConfContext context, List<ConfInstance> all)
{
    private ConfInstance Instance => all[^1];

    public void AddTo(ConfBlock block)
    {
        block["use_vmac"] = Vmac;
        block["use_vmac_addr"] = line => Instance.UseVmacAddr = new(true, line.Location);
        block["vmac_xmit_base"] = line => Instance.TransmitsOnBase = new(true, line.Location);
        block["use_ipvlan"] = Ipvlan;
    }

    private void Vmac(ConfLine line)
    {
        Instance.VirtualLink ??= new(isIpvlan: false, line.Location);
        for (var i = 1; i < line.Count && i <= 2; i++)
        {
            if (line[i].Contains(':', StringComparison.Ordinal))
                Mac(line[i]);
            else
                Name(line[i], "macvlan");
        }
        for (var i = 3; i < line.Count; i++)
            context.NotSupported($"use_vmac: '{SchemaChecker.Shown(line[i])}' is not carried out");
    }

    private void Mac(string word)
    {
        var link = Instance.VirtualLink!;
        var parts = word.TrimEnd(':').Split(':');
        var bytes = parts.Select(p => p.Length is 1 or 2 && byte.TryParse(p, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? value : -1).ToList();
        if (link.Mac is not null)
            context.Complain("the MAC was given already");
        else if (bytes.Contains(-1) || bytes.Count is not (5 or 6))
            context.Complain($"'{SchemaChecker.Shown(word)}' is not a MAC; it is left out");
        else if ((bytes[0] & 1) != 0)
            context.Complain($"{word} is the MAC of a group; it is left out");
        else if (bytes is [0, 0, 0x5E, 0, 1 or 2, ..])
            context.Complain($"{word} is a virtual MAC of the RFC, which nobody else may have; it is left out");
        else
            link.Mac = [.. bytes.Select(b => (byte)b)];
    }

    private void Name(string name, string kind)
    {
        var link = Instance.VirtualLink!;
        if (link.Name is not null)
            context.Complain("the name of the interface was given already");
        else if (name.Length is 0 or > ConfInterfaces.LongestName || name is "." or ".." || name.AsSpan().IndexOfAny("/:") >= 0)
            context.Complain($"'{SchemaChecker.Shown(name)}' is not the name of an interface; it is left out");
        else if (all.Find(i => i != Instance && i.VirtualLink?.Name == name) is { } other)
            context.Complain($"{other.Name} has the interface {name} already; the name is left out");
        else if (context.Machine.FindInterface(name) is { } there && there.Kind != kind)
            context.Complain($"there is an interface {name} that is no {kind}; the name is left out");
        else
            link.Name = name;
    }

    private void Ipvlan(ConfLine line)
    {
        if (Instance.VirtualLink is { IsIpvlan: true })
        {
            context.Complain("use_ipvlan was given already");
            return;
        }
        var link = Instance.VirtualLink = new(isIpvlan: true, line.Location);
        var hasMode = false;
        for (var i = 1; i < line.Count; i++)
        {
            if (line[i] is "bridge" or "private" or "vepa")
            {
                if (hasMode)
                    context.Complain("the type of the ipvlan was given already");
                else if (line[i] != "bridge")
                    context.NotSupported($"use_ipvlan: the type {line[i]} is not carried out; it is a bridge");
                hasMode = true;
            }
            else if (ConfAddress.Parse(line[i].Split('/')[0]) is { } address)
            {
                Address(link, address, line);
            }
            else
            {
                Name(line[i], "ipvlan");
            }
        }
    }

    private void Address(ConfVirtualLink link, System.Net.IPAddress address, ConfLine line)
    {
        if (link.Address is not null)
        {
            context.Complain("the address of the ipvlan was given already");
            return;
        }
        Instance.Family ??= address.AddressFamily;
        if (address.AddressFamily != Instance.Family)
        {
            context.Complain($"{address} is of another family than the instance; it is left out");
            return;
        }
        link.Address = address;
        Instance.Source ??= new(address, line.Location);
        context.NotSupported("use_ipvlan: an address of its own is not put on the ipvlan; it has to be there as the source of the adverts");
    }
}
