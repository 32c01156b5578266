using System.Globalization;
using System.Text;

namespace FailoverIp.Node;

/// <summary>Routing tables by number, or by the name that they have in iproute2's <c>rt_tables</c>.</summary>
internal static class RoutingTables
{
    private static readonly string[] Files = ["/etc/iproute2/rt_tables", "/usr/share/iproute2/rt_tables", "/usr/lib/iproute2/rt_tables"];

    private static readonly Lazy<Dictionary<string, uint>> Names = new(ReadNames);

    /// <exception cref="FormatException">There is none.</exception>
    public static uint Number(string text)
    {
        if (char.IsAsciiDigit(text.FirstOrDefault()))
            return NetworkWords.Number("table", text, least: 1);
        return Names.Value.TryGetValue(text, out var number)
            ? number
            : throw new FormatException($"there is no table '{SchemaChecker.Shown(text)}'; did you mean '{NearestKey.Find(text, Names.Value.Keys)}'?");
    }

    private static Dictionary<string, uint> ReadNames()
    {
        var names = new Dictionary<string, uint>(StringComparer.Ordinal) { ["local"] = 255, ["main"] = 254, ["default"] = 253 };
        foreach (var file in Files)
        {
            if (ConfigurationFile.TryRead(file, out _, maxLength: 1024 * 1024) is not { } bytes)
                continue;
            foreach (var line in Encoding.UTF8.GetString(bytes).Split('\n'))
            {
                var words = Words.Split(line);
                if (words is [var number, var name, ..] && !number.StartsWith('#') && uint.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0)
                    names.TryAdd(name, value);
            }
        }
        return names;
    }
}
