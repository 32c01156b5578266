using System.Net;
using System.Net.Sockets;
using System.Numerics;

namespace FailoverIp.Node;

/// <summary>A <c>virtual_server_group</c>: addresses, ranges of addresses and firewall marks that are served alike.</summary>
/// <param name="name">Its name.</param>
/// <param name="at">Where it begins.</param>
internal sealed class ServerGroup(string name, NodeLocation at)
{
    public string Name => name;

    public NodeLocation At => at;

    public List<ServerRange> Addresses { get; } = [];

    public List<ServerMark> Marks { get; } = [];

    public bool HasIPv4 => Has(AddressFamily.InterNetwork);

    public bool HasIPv6 => Has(AddressFamily.InterNetworkV6);

    private bool Has(AddressFamily family) => Addresses.Exists(a => a.First.AddressFamily == family) || Marks.Exists(m => m.Family == family);
}

/// <summary>A firewall mark of a group.</summary>
/// <param name="Mark">The mark.</param>
/// <param name="Family">The family of its packets; unspecified: as the real servers.</param>
/// <param name="At">Where it was given.</param>
internal readonly record struct ServerMark(uint Mark, AddressFamily Family, NodeLocation At);

/// <summary>Addresses of a group, from the first to the last.</summary>
/// <param name="First">The first.</param>
/// <param name="Last">The last, of the same family and not before the first.</param>
/// <param name="Port">The port of all; 0: none.</param>
/// <param name="At">Where it was given.</param>
internal sealed record ServerRange(IPAddress First, IPAddress Last, int Port, NodeLocation At)
{
    /// <summary>How many they are.</summary>
    public BigInteger Count => Number(Last) - Number(First) + 1;

    /// <summary>Each of them.</summary>
    public IEnumerable<ServerAddress> Each()
    {
        var bytes = First.GetAddressBytes();
        var last = Last.GetAddressBytes();
        while (true)
        {
            yield return new(new IPAddress(bytes), Port);
            if (bytes.AsSpan().SequenceEqual(last))
                yield break;
            for (var i = bytes.Length - 1; ++bytes[i] == 0; i--)
            {
                // Carried over.
            }
        }
    }

    public static BigInteger Number(IPAddress address) => new(address.GetAddressBytes(), isUnsigned: true, isBigEndian: true);
}
