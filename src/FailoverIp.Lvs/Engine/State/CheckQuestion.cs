using System.Net;

namespace FailoverIp.Lvs;

/// <summary>What a check asks and whom, without when and what follows from the answer: checks with the same question and timing are made once.</summary>
internal static class CheckQuestion
{
    /// <summary>The check with its timing and consequences left out; the address that it asks stays in.</summary>
    public static CheckOptions Of(CheckOptions check) => IsBare(check) ? check : check with { Timing = CheckTiming.Inherited, Alpha = null, LogAllFailures = false };

    /// <summary>Whom it asks: the real server, with the check's own address and port put in.</summary>
    public static IPEndPoint Target(CheckOptions check, RealServerOptions realServer) => check is { ConnectAddress: null, ConnectPort: null }
        ? realServer.Address
        : new(check.ConnectAddress ?? realServer.Address.Address, check.ConnectPort ?? realServer.Address.Port);

    private static bool IsBare(CheckOptions check) => check is { Alpha: null, LogAllFailures: false } && check.Timing == CheckTiming.Inherited;
}
