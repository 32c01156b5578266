using FailoverIp.Vrrp.Kernel.Netlink;
using FailoverIp.Vrrp.Native;
using static FailoverIp.Vrrp.Kernel.Netlink.NetlinkConstants;

namespace FailoverIp.Vrrp.Kernel;

/// <summary>What was asked of the kernel.</summary>
internal enum KernelChange
{
    /// <summary>To add what is not there.</summary>
    Add,

    /// <summary>To add what may be there.</summary>
    AddAgain,

    /// <summary>To remove what may be gone.</summary>
    Remove,
}

/// <summary>Hears of a request that the kernel has refused: an address, a route or a rule; the error and the kernel's words in one line.</summary>
internal delegate void OnRefused(object subject, KernelChange change, string reason);

/// <summary>
/// Requests to rtnetlink for addresses, routes and rules, many in a send. The kernel carries them out, in order, while they are being sent; it answers only
/// those that it refuses, and that is read by <see cref="ReadAnswers"/> when the event loop comes to it. Allocates only to report a failure.
/// </summary>
internal sealed class KernelRequests : IDisposable
{
    private const int ReceiveBuffer = 4 << 20; // thousands of refusals, where many routers take over at once
    private const int Remembered = 1 << 14;

    private readonly INetlinkTransport _transport;
    private readonly NetlinkBatch _batch = new();
    private readonly OnRefused _onRefused;
    private readonly (uint Sequence, object? Subject, KernelChange Change)[] _asked = new (uint, object?, KernelChange)[Remembered];
    private readonly byte[] _answers = new byte[32 * 1024];
    private string? _notSent;

    public KernelRequests(OnRefused onRefused)
        : this(Open(out var socket), onRefused) => (Number, PortId) = (socket.Number, socket.PortId);

    internal KernelRequests(INetlinkTransport transport, OnRefused onRefused) => (_transport, _onRefused) = (transport, onRefused);

    /// <summary>The socket's descriptor.</summary>
    public int Number { get; } = -1;

    /// <summary>The socket's port: notifications about its own changes carry it.</summary>
    public uint PortId { get; }

    public void AddAddress(int interfaceIndex, VirtualAddress address)
    {
        Remember(address, KernelChange.Add);
        AddressMessages.Add(_batch, interfaceIndex, address);
    }

    public void RemoveAddress(int interfaceIndex, VirtualAddress address)
    {
        Remember(address, KernelChange.Remove);
        AddressMessages.Remove(_batch, interfaceIndex, address);
    }

    /// <summary>Adds a route; <paramref name="interfaces"/> as with <see cref="IVrrpOutput.AddRoute"/>.</summary>
    public void AddRoute(VirtualRoute route, ReadOnlySpan<int> interfaces, bool again)
    {
        Remember(route, again ? KernelChange.AddAgain : KernelChange.Add);
        RouteMessages.Add(_batch, route, interfaces);
    }

    public void RemoveRoute(VirtualRoute route, ReadOnlySpan<int> interfaces)
    {
        Remember(route, KernelChange.Remove);
        RouteMessages.Remove(_batch, route, interfaces);
    }

    // Two rules that are alike in everything are one: the kernel refuses only a rule that is there already.
    public void AddRule(VirtualRule rule)
    {
        Remember(rule, KernelChange.AddAgain);
        RuleMessages.Add(_batch, rule);
    }

    public void RemoveRule(VirtualRule rule)
    {
        Remember(rule, KernelChange.Remove);
        RuleMessages.Remove(_batch, rule);
    }

    /// <summary>Sends what was asked for.</summary>
    public void Flush()
    {
        if (_batch.Count == 0)
            return;
        if (_transport.Send(_batch.Finish(acknowledged: false)) is var error and not 0)
            _notSent ??= Errno.Text(error);
        _batch.Clear();
    }

    /// <summary>Reports where requests could not even be sent: no answer will tell of those.</summary>
    public void ReportUnsent()
    {
        if (_notSent is not { } reason)
            return;
        _notSent = null;
        _onRefused("requests to the kernel", KernelChange.Add, reason);
    }

    /// <summary>Reads the answers to earlier requests and reports those that failed for a reason worth telling.</summary>
    public void ReadAnswers()
    {
        ReportUnsent();
        while (_transport.ReceiveWhole(_answers) is var length && length is > 0 or -Errno.ENOBUFS or -Errno.EINTR)
        {
            if (length == -Errno.ENOBUFS)
                _onRefused("answers of the kernel", KernelChange.Add, "some were lost");
            if (length <= 0 || length > _answers.Length)
                continue;
            var reader = new NetlinkReader(_answers.AsSpan(0, length));
            while (reader.Next())
            {
                if (reader.Type == NLMSG_ERROR && NetlinkError.TryRead(in reader, default, out var error))
                    OnAnswer(reader.Sequence, error);
            }
        }
    }

    /// <summary>Asks for an address on an interface that does not exist, and keeps the refusal to itself.</summary>
    public void WarmUp()
    {
        VirtualAddress nowhere = new(System.Net.IPAddress.Loopback, 32);
        AddAddress(int.MaxValue, nowhere);
        Flush();
        Array.Clear(_asked);
        ReadAnswers();
    }

    public void Dispose() => _transport.Dispose();

    private static NetlinkSocket Open(out NetlinkSocket socket)
    {
        socket = new(NETLINK_ROUTE, receiveBuffer: ReceiveBuffer);
        socket.TurnOn(NETLINK_CAP_ACK);
        socket.TurnOn(NETLINK_EXT_ACK);
        return socket;
    }

    private void Remember(object subject, KernelChange change)
    {
        if (!_batch.HasRoom)
            Flush();
        _asked[_batch.NextSequence % Remembered] = (_batch.NextSequence, subject, change);
    }

    private void OnAnswer(uint sequence, in NetlinkError error)
    {
        ref var asked = ref _asked[sequence % Remembered];
        if (asked.Sequence != sequence || asked.Subject is not { } subject)
            return;
        var change = asked.Change;
        asked = default;
        if (IsNews(subject, change, error.Number))
            _onRefused(subject, change, error.Text is { Length: > 0 } text ? $"{Errno.Text(error.Number)} ({text})" : Errno.Text(error.Number));
    }

    // There already, gone already, with its interface or by other hands: that is what was wanted.
    private static bool IsNews(object subject, KernelChange change, int error) => change switch
    {
        _ when error == 0 => false,
        KernelChange.Remove => error is not (Errno.EADDRNOTAVAIL or Errno.ENODEV or Errno.ESRCH or Errno.ENOENT or Errno.EAFNOSUPPORT),
        KernelChange.AddAgain => error != Errno.EEXIST,
        _ => error != Errno.EEXIST || subject is VirtualRoute,
    };
}
