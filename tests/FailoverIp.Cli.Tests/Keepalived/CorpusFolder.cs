using System.Net.NetworkInformation;
using FailoverIp.Cli.Tests.Harness;

namespace FailoverIp.Cli.Tests.Keepalived;

/// <summary>The corpus as it is for this machine: its files name an interface that every machine has under another name.</summary>
internal static class CorpusFolder
{
    /// <summary>What keepalived's package brings.</summary>
    public const string Samples = "/usr/share/doc/keepalived/samples";

    public static string[] FilesIn(TemporaryDirectory directory)
    {
        Copy(Path.Combine(AppContext.BaseDirectory, "Keepalived", "Corpus"), directory.Path);
        return Directory.GetFiles(directory.Path, "*.conf");
    }

    private static void Copy(string from, string to)
    {
        var name = NetworkInterface.GetAllNetworkInterfaces()
            .Where(i => i.NetworkInterfaceType == NetworkInterfaceType.Ethernet && i.SupportsMulticast).Select(i => i.Name).Order(StringComparer.Ordinal).First();
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllText(target, File.ReadAllText(file).Replace("IFACE", name, StringComparison.Ordinal));
        }
    }
}
