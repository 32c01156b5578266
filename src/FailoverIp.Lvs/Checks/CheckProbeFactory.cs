using System.Net;
using System.Net.Sockets;
using FailoverIp.Lvs.Dns;
using FailoverIp.Lvs.Files;
using FailoverIp.Lvs.Http;
using FailoverIp.Lvs.Loop;
using FailoverIp.Lvs.Misc;
using FailoverIp.Lvs.Ping;
using FailoverIp.Lvs.Smtp;
using FailoverIp.Lvs.Sockets;
using FailoverIp.Lvs.Tcp;
using FailoverIp.Lvs.Udp;

namespace FailoverIp.Lvs;

/// <summary>Makes the probes of all checks this package knows. Its probes live as long as it does.</summary>
public sealed class CheckProbeFactory : ICheckProbeFactory, IDisposable
{
    private readonly Lock _gate = new();
    private CheckLoop? _loop;
    private bool _disposed;

    /// <summary>
    /// False: what awaits a probe goes on in the thread that makes the checks, which must not be blocked there, and costs no change of threads. True, the default: in the
    /// thread pool.
    /// </summary>
    public bool AnswersOnThreadPool { get; init; } = true;

    /// <inheritdoc/>
    public ICheckProbe Create(CheckOptions check, IPEndPoint target, EffectiveCheckTiming timing)
    {
        ArgumentNullException.ThrowIfNull(check);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(timing);
        return check switch
        {
            HttpCheckOptions http => HttpProbes.Create(Loop, http, target, timing),
            TcpCheckOptions => OverSocket(check, target, timing, SocketKind.Tcp, new TcpDialogue()),
            SmtpCheckOptions smtp => OverSocket(check, target, timing, SocketKind.Tcp, new SmtpDialogue(smtp)),
            DnsCheckOptions dns => OverSocket(check, target, timing, SocketKind.Udp, new DnsDialogue(dns)),
            UdpCheckOptions udp => OverSocket(check, target, timing, SocketKind.Udp, new UdpDialogue(udp)),
            PingCheckOptions => OverSocket(check, target, timing, SocketKind.Echo, new PingDialogue(target.AddressFamily == AddressFamily.InterNetworkV6)),
            MiscCheckOptions misc => new CommandProbe(Loop(), misc, timing),
            FileCheckOptions file => new FileProbe(file),
            DelegateCheckOptions own => new DelegateProbe(own),
            _ => throw BadOption.Of($"{check.GetType().Name} is not a kind of check that can be made"),
        };
    }

    /// <summary>Ends the checks under way, as cancelled.</summary>
    public void Dispose()
    {
        CheckLoop? loop;
        lock (_gate)
        {
            _disposed = true;
            loop = _loop;
        }
        loop?.Dispose();
    }

    private SocketProbe OverSocket(CheckOptions check, IPEndPoint target, EffectiveCheckTiming timing, SocketKind kind, Dialogue dialogue) =>
        new(Loop(), new(check, target, kind), dialogue, ProbeBounds.Of(timing));

    private CheckLoop Loop()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _loop ??= new(AnswersOnThreadPool);
        }
    }
}
