namespace FailoverIp.Packaging.Tests.Support;

/// <summary>What not every machine has.</summary>
internal static class Needs
{
    /// <summary>Namespaces, and with them interfaces and users of our own.</summary>
    public static void Root() => Skip.IfNot(OperatingSystem.IsLinux() && Environment.UserName == "root", "needs root on Linux, for namespaces");
}
