namespace Samples.Tests;

internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Read(string name) => File.ReadAllText(Path.Combine(Root, name));

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "FailoverIp.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("the repository");
        return folder;
    }
}
