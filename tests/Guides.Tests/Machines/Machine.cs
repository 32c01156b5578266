using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using FailoverIp.Guides.Pages;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;

namespace FailoverIp.Guides.Machines;

/// <summary>
/// A machine of a guide: systemd is its first process, keepalived is installed, <c>failoverip</c> is /usr/bin/failoverip, and what it writes anywhere is seen by itself alone.
/// </summary>
internal sealed class Machine : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly NetworkLab _lab;
    private readonly string _folder;
    private readonly int _init;
    private readonly Dictionary<string, string> _environment = new()
    {
        ["HOME"] = "/root", ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", ["LC_ALL"] = "C.UTF-8",
    };

    private Machine(NetworkLab lab, LabHost host, string folder, int init) => (_lab, Host, _folder, _init) = (lab, host, folder, init);

    public LabHost Host { get; }

    /// <summary>Boots it on a host of the network.</summary>
    /// <param name="lab">The network.</param>
    /// <param name="host">The host.</param>
    /// <param name="hasTool">Whether it has <c>failoverip</c>; otherwise that is the test's to install.</param>
    public static async Task<Machine> BootAsync(NetworkLab lab, LabHost host, bool hasTool = true)
    {
        await MachineRequirements.DemandAsync();
        var folder = Directory.CreateDirectory(Path.Combine(lab.Folder, host.Name)).FullName;
        var runtime = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
        // `ip netns exec` would hide the control groups: back to the files of this process.
        var systemd = host.Start("nsenter", $"--mount=/proc/{Environment.ProcessId}/ns/mnt", "--", "bash", Path.Combine(AppContext.BaseDirectory, "Machines/boot.sh"),
            host.Namespace, folder, hasTool ? Path.GetDirectoryName(Tool.Path)! : "-", runtime);
        var init = await Until.NotNullAsync(async () => await FirstChildAsync(systemd), Patience, () => $"{host.Name} is to boot\n{lab.Describe()}");
        var machine = new Machine(lab, host, folder, int.Parse(init, CultureInfo.InvariantCulture));
        await Until.TrueAsync(
            async () => systemd.HasExited ? throw new InvalidOperationException(lab.Describe()) : (await machine.TryTypeAsync("systemctl is-active -q systemd-journald.service")).Status == 0,
            Patience, () => $"systemd of {host.Name} is to answer\n{lab.Describe()}");
        return machine;
    }

    /// <summary>A folder that it sees as /mnt.</summary>
    public string Shared => Path.Combine(_folder, "shared");

    /// <summary>Boots several at once.</summary>
    public static Task<Machine[]> BootAsync(NetworkLab lab, params string[] hosts) => Task.WhenAll(hosts.Select(h => BootAsync(lab, lab[h])));

    /// <summary>What the .deb brings along: the unit, the folders, and whatever its own script does.</summary>
    public async Task InstallAsync()
    {
        foreach (var file in new[] { "packaging/systemd/failoverip.service", "packaging/debian/postinst" })
            File.Copy(Path.Combine(Page.Root, file), Path.Combine(Shared, Path.GetFileName(file)));
        await TypeAsync("mkdir -p /etc/failoverip\ninstall -m 644 /mnt/failoverip.service /lib/systemd/system/\nsh /mnt/postinst configure");
    }

    /// <summary>netcup is this simulator, for whatever is typed or started from now on.</summary>
    public async Task UseAsync(NetcupSimulator netcup, string provider = "netcup")
    {
        var variable = $"FailoverIp__Providers__{provider}__BaseAddress";
        _environment[variable] = netcup.BaseAddress.ToString();
        await TypeAsync($"systemctl set-environment {variable}={netcup.BaseAddress}");
    }

    /// <summary>Types a script; fails at the first command that does.</summary>
    public async Task<string> TypeAsync(string script)
    {
        var (status, output, errors) = await TryTypeAsync(script);
        return status == 0 ? output : throw new InvalidOperationException($"{Host.Name}: {script}\n{output}{errors}status {status}\n{await JournalAsync()}");
    }

    /// <summary>Types a script, however it ends.</summary>
    public Task<(int Status, string Output, string Errors)> TryTypeAsync(string script) => Shell.TryRunAsync("nsenter", [.. Inside(script)]);

    /// <summary>Makes a file.</summary>
    public async Task WriteAsync(string path, string text)
    {
        await File.WriteAllTextAsync(Path.Combine(Shared, "written"), text);
        await TypeAsync($"mkdir -p \"$(dirname {path})\"\ncp /mnt/written {path}");
    }

    /// <summary>Makes the file that a block of a page is.</summary>
    public Task WriteAsync(Block block) => WriteAsync(block.File, block.Text);

    /// <summary>What is typed in a terminal of its own, and stays there.</summary>
    public LabProcess Start(string command) => Host.Start("nsenter", [.. Inside("exec " + command)]);

    /// <summary>Ctrl-C in that terminal; fails where the command does not end well.</summary>
    public async Task InterruptAsync(LabProcess terminal, int status = 0)
    {
        var command = await FirstChildAsync(terminal) ?? throw new InvalidOperationException($"{terminal.Name} has ended\n{_lab.Describe()}");
        await LabProcess.SignalAsync("INT", [int.Parse(command, CultureInfo.InvariantCulture)]);
        (await terminal.WaitForExitAsync(Patience)).ShouldBe(status, _lab.Describe());
    }

    /// <summary>Types a login, and agrees to it in the browser.</summary>
    public async Task LoginAsync(string command, NetcupSimulator netcup)
    {
        var login = Start(command.Split('#')[0].Trim());
        var line = await login.WaitForLineAsync("The code is ", Patience);
        await netcup.ApproveAsync(line.Split([' ', ';'])[3]);
        (await login.WaitForExitAsync(Patience)).ShouldBe(0, _lab.Describe());
    }

    /// <summary>Waits until the status shows an instance in a state.</summary>
    public Task WaitForStateAsync(string state) => WaitForStatusAsync(s => s.GetProperty("instances").EnumerateArray().Any(i => i.GetProperty("state").GetString() == state), state);

    /// <summary>Waits for something in the status. Asked without the tool, whose start would take more of the machine than the answer.</summary>
    public async Task WaitForStatusAsync(Func<JsonElement, bool> condition, string what)
    {
        var said = "";
        await Until.TrueAsync(
            async () =>
            {
                var (status, output, errors) = await TryTypeAsync("curl -sf --unix-socket /run/failoverip/control.sock http://localhost/status");
                said = output + errors;
                return status == 0 && condition(JsonDocument.Parse(output).RootElement);
            },
            Patience, () => $"{Host.Name} is to be {what}\n{said}\n{_lab.Describe()}\n{JournalAsync().Result}");
    }

    /// <summary>Waits until a command says something.</summary>
    public async Task WaitForAsync(string command, string text)
    {
        var said = "";
        await Until.TrueAsync(
            async () => (said = string.Concat((await TryTypeAsync(command)).Output)).Contains(text, StringComparison.Ordinal),
            Patience, () => $"{Host.Name}: {command} is to say {text}, and says\n{said}\n{_lab.Describe()}");
    }

    /// <summary>Switches it off, and removes its control group.</summary>
    public async ValueTask DisposeAsync()
    {
        await LabProcess.SignalAsync("KILL", [_init]);
        foreach (var hierarchy in new[] { "/sys/fs/cgroup/systemd", "/sys/fs/cgroup" })
        {
            var group = Path.Combine(hierarchy, Host.Namespace);
            // The kernel takes a moment to let go of those that were killed.
            for (var i = 0; i < 50 && Directory.Exists(group); i++)
                await Shell.TryRunAsync("find", group, "-depth", "-type", "d", "-exec", "rmdir", "{}", ";");
        }
    }

    private async Task<string> JournalAsync() => (await TryTypeAsync("journalctl --no-pager -o cat -n 60")).Output;

    private static async Task<string?> FirstChildAsync(LabProcess process) =>
        (await Shell.TryRunAsync("pgrep", "-P", process.Id.ToString(CultureInfo.InvariantCulture))).Output.Split('\n')[0] is { Length: > 0 } child ? child : null;

    private IEnumerable<string> Inside(string script) =>
    [
        "-t", _init.ToString(CultureInfo.InvariantCulture), "--mount", "--uts", "--ipc", "--net", "--pid", "--cgroup", "--root", "--wdns=/",
        "env", "-i", .. _environment.Select(v => $"{v.Key}={v.Value}"), "bash", "-ec", $"cd\n{script}",
    ];
}
