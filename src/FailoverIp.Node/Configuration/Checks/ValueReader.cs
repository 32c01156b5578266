using System.Globalization;

namespace FailoverIp.Node;

/// <summary>Values by type. What is missing, or was reported before, is null: whoever reads it puts a valid value in its place.</summary>
internal sealed class ValueReader(ProblemList problems)
{
    public string? Text(ConfigurationNode? node) => node is null || problems.HasErrorAt(node) ? null : node.Text;

    public int? Integer(ConfigurationNode? node) => Long(node) is { } number and >= int.MinValue and <= int.MaxValue ? (int)number : null;

    public long? Long(ConfigurationNode? node) =>
        long.TryParse(Text(node), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    // The exact form is how nearly all are written, and the quicker one to read.
    public TimeSpan? Time(ConfigurationNode? node) =>
        Text(node) is { } text && (TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var time) || TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out time)) ? time : null;

    public bool? Boolean(ConfigurationNode? node) => bool.TryParse(Text(node), out var value) ? value : null;
}
