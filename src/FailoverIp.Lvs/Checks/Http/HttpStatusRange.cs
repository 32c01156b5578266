using System.Globalization;

namespace FailoverIp.Lvs;

/// <summary>A range of HTTP status codes, both ends included, 100 to 999.</summary>
/// <param name="First">The lowest.</param>
/// <param name="Last">The highest.</param>
public readonly record struct HttpStatusRange(int First, int Last)
{
    /// <summary>200 to 299: what counts as success where nothing is said.</summary>
    public static HttpStatusRange Success { get; } = new(200, 299);

    /// <summary>One code alone.</summary>
    public static implicit operator HttpStatusRange(int code) => FromInt32(code);

    /// <summary>One code alone.</summary>
    public static HttpStatusRange FromInt32(int code) => new(code, code);

    /// <summary>Reads <c>200</c> or <c>200-299</c>.</summary>
    public static bool TryParse(string? text, out HttpStatusRange range)
    {
        range = default;
        var parts = (text ?? "").Split('-');
        if (parts.Length > 2 || !TryCode(parts[0], out var first) || !TryCode(parts[^1], out var last) || last < first)
            return false;
        range = new(first, last);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => First == Last ? $"{First}" : $"{First}-{Last}";

    private static bool TryCode(string text, out int code) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out code) && code is >= 100 and <= 999;
}
