using System.Net;
using FailoverIp.Vrrp.Native;
using FailoverIp.Vrrp.Wire;

namespace FailoverIp.Vrrp.LastWill;

/// <summary>The adverts of priority 0 that an engine itself could not send any more, to everybody to whom it sent its adverts. Used by one thread.</summary>
internal sealed class Resignation(Action<string> onFailure) : IDisposable
{
    private readonly Dictionary<(int InterfaceIndex, bool IsIPv6), TransmitSocket> _sockets = [];
    private readonly AdvertBatch _batch = new((socket, error) => onFailure($"priority 0 could not be sent on {socket.Name}: {Errno.Text(error)}"), static _ => { });

    /// <summary>Takes that of one virtual router, to be sent with the next <see cref="Send"/>.</summary>
    /// <param name="router">The options of the virtual router.</param>
    /// <param name="source">The source of its adverts.</param>
    /// <param name="now">The wall clock: what is signed must be after whatever was sent before.</param>
    /// <param name="last">The last sequence number that its authentication headers may have had.</param>
    /// <exception cref="VrrpException">There is no such interface, or no socket.</exception>
    public void Add(VirtualRouterOptions router, UInt128 source, DateTimeOffset now, uint last)
    {
        var wire = new RouterWire(router, now);
        var name = wire.TransmitsOnLink ? wire.LinkName! : router.Interface;
        var index = (int)Libc.InterfaceIndex(name);
        if (index == 0)
            throw new VrrpException($"there is no interface {name}");
        if (!_sockets.TryGetValue((index, wire.IsIPv6), out var socket))
            _sockets[(index, wire.IsIPv6)] = socket = wire.TransmitsOnLink ? TransmitSocket.Packet() : TransmitSocket.Raw(index, name, wire.IsIPv6);

        var adverts = AdvertBuffers.Build(router, VrrpProcessor.ToAddress(source, wire.IsIPv6), InterfaceMtu.Of(name));
        var sequence = SequenceOf(router, now, last);
        for (var i = 0; i < adverts.Count; i++)
            _batch.Add(socket, index, adverts.Prepare(i, priority: 0, sequence));
    }

    /// <summary>Sends all of them.</summary>
    public void Send() => _batch.Flush();

    /// <summary>The sequence number of the authentication header of such an advert.</summary>
    public static uint AhSequence(DateTimeOffset now, uint last) => Math.Max((uint)now.ToUnixTimeSeconds(), last) + 1;

    public void Dispose()
    {
        foreach (var socket in _sockets.Values)
            socket.Dispose();
    }

    // That of HMAC is the clock's. That of AH begins with the seconds since 1970, but may be ahead of them: of adverts more often than once a second, or by what was heard.
    private static ulong SequenceOf(VirtualRouterOptions router, DateTimeOffset now, uint last) => router.Hmac is { Signs: true } hmac
        ? new VrrpHmacSequence(hmac.WindowFor(router.AdvertisementInterval)).Next(now)
        : AhSequence(now, last);
}
