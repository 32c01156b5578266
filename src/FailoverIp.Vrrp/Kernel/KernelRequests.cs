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

/// <summary>Hears of a request that the kernel has refused.</summary>
/// <param name="subject">An address, a route or a rule; a text where it is not known which.</param>
/// <param name="change">What was asked.</param>
/// <param name="interfaceIndex">The interface of an address; 0 for a route or a rule.</param>
/// <param name="reason">The error and the kernel's words, one line; null where it may have been carried out, because the request or its answer was lost.</param>
/// <param name="error">The error number; 0 with no reason.</param>
internal delegate void OnRefused(object subject, KernelChange change, int interfaceIndex, string? reason, int error);

/// <summary>
/// Requests to rtnetlink for addresses, routes and rules, many in a send. The kernel carries them out, in order, while they are being sent; it answers only
/// those that it refuses, and that is read by <see cref="ReadAnswers"/> when the event loop comes to it. Allocates only to report a failure.
/// </summary>
internal sealed class KernelRequests : IDisposable
{
    private const int ReceiveBuffer = 4 << 20; // thousands of refusals, where many routers take over at once
    private const int Remembered = 1 << 14;
    private const string NotSent = "requests to the kernel";

    private readonly INetlinkTransport _transport;
    private readonly NetlinkBatch _batch = new();
    private readonly OnRefused _onRefused;
    private readonly Asked[] _asked = new Asked[Remembered];
    private readonly byte[] _answers = new byte[32 * 1024];
    private readonly List<(object Subject, KernelChange Change, int InterfaceIndex, string? Reason, int Error)> _refusals = []; // not reported yet
    private uint _answered = 1; // up to here, not included, every refusal has been read

    public KernelRequests(OnRefused onRefused)
        : this(Open(out var socket), onRefused) => (Number, PortId) = (socket.Number, socket.PortId);

    internal KernelRequests(INetlinkTransport transport, OnRefused onRefused) => (_transport, _onRefused) = (transport, onRefused);

    /// <summary>The socket's descriptor.</summary>
    public int Number { get; } = -1;

    /// <summary>The socket's port: notifications about its own changes carry it.</summary>
    public uint PortId { get; }

    public void AddAddress(int interfaceIndex, VirtualAddress address)
    {
        Remember(address, KernelChange.Add, interfaceIndex);
        AddressMessages.Add(_batch, interfaceIndex, address);
    }

    public void RemoveAddress(int interfaceIndex, VirtualAddress address)
    {
        Remember(address, KernelChange.Remove, interfaceIndex);
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
        {
            if (!_refusals.Exists(static r => r.Subject is NotSent)) // one line for all of them
                _refusals.Add((NotSent, KernelChange.Add, 0, Errno.Text(error), 0));
            LoseRemovals(FirstUnsent, _batch.NextSequence);
        }
        _batch.Clear();
    }

    /// <summary>Reports what is known already: requests that could not even be sent, of which no answer will tell, and refusals that were read while others were asking.</summary>
    public void ReportRefusals()
    {
        if (_refusals.Count == 0)
            return;
        var refusals = _refusals.ToArray();
        _refusals.Clear(); // whoever hears of it may ask again
        foreach (var (subject, change, interfaceIndex, reason, error) in refusals)
            _onRefused(subject, change, interfaceIndex, reason, error);
    }

    /// <summary>Reads the answers to earlier requests and reports those that failed for a reason worth telling.</summary>
    public void ReadAnswers()
    {
        Read();
        ReportRefusals();
    }

    // The kernel has carried out what was sent: every answer is there. Nobody hears of it yet: who asks is in the midst of something.
    private void Read()
    {
        while (_transport.ReceiveWhole(_answers) is var length && length is > 0 or -Errno.ENOBUFS or -Errno.EINTR)
        {
            if (length == -Errno.ENOBUFS)
                LoseAnswers();
            if (length <= 0 || length > _answers.Length)
                continue;
            var reader = new NetlinkReader(_answers.AsSpan(0, length));
            while (reader.Next())
            {
                if (reader.Type == NLMSG_ERROR && NetlinkError.TryRead(in reader, default, out var error))
                    OnAnswer(reader.Sequence, error);
            }
        }
        _answered = FirstUnsent;
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

    private uint FirstUnsent => _batch.NextSequence - (uint)_batch.Count;

    private void Remember(object subject, KernelChange change, int interfaceIndex = 0)
    {
        if (!_batch.HasRoom)
            Flush();
        if (_batch.NextSequence - _answered >= Remembered)
            Read(); // so many at once that the first would be forgotten before their answers are read
        _asked[_batch.NextSequence % Remembered] = new(_batch.NextSequence, subject, change, interfaceIndex);
    }

    // Any of those since the last time that all answers were read may have been refused.
    private void LoseAnswers()
    {
        _refusals.Add(("answers of the kernel", KernelChange.Add, 0, "some were lost", 0));
        LoseRemovals(_answered, FirstUnsent);
        _answered = FirstUnsent;
    }

    // Of these one by one; what was to be added is asked for as a whole.
    private void LoseRemovals(uint from, uint to)
    {
        for (var sequence = to - Math.Min(to - from, Remembered); sequence != to; sequence++)
        {
            if (_asked[sequence % Remembered] is { Subject: not null, Change: KernelChange.Remove } asked && asked.Sequence == sequence)
                _refusals.Add((asked.Subject, KernelChange.Remove, asked.InterfaceIndex, null, 0));
        }
    }

    private void OnAnswer(uint sequence, in NetlinkError error)
    {
        ref var asked = ref _asked[sequence % Remembered];
        if (asked.Sequence != sequence || asked.Subject is not { } subject)
            return;
        var (change, interfaceIndex) = (asked.Change, asked.InterfaceIndex);
        asked = default;
        if (IsNews(subject, change, error.Number))
            _refusals.Add((subject, change, interfaceIndex, error.Text is { Length: > 0 } text ? $"{Errno.Text(error.Number)} ({text})" : Errno.Text(error.Number), error.Number));
    }

    // There already, gone already, with its interface or by other hands: that is what was wanted.
    private static bool IsNews(object subject, KernelChange change, int error) => change switch
    {
        _ when error == 0 => false,
        KernelChange.Remove => error is not (Errno.EADDRNOTAVAIL or Errno.ENODEV or Errno.ESRCH or Errno.ENOENT or Errno.EAFNOSUPPORT),
        KernelChange.AddAgain => error != Errno.EEXIST,
        _ => error != Errno.EEXIST || subject is VirtualRoute,
    };

    private readonly record struct Asked(uint Sequence, object? Subject, KernelChange Change, int InterfaceIndex);
}
