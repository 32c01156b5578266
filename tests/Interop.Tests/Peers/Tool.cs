using FailoverIp.Interop.Lab;

namespace FailoverIp.Interop.Peers;

/// <summary>The <c>failoverip</c> command as it was built.</summary>
internal static class Tool
{
    /// <summary>The tool's assembly, built in the same configuration as the tests.</summary>
    public static string Path { get; } = Find();

    /// <summary>Starts the tool on a host.</summary>
    public static LabProcess Start(LabHost host, params string[] arguments) => host.Start("dotnet", [Path, .. arguments]);

    /// <summary>Runs the tool on a host to its end.</summary>
    public static Task<(int Status, string Output, string Errors)> RunAsync(LabHost host, params string[] arguments) => host.RunAsync("dotnet", [Path, .. arguments]);

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("FAILOVERIP_TOOL") is { Length: > 0 } given)
            return given;
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        var root = output;
        while (root is not null && !File.Exists(System.IO.Path.Combine(root.FullName, "FailoverIp.sln")))
            root = root.Parent;
        return System.IO.Path.Combine(root?.FullName ?? "", "artifacts", "bin", "FailoverIp.Cli", output.Name, "failoverip.dll");
    }
}
