using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace FailoverIp.Node;

/// <summary>Reads <c>virtual_server_group</c>.</summary>
/// <param name="context">Hears what is wrong.</param>
internal sealed class ServerGroupWords(ConfContext context)
{
    /// <summary>All that were read; of several with one name the first counts.</summary>
    public List<ServerGroup> All { get; } = [];

    public void Read(ConfLine line)
    {
        var group = new ServerGroup(line[1], line.Location);
        if (line.Count > 2)
            throw new ConfMissingWordException(line.Keyword, line.Location);
        foreach (var entry in context.Lines(line.WithoutRest()))
        {
            if (entry.Keyword == "fwmark")
                ReadMark(entry, group);
            else if (ReadRange(entry) is { } range)
                group.Addresses.Add(range);
        }
        if (group.Addresses.Count == 0 && group.Marks.Count == 0)
            context.Complain($"the group {group.Name} is empty, and is left out");
        else if (group is { HasIPv4: true, HasIPv6: true } && group.Marks.Exists(static m => m.Family == AddressFamily.Unspecified))
            context.Complain($"the group {group.Name} has both families, and a firewall mark without one; it is left out");
        else
            All.Add(group);
    }

    private void ReadMark(ConfLine line, ServerGroup group)
    {
        if (context.Integer(line, 1, 0, uint.MaxValue, isLenient: false) is not { } mark)
            return;
        AddressFamily? family = line.At(2) switch { null => AddressFamily.Unspecified, "inet" => AddressFamily.InterNetwork, "inet6" => AddressFamily.InterNetworkV6, _ => null };
        if (family is null)
            context.Complain($"a family is inet or inet6, not '{SchemaChecker.Shown(line[2])}'; the firewall mark is left out");
        else
            group.Marks.Add(new((uint)mark, family.Value, line.Location));
        ServerLabels.NoteRest(line, 3, context);
    }

    private ServerRange? ReadRange(ConfLine line)
    {
        var text = line.Keyword;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var end = dash < 0 ? slash : dash;
        if (ServerAddress.Read(context, end < 0 ? text : text[..end], line.At(1), "the entry of the group") is not { } first)
            return null;
        ServerLabels.NoteRest(line, 2, context);
        var last = slash >= 0 ? LastOfPrefix(text, first.Address, text[(slash + 1)..]) : dash >= 0 ? LastOfRange(text, first.Address, text[(dash + 1)..]) : first.Address;
        return last is null ? null : new(first.Address, last, first.Port, line.Location);
    }

    private IPAddress? LastOfPrefix(string text, IPAddress first, string length)
    {
        var bytes = first.GetAddressBytes();
        if (!int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bits) || bits < 1 || bits > bytes.Length * 8)
            return Leave($"the prefix of {SchemaChecker.Shown(text)} is not between 1 and {bytes.Length * 8}");
        for (var i = bits; i < bytes.Length * 8; i++)
        {
            var bit = (byte)(0x80 >> (i % 8));
            if ((bytes[i / 8] & bit) != 0)
                return Leave($"{SchemaChecker.Shown(text)} has bits behind the prefix");
            bytes[i / 8] |= bit;
        }
        return new(bytes);
    }

    private IPAddress? LastOfRange(string text, IPAddress first, string last)
    {
        var isIPv6 = first.AddressFamily == AddressFamily.InterNetworkV6;
        if (last.Contains(isIPv6 ? ':' : '.', StringComparison.Ordinal))
        {
            if (ConfAddress.Parse(last) is not { } address || address.AddressFamily != first.AddressFamily)
                return Leave($"the end of {SchemaChecker.Shown(text)} is not an address of the same family");
            return ServerRange.Number(address) < ServerRange.Number(first) ? Leave($"{SchemaChecker.Shown(text)} ends before it begins") : address;
        }
        // The end is the last number of the address: decimal with IPv4, hexadecimal with IPv6.
        var isNumber = uint.TryParse(last.Length == 0 ? "0" : last, isIPv6 ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        if (!isNumber || number > (isIPv6 ? ushort.MaxValue : byte.MaxValue))
            return Leave($"'{SchemaChecker.Shown(last)}' is not the last number of an address");
        var bytes = first.GetAddressBytes();
        var start = isIPv6 ? (bytes[^2] << 8) | bytes[^1] : bytes[^1];
        if (start >= number)
            return Leave($"{SchemaChecker.Shown(text)} does not end behind its beginning");
        bytes[^1] = (byte)number;
        if (isIPv6)
            bytes[^2] = (byte)(number >> 8);
        return new(bytes);
    }

    private IPAddress? Leave(string problem)
    {
        context.Complain($"{problem}; the entry is left out");
        return null;
    }
}
