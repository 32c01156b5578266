using System.Net;

namespace FailoverIp.Simulation;

/// <summary>
/// An Ethernet in memory: every VRRP packet that a host sends to a group reaches every other host whose cable is plugged in, after <see cref="Latency"/>; one to an
/// address, the host that has it. It runs on the
/// given clock, so with a <see cref="VirtualTimeProvider"/> a day passes in a second and the same way each time.
/// </summary>
public sealed class SimulatedLan
{
    private readonly Lock _gate = new();
    private readonly List<SimulatedHost> _hosts = [];

    /// <summary>Creates a LAN without hosts.</summary>
    public SimulatedLan(TimeProvider? time = null) => Time = time ?? TimeProvider.System;

    /// <summary>The clock of the LAN and of its hosts' engines.</summary>
    public TimeProvider Time { get; }

    /// <summary>How long a packet is on its way.</summary>
    /// <value>200 microseconds.</value>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMicroseconds(200);

    /// <summary>Asked for each packet and receiver whether the packet is lost on the way; null loses none.</summary>
    public Func<LanPacket, bool>? Loses { get; set; }

    /// <summary>Raised for each packet that is sent, before it arrives anywhere. Called on the sender's thread.</summary>
    public event Action<LanPacket>? Sent;

    /// <summary>The hosts, in the order in which they were added.</summary>
    public IReadOnlyList<SimulatedHost> Hosts
    {
        get
        {
            lock (_gate)
                return [.. _hosts];
        }
    }

    /// <summary>Adds a host with one interface, its cable plugged in.</summary>
    /// <param name="name">A name for people.</param>
    /// <param name="address">Its own address, IPv4 or IPv6, beside a link-local one of IPv6: the source of its adverts.</param>
    /// <param name="interfaceName">The name of its interface.</param>
    public SimulatedHost AddHost(string name, IPAddress address, string interfaceName = "eth1")
    {
        lock (_gate)
        {
            var host = new SimulatedHost(this, name, address, interfaceName, _hosts.Count + 1);
            _hosts.Add(host);
            return host;
        }
    }

    internal void Transmit(SimulatedHost from, byte[] packet)
    {
        var sent = new LanPacket(from, null, packet);
        Sent?.Invoke(sent);
        if (!from.IsCablePlugged)
            return;
        foreach (var host in Hosts)
        {
            if (host == from || !(sent.IsMulticast || host.Has(sent.Destination)) || Loses?.Invoke(new(from, host, packet)) == true)
                continue;
            OneShot.Run(Time, Latency, () => host.Deliver(packet));
        }
    }
}
