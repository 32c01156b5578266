using System.Net;
using FailoverIp.Lvs.Loop;
using FailoverIp.Lvs.Sockets;

namespace FailoverIp.Lvs.Http;

/// <summary>Probes of web servers.</summary>
internal static class HttpProbes
{
    /// <exception cref="ArgumentException">The options make no sense; the message names one.</exception>
    public static ICheckProbe Create(CheckLoop loop, HttpCheckOptions check, IPEndPoint target, EffectiveCheckTiming timing)
    {
        if (check.Urls.IsEmpty)
            throw BadOption.Of($"{nameof(check.Urls)}: at least one is needed");
        if (check.MaxBodySize < 1)
            throw BadOption.Of($"{nameof(check.MaxBodySize)}: {check.MaxBodySize} is less than 1");
        var sequence = new HttpUrlSequence(check.Urls.Length, timing.Retry, check.FastRecovery, check.Alpha == true && check.Urls.Length > 1);
        var questions = check.Urls.Select((url, i) => Question(check, url, i, target)).ToArray();
        var dialogue = new HttpDialogue(questions, sequence, check.MaxBodySize);
        return new SocketProbe(loop, new(check, target, SocketKind.Tcp), dialogue, ProbeBounds.Of(timing));
    }

    private static HttpQuestion Question(HttpCheckOptions check, HttpCheckUrl url, int index, IPEndPoint target)
    {
        try
        {
            return new(check, url, target);
        }
        catch (ArgumentException e)
        {
            throw BadOption.Of($"{nameof(check.Urls)}[{index}].{e.Message}", e);
        }
    }
}
