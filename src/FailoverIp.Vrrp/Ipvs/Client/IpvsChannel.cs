using System.Collections.Immutable;
using FailoverIp.Vrrp.Kernel.Netlink;
using FailoverIp.Vrrp.Native;
using static FailoverIp.Vrrp.Ipvs.IpvsConstants;
using static FailoverIp.Vrrp.Kernel.Netlink.NetlinkConstants;

namespace FailoverIp.Vrrp.Ipvs;

/// <summary>
/// Requests to the family "IPVS". The family is looked for when it is first needed; where the kernel does not load it by itself, modprobe is asked once.
/// When its module was unloaded and loaded again meanwhile, it has another number, which is found out at the next reading.
/// </summary>
internal sealed class IpvsChannel(NetlinkConversation conversation, Action loadModule) : IDisposable
{
    private readonly GenericNetlinkFamily _family = new(conversation, IPVS_GENL_NAME, IPVS_GENL_VERSION);
    private readonly NetlinkError[] _one = new NetlinkError[1];
    private bool _loaded;

    public NetlinkByteOrder Order => conversation.Order;

    /// <summary>How many datagrams have gone to the kernel.</summary>
    public long Sends => conversation.Sends;

    /// <summary>Sends requests until all are sent or answers are lost: then the outcome of some is not known (ENOBUFS), and the rest is not sent (ENOBUFS as well).</summary>
    public void Send(ReadOnlySpan<IpvsChange> changes, Span<NetlinkError> errors)
    {
        Resolve();
        while (!changes.IsEmpty)
        {
            var count = 0;
            for (; count < changes.Length && conversation.Batch.HasRoom; count++)
            {
                var writer = _family.Begin((byte)changes[count].Command);
                changes[count].Write(ref writer);
                conversation.Batch.End(in writer);
            }
            conversation.Exchange(errors[..count]);
            var isLost = IsLost(errors[..count]);
            changes = changes[count..];
            errors = errors[count..];
            if (!isLost)
                continue;
            errors.Fill(new(Errno.ENOBUFS));
            return;
        }
    }

    /// <summary>Sends one request that is answered with at most one message.</summary>
    public NetlinkError Send<TState>(IpvsCommand command, TState state, WriteAttributes<TState> write, INetlinkAnswer? answer = null)
    {
        Resolve();
        var error = SendOnce(command, state, write, answer);
        if (error.Number != Errno.ENOENT || command is not (IpvsCommand.GetInfo or IpvsCommand.GetConfig or IpvsCommand.GetService))
            return error;
        ResolveAnew();
        return SendOnce(command, state, write, answer);
    }

    /// <summary>Asks for a list.</summary>
    public ImmutableArray<TEntry> Dump<TState, TEntry>(IpvsCommand command, TState state, WriteAttributes<TState> write, IpvsAnswers<TEntry> answer)
    {
        Resolve();
        var error = DumpOnce(command, state, write, answer);
        if (error.Number == Errno.ENOENT)
        {
            ResolveAnew();
            error = DumpOnce(command, state, write, answer);
        }
        if (error.Number != 0)
            throw IpvsErrors.Reading(error);
        return answer.IsDamaged ? throw IpvsErrors.NotUnderstood() : answer.ToArray();
    }

    public void Dispose() => conversation.Dispose();

    private static bool IsLost(ReadOnlySpan<NetlinkError> errors)
    {
        foreach (ref readonly var error in errors)
        {
            if (error.Number == Errno.ENOBUFS)
                return true;
        }
        return false;
    }

    private NetlinkError SendOnce<TState>(IpvsCommand command, TState state, WriteAttributes<TState> write, INetlinkAnswer? answer)
    {
        var writer = _family.Begin((byte)command);
        write(ref writer, state);
        conversation.Batch.End(in writer);
        conversation.Exchange(_one, answer);
        return _one[0];
    }

    private NetlinkError DumpOnce<TState>(IpvsCommand command, TState state, WriteAttributes<TState> write, INetlinkAnswer answer) =>
        conversation.Dump((_family, command, state, write), static (batch, s) =>
        {
            var writer = s._family.Begin((byte)s.command, NLM_F_DUMP);
            s.write(ref writer, s.state);
            batch.End(in writer);
        }, answer);

    private void Resolve()
    {
        if (_family.Id == 0)
            ResolveAnew();
    }

    private void ResolveAnew()
    {
        var error = _family.Resolve();
        if (error.Number == Errno.ENOENT && !_loaded)
        {
            _loaded = true;
            loadModule();
            error = _family.Resolve();
        }
        if (error.Number == Errno.ENOENT)
            throw IpvsErrors.NoIpvs();
        if (error.Number != 0)
            throw IpvsErrors.Reading(error);
    }
}

/// <summary>Writes the attributes of a request.</summary>
internal delegate void WriteAttributes<in TState>(ref NetlinkWriter writer, TState state);
