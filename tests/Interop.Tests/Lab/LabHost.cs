using System.Net;
using System.Text.Json;

namespace FailoverIp.Interop.Lab;

/// <summary>
/// One host of a <see cref="NetworkLab"/>: a namespace of its own. eth1 hangs on the LAN of the election, eth0 on the management network, as on the
/// tutorial's servers.
/// </summary>
internal sealed class LabHost(NetworkLab lab, string name, int number)
{
    public string Name => name;

    /// <summary>The last byte of its addresses.</summary>
    public int Number => number;

    public string Namespace { get; } = lab.NamespaceOf(name);

    /// <summary>Its address on the LAN of the election.</summary>
    public IPAddress Address { get; } = IPAddress.Parse($"10.132.0.{number}");

    /// <summary>Its link-local address there, made of its MAC.</summary>
    public IPAddress LinkLocalAddress { get; } = IPAddress.Parse($"fe80::ff:fe01:{number:x}");

    /// <summary>An address there that a test may give it beside the first.</summary>
    public IPAddress OtherAddress { get; } = IPAddress.Parse($"10.132.0.{number + 5}");

    /// <summary>A link-local address there that a test may give it beside the first.</summary>
    public IPAddress OtherLinkLocalAddress { get; } = IPAddress.Parse($"fe80::ff:fe03:{number:x}");

    /// <summary>Its address on the management network.</summary>
    public IPAddress ManagementAddress { get; } = IPAddress.Parse($"10.99.0.{number}");

    /// <summary>The MAC of its interface on the LAN of the election.</summary>
    public string Mac { get; } = $"02:00:00:01:00:{number:x2}";

    /// <summary>The MAC of its interface on the management network.</summary>
    public string ManagementMac { get; } = $"02:00:00:00:00:{number:x2}";

    /// <summary>The switch's port of an interface.</summary>
    public string PortOf(string networkInterface) => $"{networkInterface}.{number}";

    /// <summary>Starts a process that lives until it is stopped or the lab ends.</summary>
    public LabProcess Start(string command, params string[] arguments)
    {
        var process = LabProcess.Start($"{name}: {Path.GetFileName(command)}", Namespace, command, arguments);
        lab.Add(process);
        return process;
    }

    /// <summary>Runs a command to its end.</summary>
    public Task<(int Status, string Output, string Errors)> RunAsync(string command, params string[] arguments) =>
        Shell.TryRunAsync("ip", ["netns", "exec", Namespace, command, .. arguments]);

    /// <summary>Takes the plug out: the switch's port goes down, the host's interface loses its carrier.</summary>
    public async Task PullCableAsync(string networkInterface = "eth1") => await lab.ChangeSwitchAsync("link", "set", PortOf(networkInterface), "down");

    /// <summary>Puts the plug in again.</summary>
    public async Task PlugCableAsync(string networkInterface = "eth1") => await lab.ChangeSwitchAsync("link", "set", PortOf(networkInterface), "up");

    /// <summary>Deletes the interface of the election's LAN with everything on it, and the switch's port.</summary>
    public async Task DeleteInterfaceAsync()
    {
        await Shell.RunAsync("ip", "-n", Namespace, "link", "delete", "eth1");
        lab.Touch();
    }

    /// <summary>Makes that interface again, as it was.</summary>
    public async Task MakeInterfaceAsync() => await lab.MakeInterfaceAsync(this);

    /// <summary>Cuts the host off the LAN although its interface keeps its carrier: a partition.</summary>
    public async Task PartitionAsync() => await lab.ChangeSwitchAsync("link", "set", PortOf("eth1"), "nomaster");

    /// <summary>Ends the partition.</summary>
    public async Task HealAsync() => await lab.ChangeSwitchAsync("link", "set", PortOf("eth1"), "master", "br0");

    /// <summary>Lets the host speak but not hear the others' multicast: a partition of one direction.</summary>
    public async Task DeafenAsync() => await lab.ChangeSwitchAsync("link", "set", PortOf("eth1"), "type", "bridge_slave", "mcast_flood", "off");

    /// <summary>Lets the host hear again.</summary>
    public async Task HearAsync() => await lab.ChangeSwitchAsync("link", "set", PortOf("eth1"), "type", "bridge_slave", "mcast_flood", "on");

    /// <summary>The addresses on an interface as the kernel has them, "10.132.0.100/32"; none where there is no such interface.</summary>
    public async Task<IReadOnlyList<string>> ReadAddressesAsync(string networkInterface = "eth1")
    {
        var (status, output, errors) = await Shell.TryRunAsync("ip", "-n", Namespace, "-j", "addr", "show", "dev", networkInterface);
        if (status != 0) // an address that nobody could look for is not gone
            return errors.Contains("does not exist", StringComparison.Ordinal) ? [] : throw new InvalidOperationException($"ip addr show dev {networkInterface} on {name}: status {status}: {errors.Trim()}");
        using var document = JsonDocument.Parse(output);
        return
        [
            .. document.RootElement.EnumerateArray()
                .Where(l => l.TryGetProperty("addr_info", out _))
                .SelectMany(l => l.GetProperty("addr_info").EnumerateArray())
                .Select(a => $"{a.GetProperty("local").GetString()}/{a.GetProperty("prefixlen").GetInt32()}"),
        ];
    }

    /// <summary>Waits until an address is on an interface, or is not.</summary>
    public async Task WaitForAddressAsync(string address, bool present, string networkInterface = "eth1", TimeSpan? timeout = null) =>
        await Until.TrueAsync(
            async () => (await ReadAddressesAsync(networkInterface)).Contains(address) == present,
            timeout ?? TimeSpan.FromSeconds(2),
            () => $"{address} is to be {(present ? "on" : "off")} {networkInterface} of {name}\n{lab.Describe()}");
}
