using System.Net;
using FailoverIp.Lvs.Loop;
using FailoverIp.Lvs.Sockets;
using FailoverIp.Lvs.Tls;

namespace FailoverIp.Lvs.Http;

/// <summary>Probes of web servers.</summary>
internal static class HttpProbes
{
    /// <exception cref="ArgumentException">The options make no sense; the message names one.</exception>
    public static ICheckProbe Create(Func<CheckLoop> loop, HttpCheckOptions check, IPEndPoint target, EffectiveCheckTiming timing)
    {
        if (check.Urls.IsEmpty)
            throw BadOption.Of($"{nameof(check.Urls)}: at least one is needed");
        if (check.MaxBodySize < 1)
            throw BadOption.Of($"{nameof(check.MaxBodySize)}: {check.MaxBodySize} is less than 1");
        var sequence = new HttpUrlSequence(check.Urls.Length, timing.Retry, check.FastRecovery);
        var questions = check.Urls.Select((url, i) => Question(check, url, i, target)).ToArray();
        var dialogue = new HttpDialogue(questions, sequence, check.MaxBodySize);
        return Carry(loop, check, target, dialogue, ProbeBounds.Of(timing), () => sequence.Current);
    }

    /// <summary>The probe that carries a dialogue as the check wants it, plain or over TLS.</summary>
    /// <param name="loop">The thread for plain sockets.</param>
    /// <param name="check">How it is carried.</param>
    /// <param name="target">The server.</param>
    /// <param name="dialogue">What is said.</param>
    /// <param name="bounds">How long it may take.</param>
    /// <param name="current">Which URL is asked for at the moment.</param>
    /// <exception cref="ArgumentException">The options make no sense; the message names one.</exception>
    public static ICheckProbe Carry(Func<CheckLoop> loop, HttpCheckOptions check, IPEndPoint target, HttpDialogue dialogue, ProbeBounds bounds, Func<int> current)
    {
        var plan = new SocketPlan(check, target, SocketKind.Tcp);
        if (!check.Tls)
            return new SocketProbe(loop(), plan, dialogue, bounds);
        var names = check.Urls.Select(url => ServerName(check, url, target)).ToArray();
        return new TlsProbe(plan, target, dialogue, () => names[current()], new(check.TlsOptions), bounds, TimeProvider.System);
    }

    // The name given, else the virtual host without its port, else the address.
    private static string ServerName(HttpCheckOptions check, HttpCheckUrl url, IPEndPoint target)
    {
        if ((check.TlsOptions.ServerName ?? url.VirtualHost ?? check.VirtualHost) is not { } host)
            return new IPAddress(target.Address.GetAddressBytes()).ToString();
        var name = host.StartsWith('[') && host.Contains(']') ? host[1..host.IndexOf(']')] : host.Count(c => c == ':') == 1 ? host[..host.IndexOf(':')] : host;
        return Uri.CheckHostName(name) != UriHostNameType.Unknown ? name
            : throw BadOption.Of($"{nameof(check.TlsOptions)}.{nameof(TlsCheckOptions.ServerName)}: '{host}' is not the name of a server, and a certificate cannot be for it");
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
