using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;

namespace FailoverIp.Vrrp.Netfilter.Iptables;

/// <summary>Runs the iptables commands: <c>iptables-legacy</c> where there is one, otherwise <c>iptables</c>; never through a shell.</summary>
internal class IptablesCommands
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly string[] Suffixes = ["-legacy", ""];
    private static readonly string[] Wait = ["-w", "5"]; // for the lock that iptables holds while it works

    private string? _suffix;

    /// <summary><c>iptables -t nat -S PREROUTING</c>.</summary>
    /// <exception cref="NetfilterException">None of the commands works here.</exception>
    public virtual string List(AddressFamily family)
    {
        NetfilterException? failure = null;
        foreach (var suffix in _suffix is null ? Suffixes : [_suffix])
        {
            try
            {
                var listing = Run(Name(family) + suffix, [.. Wait, "-t", "nat", "-S", "PREROUTING"], null);
                _suffix = suffix;
                return listing;
            }
            catch (NetfilterException e)
            {
                // What the first one that is there says is the reason worth telling.
                failure = failure is null || failure.ErrorNumber != 0 ? e : failure;
            }
        }
        throw failure!;
    }

    /// <summary>Adds and removes rules of the table nat in one step.</summary>
    public virtual void Restore(AddressFamily family, IReadOnlyList<string> lines) =>
        Run($"{Name(family)}{_suffix}-restore", [.. Wait, "--noflush"], string.Join('\n', ["*nat", .. lines, "COMMIT", ""]));

    private static string Name(AddressFamily family) => family == AddressFamily.InterNetworkV6 ? "ip6tables" : "iptables";

    private static string Run(string command, string[] arguments, string? input)
    {
        var path = Environment.GetEnvironmentVariable("PATH")?.Split(':', StringSplitOptions.RemoveEmptyEntries) ?? [];
        var file = path.Concat(["/usr/sbin", "/sbin", "/usr/local/sbin"]).Select(p => Path.Combine(p, command)).FirstOrDefault(File.Exists)
            ?? throw new NetfilterException($"{command} is not installed", 2) { IsUnsupported = true };
        try
        {
            using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            if (input is not null)
                process.StandardInput.Write(input);
            process.StandardInput.Close();
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                throw new NetfilterException($"{command} did not end within {Patience.TotalSeconds} s");
            }
            return process.ExitCode == 0 ? output.Result : throw Failure(command, process.ExitCode, errors.Result);
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            throw new NetfilterException($"{command}: {e.Message}", e) { IsUnsupported = true };
        }
    }

    private static NetfilterException Failure(string command, int status, string errors)
    {
        var line = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? $"status {status}";
        return errors.Contains("Permission denied", StringComparison.Ordinal) || errors.Contains("you must be root", StringComparison.Ordinal)
            ? new($"{command}: CAP_NET_ADMIN is missing: run it as root or give it the capability")
            : new($"{command}: {line}") { IsUnsupported = true };
    }
}
