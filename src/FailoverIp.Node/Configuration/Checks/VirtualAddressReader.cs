using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FailoverIp.Vrrp;

namespace FailoverIp.Node;

/// <summary>Reads a virtual address: in keepalived's words (<c>10.0.0.1/24 dev eth0 label web</c>), or as an object of the same names.</summary>
internal static class VirtualAddressReader
{
    private static readonly string[] Words = ["dev", "label", .. NotSupported.AddressWords];

    /// <summary>The address; null with what is wrong.</summary>
    public static VirtualAddress? Read(ConfigurationNode node, out string? problem)
    {
        if (node.Text is { } text)
            return ReadText(text, out problem);
        foreach (var (key, value) in node.Children)
        {
            if (!IsCarriedOut(key) && !string.Equals(value.Text, "false", StringComparison.OrdinalIgnoreCase))
                return Fail(NotSupported.Message(key), out problem);
        }
        return Build(node["Address"]?.Text ?? "", node["Dev"]?.Text, node["Label"]?.Text, out problem);
    }

    private static bool IsCarriedOut(string key) => key.ToLowerInvariant() is "address" or "dev" or "label";

    private static VirtualAddress? ReadText(string text, out string? problem)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        string? device = null, label = null;
        for (var i = 1; i < words.Length; i += 2)
        {
            var word = words[i];
            if (NotSupported.AddressWords.Contains(word, StringComparer.Ordinal))
                return Fail(NotSupported.Message($"'{word}'"), out problem);
            if (word is not ("dev" or "label"))
                return Fail($"unknown word '{SchemaChecker.Shown(word)}'; did you mean '{NearestKey.Find(word, Words)}'?", out problem);
            if (i + 1 >= words.Length)
                return Fail($"nothing follows '{word}'", out problem);
            if (word == "dev")
                device = words[i + 1];
            else
                label = words[i + 1];
        }
        return Build(words.Length > 0 ? words[0] : "", device, label, out problem);
    }

    private static VirtualAddress? Build(string text, string? device, string? label, out string? problem)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var host = slash < 0 ? text : text[..slash];
        // A dotted quad with leading zeros would be read as octal by some; what is printed must be what was written.
        if (!IPAddress.TryParse(host, out var address) || host.Contains('%', StringComparison.Ordinal) || host.Contains('[', StringComparison.Ordinal)
            || (address.AddressFamily == AddressFamily.InterNetwork && address.ToString() != host))
            return Fail($"'{SchemaChecker.Shown(host)}' is not an IP address", out problem);
        var bits = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        var length = bits;
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > bits))
            return Fail($"'{SchemaChecker.Shown(text)}': the prefix length is not between 0 and {bits}", out problem);
        problem = null;
        return new(address, length, device, label);
    }

    private static VirtualAddress? Fail(string reason, out string? problem)
    {
        problem = reason;
        return null;
    }
}
