using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FailoverIp.Vrrp;

/// <summary>
/// Watches the adverts on an interface, incoming and outgoing, without taking part. Linux only; needs root or CAP_NET_RAW. Several may watch at once.
/// </summary>
public sealed partial class VrrpWatcher
{
    // How soon a vanished interface is noticed. The kernel tells when one goes down, not when one that is down is removed; and packets that
    // came before may still be read after it told.
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <summary>Creates a watcher.</summary>
    /// <param name="timeProvider">The clock; null for the system's. Timestamps of packets are the kernel's.</param>
    /// <param name="logger">Told when the interface is down; null for none.</param>
    public VrrpWatcher(TimeProvider? timeProvider = null, ILogger<VrrpWatcher>? logger = null) =>
        (_time, _logger) = (timeProvider ?? TimeProvider.System, logger ?? NullLogger<VrrpWatcher>.Instance);

    /// <summary>
    /// Every packet of IP protocol 112, also inside an authentication header, as it comes; valid or not. It goes on while the interface is down and
    /// ends only by cancellation or an error. IPv6 extension headers other than the authentication header are not followed; packets with a VLAN tag belong to
    /// the VLAN's own interface.
    /// </summary>
    /// <param name="interfaceName">The interface, such as <c>eth1</c>.</param>
    /// <param name="cancellationToken">Ends it with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="VrrpWatchException">The interface is missing or vanished, or the process may not watch it.</exception>
    /// <exception cref="PlatformNotSupportedException">This is not Linux.</exception>
    public async IAsyncEnumerable<VrrpObservation> WatchAsync(string interfaceName, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(interfaceName);
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException("Watching adverts needs Linux: it reads packet sockets.");

        using var capture = PacketCapture.Open(interfaceName);
        var wasDown = false;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (capture.TryReceive(out var packet))
            {
                wasDown = false;
                if (VrrpDecoder.Decode(packet.Bytes.Span, packet.IsIPv6, packet.SourceMac, interfaceName, packet.At ?? _time.GetUtcNow()) is { } observation)
                    yield return observation;
                continue;
            }
            if (capture.IsDown && !wasDown)
                InterfaceIsDown(interfaceName);
            wasDown = capture.IsDown;
            await WaitAsync(capture, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WaitAsync(PacketCapture capture, CancellationToken cancellationToken)
    {
        using var pause = new CancellationTokenSource(CheckInterval, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(pause.Token, cancellationToken);
        try
        {
            await capture.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            capture.ThrowIfGone();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Interface} is down; waiting for it")]
    private partial void InterfaceIsDown(string @interface);
}
