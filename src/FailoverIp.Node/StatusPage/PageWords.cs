using System.Globalization;
using FailoverIp.Vrrp;

namespace FailoverIp.Node;

/// <summary>The same things look the same everywhere on the page.</summary>
internal static class PageWords
{
    /// <summary>A state as a pill; its colour says no more than its word.</summary>
    public static Html Pill(string word, string tone) => new Html().Add($"<span class=\"pill {tone}\">{word}</span>");

    public static string Tone(VrrpState state) => state switch
    {
        VrrpState.Active => "active",
        VrrpState.Backup => "backup",
        VrrpState.Fault => "bad",
        _ => "idle",
    };

    public static string Tone(RouteKeeperState state) => state switch
    {
        RouteKeeperState.Routed => "active",
        RouteKeeperState.Routing => "busy",
        RouteKeeperState.Failing => "bad",
        _ => "idle",
    };

    /// <summary>A moment: a script shows how long ago it is, without one it is the time of day, UTC.</summary>
    public static Html Time(DateTimeOffset at)
    {
        var utc = at.UtcDateTime;
        var exact = utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return new Html().Add($"<time datetime=\"{exact}\" title=\"{exact}\">{utc.ToString("MMM d, HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)}</time>");
    }

    /// <summary>A line with a name and a value.</summary>
    public static Html Pair(string name, string value) => new Html().Add($"<div><dt>{name}</dt><dd>{value}</dd></div>");

    /// <inheritdoc cref="Pair(string, string)"/>
    public static Html Pair(string name, Html value) => new Html().Add($"<div><dt>{name}</dt><dd>{value}</dd></div>");

    /// <summary>One line that says what is wrong; nothing for null.</summary>
    public static Html Wrong(string? text) => text is { Length: > 0 } ? new Html().Add($"<p class=\"wrong\">{text}</p>") : new();

    /// <summary>How long something has lasted, to the minute.</summary>
    public static string Span(TimeSpan time) => time switch
    {
        { TotalDays: >= 1 } => $"{(int)time.TotalDays} d {time.Hours} h",
        { TotalHours: >= 1 } => $"{(int)time.TotalHours} h {time.Minutes} min",
        { TotalMinutes: >= 1 } => $"{(int)time.TotalMinutes} min",
        _ => "less than a minute",
    };

    public static string Count(long number, string one, string more) => string.Create(CultureInfo.InvariantCulture, $"{number:N0} {(number == 1 ? one : more)}");

    /// <summary><c>badTtl</c> as <c>bad ttl</c>.</summary>
    public static string Spaced(string name) => string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 ? $" {char.ToLowerInvariant(c)}" : c.ToString()));
}
