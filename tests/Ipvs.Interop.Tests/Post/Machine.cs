using System.Globalization;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;
using FailoverIp.IpvsInterop.Lab;

namespace FailoverIp.IpvsInterop.Post;

/// <summary>
/// A machine of the guide: a host with files of its own. What it writes to /etc, /var, /opt, /usr/local and /run/failoverip lies over this machine's files and is
/// seen by itself alone.
/// </summary>
internal sealed class Machine
{
    private const string Boot = """
        set -e
        for part in etc var opt usr/local; do
            mkdir -p "$0/$part.own" "$0/$part.work"
            mount -t overlay overlay -o "lowerdir=/$part,upperdir=$0/$part.own,workdir=$0/$part.work" "/$part"
        done
        mkdir -p /var/www/html /run/failoverip "$0/run"
        mount --bind "$0/run" /run/failoverip
        echo booted
        exec sleep infinity
        """;

    private readonly string _folder;
    private readonly LabProcess _keeper;
    private LabProcess? _node;
    private WebServer? _web;

    private Machine(LabHost host, string folder, LabProcess keeper) => (Host, _folder, _keeper) = (host, folder, keeper);

    public LabHost Host { get; }

    public Ipvsadm Ipvsadm => new(Host.Namespace);

    /// <summary><c>failoverip run</c>, as it was started last.</summary>
    public LabProcess Node => _node ?? throw new InvalidOperationException($"{Host.Name} does not run a node");

    /// <summary>Boots it, with a web server, and with a clone of FailoverIp in /opt/failoverip: the one that these tests were built from.</summary>
    public static async Task<Machine> BootAsync(NetworkLab lab, LabHost host)
    {
        await Shell.TryRunAsync("modprobe", "overlay");
        var folder = Path.Combine(lab.Folder, host.Name);
        var clone = Directory.CreateDirectory(Path.Combine(folder, "opt.own/failoverip"));
        var command = Path.Combine(clone.FullName, "failoverip");
        await File.WriteAllTextAsync(command, $"#!/bin/sh\nexec dotnet '{Tool.Path}' \"$@\"\n");
        await Shell.RunAsync("chmod", "755", command);
        var keeper = host.Start("sh", "-c", Boot, folder);
        await keeper.WaitForLineAsync("booted", TimeSpan.FromSeconds(20));
        var machine = new Machine(host, folder, keeper);
        await machine.StartWebAsync();
        return machine;
    }

    /// <summary>What is typed at it, as one script; ends at the first command that fails.</summary>
    /// <remarks>
    /// Not typed literally is <c>systemctl</c>, for the machine has no systemd: its apache2 is a <see cref="WebServer"/>. The SDK, whose block is in bash, is the one that runs this test.
    /// </remarks>
    public async Task<string> TypeAsync(string script)
    {
        var lines = script.Split('\n');
        foreach (var line in lines)
        {
            if (line == "systemctl stop apache2")
                StopWeb();
            else if (line == "systemctl start apache2")
                await StartWebAsync();
        }
        var (status, output, errors) = await Host.RunAsync("nsenter", [.. Inside, "sh", "-ec", string.Join('\n', lines.Where(l => !l.StartsWith("systemctl ", StringComparison.Ordinal)))]);
        return status == 0 ? output : throw new InvalidOperationException($"{Host.Name}: {script}\n{output}{errors}status {status}");
    }

    /// <summary>Makes a file.</summary>
    public async Task WriteAsync(string path, string text)
    {
        var file = Path.Combine(_folder, Path.GetFileName(path));
        await File.WriteAllTextAsync(file, text);
        await TypeAsync($"cp {file} {path}");
    }

    /// <summary>What is started in a terminal and stays in the foreground.</summary>
    public void StartNode(string commandLine) => _node = Host.Start("nsenter", [.. Inside, "sh", "-c", "exec " + commandLine]);

    public async Task StartWebAsync() => _web = await WebServer.StartAsync(Host.Namespace, Path.Combine(_folder, "var.own/www/html"));

    public void StopWeb() => Interlocked.Exchange(ref _web, null)?.Dispose();

    /// <summary>As if it were switched off: nothing of it reaches the networks any more, and then its node is killed.</summary>
    public async Task CutPowerAsync()
    {
        await Host.PullCableAsync("eth0");
        await Host.PullCableAsync("eth1");
        await Node.SignalAsync("KILL");
        await Node.WaitForExitAsync(TimeSpan.FromSeconds(10));
    }

    /// <summary>Its networks are back; its node is not.</summary>
    public async Task RestorePowerAsync()
    {
        await Host.PlugCableAsync("eth0");
        await Host.PlugCableAsync("eth1");
    }

    /// <summary>The rules for nat of iptables in front of routing.</summary>
    public async Task<string> ReadRedirectsAsync() => (await Host.RunAsync("iptables-legacy", "-t", "nat", "-S", "PREROUTING")).Output;

    private string[] Inside => ["--mount=" + string.Create(CultureInfo.InvariantCulture, $"/proc/{_keeper.Id}/ns/mnt")];
}
