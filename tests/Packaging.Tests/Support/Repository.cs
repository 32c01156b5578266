using System.Runtime.CompilerServices;

namespace FailoverIp.Packaging.Tests.Support;

/// <summary>The repository that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>The version of everything, from its one place.</summary>
    public static string Version { get; } = File.ReadAllText(PathOf("eng/Common.props")).Split("<VersionPrefix>")[1].Split('<')[0];

    public static string PathOf(string name) => Path.Combine(Root, name);

    private static string Find([CallerFilePath] string here = "")
    {
        var directory = new DirectoryInfo(Path.GetDirectoryName(here)!);
        while (!File.Exists(Path.Combine(directory.FullName, "FailoverIp.sln")))
            directory = directory.Parent!;
        return directory.FullName;
    }
}
