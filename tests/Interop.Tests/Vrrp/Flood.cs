using System.Net;
using FailoverIp.Interop.Lab;

namespace FailoverIp.Interop.Vrrp;

/// <summary>Broken packets of protocol 112, thousands of them, the same ones in every run.</summary>
internal static class Flood
{
    private const int Batch = 200;

    /// <summary>
    /// Sends packets to the multicast group from a host. The kernel completes the IP header: length, checksum. After each batch it waits for the readers:
    /// what a full socket drops, nobody can count.
    /// </summary>
    public static async Task SendAsync(LabHost host, int packets, byte virtualRouterId, Func<Task> readersAreDone)
    {
        var random = new Random(20260501);
        for (var sent = 0; sent < packets; sent += Batch)
        {
            await Within.RunAsync(host.Namespace, () => SendBatch(host, random, virtualRouterId));
            await readersAreDone();
        }
    }

    /// <summary>Some such packets, of a host.</summary>
    public static IEnumerable<byte[]> Packets(LabHost host, int count, byte virtualRouterId)
    {
        var random = new Random(20260502);
        return [.. Enumerable.Range(0, count).Select(_ => Packet(random, host.Address, virtualRouterId))];
    }

    private static bool SendBatch(LabHost host, Random random, byte virtualRouterId)
    {
        using var socket = Crafted.Open(host.Address);
        var group = new IPEndPoint(IPAddress.Parse("224.0.0.18"), 0);
        for (var i = 0; i < Batch; i++)
            socket.SendTo(Packet(random, host.Address, virtualRouterId), group);
        return true;
    }

    // A good advert of the highest priority, broken in one of several ways: what is let through by mistake takes the role away.
    private static byte[] Packet(Random random, IPAddress source, byte virtualRouterId)
    {
        var message = Crafted.Advert(virtualRouterId, 255);
        byte ttl = 255;
        switch (random.Next(6))
        {
            case 0:
                message = message[..random.Next(message.Length)];
                break;
            case 1:
                message = [.. message, .. new byte[random.Next(1, 1200)]];
                break;
            case 2:
                ttl = (byte)random.Next(1, 255);
                break;
            case 3:
                // Any other checksum is a wrong one, but for the two zeros of one's complement.
                message[6] ^= (byte)random.Next(1, 255);
                break;
            case 4:
                message[0] = (byte)(random.Next(2) == 0 ? (message[0] & 0x0F) | (random.Next(4, 16) << 4) : (message[0] & 0xF0) | random.Next(2, 16));
                break;
            default:
                random.NextBytes(message);
                message[0] = 0x31;
                message[1] = virtualRouterId;
                message[3] = (byte)random.Next(2, 256);
                break;
        }
        return Crafted.Packet(source, message, ttl);
    }
}
