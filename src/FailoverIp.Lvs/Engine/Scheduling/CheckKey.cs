using System.Net;

namespace FailoverIp.Lvs;

/// <summary>What makes two checks one: the same question to the same target with the same timing.</summary>
/// <param name="Question">The check without what follows from it.</param>
/// <param name="Target">Whom it asks.</param>
/// <param name="Timing">When, and how patiently.</param>
internal sealed record CheckKey(CheckOptions Question, IPEndPoint Target, EffectiveCheckTiming Timing)
{
    public static CheckKey Of(VirtualServerOptions virtualServer, RealServerOptions realServer, CheckOptions check)
    {
        var question = CheckQuestion.Of(check);
        if (question is not { ConnectAddress: null, ConnectPort: null })
            question = question with { ConnectAddress = null, ConnectPort = null };
        return new(question, CheckQuestion.Target(check, realServer), CheckTimingResolver.Resolve(virtualServer, realServer, check));
    }

    /// <summary>Whether the other asks the same, at whatever times.</summary>
    public bool AsksAs(CheckKey other) => Target.Equals(other.Target) && Question == other.Question;
}
