using FailoverIp.Simulation;

namespace Samples.Tests;

internal static class TokenFile
{
    /// <summary>A file of its own with the refresh token of the simulated account.</summary>
    public static string Write(NetcupRestSimulator netcup)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("fip-token-").FullName, "netcup.token");
        File.WriteAllText(file, netcup.State.RefreshTokens[0].Token);
        return file;
    }
}
