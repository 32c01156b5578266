using FailoverIp.Interop.Lab;

namespace FailoverIp.Guides.Machines;

/// <summary>What a machine with systemd needs of this one.</summary>
internal static class MachineRequirements
{
    private static readonly Lazy<Task<string?>> Missing = new(async () =>
    {
        if (Requirements.MissingTools("unshare", "nsenter", "systemctl", "keepalived", "curl", "openssl", "jq") is { } tools)
            return tools;
        if (!File.Exists("/lib/systemd/systemd"))
            return "not installed: systemd";
        await Shell.TryRunAsync("modprobe", "overlay");
        var (status, _, errors) = await Shell.TryRunAsync("unshare", "--mount", "--cgroup", "sh", "-ec",
            "d=$(mktemp -d); mount --make-rprivate /; mount -t tmpfs t $d; mkdir $d/u $d/w $d/r; mount -t overlay o -o lowerdir=/,upperdir=$d/u,workdir=$d/w $d/r; umount $d/r $d; rmdir $d");
        return status == 0 ? null : $"no file system can be laid over this machine's: {errors.Trim()}";
    });

    /// <summary>Skips the test where something is missing; fails in CI.</summary>
    public static async Task DemandAsync() => Requirements.Demand(await Missing.Value);
}
