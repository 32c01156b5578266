using System.Globalization;
using FailoverIp.Interop.Lab;

namespace FailoverIp.IpvsInterop.Lab;

/// <summary>A single empty namespace, for what is asked of the kernel's tables alone: much cheaper than a <see cref="NetworkLab"/>.</summary>
internal sealed class LabNamespace : IAsyncDisposable
{
    private static int _count;

    private LabNamespace(string name) => Name = name;

    public string Name { get; }

    /// <summary>ipvsadm in this namespace.</summary>
    public Ipvsadm Ipvsadm => new(Name);

    /// <summary>Makes one with <c>lo</c> up.</summary>
    public static async Task<LabNamespace> CreateAsync()
    {
        await IpvsKernel.DemandAsync();
        await Leftovers.RemoveAsync();
        var name = string.Create(CultureInfo.InvariantCulture, $"{Leftovers.Prefix}{Environment.ProcessId}-ns{Interlocked.Increment(ref _count)}");
        await Shell.RunAsync("ip", "netns", "add", name);
        await Shell.RunAsync("ip", "-n", name, "link", "set", "lo", "up");
        return new(name);
    }

    /// <summary>Runs a function on a thread inside the namespace; a socket that is made there stays there.</summary>
    public Task<T> RunAsync<T>(Func<T> work) => Within.RunAsync(Name, work);

    /// <summary>Runs a command to its end.</summary>
    public Task<(int Status, string Output, string Errors)> RunAsync(string command, params string[] arguments) =>
        Shell.TryRunAsync("ip", ["netns", "exec", Name, command, .. arguments]);

    public async ValueTask DisposeAsync() => await Leftovers.DeleteAsync(Name);
}
