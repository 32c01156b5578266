using System.Net;
using System.Net.Sockets;

namespace FailoverIp.Node;

/// <summary>The words of a virtual server about persistence.</summary>
internal static class PersistenceWords
{
    /// <summary>Seconds, where none are given.</summary>
    public const int Default = 360;

    private const int Longest = 31 * 24 * 60 * 60;
    private const int LongestName = 15;

    public static void AddTo(ConfBlock block, ConfContext context, Func<ConfVirtualServer> server)
    {
        block["persistence_timeout"] = line =>
        {
            if (line.Count == 1)
                server().Persistence = new(Default, line.Location);
            else if (context.Integer(line, 1, 1, Longest, isLenient: false) is { } seconds)
                server().Persistence = new(seconds, line.Location);
        };
        block["persistence_engine"] = line =>
        {
            if (line[1].Length > LongestName)
                context.Complain($"the name of a persistence engine has at most {LongestName} characters; the rest is cut off");
            server().Engine = new(line[1].Length > LongestName ? line[1][..LongestName] : line[1], line.Location);
        };
        block["persistence_granularity"] = line => Granularity(line, context, server());
    }

    private static void Granularity(ConfLine line, ConfContext context, ConfVirtualServer server)
    {
        var family = server.Family != AddressFamily.Unspecified ? server.Family
            : line[1].Contains('.', StringComparison.Ordinal) ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
        string? kept;
        if (family == AddressFamily.InterNetworkV6)
        {
            if (context.Integer(line, 1, 1, 128, isLenient: false) is not { } length)
                return;
            kept = $"{length}";
        }
        else if (IPAddress.TryParse(line[1], out var mask) && mask.AddressFamily == AddressFamily.InterNetwork)
        {
            // A number alone is an address as well, one that nobody means: 24 is 0.0.0.24.
            kept = mask.ToString();
            if (GranularityReader.Read(kept, family, out _) is null)
            {
                context.NotSupported($"the netmask {kept} is not carried out: it is not one of leading ones, and all of the client's address counts");
                kept = null;
            }
        }
        else
        {
            context.Complain($"'{SchemaChecker.Shown(line[1])}' is not a netmask");
            return;
        }
        server.Granularity = kept is null ? null : new(kept, line.Location);
        if (server.Family == AddressFamily.Unspecified)
            server.Family = family;
        server.Persistence ??= new(Default, line.Location);
    }
}
