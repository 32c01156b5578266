using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.NetworkInformation;
using FailoverIp.Vrrp;

namespace FailoverIp.Simulation;

/// <summary>A machine on a <see cref="SimulatedLan"/>: one interface, the addresses on it, and the VRRP engine of the process that runs there.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The engine belongs to whoever asked for it.")]
public sealed class SimulatedHost
{
    private const int FirstOther = 10_000;
    private readonly Lock _gate = new();
    private readonly SimulatedLan _lan;
    private readonly IPAddress _address;
    private readonly int _number;
    private readonly Dictionary<string, InterfaceStatus> _others = new(StringComparer.Ordinal);
    private ImmutableHashSet<VirtualAddress> _addresses = [];
    private ImmutableHashSet<VirtualRoute> _routes = [];
    private ImmutableHashSet<VirtualRule> _rules = [];
    private SimulatedVrrpEngine? _engine;
    private bool _isCablePlugged = true;

    internal SimulatedHost(SimulatedLan lan, string name, IPAddress address, string interfaceName, int number) =>
        (_lan, Name, _address, InterfaceName, _number) = (lan, name, address, interfaceName, number);

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The name of its interface.</summary>
    public string InterfaceName { get; }

    /// <summary>The virtual addresses that are on its interface now. They stay when the process is killed.</summary>
    public IReadOnlySet<VirtualAddress> Addresses => _addresses;

    /// <summary>The virtual routes that it has now. They stay when the process is killed.</summary>
    public IReadOnlySet<VirtualRoute> Routes => _routes;

    /// <summary>The policy rules that it has now. They stay when the process is killed.</summary>
    public IReadOnlySet<VirtualRule> Rules => _rules;

    /// <summary>How often it has announced an address.</summary>
    public int Announcements { get; private set; }

    /// <summary>True while its cable is plugged in.</summary>
    public bool IsCablePlugged
    {
        get
        {
            lock (_gate)
                return _isCablePlugged;
        }
    }

    /// <summary>The interface as an engine sees it.</summary>
    internal InterfaceStatus Interface => new(_number, InterfaceName, IsCablePlugged, HardwareAddress, null);

    /// <summary>Its own addresses: the one that it was added with, and a link-local one of IPv6.</summary>
    internal IPAddress[] OwnAddresses => [_address, LinkLocalAddress];

    /// <summary>Its link-local IPv6 address, fe80::1 for the first host.</summary>
    public IPAddress LinkLocalAddress => new([0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)(_number >> 8), (byte)_number]);

    private PhysicalAddress HardwareAddress => new([2, 0, 0, 0, (byte)(_number >> 8), (byte)_number]);

    /// <summary>The interfaces of <see cref="SetInterface"/>, as an engine sees them.</summary>
    internal IReadOnlyList<InterfaceStatus> OtherInterfaces
    {
        get
        {
            lock (_gate)
                return [.. _others.Values];
        }
    }

    internal SimulatedLan Lan => _lan;

    /// <summary>Creates the VRRP engine of a process on this host. The engine of an earlier process must have been stopped or killed.</summary>
    /// <exception cref="InvalidOperationException">An earlier engine still runs.</exception>
    public SimulatedVrrpEngine CreateEngine()
    {
        lock (_gate)
        {
            if (_engine is { IsRunning: true })
                throw new InvalidOperationException($"A VRRP engine runs on {Name} already");
            return _engine = new(this);
        }
    }

    /// <summary>Pulls the cable: the interface goes down, nothing is sent or received.</summary>
    public void PullCable() => SetCable(false);

    /// <summary>Plugs the cable in again.</summary>
    public void PlugCable() => SetCable(true);

    /// <summary>Adds an interface that is on no LAN, for virtual routers that track it, or changes whether it is up.</summary>
    public void SetInterface(string name, bool isUp)
    {
        lock (_gate)
        {
            var index = _others.TryGetValue(name, out var known) ? known.Index : FirstOther + _others.Count;
            _others[name] = new(index, name, isUp, new PhysicalAddress([2, 0, 0, 1, (byte)(index >> 8), (byte)index]), null);
        }
        _engine?.InterfaceChanged();
    }

    internal void Deliver(byte[] packet)
    {
        if (IsCablePlugged)
            _engine?.Deliver(packet);
    }

    internal bool Has(ReadOnlySpan<byte> address)
    {
        foreach (var own in OwnAddresses)
        {
            if (own.GetAddressBytes().AsSpan().SequenceEqual(address))
                return true;
        }
        return false;
    }

    internal void Add(VirtualAddress address) => ImmutableInterlocked.Update(ref _addresses, (set, a) => set.Add(a), address);

    internal void Remove(VirtualAddress address) => ImmutableInterlocked.Update(ref _addresses, (set, a) => set.Remove(a), address);

    internal void Add(VirtualRoute route) => ImmutableInterlocked.Update(ref _routes, (set, r) => set.Add(r), route);

    internal void Remove(VirtualRoute route) => ImmutableInterlocked.Update(ref _routes, (set, r) => set.Remove(r), route);

    internal void Add(VirtualRule rule) => ImmutableInterlocked.Update(ref _rules, (set, r) => set.Add(r), rule);

    internal void Remove(VirtualRule rule) => ImmutableInterlocked.Update(ref _rules, (set, r) => set.Remove(r), rule);

    internal void CountAnnouncement() => Announcements++;

    private void SetCable(bool plugged)
    {
        lock (_gate)
            _isCablePlugged = plugged;
        _engine?.InterfaceChanged();
    }
}
