using System.Buffers.Binary;
using System.Diagnostics;

namespace FailoverIp.IpvsBench;

/// <summary>What goes to the kernel over generic netlink, as the kernel's own monitor (nlmon) shows it to tcpdump: it counts what we have sent without asking us.</summary>
internal static class Requests
{
    private const int FileHeader = 24;
    private const int RecordHeader = 16;
    private const int CookedHeader = 16;
    private const int NetlinkHeader = 16;
    private const byte Generic = 16;

    /// <summary>The commands of every request to the family IPVS while something runs.</summary>
    public static IReadOnlyList<byte> During(Action action)
    {
        Run("ip", "link", "add", "nlmon0", "type", "nlmon");
        Run("ip", "link", "set", "nlmon0", "up");
        var file = Path.GetTempFileName();
        using var tcpdump = Process.Start(new ProcessStartInfo("tcpdump", ["-i", "nlmon0", "-U", "-B", "65536", "-w", file]) { RedirectStandardError = true })!;
        while (tcpdump.StandardError.ReadLine() is { } line && !line.Contains("listening on", StringComparison.Ordinal))
        {
        }
        action();
        // All of it is in the file when the last request is, which asks the controller of generic netlink for its own name.
        Run("sh", "-c", "genl ctrl get name nlctrl >/dev/null");
        while (!Read(File.ReadAllBytes(file)).Any(r => r.Family == Generic))
            Thread.Sleep(20);
        Run("kill", "-INT", $"{tcpdump.Id}");
        tcpdump.WaitForExit();
        Run("ip", "link", "del", "nlmon0");
        return [.. Read(File.ReadAllBytes(file)).Where(r => r.Family > Generic).Select(r => r.Command)];
    }

    private static IEnumerable<(ushort Family, byte Command)> Read(byte[] capture)
    {
        for (var at = FileHeader; at + RecordHeader <= capture.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(capture.AsSpan(at + 8));
            var isGeneric = capture[at + RecordHeader + 15] == Generic; // the protocol of the cooked header
            for (var m = at + RecordHeader + CookedHeader; isGeneric && m + NetlinkHeader + 4 <= Math.Min(capture.Length, at + RecordHeader + length);)
            {
                var size = BinaryPrimitives.ReadInt32LittleEndian(capture.AsSpan(m));
                var type = BinaryPrimitives.ReadUInt16LittleEndian(capture.AsSpan(m + 4));
                var isRequest = (BinaryPrimitives.ReadUInt16LittleEndian(capture.AsSpan(m + 6)) & 1) != 0;
                if (isRequest)
                    yield return (type, capture[m + NetlinkHeader]);
                m += Math.Max(NetlinkHeader, (size + 3) & ~3);
            }
            at += RecordHeader + length;
        }
    }

    private static void Run(string command, params string[] arguments)
    {
        using var process = Process.Start(command, arguments);
        process.WaitForExit();
    }
}
