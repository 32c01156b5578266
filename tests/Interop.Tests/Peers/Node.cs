using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FailoverIp.Interop.Lab;

namespace FailoverIp.Interop.Peers;

/// <summary>Ours: <c>failoverip run</c>.</summary>
internal sealed class Node(NetworkLab lab, LabHost host, VrrpPlan plan, int priority) : VrrpPeer(lab, host, plan, priority)
{
    private LabProcess? _process;

    public LabProcess Process => _process ?? throw new InvalidOperationException("not started");

    /// <summary>The interface of the instance.</summary>
    public string Interface { get; init; } = "eth1";

    /// <summary>The "Providers" section.</summary>
    public JsonObject Providers { get; init; } = [];

    /// <summary>The "Addresses" section.</summary>
    public JsonObject Addresses { get; init; } = [];

    /// <summary>Whether it runs as the child of a supervisor; <see cref="Process"/> is the supervisor then.</summary>
    public bool IsSupervised { get; init; }

    /// <summary>What else the "Vrrp" section is to say.</summary>
    public Action<JsonObject> Vrrp { get; set; } = static _ => { };

    /// <summary>What else the section "FailoverIp" is to say.</summary>
    public Action<JsonObject> Section { get; set; } = static _ => { };

    /// <summary>What else the instance is to say.</summary>
    public Action<JsonObject> Instance { get; set; } = static _ => { };

    public string ConfigurationFile => Path.Combine(Lab.Folder, $"{Host.Name}.json");

    private string Socket => Path.Combine(Lab.Folder, $"{Host.Name}.sock");

    public override async Task StartAsync()
    {
        await WriteConfigurationAsync();
        _process = Tool.Start(Host, ["run", "-c", ConfigurationFile, "--control", Socket, .. IsSupervised ? new[] { "--supervised" } : []]);
        // Only now it takes part in the election: the others' timers have nothing to do with how long it took to start.
        await _process.WaitForLineAsync("VI_1: Initialize", Plan.Patience);
        Lab.Touch();
    }

    /// <summary>Waits until it answers; with a delay it does so before it takes part in the election.</summary>
    public Task RunsAsync() => Until.TrueAsync(
        async () => _process is not null && (await Tool.RunAsync(Host, "status", "--json", "--control", Socket)).Status == 0, Plan.Patience, () => $"{Host.Name} answers\n{Lab.Describe()}");

    public override async Task KillAsync()
    {
        await Process.SignalAsync("KILL");
        Lab.Touch();
        await Process.WaitForExitAsync(Plan.Patience);
    }

    public override async Task StopAsync()
    {
        await Process.SignalAsync("TERM");
        (await Process.WaitForExitAsync(Plan.Patience)).ShouldBe(0, Lab.Describe());
        Lab.Touch();
    }

    /// <summary>Has the running node read its configuration again, as it is now; returns when that is done.</summary>
    public async Task ReloadAsync()
    {
        const string done = "reloaded: ";
        await WriteConfigurationAsync();
        var before = Process.Lines.Count(l => l.Contains(done, StringComparison.Ordinal));
        await Process.SignalAsync("HUP");
        await Until.TrueAsync(
            () => Task.FromResult(Process.Lines.Count(l => l.Contains(done, StringComparison.Ordinal)) > before), Plan.Patience, () => $"the reload is done\n{Lab.Describe()}");
    }

    /// <summary><c>failoverip status --json</c> of the running node.</summary>
    public async Task<JsonElement> ReadStatusAsync()
    {
        var (status, output, errors) = await Tool.RunAsync(Host, "status", "--json", "--control", Socket);
        status.ShouldBe(0, $"{output} {errors}\n{Lab.Describe()}");
        return JsonDocument.Parse(output).RootElement;
    }

    /// <summary>The instance of <see cref="ReadStatusAsync"/>.</summary>
    public async Task<JsonElement> ReadInstanceAsync() => (await ReadStatusAsync()).GetProperty("instances")[0];

    /// <summary>No exception and no stack trace in what it has written.</summary>
    public void ShouldHaveCleanLog() =>
        Process.Lines.ShouldAllBe(l => !l.Contains("Exception", StringComparison.Ordinal) && !l.TrimStart().StartsWith("at ", StringComparison.Ordinal));

    private Task WriteConfigurationAsync() => File.WriteAllTextAsync(ConfigurationFile, Configuration().ToJsonString());

    private JsonObject Configuration()
    {
        var instance = new JsonObject
        {
            ["Interface"] = Interface,
            ["VirtualRouterId"] = Plan.VirtualRouterId,
            ["Priority"] = Priority,
            ["Version"] = Plan.Version,
            ["AdvertisementInterval"] = Plan.Interval.ToString("c", CultureInfo.InvariantCulture),
            ["VirtualAddresses"] = new JsonArray([.. Plan.Addresses.Select(a => (JsonNode)a.ToString())]),
        };
        if (Plan.Password is not null)
            instance["Authentication"] = new JsonObject { ["Type"] = Plan.UseAuthenticationHeader ? "Ah" : "Pass", ["Password"] = Plan.Password };
        if (Plan.HmacKey is not null)
            instance["Authentication"] = new JsonObject { ["Type"] = "Hmac", ["Keys"] = new JsonArray(new JsonObject { ["Id"] = 1, ["Key"] = Plan.HmacKey }) };
        if (Plan.IsUnicast)
            instance["UnicastPeers"] = new JsonArray([.. Peers.Select(p => (JsonNode)p.ToString())]);
        if (Plan.UseVmac)
            instance["UseVmac"] = true;
        if (Plan.TransmitOnBase)
            instance["VmacTransmitBase"] = true;
        if (Plan.UseIpvlan)
            instance["UseIpvlan"] = true;
        if (Plan.UseOtherSource)
            instance["SourceAddress"] = Source.ToString();
        if (Plan.OwnGroup is not null)
            instance["Group"] = Plan.OwnGroup.ToString();
        if (Plan.Version == 3)
            instance["Checksum"] = Plan.Checksum.ToString();
        Instance(instance);
        var vrrp = new JsonObject { ["Instances"] = new JsonObject { ["VI_1"] = instance } };
        Vrrp(vrrp);
        var section = new JsonObject
        {
            // Nodes of one machine that have one name would share their files in /run.
            ["Node"] = Host.Namespace,
            ["Providers"] = Providers.DeepClone(),
            ["Addresses"] = Addresses.DeepClone(),
            ["Vrrp"] = vrrp,
        };
        Section(section);
        return new() { ["FailoverIp"] = section };
    }
}
