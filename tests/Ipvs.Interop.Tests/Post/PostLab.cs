using System.Text.Json;
using FailoverIp.Guides.Pages;
using FailoverIp.Interop.Lab;
using FailoverIp.IpvsInterop.Lab;

namespace FailoverIp.IpvsInterop.Post;

/// <summary>What the guide begins with: vrrpmaster and vrrpslave, each on the public network and on the private one, and clients on the public one.</summary>
internal sealed class PostLab : IAsyncDisposable
{
    public const string SharedAddress = "203.0.113.10/32";
    public const string Page1 = "<html><body>Welcome to WebServer 1</body></html>";
    public const string Page2 = "<html><body>Welcome to WebServer 2</body></html>";

    private int _clients = 10;

    private PostLab(NetworkLab lab, Machine master, Machine slave) => (Lab, Master, Slave) = (lab, master, slave);

    public NetworkLab Lab { get; }

    public Machine Master { get; }

    public Machine Slave { get; }

    public IReadOnlyList<Machine> Both => [Master, Slave];

    public static async Task<PostLab> CreateAsync()
    {
        await IpvsKernel.DemandAsync();
        var lab = await NetworkLab.CreateAsync("vrrpmaster", "vrrpslave", "client");
        try
        {
            await AddressAsync(lab["vrrpmaster"], "203.0.113.11/24", "10.132.0.10/24");
            await AddressAsync(lab["vrrpslave"], "203.0.113.12/24", "10.132.0.11/24");
            await AddressAsync(lab["client"], [.. Enumerable.Range(101, 50).Select(n => $"203.0.113.{n}/24")], null);
            return new(lab, await Machine.BootAsync(lab, lab["vrrpmaster"]), await Machine.BootAsync(lab, lab["vrrpslave"]));
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client with an address of its own, 203.0.113.101 to 150; below 111 they are the test's to name.</summary>
    public WebClient Client(int number) => new(Lab["client"].Namespace, $"203.0.113.{100 + number}");

    /// <summary>A client with an address that none has had yet: the balancer does not know it.</summary>
    public WebClient NewClient() => Client(++_clients);

    /// <summary>The machines that a block of the guide is typed at.</summary>
    public IReadOnlyList<Machine> At(string place) => place switch
    {
        "both" => Both,
        "vrrpmaster" => [Master],
        "vrrpslave" => [Slave],
        _ => throw new ArgumentException($"the guide names a machine that the laboratory has not: {place}"),
    };

    /// <summary>Types a block of the guide where it says.</summary>
    public async Task<string> FollowAsync(Block block)
    {
        var output = "";
        foreach (var machine in At(block.Place))
            output += block.Language == "sh" ? await machine.TypeAsync(block.Script) : await WriteAsync(machine, block);
        return output;
    }

    /// <summary>Waits for the real servers, by host, in the kernel's table of a machine, all with their weight of 1.</summary>
    public async Task WaitForRealServersAsync(Machine machine, TimeSpan timeout, params string[] addresses)
    {
        string[] seen = [];
        await Until.TrueAsync(
            async () =>
            {
                seen = [.. (await machine.Ipvsadm.ListAsync()).SelectMany(s => s.Destinations.Where(d => d.Weight == 1).Select(d => d.Address)).Order()];
                return seen.SequenceEqual(addresses.Order());
            },
            timeout,
            () => $"{machine.Host.Name}: {string.Join(", ", addresses)}; there is {string.Join(", ", seen)}\n{Lab.Describe()}");
    }

    /// <summary><c>failoverip status --json</c> of a machine.</summary>
    public static async Task<JsonElement> ReadStatusAsync(Machine machine) => JsonDocument.Parse(await machine.TypeAsync("failoverip status --json")).RootElement;

    public async ValueTask DisposeAsync()
    {
        Master.StopWeb();
        Slave.StopWeb();
        await Lab.DisposeAsync();
    }

    private static async Task<string> WriteAsync(Machine machine, Block block)
    {
        await machine.WriteAsync(block.File, block.Text);
        return "";
    }

    private static Task AddressAsync(LabHost host, string eth0, string eth1) => AddressAsync(host, [eth0], eth1);

    private static Task AddressAsync(LabHost host, string[] eth0, string? eth1) => Shell.IpBatchAsync(host.Namespace,
    [
        "addr flush dev eth0",
        "addr flush dev eth1",
        .. eth0.Select(a => $"addr add {a} dev eth0"),
        .. eth1 is null ? (string[])[] : [$"addr add {eth1} dev eth1"],
    ]);
}
