using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using FailoverIp.Interop.Lab;

namespace FailoverIp.Interop.Vrrp;

/// <summary>
/// Sends the same packets to the group of VRRP over and over, as many a second as asked for: with <c>sendmmsg</c>, into the switch's port of one host, where the
/// capture of the whole LAN does not see them.
/// </summary>
internal static unsafe partial class FloodSocket
{
    private const int Batch = 250;
    private const int EthernetHeader = 14;
    private const int AddressFamilyPacket = 17;
    private const int RawType = 3;

    /// <summary>Sends for a while to a host, as from another. Returns how many packets went out a second.</summary>
    public static Task<double> SendAsync(NetworkLab lab, LabHost from, LabHost to, IReadOnlyList<byte[]> packets, int perSecond, TimeSpan duration)
    {
        byte[][] frames = [.. packets.Select(p => Frame(from, p))];
        return Within.RunAsync(lab.Switch, () => Send(to.PortOf("eth1"), frames, perSecond, duration));
    }

    // What the kernel would complete where it is given a packet is to be complete here.
    private static byte[] Frame(LabHost from, byte[] packet)
    {
        var frame = new byte[EthernetHeader + packet.Length];
        new byte[] { 0x01, 0x00, 0x5e, 0x00, 0x00, 0x12 }.CopyTo(frame, 0);
        from.Mac.Split(':').Select(b => Convert.ToByte(b, 16)).ToArray().CopyTo(frame, 6);
        frame[12] = 0x08;
        packet.CopyTo(frame, EthernetHeader);
        var header = frame.AsSpan(EthernetHeader, 20);
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)packet.Length);
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], Crafted.Checksum(header));
        return frame;
    }

    private static double Send(string port, byte[][] frames, int perSecond, TimeSpan duration)
    {
        var socket = Open(AddressFamilyPacket, RawType, 0);
        if (socket < 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        var address = new LinkAddress { Family = AddressFamilyPacket, InterfaceIndex = (int)InterfaceIndex(port) };
        var memory = frames.Select(f => GCHandle.Alloc(f, GCHandleType.Pinned)).ToArray();
        var vectors = stackalloc Vector[Batch];
        var messages = stackalloc Message[Batch];
        try
        {
            var watch = Stopwatch.StartNew();
            long sent = 0;
            while (watch.Elapsed < duration)
            {
                // Never more than is due: what one moment could not send, the next makes up for.
                if (sent + Batch > watch.Elapsed.TotalSeconds * perSecond)
                {
                    Thread.SpinWait(100);
                    continue;
                }
                for (var i = 0; i < Batch; i++)
                {
                    var which = (int)((sent + i) % frames.Length);
                    vectors[i] = new() { Base = (void*)memory[which].AddrOfPinnedObject(), Length = (nuint)frames[which].Length };
                    messages[i] = new() { Name = &address, NameLength = (uint)sizeof(LinkAddress), Vectors = &vectors[i], VectorCount = 1 };
                }
                var count = SendMany(socket, messages, Batch, 0);
                if (count < 0)
                    throw new Win32Exception(Marshal.GetLastPInvokeError());
                sent += count;
            }
            return sent / watch.Elapsed.TotalSeconds;
        }
        finally
        {
            foreach (var handle in memory)
                handle.Free();
            _ = Close(socket);
        }
    }

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int Open(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int socket);

    [LibraryImport("libc", EntryPoint = "if_nametoindex", StringMarshalling = StringMarshalling.Utf8)]
    private static partial uint InterfaceIndex(string name);

    [LibraryImport("libc", EntryPoint = "sendmmsg", SetLastError = true)]
    private static partial int SendMany(int socket, Message* messages, uint count, int flags);

    /// <summary>struct sockaddr_ll.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct LinkAddress
    {
        public ushort Family;
        public ushort Protocol;
        public int InterfaceIndex;
        public ushort HardwareType;
        public byte PacketType;
        public byte AddressLength;
        public ulong Address;
    }

    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Vector
    {
        public void* Base;
        public nuint Length;
    }

    /// <summary>struct mmsghdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Message
    {
        public LinkAddress* Name;
        public uint NameLength;
        public Vector* Vectors;
        public nuint VectorCount;
        public void* Control;
        public nuint ControlLength;
        public int Flags;
        public uint Length;
    }
}
