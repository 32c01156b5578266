using System.Diagnostics;
using System.Text;
using FailoverIp.Lvs.Http;
using FailoverIp.Lvs.Loop;
using FailoverIp.Lvs.Sockets;

namespace FailoverIp.Lvs;

/// <summary>Computes the digest of a page as a check does, by the same code (keepalived's <c>genhash</c>).</summary>
public static class PageDigester
{
    /// <summary>Asks for a page, whatever its status, and computes its digest.</summary>
    /// <exception cref="PageDigestException">It did not come.</exception>
    /// <exception cref="ArgumentException">The request makes no sense; the message names the property.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> has fallen.</exception>
    public static async Task<PageDigest> ComputeAsync(PageDigestRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Timeout <= TimeSpan.Zero || request.WholeTimeout <= TimeSpan.Zero)
            throw BadOption.Of($"{nameof(request.Timeout)}, {nameof(request.WholeTimeout)}: more than 0 is needed");
        var url = new HttpCheckUrl { Path = request.Path, VirtualHost = request.VirtualHost };
        var check = new HttpCheckOptions
        {
            Tls = request.Tls, TlsOptions = request.TlsOptions, Protocol = request.Protocol, Urls = [url], MaxBodySize = request.MaxBodySize, FirewallMark = request.FirewallMark,
        };
        var header = new HeaderKeeper();
        var question = HttpQuestion.ForDigest(check, url, request.Target);
        using var dialogue = new HttpDialogue([question], new(1, 0, fast: false), check.MaxBodySize, header);
        using var loop = new CheckLoop(answersOnThreadPool: true);
        var started = Stopwatch.GetTimestamp();
        var probe = HttpProbes.Carry(() => loop, check, request.Target, dialogue, new(request.Timeout, request.WholeTimeout), () => 0);
        await using var disposed = probe.ConfigureAwait(false);
        var result = await probe.ProbeAsync(cancellationToken).ConfigureAwait(false);
        return result.Passed
            ? new(Convert.ToHexStringLower(dialogue.BodyDigest), dialogue.Status, header.Text, dialogue.BodyLength, Stopwatch.GetElapsedTime(started))
            : throw new PageDigestException(result.Failure!);
    }

    /// <summary>Keeps the header alone: the body may be large.</summary>
    private sealed class HeaderKeeper : IHttpWitness
    {
        public string Text { get; private set; } = "";

        public void OnHeader(ReadOnlySpan<byte> header) => Text = Encoding.Latin1.GetString(header);
    }
}
