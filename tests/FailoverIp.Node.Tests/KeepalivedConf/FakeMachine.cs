namespace FailoverIp.Node.Tests.KeepalivedConf;

/// <summary>A machine with eth0, eth1 and lo, and the user root if no others are named.</summary>
internal sealed class FakeMachine : IConfMachine
{
    public ConfInterface? FindInterface(string name) => name is "eth0" or "eth1" or "lo" ? new(name) { IsLoopback = name == "lo" } : null;

    public string[] Users { get; init; } = ["root"];

    public bool HasUser(string name) => Users.Contains(name);

    public bool HasGroup(string name) => name == "root";

    public bool IsInNamespace(string name) => name == "mine";

    public bool IsRootsAlone(string path) => true;
}

/// <summary>Reads a keepalived.conf from text.</summary>
internal static class Conf
{
    public const string Instance = """
        vrrp_instance VI_1 {
            interface eth0
            virtual_router_id 51
            virtual_ipaddress {
                192.0.2.1/24
            }
        }
        """;

    public static KeepalivedConfiguration Read(string text, IConfMachine machine)
    {
        using var folder = new TempFolder();
        return KeepalivedConfiguration.Load(folder.Write("k.conf", text), "here", machine);
    }

    public static KeepalivedConfiguration Read(string text, string id = "here", params (string Name, string Text)[] others)
    {
        using var folder = new TempFolder();
        foreach (var (name, content) in others)
            folder.Write(name, content);
        return KeepalivedConfiguration.Load(folder.Write("k.conf", text), id, new FakeMachine());
    }

    /// <summary>The complaints as they are printed, with the file's name alone in place of its path.</summary>
    public static string[] Lines(this KeepalivedConfiguration read) => [.. read.Complaints.Select(p => $"{Path.GetFileName(p.File)}:{p.Line}")];

    /// <summary>A value of what was read.</summary>
    public static string? Value(this KeepalivedConfiguration read, string path)
    {
        var node = read.Section;
        foreach (var key in path.Split('.'))
            node = node?[key];
        return node?.Text;
    }

    /// <summary>The options that a node would run.</summary>
    public static NodeOptions Options(this KeepalivedConfiguration read)
    {
        var configuration = NodeConfiguration.Load(read, null, new() { Environment = Configurations.NoEnvironment });
        return configuration.Options.ShouldNotBeNull(string.Join('\n', configuration.Problems));
    }
}
