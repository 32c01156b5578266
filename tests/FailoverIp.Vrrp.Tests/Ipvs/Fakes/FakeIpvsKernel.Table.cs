using System.Text;
using FailoverIp.Vrrp.Ipvs;
using FailoverIp.Vrrp.Kernel.Netlink;
using FailoverIp.Vrrp.Native;
using static FailoverIp.Vrrp.Ipvs.IpvsConstants;

namespace FailoverIp.Vrrp.Tests.Ipvs.Fakes;

internal sealed partial class FakeIpvsKernel
{
    private delegate void WriteNested(ref NetlinkWriter writer);

    private readonly Dictionary<ushort, byte[]> _timeouts = new() { [4] = [0x84, 3, 0, 0], [5] = [120, 0, 0, 0], [6] = [44, 1, 0, 0] };

    private readonly List<Dictionary<ushort, byte[]>> _daemons = [];

    /// <summary>Puts a service in or takes one out, as another program would.</summary>
    public void ByAnotherHand(IpvsCommand command, IpvsService service)
    {
        var writer = new NetlinkWriter(new byte[1024], Family, 1, 0, order);
        writer.Fixed(new Header((byte)command, 1, 0));
        if (command == IpvsCommand.DeleteService)
            IpvsWriter.Service(ref writer, service.Key);
        else
            IpvsWriter.Service(ref writer, service);
        var changes = Changes;
        CarryOut(FakeRequest.Read(writer.Finish()[16..], order)).ShouldBe(0);
        Changes = changes;
    }

    /// <summary>What this kernel says of a service: the payload of its message.</summary>
    public byte[] Tell(IpvsService service)
    {
        ByAnotherHand(IpvsCommand.NewService, service);
        return Write(Family, 0, 1, 1, (ref w) => Tell(ref w, Services[^1]))[16..];
    }

    /// <summary>What this kernel says of a real server: the payload of its message.</summary>
    public byte[] Tell(IpvsDestination destination)
    {
        var writer = new NetlinkWriter(new byte[1024], Family, 1, 0, order);
        IpvsWriter.Destination(ref writer, destination, whole: true);
        var attributes = FakeRequest.Attributes(FakeRequest.Attributes(writer.Finish()[16..], order)[2], order);
        return Write(Family, 0, 1, 5, (ref w) => Tell(ref w, new FakeDestination("", attributes)))[16..];
    }

    private int Carry(FakeRequest request, uint sequence)
    {
        switch (request.Command)
        {
            case IpvsCommand.GetService:
                if (Find(request) is not { } service)
                    return Errno.ESRCH;
                Answer(Write(Family, 0, sequence, 1, (ref w) => Tell(ref w, service)));
                return 0;
            case IpvsCommand.GetInfo:
                Answer(Write(Family, 0, sequence, 14, (ref w) =>
                {
                    w.Attribute(1, 0x010201U);
                    w.Attribute(2, 4096U);
                }));
                return 0;
            case IpvsCommand.GetConfig:
                Answer(Write(Family, 0, sequence, 12, (ref w) => All(ref w, _timeouts)));
                return 0;
            default:
                var error = Refuses?.Invoke(request) == true ? Errno.EINVAL : CarryOut(request);
                if (error == 0)
                    Changes++;
                return error;
        }
    }

    private int CarryOut(FakeRequest request)
    {
        if (request.Command == IpvsCommand.Flush)
        {
            Services.Clear();
            return 0;
        }
        if (request.Command is IpvsCommand.Zero && request.Service is null)
            return 0;
        if (request.Command is IpvsCommand.SetConfig)
        {
            foreach (var (type, value) in request.Top.Where(t => t.Value.Any(b => b != 0)))
                _timeouts[type] = value;
            return 0;
        }
        if (request.Daemon is { } daemon)
            return OfDaemon(request.Command, daemon);
        var service = Find(request);
        if (service is null && request.Command != IpvsCommand.NewService)
            return Errno.ESRCH;
        return request.Destination is null ? OfService(request, service) : OfDestination(request, service!);
    }

    private int OfService(FakeRequest request, FakeService? service)
    {
        var isWhole = request.Command is IpvsCommand.NewService or IpvsCommand.SetService;
        if (isWhole && new ushort[] { 6, 7, 8, 9 }.Any(a => !request.Service!.ContainsKey(a)))
            return Errno.EINVAL;
        if (isWhole && !Schedulers.Contains(Encoding.ASCII.GetString(request.Service![6]).TrimEnd('\0')))
            return request.Command == IpvsCommand.NewService && service is not null ? Errno.EEXIST : Errno.ENOENT;
        switch (request.Command)
        {
            case IpvsCommand.NewService when service is not null:
                return Errno.EEXIST;
            case IpvsCommand.NewService:
                Services.Add(new(Key(request.Service!), request.Service!));
                return 0;
            case IpvsCommand.SetService:
                service!.Attributes = request.Service!;
                return 0;
            case IpvsCommand.DeleteService:
                Services.Remove(service!);
                return 0;
            case IpvsCommand.Zero:
                return 0;
            default:
                return Errno.EINVAL;
        }
    }

    private int OfDaemon(IpvsCommand command, Dictionary<ushort, byte[]> daemon)
    {
        var existing = _daemons.Find(d => d[1].AsSpan().SequenceEqual(daemon[1]));
        if (command == IpvsCommand.NewDaemon)
        {
            if (existing is null)
                _daemons.Add(daemon);
            return existing is null ? 0 : Errno.EEXIST;
        }
        if (existing is null)
            return Errno.ESRCH;
        _daemons.Remove(existing);
        return StopsBeforeTheyRun ? Errno.EINTR : 0;
    }

    private static int OfDestination(FakeRequest request, FakeService service)
    {
        var key = $"{Convert.ToHexString(request.Destination![1])} {Convert.ToHexString(request.Destination[2])}";
        var destination = service.Destinations.Find(d => d.Key == key);
        var isWhole = request.Command is IpvsCommand.NewDestination or IpvsCommand.SetDestination;
        if (isWhole && new ushort[] { 3, 4, 5, 6 }.Any(a => !request.Destination.ContainsKey(a)))
            return Errno.EINVAL;
        switch (request.Command)
        {
            case IpvsCommand.NewDestination when destination is not null:
                return Errno.EEXIST;
            case IpvsCommand.NewDestination:
                service.Destinations.Add(new(key, request.Destination));
                return 0;
            case not IpvsCommand.NewDestination when destination is null:
                return Errno.ENOENT;
            case IpvsCommand.SetDestination:
                destination!.Attributes = request.Destination;
                return 0;
            case IpvsCommand.DeleteDestination:
                service.Destinations.Remove(destination!);
                return 0;
            default:
                return Errno.EINVAL;
        }
    }

    private void Dump(FakeRequest request, uint sequence)
    {
        var isInterrupted = InterruptedDumps-- > 0;
        if (request.Command == IpvsCommand.GetService)
        {
            foreach (var service in Services.Where(s => Skips?.Invoke(s) != true))
                Answer(Write(Family, Flags(isInterrupted), sequence, 1, (ref w) => Tell(ref w, service)));
        }
        else if (request.Command == IpvsCommand.GetDaemon)
        {
            foreach (var daemon in _daemons)
                Answer(Write(Family, Flags(isInterrupted), sequence, 9, (ref w) => Nested(ref w, 3, (ref n) => All(ref n, daemon))));
        }
        else if (request.Command == IpvsCommand.GetDestination && Find(request) is { } service)
        {
            foreach (var destination in service.Destinations)
                Answer(Write(Family, Flags(isInterrupted), sequence, 5, (ref w) => Tell(ref w, destination)));
        }
        var done = new byte[20];
        order.Write(done, (uint)done.Length);
        order.Write(done.AsSpan(4), NetlinkConstants.NLMSG_DONE);
        order.Write(done.AsSpan(6), Flags(isInterrupted));
        order.Write(done.AsSpan(8), sequence);
        Answer(done);
    }

    private static ushort Flags(bool isInterrupted) => (ushort)(2 | (isInterrupted ? NetlinkConstants.NLM_F_DUMP_INTR : 0));

    private FakeService? Find(FakeRequest request) => request.Service is { } service ? Services.Find(s => s.Key == Key(service)) : null;

    private static string Key(Dictionary<ushort, byte[]> service) => service.TryGetValue(5, out var mark)
        ? $"{Convert.ToHexString(service[1])} {Convert.ToHexString(mark)}"
        : string.Join(' ', new ushort[] { 1, 2, 3, 4 }.Select(a => Convert.ToHexString(service[a])));

    private void Tell(ref NetlinkWriter writer, FakeService service) => Nested(ref writer, 1, (ref w) =>
    {
        foreach (var (type, value) in service.Attributes)
            w.Attribute(type, type == 7 ? Hashed(value) : value);
        Counters(ref w, 10, 12);
    });

    private void Tell(ref NetlinkWriter writer, FakeDestination destination) => Nested(ref writer, 2, (ref w) =>
    {
        foreach (var (type, value) in destination.Attributes.Where(a => !IsOld || a.Key < 11))
            w.Attribute(type, value);
        if (!IsOld && !destination.Attributes.ContainsKey(13))
        {
            w.Attribute(13, (byte)0);
            w.Port(14, 0);
            w.Attribute(15, (ushort)0);
        }
        w.Attribute(7, 3U);
        w.Attribute(8, 2U);
        w.Attribute(9, 1U);
        Counters(ref w, 10, 12);
    });

    // 32-bit counters that have wrapped beside the true ones.
    private void Counters(ref NetlinkWriter writer, ushort small, ushort large)
    {
        Nested(ref writer, small, static (ref w) =>
        {
            for (ushort i = 1; i <= 10; i++)
            {
                if (i is 4 or 5)
                    w.Attribute(i, (ulong)i);
                else
                    w.Attribute(i, (uint)i);
            }
        });
        if (IsOld)
            return;
        Nested(ref writer, large, static (ref w) =>
        {
            for (ushort i = 1; i <= 10; i++)
                w.Attribute(i, (1UL << 32) + i);
        });
    }

    private void Nested(ref NetlinkWriter writer, ushort type, WriteNested write)
    {
        if (!IsOld)
        {
            var start = writer.BeginNested(type);
            write(ref writer);
            writer.EndNested(start);
            return;
        }
        var inner = new NetlinkWriter(new byte[2048], 0, 0, 0, order);
        write(ref inner);
        writer.Attribute(type, inner.Finish()[16..]);
    }

    private byte[] Hashed(byte[] flags)
    {
        var hashed = flags.ToArray();
        order.Write(hashed, order.UInt32(flags) | 2);
        return hashed;
    }

    private static void All(ref NetlinkWriter writer, Dictionary<ushort, byte[]> attributes)
    {
        foreach (var (type, value) in attributes)
            writer.Attribute(type, value);
    }

    private byte[] Write(ushort type, ushort flags, uint sequence, byte command, WriteNested write)
    {
        var writer = new NetlinkWriter(new byte[4096], type, flags, sequence, order);
        writer.Fixed(new Header(command, 1, 0));
        write(ref writer);
        return writer.Finish().ToArray();
    }

    /// <summary>struct genlmsghdr.</summary>
    private readonly record struct Header(byte Command, byte Version, ushort Reserved);
}
