using FailoverIp.Vrrp.Ipvs;
using FailoverIp.Vrrp.Kernel.Netlink;
using FailoverIp.Vrrp.Native;

namespace FailoverIp.Vrrp.Tests.Ipvs.Fakes;

/// <summary>
/// The kernel's side of the family "IPVS", at the level of bytes: it keeps what it is sent as it is sent, and tells it again. What real kernels of other
/// ages do, and what they do rarely, can be turned on.
/// </summary>
internal sealed partial class FakeIpvsKernel(NetlinkByteOrder order = default) : INetlinkTransport
{
    private readonly Queue<byte[]?> _answers = [];

    public List<FakeService> Services { get; } = [];

    /// <summary>Each request that came, in order.</summary>
    public List<FakeRequest> Requests { get; } = [];

    /// <summary>The requests that changed the table.</summary>
    public int Changes { get; private set; }

    public int Sends { get; private set; }

    public bool HasIpvs { get; set; } = true;

    /// <summary>The number that the family has since its module was loaded.</summary>
    public ushort Family { get; set; } = 0x1c;

    public int ModulesLoaded { get; private set; }

    /// <summary>The kernel before 3.18, 4.1, 5.2: without the family of real servers, 64-bit counters, kinds of tunnels; without NLA_F_NESTED.</summary>
    public bool IsOld { get; set; }

    public bool HasCapability { get; set; } = true;

    public HashSet<string> Schedulers { get; } = ["rr", "wrr", "lc", "wlc", "sh", "mh", "none"];

    /// <summary>How many dumps from now on are interrupted.</summary>
    public int InterruptedDumps { get; set; }

    /// <summary>Answers from the one with this number on (1 is the next) are lost, until the send is over.</summary>
    public int LoseAnswersFrom { get; set; }

    /// <summary>The threads of sync daemons are stopped before they have run.</summary>
    public bool StopsBeforeTheyRun { get; set; }

    /// <summary>Says which requests that change something the kernel refuses.</summary>
    public Predicate<FakeRequest>? Refuses { get; set; }

    /// <summary>Says which services are missing in a list.</summary>
    public Predicate<FakeService>? Skips { get; set; }

    /// <summary>What happens just before a request is carried out.</summary>
    public Action<FakeRequest>? Before { get; set; }

    public IpvsClient NewClient() => new(this, () => ModulesLoaded++, order);

    public int Send(ReadOnlySpan<byte> messages)
    {
        Sends++;
        var reader = new NetlinkReader(messages, order);
        while (reader.Next())
            Handle(in reader);
        if (reader.IsCutOff)
            throw new InvalidOperationException("not a message");
        LoseAnswersFrom = 0;
        return 0;
    }

    public int ReceiveWhole(Span<byte> buffer)
    {
        if (!_answers.TryDequeue(out var datagram))
            return -Errno.EAGAIN;
        if (datagram is null)
            return -Errno.ENOBUFS;
        datagram.CopyTo(buffer);
        return datagram.Length;
    }

    public void Dispose()
    {
    }

    private void Answer(byte[] datagram)
    {
        if (LoseAnswersFrom > 0 && --LoseAnswersFrom == 0)
        {
            _answers.Enqueue(null);
            LoseAnswersFrom = 1; // and the rest
            return;
        }
        _answers.Enqueue(datagram);
    }

    private void Handle(in NetlinkReader message)
    {
        var isDump = (message.Flags & NetlinkConstants.NLM_F_DUMP) == NetlinkConstants.NLM_F_DUMP;
        if (message.Type == NetlinkConstants.GENL_ID_CTRL)
        {
            if (HasIpvs)
                Answer(Write(NetlinkConstants.GENL_ID_CTRL, 0, message.Sequence, 1, (ref w) => w.Attribute(NetlinkConstants.CTRL_ATTR_FAMILY_ID, Family)));
            Acknowledge(in message, HasIpvs ? 0 : Errno.ENOENT);
            return;
        }
        var request = FakeRequest.Read(message.Payload, order);
        Requests.Add(request);
        Before?.Invoke(request);
        if (!HasCapability || !HasIpvs || message.Type != Family)
            Acknowledge(in message, HasCapability ? Errno.ENOENT : Errno.EPERM);
        else if (isDump)
            Dump(request, message.Sequence);
        else
            Acknowledge(in message, Carry(request, message.Sequence));
    }

    // The kernel tells of each failure but EINTR, and of success where it was asked to.
    private void Acknowledge(in NetlinkReader message, int error)
    {
        if (error == Errno.EINTR || (error == 0 && (message.Flags & NetlinkConstants.NLM_F_ACK) == 0))
            return;
        var bytes = new byte[36];
        order.Write(bytes, (uint)bytes.Length);
        order.Write(bytes.AsSpan(4), NetlinkConstants.NLMSG_ERROR);
        order.Write(bytes.AsSpan(6), NetlinkConstants.NLM_F_CAPPED);
        order.Write(bytes.AsSpan(8), message.Sequence);
        order.Write(bytes.AsSpan(16), unchecked((uint)-error));
        Answer(bytes);
    }
}
