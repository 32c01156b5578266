using System.Net;
using System.Net.Sockets;

namespace FailoverIp.Lvs.Tests.Checks.Support;

/// <summary>Probes of the real factory, once each.</summary>
internal static class Probes
{
    /// <summary>Long enough for a machine under load.</summary>
    public static readonly EffectiveCheckTiming Patient = Timing(TimeSpan.FromSeconds(20));

    /// <summary>Short, for what is to time out.</summary>
    public static readonly EffectiveCheckTiming Impatient = Timing(TimeSpan.FromMilliseconds(200));

    public static EffectiveCheckTiming Timing(TimeSpan timeout) => new(TimeSpan.FromMilliseconds(100), timeout, 0, TimeSpan.Zero, TimeSpan.Zero);

    public static async Task<CheckResult> AskAsync(CheckOptions check, IPEndPoint target, EffectiveCheckTiming? timing = null)
    {
        using var factory = new CheckProbeFactory();
        await using var probe = factory.Create(check, target, timing ?? Patient);
        return await probe.ProbeAsync(CancellationToken.None);
    }

    /// <summary>A port of TCP or UDP where nobody listens.</summary>
    public static IPEndPoint Closed()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return (IPEndPoint)socket.LocalEndPoint!;
    }
}
