using System.Security.Cryptography;

namespace FailoverIp.Simulation;

internal static class SimulatedSecret
{
    /// <summary>Random letters and digits.</summary>
    public static string New(int length) => RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", length);
}
